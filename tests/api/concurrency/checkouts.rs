//! Whole checkouts through the API, while carts and stock change under them.

use crate::{delivery_options::zones, harness::TestShop};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use souk_entities::ids::VariantId;
use souk_kernel::ids::Gid;

const UPDATE: &str = "mutation($id: ID!, $lines: [CartLineUpdateInput!]!) {
    cartLinesUpdate(cartId: $id, lines: $lines) { userErrors { code } } }";
const ORDER: &str = "query($id: ID!) { order(id: $id) { totalPriceSet { shopMoney { amount } }
    totalReceivedSet { shopMoney { amount } } displayFinancialStatus
    lineItems(first: 9) { nodes { quantity } } transactions(first: 9) { kind status } } }";
const SET: &str = "mutation($input: InventorySetQuantitiesInput!) {
    inventorySetQuantities(input: $input) { userErrors { code } } }";

impl TestShop {
    /// Units of the one line of an order, which is paid exactly and once.
    async fn units_paid(&self, outcome: &Value) -> i64 {
        let variables = json!({"id": outcome["orderId"]});
        let mut data = self.merchant().data(ORDER, variables).await;
        let order = data["order"].take();
        assert_eq!(order["displayFinancialStatus"], "PAID", "{order:#}");
        assert_eq!(order["totalPriceSet"], order["totalReceivedSet"]);
        assert_eq!(order["transactions"].as_array().unwrap().len(), 1);
        order["lineItems"]["nodes"][0]["quantity"].as_i64().unwrap()
    }
}

fn bought(outcome: &&Value) -> bool {
    outcome["__typename"] == "CartCompletionSuccess"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_that_changes_while_it_is_submitted_is_paid_as_it_was_or_not_at_all() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1_000).await;
    let carts = join_all((0..100).map(|_| shop.ready_cart(lamp, "test_ok"))).await;
    let line = "query($id: ID!) { cart(id: $id) { lines(first: 1) { nodes { id } } } }";

    let outcomes = join_all(carts.iter().enumerate().map(async |(number, cart)| {
        let found = shop.data(line, json!({"id": cart["id"]})).await;
        let line = &found["cart"]["lines"]["nodes"][0]["id"];
        let more = json!({"id": cart["id"], "lines": [{"id": line, "quantity": 3}]});
        let pause = std::time::Duration::from_micros(50 * number as u64);
        let change = async {
            tokio::time::sleep(pause).await;
            shop.data(UPDATE, more).await
        };
        let (submitted, _) = join(shop.submit(cart, "one"), change).await;
        match submitted["__typename"].as_str().unwrap() {
            "SubmitSuccess" => shop.outcome(&submitted).await,
            "SubmitFailed" => {
                let code = &submitted["errors"][0]["code"];
                assert_eq!(code, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT");
                submitted
            }
            other => panic!("{other}"),
        }
    }))
    .await;

    let won: Vec<&Value> = outcomes.iter().filter(bought).collect();
    let units = join_all(won.iter().map(|outcome| shop.units_paid(outcome))).await;
    assert!(
        units.iter().all(|&units| units == 1),
        "what was shown: {units:?}"
    );
    assert_eq!(shop.left(lamp).await, 1_000 - units.iter().sum::<i64>());
    shop.assert_verified().await;
    shop.assert_reconciled().await;
}

/// A stock-take: sets what is available by `delta`, where nobody was quicker. Returns what changed.
async fn count_again(shop: &TestShop, lamp: VariantId, delta: i64) -> i64 {
    let item = shop.item_of(lamp).await;
    let place = shop.location("Portland").await;
    let before = shop.level(item, place).await.available;
    let quantity = json!({
        "inventoryItemId": item.gid(), "locationId": place.gid(),
        "quantity": before + delta, "changeFromQuantity": before});
    let input = json!({"name": "available", "reason": "correction", "quantities": [quantity]});
    let answer = shop.merchant().data(SET, json!({"input": input})).await;
    match answer["inventorySetQuantities"]["userErrors"]
        .as_array()
        .unwrap()
        .as_slice()
    {
        [] => delta,
        _ => 0,
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn stock_that_is_counted_while_it_is_bought_is_sold_once() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(60).await;
    let carts = join_all((0..100).map(|_| shop.ready_cart(lamp, "test_ok"))).await;

    let buyers = join_all(carts.iter().map(|cart| shop.buy(cart)));
    let counts = join_all((0..60).map(async |turn| {
        tokio::time::sleep(std::time::Duration::from_millis(4 * turn)).await;
        count_again(&shop, lamp, if turn % 3 == 0 { -1 } else { 1 }).await
    }));
    let (outcomes, changes) = join(buyers, counts).await;

    let sold = outcomes.iter().filter(bought).count();
    let sold = i64::try_from(sold).unwrap();
    let counted: i64 = changes.iter().sum();
    let item = shop.item_of(lamp).await;
    assert_eq!(shop.units_of(item).await, (60 + counted - sold, 0, sold));
    shop.assert_verified().await;
    shop.assert_reconciled().await;
}
