//! Which locations send the orders of a sales channel.

use super::{because, changed, refusal};
use crate::{content::gid, harness::TestShop};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_entities::ids::LocationId;

const PUBLICATIONS: &str = "{ publications { id handle name locations { name } } }";
const UPDATE: &str = "mutation($id: ID!, $locations: [ID!]!) {
    publicationLocationsUpdate(id: $id, locationIds: $locations) {
        publication { handle locations { name } } userErrors { code field message } } }";

/// The only sales channel.
async fn channel(shop: &TestShop) -> Value {
    let mut read = shop.merchant().data(PUBLICATIONS, Value::Null).await;
    read["publications"][0].take()
}

fn input(channel: &Value, locations: &[LocationId]) -> Value {
    let locations: Vec<String> = locations.iter().copied().map(gid).collect();
    json!({"id": channel["id"], "locations": locations})
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_sent_by_the_first_location_of_their_channel() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let item = shop.item_of(lamp.variants[0]).await;
    shop.put(item, "Malmö", 5).await;
    let (portland, malmo) = (
        shop.location("Portland").await,
        shop.location("Malmö").await,
    );
    let channel = channel(&shop).await;
    assert_eq!(channel["locations"], json!([]));

    let first_malmo = input(&channel, &[malmo, portland]);
    let updated = changed(&shop, UPDATE, "publication", first_malmo).await;
    assert_eq!(
        updated["locations"],
        json!([{"name": "Malmö"}, {"name": "Portland"}])
    );
    shop.order().of(&lamp, 1).place().await;
    assert_eq!(shop.levels(item, malmo).await, (4, 1, 5));

    let first_portland = input(&channel, &[portland, malmo]);
    changed(&shop, UPDATE, "publication", first_portland).await;
    shop.order().of(&lamp, 1).place().await;
    assert_eq!(shop.levels(item, portland).await, (4, 1, 5));
    assert_eq!(shop.levels(item, malmo).await, (4, 1, 5));

    // A location that is not named sends nothing.
    changed(&shop, UPDATE, "publication", input(&channel, &[malmo])).await;
    shop.order().of(&lamp, 2).place().await;
    assert_eq!(shop.levels(item, malmo).await, (2, 3, 5));
    let none = changed(&shop, UPDATE, "publication", input(&channel, &[])).await;
    assert_eq!(none["locations"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_locations_of_a_channel_are_refused() {
    let shop = TestShop::start().await;
    let portland = shop.location("Portland").await;
    let channel = channel(&shop).await;
    let set = changed(&shop, UPDATE, "publication", input(&channel, &[portland])).await;

    let nobody = json!({"id": "gid://souk/Publication/1", "locations": []});
    let other = json!({"id": "gid://souk/Product/1", "locations": []});
    for (variables, expected) in [
        (nobody, because("NOT_FOUND", "id")),
        (other, because("INVALID", "id")),
        (
            input(&channel, &[portland, LocationId(1)]),
            because("NOT_FOUND", "locationIds.1"),
        ),
        (
            input(&channel, &[portland, portland]),
            because("DUPLICATE", "locationIds.1"),
        ),
    ] {
        assert_eq!(refusal(&shop, UPDATE, variables).await, expected);
    }
    let kept = self::channel(&shop).await;
    assert_eq!(kept["locations"], set["locations"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_orders_of_locations_one_is_kept_whole() {
    let shop = TestShop::start().await;
    let mut locations = Vec::new();
    for name in ["Portland", "Malmö", "Oslo"] {
        locations.push(shop.location(name).await);
    }
    let channel = channel(&shop).await;
    let (there, mut back) = (locations.clone(), locations);
    back.reverse();
    let calls = (0..40).map(|turn| {
        let order = if turn % 2 == 0 { &there } else { &back };
        changed(&shop, UPDATE, "publication", input(&channel, order))
    });

    join_all(calls).await;

    let kept = self::channel(&shop).await;
    let names: Vec<&str> = kept["locations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    let orders = [["Portland", "Malmö", "Oslo"], ["Oslo", "Malmö", "Portland"]];
    assert!(orders.iter().any(|order| names == order), "{names:?}");
}
