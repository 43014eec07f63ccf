//! Merchants see what is held for checkouts and whether stock is right.

use super::{because, changed, refusal};
use crate::{concurrency::stock::demand, content::gid, harness::TestShop};
use sea_orm::{ActiveModelTrait, ActiveValue::Set};
use serde_json::{Value, json};
use souk_entities::inventory::inventory_level;
use souk_kernel::viewer::Scope;
use souk_shop::inventory;

const LIST: &str = "query($state: InventoryReservationState, $item: ID, $first: Int, $last: Int, $after: String, $before: String) {
    inventoryReservations(
        state: $state, inventoryItemId: $item, first: $first, last: $last, after: $after, before: $before
    ) {
        nodes {
            id state expiresAt
            lines(first: 5) { nodes {
                quantity item { sku } location { name } variant { sku }
            } }
        }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}";

const RELEASE: &str = "mutation($id: ID!) {
    inventoryReservationRelease(id: $id) {
        inventoryReservation { id state }
        userErrors { code field message }
    }
}";

const VERIFY: &str = "query($after: ID) { inventoryVerify(after: $after) {
    name quantity expected source item { sku } location { name }
} }";

async fn ids(shop: &TestShop, variables: Value) -> Vec<String> {
    let data = shop.merchant().data(LIST, variables).await;
    let nodes = data["inventoryReservations"]["nodes"].as_array().unwrap();
    let ids = nodes
        .iter()
        .map(|node| node["id"].as_str().unwrap().to_owned());
    ids.collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn merchants_see_what_is_held_and_release_it() {
    let shop = TestShop::start().await;
    let (lamp, bulb) = (shop.stocked("lamp", 9).await, shop.stocked("bulb", 9).await);
    let carts = [
        vec![demand(&lamp, 2)],
        vec![demand(&bulb, 1), demand(&lamp, 1)],
        vec![demand(&bulb, 3)],
    ];
    let mut held = Vec::new();
    for cart in &carts {
        let wanted = shop.wanted(cart);
        let made = inventory::reserve_stock(&shop.app, &wanted, None)
            .await
            .unwrap();
        held.push((gid(made.id), wanted.attempt));
    }
    let of = |places: &[usize]| -> Vec<String> {
        places.iter().map(|&place| held[place].0.clone()).collect()
    };
    let list = shop.merchant().data(LIST, json!({"first": 2})).await;
    let page = &list["inventoryReservations"];
    let line = json!({
        "quantity": 2, "item": {"sku": "lamp-1"}, "location": {"name": "Portland"},
        "variant": {"sku": "lamp-1"},
    });
    assert_eq!(page["nodes"][0]["lines"]["nodes"], json!([line]));
    assert_eq!(page["nodes"][0]["state"], "HELD");
    assert_eq!(page["pageInfo"]["hasNextPage"], true);
    let after = json!({"first": 2, "after": page["pageInfo"]["endCursor"]});
    assert_eq!(ids(&shop, after).await, of(&[2]));
    assert_eq!(ids(&shop, json!({"last": 2})).await, of(&[1, 2]));
    let lamps = shop.item_of(lamp.variants[0]).await;
    let of_lamps = json!({"first": 9, "item": gid(lamps)});
    assert_eq!(ids(&shop, of_lamps).await, of(&[0, 1]));

    inventory::pin_reservation(&shop.app, held[1].1)
        .await
        .unwrap();
    let pinned = json!({"first": 9, "state": "PINNED"});
    assert_eq!(ids(&shop, pinned).await, of(&[1]));
    let paying = refusal(&shop, RELEASE, json!({"id": held[1].0})).await;
    assert_eq!(paying, because("INVALID", "id"));
    let id = json!({"id": held[0].0});
    let released = changed(&shop, RELEASE, "inventoryReservation", id.clone()).await;
    assert_eq!(released, json!({"id": held[0].0, "state": "RELEASED"}));
    assert_eq!(shop.units_of(lamps).await, (8, 1, 0));
    shop.assert_verified().await;
    assert_eq!(refusal(&shop, RELEASE, id).await, because("INVALID", "id"));
    let none = json!({"id": "gid://souk/InventoryReservation/1"});
    assert_eq!(
        refusal(&shop, RELEASE, none).await,
        because("NOT_FOUND", "id")
    );
    let wrong = json!({"id": gid(lamps)});
    assert_eq!(
        refusal(&shop, RELEASE, wrong).await,
        because("INVALID", "id")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn levels_that_differ_from_ledger_or_reservations_are_listed() {
    let shop = TestShop::start().await;
    let (lamp, bulb) = (shop.stocked("lamp", 9).await, shop.stocked("bulb", 9).await);
    let demands = [demand(&lamp, 2)];
    inventory::reserve_stock(&shop.app, &shop.wanted(&demands), None)
        .await
        .unwrap();
    let merchant = shop.merchant_who([Scope::ReadInventory, Scope::ReadLocations]);
    let clean = merchant.data(VERIFY, json!({})).await;
    assert_eq!(clean["inventoryVerify"], json!([]));

    // Somebody writes into the database by hand.
    let (lamps, bulbs) = (
        shop.item_of(lamp.variants[0]).await,
        shop.item_of(bulb.variants[0]).await,
    );
    let place = shop.location("Portland").await;
    let db = shop.app.databases.inventory.writer();
    for (item, available, reserved, on_hand) in [(lamps, 8, 1, 9), (bulbs, 10, 0, 10)] {
        let level = inventory_level::ActiveModel {
            item_id: Set(item),
            location_id: Set(place),
            available: Set(available),
            reserved: Set(reserved),
            on_hand: Set(on_hand),
            ..Default::default()
        };
        level.update(db).await.unwrap();
    }
    let found = merchant.data(VERIFY, json!({})).await;
    let entry = |sku: &str, name: &str, quantity: i64, expected: i64, source: &str| {
        json!({
            "name": name, "quantity": quantity, "expected": expected, "source": source,
            "item": {"sku": sku}, "location": {"name": "Portland"},
        })
    };
    let expected = [
        entry("lamp-1", "available", 8, 7, "LEDGER"),
        entry("lamp-1", "reserved", 1, 2, "LEDGER"),
        entry("lamp-1", "reserved", 1, 2, "RESERVATIONS"),
        entry("bulb-1", "available", 10, 9, "LEDGER"),
    ];
    assert_eq!(found["inventoryVerify"], json!(expected));
    let after = merchant.data(VERIFY, json!({"after": gid(lamps)})).await;
    assert_eq!(after["inventoryVerify"], json!(expected[3..]));
}
