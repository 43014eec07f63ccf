//! Two things that must not both happen, two hundred times over.

use super::stock::demand;
use crate::{content::gid, harness::TestShop};
use futures_util::future::join_all;
use serde_json::json;
use souk_entities::ids::AttemptId;
use souk_shop::inventory::{self, Demand, ReservationError, ReservationRequest};
use std::time::Duration;

const ROUNDS: usize = 200;

/// Holds stock for as many attempts as there are rounds, one unit each.
async fn held(shop: &TestShop, demands: &[Demand], expires_in: Duration) -> Vec<AttemptId> {
    let mut attempts = Vec::new();
    for _ in 0..ROUNDS {
        let wanted = ReservationRequest {
            expires_in: Some(expires_in),
            ..shop.wanted(demands)
        };
        inventory::reserve_stock(&shop.app, &wanted, None)
            .await
            .unwrap();
        attempts.push(wanted.attempt);
    }
    attempts
}

/// Pins and buys; whether it came in time.
async fn buy(shop: &TestShop, attempt: AttemptId) -> bool {
    match inventory::pin_reservation(&shop.app, attempt).await {
        Err(ReservationError::Ended) => return false,
        other => other.unwrap(),
    }
    match inventory::commit_reservation(&shop.app, attempt, None).await {
        Err(ReservationError::Ended) => false,
        other => {
            other.unwrap();
            true
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_expires_while_it_is_bought_is_either_sold_or_given_back() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 200).await;
    let demands = [demand(&lamp, 1)];
    let attempts = held(&shop, &demands, Duration::from_secs(60)).await;
    let buying = attempts.iter().map(async |&attempt| {
        let in_time = buy(&shop, attempt).await;
        if attempt == attempts[20] {
            shop.app.clock.advance(Duration::from_secs(61));
        }
        in_time
    });
    let releasing = (0..10).map(async |_| {
        inventory::release_expired_reservations(&shop.app)
            .await
            .unwrap();
        tokio::task::yield_now().await;
    });
    let (bought, _) = tokio::join!(join_all(buying), join_all(releasing));
    inventory::release_expired_reservations(&shop.app)
        .await
        .unwrap();
    let sold = bought.iter().filter(|bought| **bought).count();
    assert!(sold > 0, "nobody came in time");
    let sold = i64::try_from(sold).unwrap();
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (200 - sold, 0, sold));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_released_while_it_is_bought_is_either_sold_or_given_back() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 200).await;
    let demands = [demand(&lamp, 1)];
    let attempts = held(&shop, &demands, Duration::from_secs(600)).await;
    for &attempt in &attempts {
        inventory::pin_reservation(&shop.app, attempt)
            .await
            .unwrap();
    }
    let rounds = attempts.iter().map(async |&attempt| {
        let (bought, released) = tokio::join!(
            buy(&shop, attempt),
            inventory::release_reservation(&shop.app, attempt),
        );
        assert_ne!(bought, released.is_ok(), "both or neither");
        bought
    });
    let bought = join_all(rounds).await;
    let sold = bought.iter().filter(|bought| **bought).count();
    let sold = i64::try_from(sold).unwrap();
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (200 - sold, 0, sold));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_that_is_counted_while_it_is_sold_is_never_sold_twice() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 50).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let place = shop.location("Portland").await;
    let merchant = shop.merchant();
    let set = "mutation($input: InventorySetQuantitiesInput!) {
        inventorySetQuantities(input: $input) { userErrors { code } } }";
    // Who counts knows what is on hand: units that are held or sold stay so.
    let counting = (0..20).map(async |_| {
        let quantity = json!({
            "inventoryItemId": gid(item), "locationId": gid(place),
            "quantity": 50, "changeFromQuantity": null,
        });
        let input = json!({"name": "on_hand", "reason": "correction", "quantities": [quantity]});
        let data = merchant.data(set, json!({"input": input})).await;
        assert_eq!(data["inventorySetQuantities"]["userErrors"], json!([]));
    });
    let demands = [demand(&lamp, 1)];
    let buying = (0..120).map(async |_| {
        let wanted = shop.wanted(&demands);
        match inventory::reserve_stock(&shop.app, &wanted, None).await {
            Err(ReservationError::OutOfStock(_)) => false,
            held => {
                held.unwrap();
                buy(&shop, wanted.attempt).await
            }
        }
    });
    let (_, bought) = tokio::join!(join_all(counting), join_all(buying));
    let sold = bought.iter().filter(|bought| **bought).count();
    assert_eq!(sold, 50);
    assert_eq!(shop.units_of(item).await, (0, 0, 50));
    shop.assert_verified().await;
}
