//! A hundred buyers and more want what there is not enough of.

use super::stock::demand;
use crate::harness::TestShop;
use futures_util::future::join_all;
use souk_entities::ids::AttemptId;
use souk_shop::{
    inventory::{self, Demand, ReservationError, ReservationRequest},
    market::Directory,
};

const BUYERS: usize = 120;

/// Every buyer wants one of the carts, in turn, and buys what was held for them. Returns which
/// carts were bought; whoever got nothing was told that there is not enough.
async fn rush(shop: &TestShop, carts: &[Vec<Demand>]) -> Vec<usize> {
    let buyers = (0..BUYERS).map(|buyer| {
        let app = std::sync::Arc::clone(&shop.app);
        let cart = buyer % carts.len();
        let demands = carts[cart].clone();
        let attempt: AttemptId = app.next_id();
        let channel = Directory::current(&app).channels[0].id;
        tokio::spawn(async move {
            let wanted = ReservationRequest {
                attempt,
                channel,
                pickup_at: None,
                demands: &demands,
                expires_in: Some(std::time::Duration::from_secs(600)),
            };
            match inventory::reserve_stock(&app, &wanted, None).await {
                Err(ReservationError::OutOfStock(missing)) => {
                    assert!(!missing.is_empty());
                    return None;
                }
                other => other.unwrap(),
            };
            inventory::pin_reservation(&app, attempt).await.unwrap();
            inventory::commit_reservation(&app, attempt, None)
                .await
                .unwrap();
            Some(cart)
        })
    });
    let bought = join_all(buyers).await;
    let bought: Vec<usize> = bought.into_iter().filter_map(Result::unwrap).collect();
    shop.assert_verified().await;
    bought
}

#[tokio::test(flavor = "multi_thread")]
async fn one_of_many_buyers_gets_the_last_unit() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 1).await;
    let bought = rush(&shop, &[vec![demand(&lamp, 1)]]).await;
    assert_eq!(bought.len(), 1);
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (0, 0, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn as_many_buyers_as_there_are_units_get_one() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 45).await;
    let bought = rush(&shop, &[vec![demand(&lamp, 1)]]).await;
    assert_eq!(bought.len(), 45);
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (0, 0, 45));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_variants_of_one_item_in_a_cart_need_two_units() {
    let shop = TestShop::start().await;
    let (lamp, gift) = (shop.stocked("lamp", 9).await, shop.stocked("gift", 0).await);
    let item = shop.item_of(lamp.variants[0]).await;
    shop.needs(&gift, &[(item, 1)]).await;
    let bought = rush(&shop, &[vec![demand(&lamp, 1), demand(&gift, 1)]]).await;
    assert_eq!(bought.len(), 4);
    assert_eq!(shop.units_of(item).await, (1, 0, 8));
}

#[tokio::test(flavor = "multi_thread")]
async fn two_variants_of_one_item_in_two_carts_share_its_units() {
    let shop = TestShop::start().await;
    let (lamp, pair) = (
        shop.stocked("lamp", 31).await,
        shop.stocked("pair", 0).await,
    );
    let item = shop.item_of(lamp.variants[0]).await;
    shop.needs(&pair, &[(item, 2)]).await;
    let carts = [vec![demand(&lamp, 1)], vec![demand(&pair, 1)]];
    let bought = rush(&shop, &carts).await;
    let units: usize = bought.iter().map(|cart| cart + 1).sum();
    assert!((30..=31).contains(&units), "{units}");
    let sold = i64::try_from(units).unwrap();
    assert_eq!(shop.units_of(item).await, (31 - sold, 0, sold));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_and_its_parts_are_never_sold_twice() {
    let shop = TestShop::start().await;
    let (lamp, bulb) = (
        shop.stocked("lamp", 20).await,
        shop.stocked("bulb", 50).await,
    );
    let set = shop.stocked("set", 0).await;
    let lamps = shop.item_of(lamp.variants[0]).await;
    let bulbs = shop.item_of(bulb.variants[0]).await;
    shop.needs(&set, &[(lamps, 1), (bulbs, 3)]).await;
    // In both orders, so that carts that lock one by one would wait for each other.
    let carts = [
        vec![demand(&set, 1)],
        vec![demand(&bulb, 1), demand(&lamp, 1)],
        vec![demand(&lamp, 1), demand(&bulb, 2)],
    ];
    let bought = rush(&shop, &carts).await;
    let bulbs_sold: i64 = bought.iter().map(|cart| [3, 1, 2][*cart]).sum();
    let lamps_sold = i64::try_from(bought.len()).unwrap();
    assert_eq!(shop.units_of(lamps).await, (20 - lamps_sold, 0, lamps_sold));
    assert_eq!(shop.units_of(bulbs).await, (50 - bulbs_sold, 0, bulbs_sold));
    assert!(lamps_sold == 20 || bulbs_sold > 47, "more could be sold");
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_over_two_locations_is_sold_to_the_last_unit() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 20).await;
    let item = shop.item_of(lamp.variants[0]).await;
    shop.put(item, "Malmö", 15).await;
    let bought = rush(&shop, &[vec![demand(&lamp, 2)], vec![demand(&lamp, 1)]]).await;
    let units: i64 = bought.iter().map(|cart| [2, 1][*cart]).sum();
    assert_eq!(units, 35);
    assert_eq!(shop.units_of(item).await, (0, 0, 35));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_comes_a_hundred_times_at_once_holds_stock_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let demands = [demand(&lamp, 2)];
    let wanted = shop.wanted(&demands);
    let calls = (0..BUYERS).map(|_| inventory::reserve_stock(&shop.app, &wanted, None));
    let answers = join_all(calls).await.into_iter().map(Result::unwrap);
    let answers: Vec<_> = answers.collect();
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (3, 2, 0));
    shop.assert_verified().await;
}
