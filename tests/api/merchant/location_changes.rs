//! Merchants change locations, close them and open them again.

use super::{because, changed, refusal};
use crate::{concurrency::stock::demand, content::gid, harness::TestShop};
use serde_json::{Value, json};
use souk_shop::inventory;

const EDIT: &str = "mutation($id: ID!, $input: LocationEditInput!) {
    locationEdit(id: $id, input: $input) {
        location { name fulfillsOnlineOrders address { address1 city countryCode zip } }
        userErrors { code field message }
    }
}";

const ACTIVATE: &str = "mutation($id: ID!) {
    locationActivate(locationId: $id) {
        location { isActive } userErrors { code field message }
    }
}";

const DEACTIVATE: &str = "mutation($id: ID!, $to: ID) {
    locationDeactivate(locationId: $id, destinationLocationId: $to) {
        location { isActive } userErrors { code field message }
    }
}";

const ENABLE: &str = "mutation($input: DeliveryLocationLocalPickupEnableInput!) {
    locationLocalPickupEnable(localPickupSettings: $input) {
        localPickupSettings { pickupTime instructions } userErrors { code field message }
    }
}";

const DISABLE: &str = "mutation($id: ID!) {
    locationLocalPickupDisable(locationId: $id) {
        locationId userErrors { code field message }
    }
}";

const UNITS: &str = "{ product(handle: \"lamp\") {
    variants(first: 1) { nodes {
        quantityAvailable storeAvailability(first: 9) { nodes { location { name } } }
    } }
} }";

/// What buyers see of the lamp.
async fn seen(shop: &TestShop) -> Value {
    let mut data = shop.data(UNITS, Value::Null).await;
    data["product"]["variants"]["nodes"][0].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_gets_what_is_given_and_keeps_the_rest() {
    let shop = TestShop::start().await;
    let id = gid(shop.location("Portland").await);
    let address = json!({"address1": "Pier 1", "city": "Portland", "countryCode": "US"});
    let input = json!({"name": "Harbour", "address": address});
    changed(&shop, EDIT, "location", json!({"id": id, "input": input})).await;
    let input = json!({
        "fulfillsOnlineOrders": false, "address": {"zip": "97201", "address1": null},
    });
    let row = changed(&shop, EDIT, "location", json!({"id": id, "input": input})).await;
    let expected = json!({
        "name": "Harbour", "fulfillsOnlineOrders": false, "address": {
            "address1": null, "city": "Portland", "countryCode": "US", "zip": "97201",
        },
    });
    assert_eq!(row, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_change_of_a_location_is_refused() {
    let shop = TestShop::start().await;
    let id = gid(shop.location("Portland").await);
    shop.location("Malmö").await;
    let with = |input: Value| json!({"id": id, "input": input});
    for (variables, expected) in [
        (with(json!({"name": " "})), because("BLANK", "input.name")),
        (
            with(json!({"name": "Malmö"})),
            because("TAKEN", "input.name"),
        ),
        (
            with(json!({"address": {"latitude": 91.0}})),
            because("INVALID", "input.address.latitude"),
        ),
        (
            with(json!({"address": {"zip": "9".repeat(256)}})),
            because("TOO_LONG", "input.address.zip"),
        ),
        (
            json!({"id": "gid://souk/Location/1", "input": {}}),
            because("NOT_FOUND", "id"),
        ),
        (
            json!({"id": "gid://souk/Product/1", "input": {}}),
            because("INVALID", "id"),
        ),
    ] {
        assert_eq!(refusal(&shop, EDIT, variables).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_that_closes_hands_its_stock_on() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 8).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let (portland, malmo) = (
        shop.location("Portland").await,
        shop.location("Malmö").await,
    );
    let id = json!({"id": gid(portland)});
    let left = refusal(&shop, DEACTIVATE, id.clone()).await;
    assert_eq!(left, because("INVALID", "destinationLocationId"));
    let to = json!({"id": gid(portland), "to": gid(malmo)});
    let closed = changed(&shop, DEACTIVATE, "location", to).await;
    assert_eq!(closed["isActive"], false);
    let there = shop.level(item, malmo).await;
    assert_eq!((there.available, there.on_hand), (8, 8));
    assert_eq!(shop.level(item, portland).await.on_hand, 0);
    shop.assert_verified().await;
    assert_eq!(seen(&shop).await["quantityAvailable"], 8);

    // Nothing is sold from a location that is closed.
    let nowhere = json!({"id": gid(malmo), "to": gid(portland)});
    let refused = refusal(&shop, DEACTIVATE, nowhere).await;
    assert_eq!(refused, because("INVALID", "destinationLocationId"));
    let open = changed(&shop, ACTIVATE, "location", id).await;
    assert_eq!(open["isActive"], true);
    let back = json!({"id": gid(malmo), "to": gid(portland)});
    changed(&shop, DEACTIVATE, "location", back).await;
    assert_eq!(shop.level(item, portland).await.available, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_location_with_promised_units_stays_open() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 8).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let (portland, malmo) = (
        shop.location("Portland").await,
        shop.location("Malmö").await,
    );
    let demands = [demand(&lamp, 1)];
    let wanted = shop.wanted(&demands);
    inventory::reserve_stock(&shop.app, &wanted, None)
        .await
        .unwrap();
    let to = json!({"id": gid(portland), "to": gid(malmo)});
    let held = refusal(&shop, DEACTIVATE, to.clone()).await;
    assert_eq!(held, because("INVALID", "locationId"));
    assert_eq!(shop.level(item, portland).await.available, 7);
    inventory::release_reservation(&shop.app, wanted.attempt)
        .await
        .unwrap();
    changed(&shop, DEACTIVATE, "location", to).await;
    shop.assert_verified().await;
    for (mutation, variables, field) in [
        (
            DEACTIVATE,
            json!({"id": "gid://souk/Location/1"}),
            "locationId",
        ),
        (
            ACTIVATE,
            json!({"id": "gid://souk/Location/1"}),
            "locationId",
        ),
        (
            DEACTIVATE,
            json!({"id": gid(malmo), "to": "gid://souk/Location/1"}),
            "destinationLocationId",
        ),
    ] {
        let refused = refusal(&shop, mutation, variables).await;
        assert_eq!(refused, because("NOT_FOUND", field));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_while_its_location_closes_is_sold_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 60).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let (portland, malmo) = (
        shop.location("Portland").await,
        shop.location("Malmö").await,
    );
    let merchant = shop.merchant();
    let demands = [demand(&lamp, 1)];
    let buying = futures_util::future::join_all((0..100).map(async |_| {
        let wanted = shop.wanted(&demands);
        let held = inventory::reserve_stock(&shop.app, &wanted, None).await;
        if held.is_ok() {
            inventory::pin_reservation(&shop.app, wanted.attempt)
                .await
                .unwrap();
            inventory::commit_reservation(&shop.app, wanted.attempt, None)
                .await
                .unwrap();
        }
        held.is_ok()
    }));
    let to = json!({"id": gid(portland), "to": gid(malmo)});
    let (bought, _) = tokio::join!(buying, merchant.data(DEACTIVATE, to));
    let sold = bought.iter().filter(|bought| **bought).count();
    assert_eq!(sold, 60);
    assert_eq!(shop.units_of(item).await, (0, 0, 60));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn buyers_pick_up_where_merchants_let_them() {
    let shop = TestShop::start().await;
    shop.stocked("lamp", 8).await;
    let id = gid(shop.location("Portland").await);
    let nowhere = json!([]);
    assert_eq!(seen(&shop).await["storeAvailability"]["nodes"], nowhere);
    let input = json!({"locationId": id, "pickupTime": "ONE_HOUR", "instructions": "Ring."});
    let settings = changed(
        &shop,
        ENABLE,
        "localPickupSettings",
        json!({"input": input}),
    )
    .await;
    assert_eq!(
        settings,
        json!({"pickupTime": "ONE_HOUR", "instructions": "Ring."})
    );
    let portland = json!([{"location": {"name": "Portland"}}]);
    assert_eq!(seen(&shop).await["storeAvailability"]["nodes"], portland);
    let gone = changed(&shop, DISABLE, "locationId", json!({"id": id})).await;
    assert_eq!(gone, json!(id));
    assert_eq!(seen(&shop).await["storeAvailability"]["nodes"], nowhere);

    let long =
        json!({"locationId": id, "pickupTime": "ONE_HOUR", "instructions": "x".repeat(1_001)});
    let long = refusal(&shop, ENABLE, json!({"input": long})).await;
    assert_eq!(
        long,
        because("TOO_LONG", "localPickupSettings.instructions")
    );
    let unknown = json!({"locationId": "gid://souk/Location/1", "pickupTime": "ONE_HOUR"});
    let unknown = refusal(&shop, ENABLE, json!({"input": unknown})).await;
    assert_eq!(
        unknown,
        because("NOT_FOUND", "localPickupSettings.locationId")
    );
    let unknown = refusal(&shop, DISABLE, json!({"id": "gid://souk/Location/1"})).await;
    assert_eq!(unknown, because("NOT_FOUND", "locationId"));
}
