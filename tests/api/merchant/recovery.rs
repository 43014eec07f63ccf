//! What a crash between the two databases leaves undone is done later, once.

use super::change;
use crate::harness::TestShop;
use sea_orm::{ConnectionTrait, EntityTrait};
use serde_json::{Value, json};
use souk_entities::{catalog::operation, inventory::inventory_adjustment};
use souk_shop::operations;

const SET: &str = "mutation($input: ProductSetInput!) {
    productSet(input: $input, identifier: {handle: \"lamp\"}) { userErrors { code message } }
}";

const LAMP: &str = "{ product(handle: \"lamp\") {
    title availableForSale variants(first: 1) { nodes { availableForSale quantityAvailable } }
} }";

/// A lamp with so many units; without, its stock is left as it is.
fn lamp(title: &str, units: Option<i64>) -> Value {
    let mut input = json!({"title": title});
    if let Some(units) = units {
        input["variants"] = json!([{
            "price": "49.00",
            "inventoryQuantities": [{"locationId": "Portland", "quantity": units}],
        }]);
    }
    json!({"input": input})
}

/// Saves a lamp while the inventory fails after the catalogue has committed, as in a crash.
async fn save_and_crash(shop: &TestShop, variables: Value) {
    let inventory = shop.app.databases.inventory.writer();
    let rename = |from: &str, to: &str| format!("ALTER TABLE {from} RENAME TO {to}");
    let away = rename("product_stock_version", "away");
    inventory.execute_unprepared(&away).await.unwrap();
    let answer = shop.merchant().send(SET, variables).await;
    let code = &answer["errors"][0]["extensions"]["code"];
    assert_eq!(code, "INTERNAL_SERVER_ERROR", "{answer:#}");
    let back = rename("away", "product_stock_version");
    inventory.execute_unprepared(&back).await.unwrap();
}

async fn save(shop: &TestShop, variables: Value) {
    let payload = change(shop, SET, variables).await;
    assert_eq!(payload["userErrors"], json!([]));
}

async fn resume(shop: &TestShop) -> u64 {
    let now = shop.app.clock.now();
    operations::resume_work(&shop.app, now).await.unwrap()
}

/// What buyers can have of the lamp.
async fn units(shop: &TestShop) -> Value {
    let data = shop.data(LAMP, Value::Null).await;
    data["product"]["variants"]["nodes"][0]["quantityAvailable"].clone()
}

/// Differences that the ledger holds, and how much recorded work is left.
async fn left(shop: &TestShop) -> (Vec<i64>, usize) {
    let databases = &shop.app.databases;
    let ledger = inventory_adjustment::Entity::find();
    let ledger = ledger.all(databases.inventory.writer()).await.unwrap();
    let work = operation::Entity::find();
    let work = work.all(databases.catalog.writer()).await.unwrap();
    let deltas = ledger.iter().map(|row| row.delta);
    (deltas.collect(), work.len())
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_that_a_crash_left_undone_is_there_once_after_all() {
    let shop = TestShop::start().await;
    shop.location("Portland").await;
    save_and_crash(&shop, lamp("Lamp", Some(7))).await;
    let data = shop.data(LAMP, Value::Null).await;
    assert_eq!(data["product"]["title"], "Lamp");
    assert_eq!(data["product"]["availableForSale"], false);
    let variant = json!({"availableForSale": false, "quantityAvailable": 0});
    assert_eq!(data["product"]["variants"]["nodes"][0], variant);
    assert_eq!(left(&shop).await, (vec![], 1));

    tokio::join!(resume(&shop), resume(&shop));
    let data = shop.data(LAMP, Value::Null).await;
    assert_eq!(data["product"]["availableForSale"], true);
    assert_eq!(units(&shop).await, 7);
    assert_eq!(left(&shop).await, (vec![7], 0));
    assert_eq!(resume(&shop).await, 0);
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn late_stock_never_overwrites_newer() {
    let shop = TestShop::start().await;
    shop.location("Portland").await;
    save(&shop, lamp("Lamp", Some(5))).await;
    save_and_crash(&shop, lamp("Lamp", Some(7))).await;
    save(&shop, lamp("Lamp", Some(3))).await;
    assert_eq!(units(&shop).await, 3);
    assert_eq!(resume(&shop).await, 1);
    assert_eq!(units(&shop).await, 3);
    let (ledger, work) = left(&shop).await;
    assert_eq!((ledger.iter().sum::<i64>(), work), (3, 0));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_that_says_nothing_of_stock_loses_none_that_is_late() {
    let shop = TestShop::start().await;
    shop.location("Portland").await;
    save(&shop, lamp("Lamp", Some(5))).await;
    save_and_crash(&shop, lamp("Lamp", Some(7))).await;
    save(&shop, lamp("Better Lamp", None)).await;
    assert_eq!(units(&shop).await, 7);
    resume(&shop).await;
    assert_eq!(units(&shop).await, 7);
    assert_eq!(left(&shop).await, (vec![5, 2], 0));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_bundle_finds_its_parts_although_their_stock_is_late() {
    let shop = TestShop::start().await;
    shop.location("Portland").await;
    let mut part = lamp("Lamp", Some(7));
    part["input"]["variants"][0]["sku"] = json!("LAMP");
    save_and_crash(&shop, part).await;
    let set = "mutation($input: ProductSetInput!) {
        productSet(input: $input) { userErrors { code message } } }";
    let pair = json!([{"price": "90", "components": [{"variantId": "LAMP", "quantity": 2}]}]);
    let pair = json!({"input": {"title": "Pair", "variants": pair}});
    assert_eq!(change(&shop, set, pair).await["userErrors"], json!([]));
    let stock = "{ product(handle: \"pair\") { variants(first: 1) { nodes {
        availableForSale quantityAvailable } } } }";
    let data = shop.data(stock, Value::Null).await;
    let expected = json!({"availableForSale": true, "quantityAvailable": 3});
    assert_eq!(data["product"]["variants"]["nodes"][0], expected);
    resume(&shop).await;
    assert_eq!(left(&shop).await, (vec![7], 0));
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn work_that_fails_holds_back_no_other() {
    let shop = TestShop::start().await;
    shop.location("Portland").await;
    shop.insert::<operation::Entity>(operation::ActiveModel {
        id: sea_orm::Set(1.into()),
        work: sea_orm::Set("unknown".to_owned()),
        created_at: sea_orm::Set(shop.app.clock.now()),
    })
    .await;
    save_and_crash(&shop, lamp("Lamp", Some(7))).await;
    assert_eq!(resume(&shop).await, 1);
    assert_eq!(units(&shop).await, 7);
    assert_eq!(left(&shop).await, (vec![7], 1));
}
