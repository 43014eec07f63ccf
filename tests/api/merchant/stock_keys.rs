//! Stock changes with a key: they happen once, whatever happens after the first time.

use super::change;
use crate::{
    checkout::crash::{ask_as_merchant, dies, mortal},
    harness::TestShop,
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_entities::ids::{InventoryItemId, LocationId};
use souk_kernel::ids::Gid;

const ANSWER: &str = "inventoryAdjustmentGroup { id changes { name delta quantityAfterChange } }
    userErrors { code message }";

fn adjust(key: &str) -> String {
    format!(
        "mutation($input: InventoryAdjustQuantitiesInput!) {{
            inventoryAdjustQuantities(input: $input) @idempotent(key: \"{key}\") {{ {ANSWER} }} }}"
    )
}

fn moves(key: &str) -> String {
    format!(
        "mutation($input: InventoryMoveQuantitiesInput!) {{
            inventoryMoveQuantities(input: $input) @idempotent(key: \"{key}\") {{ {ANSWER} }} }}"
    )
}

fn set(key: &str) -> String {
    format!(
        "mutation($input: InventorySetQuantitiesInput!) {{
            inventorySetQuantities(input: $input) @idempotent(key: \"{key}\") {{ {ANSWER} }} }}"
    )
}

/// Ten lamps at Portland.
struct Lamps {
    shop: TestShop,
    item: InventoryItemId,
    portland: LocationId,
}

impl Lamps {
    async fn new() -> Self {
        let shop = TestShop::start().await;
        let made = shop.stocked("lamp", 10).await;
        Self {
            item: shop.item_of(made.variants[0]).await,
            portland: shop.location("Portland").await,
            shop,
        }
    }

    fn five_more(&self) -> Value {
        json!({"input": {"name": "available", "reason": "received", "changes": [{
            "inventoryItemId": self.item.gid(), "locationId": self.portland.gid(),
            "delta": 5, "changeFromQuantity": 10}]}})
    }

    async fn available(&self) -> i64 {
        self.shop.assert_verified().await;
        self.shop.level(self.item, self.portland).await.available
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stock_change_that_comes_fifty_times_happens_once() {
    let lamps = Lamps::new().await;
    let query = adjust("a");
    let calls = (0..50).map(|_| change(&lamps.shop, &query, lamps.five_more()));
    let answers = join_all(calls).await;
    for answer in &answers {
        assert_eq!(answer, &answers[0]);
        assert_eq!(answer["userErrors"], json!([]), "{answer:#}");
        assert_eq!(answer["inventoryAdjustmentGroup"]["changes"][0]["delta"], 5);
    }
    assert_eq!(lamps.available().await, 15);

    let mut other = lamps.five_more();
    other["input"]["changes"][0]["delta"] = json!(6);
    let refused = change(&lamps.shop, &query, other).await;
    let code = &refused["userErrors"][0]["code"];
    assert_eq!(code, "IDEMPOTENCY_KEY_PARAMETER_MISMATCH", "{refused:#}");
    assert_eq!(lamps.available().await, 15);
}

#[tokio::test(flavor = "multi_thread")]
async fn moved_and_counted_stock_is_recognised_too() {
    let lamps = Lamps::new().await;
    let end = |name: &str| json!({"locationId": lamps.portland.gid(), "name": name, "changeFromQuantity": null});
    let moved = json!({"input": {"reason": "damaged", "referenceDocumentUri": "erp://damage/1",
        "changes": [{"inventoryItemId": lamps.item.gid(), "quantity": 2,
            "from": end("available"), "to": end("damaged")}]}});
    let counted = json!({"input": {"name": "available", "reason": "cycle_count_available",
        "quantities": [{"inventoryItemId": lamps.item.gid(), "locationId": lamps.portland.gid(),
            "quantity": 7, "changeFromQuantity": 8}]}});
    let none = json!({"input": {"name": "available", "reason": "cycle_count_available",
        "quantities": [{"inventoryItemId": lamps.item.gid(), "locationId": lamps.portland.gid(),
            "quantity": 7, "changeFromQuantity": 7}]}});
    for (query, input, left) in [
        (moves("m"), moved, 8),
        (set("s"), counted, 7),
        (set("n"), none, 7),
    ] {
        let first = change(&lamps.shop, &query, input.clone()).await;
        assert_eq!(first["userErrors"], json!([]), "{first:#}");
        assert_eq!(change(&lamps.shop, &query, input).await, first);
        assert_eq!(lamps.available().await, left);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stock_change_happens_once_though_its_process_dies_and_another_database_is_busy() {
    let lamps = Lamps::new().await;
    let (server, url) = mortal(&lamps.shop, "stock:Written").await;
    ask_as_merchant(&lamps.shop, &url, &adjust("k"), lamps.five_more()).await;
    dies(server).await;
    assert_eq!(lamps.available().await, 15);

    // Whoever holds the database of other keys holds up nothing here.
    let busy = lamps.shop.app.databases.customers.begin().await.unwrap();
    let again = change(&lamps.shop, &adjust("k"), lamps.five_more()).await;
    busy.rollback().await.unwrap();
    assert_eq!(again["userErrors"], json!([]), "{again:#}");
    assert_eq!(again["inventoryAdjustmentGroup"]["changes"][0]["delta"], 5);
    assert_eq!(lamps.available().await, 15);
}
