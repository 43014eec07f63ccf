//! Merchants add locations.

use super::{because, change, changed, refusal, refusal_of};
use crate::harness::TestShop;
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_kernel::viewer::Scope;

const ADD: &str = "mutation($input: LocationAddInput!) {
    locationAdd(input: $input) {
        location {
            id name isActive fulfillsOnlineOrders
            address { address1 city countryCode formatted latitude longitude }
            localPickupSettingsV2 { pickupTime instructions }
        }
        userErrors { code field message }
    }
}";

const LOCATIONS: &str = "{ locations(first: 10, sortKey: NAME) { nodes { name } } }";

fn malmo() -> Value {
    json!({
        "name": "Malmö",
        "address": {
            "address1": "Storgatan 1", "city": "Malmö", "countryCode": "SE",
            "latitude": 55.6, "longitude": 13.0,
        },
        "localPickup": {"pickupTime": "TWO_HOURS", "instructions": "Ring the bell."},
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn buyers_see_where_they_may_pick_up_and_merchants_see_all() {
    let shop = TestShop::start().await;
    let made = changed(&shop, ADD, "location", json!({"input": malmo()})).await;
    let expected = json!({
        "id": made["id"], "name": "Malmö", "isActive": true, "fulfillsOnlineOrders": true,
        "address": {
            "address1": "Storgatan 1", "city": "Malmö", "countryCode": "SE",
            "formatted": ["Storgatan 1", "Malmö", "Sweden"], "latitude": 55.6, "longitude": 13.0,
        },
        "localPickupSettingsV2": {"pickupTime": "TWO_HOURS", "instructions": "Ring the bell."},
    });
    assert_eq!(made, expected);
    let warehouse = json!({
        "name": "Hidden warehouse", "address": {"countryCode": "SE"}, "fulfillsOnlineOrders": false,
    });
    let hidden = changed(&shop, ADD, "location", json!({"input": warehouse})).await;
    assert_eq!(hidden["localPickupSettingsV2"], Value::Null);
    assert_eq!(hidden["fulfillsOnlineOrders"], false);

    let pickup = json!([{"name": "Malmö"}]);
    let all = json!([{"name": "Hidden warehouse"}, {"name": "Malmö"}]);
    let buyer = shop.data(LOCATIONS, Value::Null).await;
    assert_eq!(buyer["locations"]["nodes"], pickup);
    let other = shop.merchant_who([Scope::WriteProducts, Scope::WriteInventory]);
    let other = other.data(LOCATIONS, Value::Null).await;
    assert_eq!(other["locations"]["nodes"], pickup);
    let reader = shop.merchant_who([Scope::ReadLocations]);
    let reader = reader.data(LOCATIONS, Value::Null).await;
    assert_eq!(reader["locations"]["nodes"], all);

    let node = "query($id: ID!) { node(id: $id) { id } }";
    let id = json!({"id": hidden["id"]});
    assert_eq!(shop.data(node, id.clone()).await["node"], Value::Null);
    let seen = shop
        .merchant_who([Scope::ReadLocations])
        .data(node, id)
        .await;
    assert_eq!(seen["node"]["id"], hidden["id"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_location_is_refused() {
    let shop = TestShop::start().await;
    changed(&shop, ADD, "location", json!({"input": malmo()})).await;
    let other = |change: &dyn Fn(&mut Value)| {
        let mut input = malmo();
        input["name"] = json!("Lund");
        change(&mut input);
        json!({"input": input})
    };
    for (input, expected) in [
        (
            other(&|input| input["name"] = json!(" ")),
            because("BLANK", "input.name"),
        ),
        (
            other(&|input| input["name"] = json!("Malmö")),
            because("TAKEN", "input.name"),
        ),
        (
            other(&|input| input["address"]["latitude"] = json!(91)),
            because("INVALID", "input.address.latitude"),
        ),
        (
            other(&|input| input["address"]["city"] = json!("x".repeat(256))),
            because("TOO_LONG", "input.address.city"),
        ),
        (
            other(&|input| input["localPickup"]["instructions"] = json!("x".repeat(1_001))),
            because("TOO_LONG", "input.localPickup.instructions"),
        ),
    ] {
        assert_eq!(refusal(&shop, ADD, input).await, expected);
    }
    let buyer = shop.data(LOCATIONS, Value::Null).await;
    assert_eq!(buyer["locations"]["nodes"], json!([{"name": "Malmö"}]));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_locations_with_one_name_one_is_added() {
    let shop = TestShop::start().await;
    let made = join_all((0..8).map(|_| change(&shop, ADD, json!({"input": malmo()})))).await;
    let (first, others): (Vec<&Value>, Vec<&Value>) = made
        .iter()
        .partition(|payload| payload["location"].is_object());
    assert_eq!(first.len(), 1);
    for payload in others {
        assert_eq!(refusal_of(payload), because("TAKEN", "input.name"));
    }
}
