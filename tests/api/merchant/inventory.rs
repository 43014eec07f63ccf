//! Merchants set stock.

use super::{because, change, changed, refusal, refusal_of};
use crate::{builders::MadeProduct, content::gid, harness::TestShop};
use futures_util::future::join_all;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use souk_entities::{
    catalog::collection::{Rule, RuleColumn, RuleRelation, RuleSet},
    inventory::{inventory_adjustment, inventory_level},
};
use souk_kernel::{ids::Gid, viewer::Scope};

const SET: &str = "mutation($input: InventorySetQuantitiesInput!) {
    inventorySetQuantities(input: $input) {
        inventoryAdjustmentGroup {
            id reason referenceDocumentUri
            changes { name delta quantityAfterChange item { sku } location { name } }
        }
        userErrors { code field message }
    }
}";

const STOCK: &str = "query($handle: String!) { product(handle: $handle) {
    availableForSale totalInventory
    variants(first: 10) { nodes { availableForSale quantityAvailable } }
} }";

const ITEM: &str = "query($handle: String!, $location: ID!) { product(handle: $handle) {
    variants(first: 10) { nodes { inventoryItem {
        id sku tracked requiresShipping unitCost { amount }
        inventoryLevel(locationId: $location) { quantities(names: [\"available\"]) { quantity } }
        inventoryLevels(first: 5) { nodes {
            isActive item { sku } location { name }
            quantities(names: [\"available\", \"on_hand\", \"committed\"]) { name quantity }
        } }
    } } }
} }";

/// A lamp with a variant in stock and one that is sold out, and another place than theirs.
struct Lamps {
    shop: TestShop,
    made: MadeProduct,
    /// Items of the variants.
    items: Vec<String>,
    portland: String,
    malmo: String,
}

impl Lamps {
    async fn new() -> Self {
        let shop = TestShop::start().await;
        let made = shop.product("lamp").option("Color", &["Moss", "Rust"]);
        let made = made.variant(&["Moss"], 1_000).stock(5);
        let made = made.variant(&["Rust"], 1_000).stock(0).create().await;
        let portland = gid(shop.location("Portland").await);
        let malmo = gid(shop.location("Malmö").await);
        let mut lamps = Self {
            shop,
            made,
            items: Vec::new(),
            portland,
            malmo,
        };
        for item in lamps.read().await {
            lamps.items.push(item["id"].as_str().unwrap().to_owned());
        }
        lamps
    }

    /// The items as a merchant sees them.
    async fn read(&self) -> Vec<Value> {
        let merchant = self.shop.merchant();
        let variables = json!({"handle": "lamp", "location": self.portland});
        let data = merchant.data(ITEM, variables).await;
        let variants = data["product"]["variants"]["nodes"].as_array().unwrap();
        let items = variants.iter().map(|node| node["inventoryItem"].clone());
        items.collect()
    }

    /// What buyers can have of each variant.
    async fn units(&self) -> Vec<i64> {
        let data = self.shop.data(STOCK, json!({"handle": "lamp"})).await;
        let variants = data["product"]["variants"]["nodes"].as_array().unwrap();
        let units = variants
            .iter()
            .map(|node| node["quantityAvailable"].as_i64());
        units.map(Option::unwrap).collect()
    }

    fn quantity(&self, variant: usize, quantity: i64, change_from: Value) -> Value {
        json!({
            "inventoryItemId": self.items[variant], "locationId": self.portland,
            "quantity": quantity, "changeFromQuantity": change_from,
        })
    }

    /// An input that would set both variants.
    fn two(&self) -> Value {
        let first = self.quantity(1, 7, Value::Null);
        input(json!([first, self.quantity(0, 3, json!(5))]))
    }

    /// Asserts that the ledger adds up to what is there; returns how many changes there were since
    /// the builder put units into the two levels.
    async fn assert_ledger(&self) -> usize {
        let db = self.shop.app.databases.inventory.writer();
        let ledger = inventory_adjustment::Entity::find().all(db).await.unwrap();
        let levels = inventory_level::Entity::find().all(db).await.unwrap();
        let changed: i64 = ledger.iter().map(|row| row.delta).sum();
        let there: i64 = levels.iter().map(|level| level.on_hand).sum();
        assert_eq!(changed, there);
        ledger.len() - 2
    }
}

fn input(quantities: Value) -> Value {
    json!({"input": {"name": "available", "reason": "received", "quantities": quantities}})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_finds_items_and_sets_what_buyers_can_have() {
    let lamps = Lamps::new().await;
    let items = lamps.read().await;
    let level = json!({
        "isActive": true, "item": {"sku": "lamp-1"}, "location": {"name": "Portland"},
        "quantities": [
            {"name": "available", "quantity": 5}, {"name": "on_hand", "quantity": 5},
            {"name": "committed", "quantity": 0},
        ],
    });
    let expected = json!({
        "id": lamps.items[0], "sku": "lamp-1", "tracked": true, "requiresShipping": true,
        "unitCost": null, "inventoryLevel": {"quantities": [{"quantity": 5}]},
        "inventoryLevels": {"nodes": [level]},
    });
    assert_eq!(items[0], expected);
    assert_eq!(lamps.units().await, [5, 0]);

    let mut elsewhere = lamps.quantity(1, 4, json!(0));
    elsewhere["locationId"] = json!(lamps.malmo);
    let mut variables = input(json!([lamps.quantity(0, 2, json!(5)), elsewhere]));
    variables["input"]["referenceDocumentUri"] = json!("erp://receipts/12");
    let group = changed(&lamps.shop, SET, "inventoryAdjustmentGroup", variables).await;
    let expected = json!({
        "id": group["id"], "reason": "received", "referenceDocumentUri": "erp://receipts/12",
        "changes": [
            {
                "name": "available", "delta": -3, "quantityAfterChange": 2,
                "item": {"sku": "lamp-1"}, "location": {"name": "Portland"},
            },
            {
                "name": "available", "delta": 4, "quantityAfterChange": 4,
                "item": {"sku": "lamp-2"}, "location": {"name": "Malmö"},
            },
        ],
    });
    assert_eq!(group, expected);
    assert_eq!(lamps.units().await, [2, 4]);
    let sold_out = input(json!([lamps.quantity(0, 0, Value::Null)]));
    changed(&lamps.shop, SET, "inventoryAdjustmentGroup", sold_out).await;
    let data = lamps.shop.data(STOCK, json!({"handle": "lamp"})).await;
    let variants = &data["product"]["variants"]["nodes"];
    assert_eq!(variants[0]["availableForSale"], false);
    assert_eq!(variants[1]["availableForSale"], true);
    assert_eq!(lamps.assert_ledger().await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_on_hand_can_be_counted_and_nothing_new_changes_nothing() {
    let lamps = Lamps::new().await;
    let mut variables = input(json!([lamps.quantity(0, 9, json!(5))]));
    variables["input"]["name"] = json!("on_hand");
    variables["input"]["reason"] = json!("cycle_count_available");
    let group = changed(
        &lamps.shop,
        SET,
        "inventoryAdjustmentGroup",
        variables.clone(),
    )
    .await;
    assert_eq!(group["changes"][0]["name"], "on_hand");
    assert_eq!(lamps.units().await, [9, 0]);
    variables["input"]["quantities"][0]["changeFromQuantity"] = json!(9);
    let group = changed(&lamps.shop, SET, "inventoryAdjustmentGroup", variables).await;
    assert_eq!(group, Value::Null);
    assert_eq!(lamps.assert_ledger().await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_or_stale_quantity_changes_nothing_at_all() {
    let lamps = Lamps::new().await;
    let stale = "CHANGE_FROM_QUANTITY_STALE";
    for (key, value, code) in [
        ("changeFromQuantity", json!(4), stale),
        (
            "inventoryItemId",
            json!("gid://souk/InventoryItem/1"),
            "NOT_FOUND",
        ),
        ("inventoryItemId", json!(lamps.portland), "INVALID"),
        ("locationId", json!("gid://souk/Location/1"), "NOT_FOUND"),
        ("quantity", json!(i32::MIN), "INVALID"),
    ] {
        let mut variables = lamps.two();
        variables["input"]["quantities"][1][key] = value;
        let field = format!("input.quantities.1.{key}");
        let found = refusal(&lamps.shop, SET, variables).await;
        assert_eq!(found, because(code, &field));
    }
    let mut twice = lamps.two();
    twice["input"]["quantities"][1] = twice["input"]["quantities"][0].clone();
    let found = refusal(&lamps.shop, SET, twice).await;
    assert_eq!(found, because("DUPLICATE", "input.quantities.1"));
    let mut unsaid = lamps.two();
    let entry = unsaid["input"]["quantities"][1].as_object_mut().unwrap();
    entry.remove("changeFromQuantity");
    let found = refusal(&lamps.shop, SET, unsaid).await;
    let field = "input.quantities.1.changeFromQuantity";
    assert_eq!(found, because("BLANK", field));
    assert_eq!(lamps.units().await, [5, 0]);
    assert_eq!(lamps.assert_ledger().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_needs_a_known_name_and_reason() {
    let lamps = Lamps::new().await;
    let many: Vec<Value> = (0..251)
        .map(|_| lamps.quantity(1, 7, Value::Null))
        .collect();
    let document = "x".repeat(256);
    for (key, value, code) in [
        ("name", json!("committed"), "INVALID"),
        ("reason", json!("why not"), "INVALID"),
        ("referenceDocumentUri", json!("receipt 12"), "INVALID"),
        ("referenceDocumentUri", json!(document), "TOO_LONG"),
        ("quantities", json!(many), "TOO_MANY"),
    ] {
        let mut variables = lamps.two();
        variables["input"][key] = value;
        let found = refusal(&lamps.shop, SET, variables).await;
        assert_eq!(found, because(code, &format!("input.{key}")));
    }
    assert_eq!(lamps.units().await, [5, 0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_callers_who_saw_the_same_quantity_one_sets_it() {
    let lamps = Lamps::new().await;
    // Both places at once, in either order; at Malmö the level is made by whoever comes first.
    let calls = (1..=16).map(|number| {
        let here = lamps.quantity(0, 100 + number, json!(5));
        let mut there = lamps.quantity(0, 200 + number, json!(0));
        there["locationId"] = json!(lamps.malmo);
        let mut both = vec![here, there];
        if number % 2 == 0 {
            both.reverse();
        }
        change(&lamps.shop, SET, input(json!(both)))
    });
    let outcomes = join_all(calls).await;
    let won = |payload: &&Value| payload["inventoryAdjustmentGroup"].is_object();
    assert_eq!(outcomes.iter().filter(won).count(), 1, "{outcomes:#?}");
    for payload in outcomes.iter().filter(|payload| !won(payload)) {
        assert_eq!(refusal_of(payload).0, "CHANGE_FROM_QUANTITY_STALE");
    }
    assert_eq!(lamps.assert_ledger().await, 2);

    let calls = (1..=16).map(|number| {
        let unchecked = lamps.quantity(1, number, Value::Null);
        change(&lamps.shop, SET, input(json!([unchecked])))
    });
    for payload in join_all(calls).await {
        assert_eq!(payload["userErrors"], json!([]));
    }
    lamps.assert_ledger().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_with_a_rule_on_stock_follows() {
    let lamps = Lamps::new().await;
    let shop = &lamps.shop;
    let rules = RuleSet {
        applied_disjunctively: false,
        rules: vec![Rule {
            column: RuleColumn::VariantInventory,
            relation: RuleRelation::GreaterThan,
            condition: "10".to_owned(),
            metafield: None,
        }],
    };
    shop.collection_with("plenty", |row| row.rule_set = Some(rules))
        .await;
    let listing = "{ collection(handle: \"plenty\") { products(first: 5) { nodes { id } } } }";
    for (units, expected) in [(20, json!([{"id": lamps.made.id.gid()}])), (3, json!([]))] {
        let quantity = lamps.quantity(0, units, Value::Null);
        changed(
            shop,
            SET,
            "inventoryAdjustmentGroup",
            input(json!([quantity])),
        )
        .await;
        souk_shop::search::drain_index(&shop.app).await.unwrap();
        let found = shop.data(listing, Value::Null).await;
        assert_eq!(found["collection"]["products"]["nodes"], expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_without_locations_sees_stock_but_no_hidden_place() {
    let lamps = Lamps::new().await;
    let reader = lamps.shop.merchant_who([Scope::ReadInventory]);
    let variables = json!({"handle": "lamp", "location": lamps.portland});
    let data = reader.data(ITEM, variables).await;
    let item = &data["product"]["variants"]["nodes"][0]["inventoryItem"];
    assert_eq!(
        item["inventoryLevel"]["quantities"],
        json!([{"quantity": 5}])
    );
    assert_eq!(item["inventoryLevels"]["nodes"][0]["location"], Value::Null);
}
