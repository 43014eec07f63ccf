//! Merchants adjust and move stock, and say what is stocked where.

use super::{because, change, changed, refusal};
use crate::{concurrency::stock::demand, content::gid, harness::TestShop};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_entities::ids::{InventoryItemId, LocationId};
use souk_shop::inventory;

const GROUP: &str = "inventoryAdjustmentGroup {
    reason referenceDocumentUri changes { name delta quantityAfterChange ledgerDocumentUri }
} userErrors { code field message }";

fn adjust() -> String {
    format!(
        "mutation($input: InventoryAdjustQuantitiesInput!) {{
            inventoryAdjustQuantities(input: $input) {{ {GROUP} }} }}"
    )
}

fn moves() -> String {
    format!(
        "mutation($input: InventoryMoveQuantitiesInput!) {{
            inventoryMoveQuantities(input: $input) {{ {GROUP} }} }}"
    )
}

const ACTIVATE: &str = "mutation($item: ID!, $location: ID!, $available: Int, $onHand: Int) {
    inventoryActivate(
        inventoryItemId: $item, locationId: $location, available: $available, onHand: $onHand
    ) {
        inventoryLevel {
            id isActive quantities(names: [\"available\", \"on_hand\"]) { quantity }
        }
        userErrors { code field message }
    }
}";

const DEACTIVATE: &str = "mutation($id: ID!) {
    inventoryDeactivate(inventoryLevelId: $id) { userErrors { code field message } }
}";

const UPDATE: &str = "mutation($id: ID!, $input: InventoryItemInput!) {
    inventoryItemUpdate(id: $id, input: $input) {
        inventoryItem {
            id sku tracked unitCost { amount } countryCodeOfOrigin harmonizedSystemCode
            measurement { weight { unit value } }
            variants(first: 5) { nodes { sku weight } }
        }
        userErrors { code field message }
    }
}";

/// Ten lamps at Portland, and a location that has none.
struct Lamps {
    shop: TestShop,
    item: InventoryItemId,
    portland: LocationId,
    malmo: LocationId,
}

impl Lamps {
    async fn new() -> Self {
        let shop = TestShop::start().await;
        let made = shop.stocked("lamp", 10).await;
        Self {
            item: shop.item_of(made.variants[0]).await,
            portland: shop.location("Portland").await,
            malmo: shop.location("Malmö").await,
            shop,
        }
    }

    fn adjustment(&self, name: &str, delta: i64, change_from: Value) -> Value {
        let change = json!({
            "inventoryItemId": gid(self.item), "locationId": gid(self.portland),
            "delta": delta, "changeFromQuantity": change_from,
        });
        json!({"input": {"name": name, "reason": "received", "changes": [change]}})
    }

    /// An end of a move, at a quantity that may be anything.
    fn end(&self, location: LocationId, name: &str) -> Value {
        json!({"locationId": gid(location), "name": name, "changeFromQuantity": null})
    }

    fn moving(&self, quantity: i64, from: Value, to: Value) -> Value {
        let change = json!({
            "inventoryItemId": gid(self.item), "quantity": quantity, "from": from, "to": to,
        });
        json!({"input": {
            "reason": "damaged", "referenceDocumentUri": "erp://inspections/7",
            "changes": [change],
        }})
    }

    /// Available, damaged, safety stock, incoming and on hand at Portland.
    async fn level(&self) -> [i64; 5] {
        self.shop.assert_verified().await;
        let level = self.shop.level(self.item, self.portland).await;
        [
            level.available,
            level.damaged,
            level.safety_stock,
            level.incoming,
            level.on_hand,
        ]
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn quantities_are_adjusted_and_the_ledger_says_so() {
    let lamps = Lamps::new().await;
    let mut input = lamps.adjustment("available", -3, json!(10));
    input["input"]["changes"][0]["ledgerDocumentUri"] = json!("erp://counts/3");
    let object = "inventoryAdjustmentGroup";
    let group = changed(&lamps.shop, &adjust(), object, input).await;
    let expected = json!({
        "reason": "received", "referenceDocumentUri": null, "changes": [{
            "name": "available", "delta": -3, "quantityAfterChange": 7,
            "ledgerDocumentUri": "erp://counts/3",
        }],
    });
    assert_eq!(group, expected);
    let incoming = lamps.adjustment("incoming", 5, Value::Null);
    changed(&lamps.shop, &adjust(), object, incoming).await;
    let kept = lamps.adjustment("safety_stock", 2, json!(0));
    changed(&lamps.shop, &adjust(), object, kept).await;
    assert_eq!(lamps.level().await, [7, 0, 2, 5, 9]);
    // A count may find fewer than were sold.
    let fewer = lamps.adjustment("available", -8, json!(7));
    changed(&lamps.shop, &adjust(), object, fewer).await;
    assert_eq!(lamps.level().await, [-1, 0, 2, 5, 1]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_adjustment_changes_nothing() {
    let lamps = Lamps::new().await;
    let first = "input.changes.0";
    for (input, expected) in [
        (
            lamps.adjustment("damaged", 1, json!(4)),
            because(
                "CHANGE_FROM_QUANTITY_STALE",
                "input.changes.0.changeFromQuantity",
            ),
        ),
        (
            lamps.adjustment("damaged", -1, json!(0)),
            because("INVALID", first),
        ),
        (
            lamps.adjustment("available", 2_000_000_000, Value::Null),
            because("INVALID", "input.changes.0.delta"),
        ),
    ] {
        assert_eq!(refusal(&lamps.shop, &adjust(), input).await, expected);
    }
    assert_eq!(lamps.level().await, [10, 0, 0, 0, 10]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_adjustment_names_what_there_is() {
    let lamps = Lamps::new().await;
    let wrong = |change: &dyn Fn(&mut Value)| {
        let mut input = lamps.adjustment("damaged", 1, json!(0));
        change(&mut input["input"]);
        input
    };
    for (input, expected) in [
        (
            wrong(&|input| input["name"] = json!("committed")),
            because("INVALID", "input.name"),
        ),
        (
            wrong(&|input| input["name"] = json!("on_hand")),
            because("INVALID", "input.name"),
        ),
        (
            wrong(&|input| input["reason"] = json!("whim")),
            because("INVALID", "input.reason"),
        ),
        (
            wrong(&|input| {
                input["changes"][0]
                    .as_object_mut()
                    .unwrap()
                    .remove("changeFromQuantity");
            }),
            because("BLANK", "input.changes.0.changeFromQuantity"),
        ),
        (
            wrong(&|input| {
                let again = input["changes"][0].clone();
                input["changes"].as_array_mut().unwrap().push(again);
            }),
            because("DUPLICATE", "input.changes.1"),
        ),
        (
            wrong(&|input| input["changes"][0]["locationId"] = json!(gid(lamps.malmo))),
            because("NOT_FOUND", "input.changes.0.locationId"),
        ),
        (
            wrong(&|input| {
                input["changes"][0]["inventoryItemId"] = json!("gid://souk/InventoryItem/1")
            }),
            because("NOT_FOUND", "input.changes.0.inventoryItemId"),
        ),
        (
            wrong(&|input| input["changes"][0]["ledgerDocumentUri"] = json!("a count")),
            because("INVALID", "input.changes.0.ledgerDocumentUri"),
        ),
        (
            wrong(&|input| input["changes"] = json!(vec![input["changes"][0].clone(); 251])),
            because("TOO_MANY", "input.changes"),
        ),
    ] {
        assert_eq!(refusal(&lamps.shop, &adjust(), input).await, expected);
    }
    assert_eq!(lamps.level().await, [10, 0, 0, 0, 10]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_adjustments_none_is_lost() {
    let lamps = Lamps::new().await;
    let mutation = adjust();
    let calls = (0..40).map(|call| {
        let by = if call % 2 == 0 { 3 } else { -1 };
        change(
            &lamps.shop,
            &mutation,
            lamps.adjustment("available", by, Value::Null),
        )
    });
    for payload in join_all(calls).await {
        assert_eq!(payload["userErrors"], json!([]));
    }
    assert_eq!(lamps.level().await, [50, 0, 0, 0, 50]);
}

#[tokio::test(flavor = "multi_thread")]
async fn units_move_between_states_and_locations() {
    let lamps = Lamps::new().await;
    let object = "inventoryAdjustmentGroup";
    let available = || lamps.end(lamps.portland, "available");
    let mut from = available();
    from["changeFromQuantity"] = json!(10);
    let input = lamps.moving(4, from, lamps.end(lamps.portland, "damaged"));
    let group = changed(&lamps.shop, &moves(), object, input).await;
    let changes = group["changes"].as_array().unwrap();
    let deltas: Vec<_> = changes
        .iter()
        .map(|change| {
            (
                change["name"].as_str().unwrap(),
                change["delta"].as_i64().unwrap(),
            )
        })
        .collect();
    assert_eq!(deltas, [("available", -4), ("damaged", 4)]);
    let kept = lamps.moving(1, available(), lamps.end(lamps.portland, "safety_stock"));
    changed(&lamps.shop, &moves(), object, kept).await;
    assert_eq!(lamps.level().await, [5, 4, 1, 0, 10]);

    let there = lamps.moving(5, available(), lamps.end(lamps.malmo, "available"));
    let unknown = refusal(&lamps.shop, &moves(), there.clone()).await;
    assert_eq!(
        unknown,
        because("NOT_FOUND", "input.changes.0.to.locationId")
    );
    let stocked = json!({"item": gid(lamps.item), "location": gid(lamps.malmo)});
    changed(&lamps.shop, ACTIVATE, "inventoryLevel", stocked).await;
    changed(&lamps.shop, &moves(), object, there).await;
    assert_eq!(lamps.level().await, [0, 4, 1, 0, 5]);
    let malmo = lamps.shop.level(lamps.item, lamps.malmo).await;
    assert_eq!((malmo.available, malmo.on_hand), (5, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_move_changes_nothing() {
    let lamps = Lamps::new().await;
    let from = lamps.end(lamps.portland, "available");
    let to = lamps.end(lamps.portland, "damaged");
    let stale = json!({
        "locationId": gid(lamps.portland), "name": "damaged", "changeFromQuantity": 3,
    });
    let held = lamps.end(lamps.portland, "reserved");
    let mut unnamed = lamps.moving(1, from.clone(), to.clone());
    unnamed["input"]["referenceDocumentUri"] = json!(" ");
    for (input, expected) in [
        (
            lamps.moving(11, from.clone(), to.clone()),
            because("INVALID", "input.changes.0.from"),
        ),
        (
            lamps.moving(0, from.clone(), to.clone()),
            because("INVALID", "input.changes.0.quantity"),
        ),
        (
            lamps.moving(-2, from.clone(), to.clone()),
            because("INVALID", "input.changes.0.quantity"),
        ),
        (
            lamps.moving(1, from.clone(), from.clone()),
            because("INVALID", "input.changes.0.to"),
        ),
        (
            lamps.moving(1, held, to.clone()),
            because("INVALID", "input.changes.0.from.name"),
        ),
        (
            lamps.moving(1, from.clone(), stale),
            because(
                "CHANGE_FROM_QUANTITY_STALE",
                "input.changes.0.to.changeFromQuantity",
            ),
        ),
        (unnamed, because("BLANK", "input.referenceDocumentUri")),
    ] {
        assert_eq!(refusal(&lamps.shop, &moves(), input).await, expected);
    }
    assert_eq!(lamps.level().await, [10, 0, 0, 0, 10]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_is_stocked_at_a_location_and_no_longer() {
    let lamps = Lamps::new().await;
    let place = |more: Value| {
        let mut place = json!({"item": gid(lamps.item), "location": gid(lamps.malmo)});
        place
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        place
    };
    let level = changed(
        &lamps.shop,
        ACTIVATE,
        "inventoryLevel",
        place(json!({"onHand": 4})),
    )
    .await;
    assert_eq!(level["isActive"], true);
    assert_eq!(
        level["quantities"],
        json!([{"quantity": 4}, {"quantity": 4}])
    );
    let again = changed(&lamps.shop, ACTIVATE, "inventoryLevel", place(json!({}))).await;
    assert_eq!(again, level);
    let units = refusal(&lamps.shop, ACTIVATE, place(json!({"available": 9}))).await;
    assert_eq!(units, because("INVALID", "available"));
    let both = place(json!({"available": 9, "onHand": 9}));
    assert_eq!(
        refusal(&lamps.shop, ACTIVATE, both).await,
        because("INVALID", "onHand")
    );
    let nowhere = json!({"item": gid(lamps.item), "location": "gid://souk/Location/1"});
    let nowhere = refusal(&lamps.shop, ACTIVATE, nowhere).await;
    assert_eq!(nowhere, because("NOT_FOUND", "locationId"));

    let id = json!({"id": level["id"]});
    let done = change(&lamps.shop, DEACTIVATE, id.clone()).await;
    assert_eq!(done["userErrors"], json!([]));
    assert_eq!(lamps.shop.units_of(lamps.item).await.0, 10);
    lamps.shop.assert_verified().await;
    let twice = refusal(&lamps.shop, DEACTIVATE, id).await;
    assert_eq!(twice, because("NOT_FOUND", "inventoryLevelId"));
    let wrong = refusal(&lamps.shop, DEACTIVATE, json!({"id": gid(lamps.item)})).await;
    assert_eq!(wrong, because("INVALID", "inventoryLevelId"));
}

#[tokio::test(flavor = "multi_thread")]
async fn units_that_are_promised_stay_where_they_are() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 10).await;
    let demands = [demand(&lamp, 1)];
    inventory::reserve_stock(&shop.app, &shop.wanted(&demands), None)
        .await
        .unwrap();
    let item = shop.item_of(lamp.variants[0]).await;
    let portland = shop.location("Portland").await;
    let level = format!(
        "gid://souk/InventoryLevel/{}?inventory_item_id={}",
        portland.0, item.0
    );
    let refused = refusal(&shop, DEACTIVATE, json!({"id": level})).await;
    assert_eq!(refused, because("INVALID", "inventoryLevelId"));
    assert_eq!(shop.units_of(item).await, (9, 1, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_who_stock_an_item_one_brings_its_first_units() {
    let lamps = Lamps::new().await;
    let place = json!({
        "item": gid(lamps.item), "location": gid(lamps.malmo), "available": 3,
    });
    let calls = (0..12).map(|_| change(&lamps.shop, ACTIVATE, place.clone()));
    let answers = join_all(calls).await;
    let made = answers.iter().filter(|it| it["userErrors"] == json!([]));
    assert_eq!(made.count(), 1);
    assert_eq!(lamps.shop.units_of(lamps.item).await.0, 13);
    lamps.shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_item_and_its_variant_change_together() {
    let lamps = Lamps::new().await;
    let input = json!({
        "sku": "L-1", "cost": "4.20", "tracked": false, "countryCodeOfOrigin": "SE",
        "harmonizedSystemCode": "940521",
        "measurement": {"weight": {"unit": "KILOGRAMS", "value": 1.5}},
    });
    let variables = json!({"id": gid(lamps.item), "input": input});
    let item = changed(&lamps.shop, UPDATE, "inventoryItem", variables).await;
    let expected = json!({
        "id": gid(lamps.item), "sku": "L-1", "tracked": false, "unitCost": {"amount": "4.2"},
        "countryCodeOfOrigin": "SE", "harmonizedSystemCode": "940521",
        "measurement": {"weight": {"unit": "KILOGRAMS", "value": 1.5}},
        "variants": {"nodes": [{"sku": "L-1", "weight": 1.5}]},
    });
    assert_eq!(item, expected);

    // Who may read stock finds it by its id; others do not.
    let node = "query($id: ID!) { node(id: $id) { id ... on InventoryItem { sku } } }";
    let id = json!({"id": gid(lamps.item)});
    let found = lamps.shop.merchant().data(node, id.clone()).await;
    assert_eq!(found["node"]["sku"], "L-1");
    let plain = "query($id: ID!) { node(id: $id) { id } }";
    assert_eq!(lamps.shop.data(plain, id).await["node"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_change_of_an_item_is_refused() {
    let lamps = Lamps::new().await;
    let with = |input: Value| json!({"id": gid(lamps.item), "input": input});
    for (variables, expected) in [
        (
            json!({"id": "gid://souk/InventoryItem/1", "input": {"tracked": true}}),
            because("NOT_FOUND", "id"),
        ),
        (
            json!({"id": gid(lamps.malmo), "input": {"tracked": true}}),
            because("INVALID", "id"),
        ),
        (
            with(json!({"cost": "-1"})),
            because("INVALID", "input.cost"),
        ),
        (
            with(json!({"sku": "x".repeat(300)})),
            because("TOO_LONG", "input.sku"),
        ),
    ] {
        assert_eq!(refusal(&lamps.shop, UPDATE, variables).await, expected);
    }
}
