//! Stock follows money only once the money is sure, and what is done to one authorisation is done one
//! after the other.

use super::MadeOrder;
use crate::{
    checkout::crash::{ask_as_merchant, dies, mortal},
    harness::TestShop,
    merchant::{because, change, refusal},
};
use serde_json::{Value, json};
use souk_shop::{
    orders::{resume_order_operations, sweep_payments},
    payments::Intent,
};
use std::time::Duration;

/// Longer than the test provider plays dead, and than a process has an operation for itself.
const DOWN: Duration = Duration::from_secs(61);
const REFUND: &str = "mutation($id: ID!, $line: ID!) { refundCreate(input: {orderId: $id,
    refundLineItems: [{lineItemId: $line, quantity: 1, restockType: CANCEL}]})
    { refund { id } userErrors { code field message } } }";
const CAPTURE: &str = "mutation($id: ID!, $parent: ID!, $amount: Decimal!, $last: Boolean) {
    orderCapture(input: {id: $id, parentTransactionId: $parent, amount: $amount,
        finalCapture: $last}) { transaction { status } userErrors { code field message } } }";
const VOID: &str = "mutation($parent: ID!) { transactionVoid(parentTransactionId: $parent) {
    transaction { status } userErrors { code message } } }";
const MONEY: &str = "displayFinancialStatus
    totalCapturableSet { shopMoney { amount } } totalOutstandingSet { shopMoney { amount } }";

impl TestShop {
    /// The payment of an order at the provider.
    async fn intent_of(&self, order: &MadeOrder) -> Intent {
        let mut intents = self.intents().await.into_iter();
        intents
            .find(|it| it.attempt == Some(order.new.attempt))
            .unwrap()
    }

    /// Goes on with operations once the provider can be reached again.
    async fn provider_is_back(&self) {
        self.app.clock.advance(DOWN);
        for _ in 0..3 {
            resume_order_operations(&self.app).await.unwrap();
            self.app.clock.advance(DOWN);
        }
    }

    /// Status, amount that can be captured, and amount that is outstanding.
    async fn money_of(&self, order: &MadeOrder) -> (String, String, String) {
        let read = self.read(order, MONEY).await;
        let amount = |name: &str| {
            read[name]["shopMoney"]["amount"]
                .as_str()
                .unwrap()
                .to_owned()
        };
        let status = read["displayFinancialStatus"].as_str().unwrap().to_owned();
        (
            status,
            amount("totalCapturableSet"),
            amount("totalOutstandingSet"),
        )
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_is_not_sure_gives_no_unit_back() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let order = shop
        .order()
        .of(&lamp, 1)
        .token("test_down_afterwards")
        .place()
        .await;
    let line = shop.line(&order, 0).await;
    let asked = change(&shop, REFUND, json!({"id": order.id, "line": line})).await;
    assert_eq!(asked["userErrors"], json!([]));
    assert_eq!(
        shop.units_of(item).await,
        (4, 0, 1),
        "the unit is still the buyer's"
    );

    // An operation behind it does not take the stock of the open one along.
    let other = shop.order().of(&lamp, 1).place().await;
    let other_line = shop.line(&other, 0).await;
    change(&shop, REFUND, json!({"id": other.id, "line": other_line})).await;
    assert_eq!(shop.units_of(item).await, (4, 0, 1));

    // Somebody gives the money back by hand, so the provider refuses ours.
    let intent = shop.intent_of(&order).await;
    let bank = shop.bank();
    bank.refund_by_hand(&intent.reference, intent.captured)
        .await
        .unwrap();
    shop.provider_is_back().await;
    assert_eq!(shop.units_of(item).await, (4, 0, 1), "all is as it was");
    let (_, assigned) = shop.assigned(&order).await;
    assert_eq!(assigned[0]["remainingQuantity"], 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn units_follow_a_refund_once_it_succeeds() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let item = shop.item_of(lamp.variants[0]).await;
    let order = shop
        .order()
        .of(&lamp, 1)
        .token("test_down_afterwards")
        .place()
        .await;
    let line = shop.line(&order, 0).await;
    change(&shop, REFUND, json!({"id": order.id, "line": line})).await;
    assert_eq!(shop.units_of(item).await, (4, 0, 1));
    shop.provider_is_back().await;
    assert_eq!(shop.units_of(item).await, (5, 0, 0));
    shop.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_that_never_arrived_is_not_taken_for_another() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop
        .order()
        .of(&lamp, 2)
        .authorized()
        .token("test_down_afterwards");
    let order = order.place().await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;
    let of = |amount: &str| json!({"id": order.id, "parent": parent, "amount": amount});
    let first = change(&shop, CAPTURE, of("4.00")).await;
    assert_ne!(first["transaction"]["status"], "SUCCESS");

    // A second process gets through to the provider, and dies before it can write so.
    let (mut server, url) = mortal(&shop, "settling:Capture:Asked").await;
    shop.app.clock.advance(DOWN);
    ask_as_merchant(&shop, &url, CAPTURE, of("10.00")).await;
    server.kill().unwrap();
    server.wait().unwrap();

    shop.provider_is_back().await;
    let intent = shop.intent_of(&order).await;
    assert_eq!(intent.captured.minor(), 1_400);
    let (status, capturable, _) = shop.money_of(&order).await;
    assert_eq!(
        (status.as_str(), capturable.as_str()),
        ("PARTIALLY_PAID", "13.0")
    );
    shop.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_does_not_overtake_a_capture() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop
        .order()
        .of(&lamp, 2)
        .authorized()
        .token("test_down_afterwards");
    let order = order.place().await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;
    let first = json!({"id": order.id, "parent": parent, "amount": "10.00"});
    change(&shop, CAPTURE, first).await;
    let void = change(&shop, VOID, json!({"parent": parent})).await;
    assert_eq!(void["userErrors"], json!([]));
    shop.provider_is_back().await;
    let intent = shop.intent_of(&order).await;
    assert_eq!(
        (intent.captured.minor(), intent.capturable.minor()),
        (1_000, 0)
    );
    shop.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_final_capture_that_the_sweep_settles_lets_the_rest_go() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).authorized().place().await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;
    let last = json!({"id": order.id, "parent": parent, "amount": "10.00", "last": true});
    let (server, url) = mortal(&shop, "settling:Capture:Asked").await;
    ask_as_merchant(&shop, &url, CAPTURE, last).await;
    dies(server).await;

    shop.app.clock.advance(Duration::from_secs(1_300));
    assert_eq!(sweep_payments(&shop.app).await.unwrap(), 1);
    let (status, capturable, _) = shop.money_of(&order).await;
    assert_eq!(
        (status.as_str(), capturable.as_str()),
        ("PARTIALLY_PAID", "0.0")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_refunded_before_it_is_paid_is_not_collected() {
    let shop = TestShop::start().await;
    let (lamp, vase) = (shop.stocked("lamp", 5).await, shop.stocked("vase", 5).await);
    let order = shop
        .order()
        .of(&lamp, 1)
        .of(&vase, 1)
        .authorized()
        .place()
        .await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;
    let of = |amount: &str| json!({"id": order.id, "parent": parent, "amount": amount});
    let all = (
        "AUTHORIZED".to_owned(),
        "27.0".to_owned(),
        "27.0".to_owned(),
    );
    assert_eq!(shop.money_of(&order).await, all);

    // 11.00 of it are a lamp that the buyer no longer wants.
    let line = shop.line(&order, 0).await;
    change(&shop, REFUND, json!({"id": order.id, "line": line})).await;
    let less = (
        "AUTHORIZED".to_owned(),
        "16.0".to_owned(),
        "16.0".to_owned(),
    );
    assert_eq!(shop.money_of(&order).await, less);
    let much = refusal(&shop, CAPTURE, of("16.01")).await;
    assert_eq!(much, because("AMOUNT_TOO_LARGE", "input.amount"));

    change(&shop, CAPTURE, of("6.00")).await;
    let part = (
        "PARTIALLY_PAID".to_owned(),
        "10.0".to_owned(),
        "10.0".to_owned(),
    );
    assert_eq!(shop.money_of(&order).await, part);
    change(&shop, CAPTURE, of("10.00")).await;
    let paid = ("PAID".to_owned(), "0.0".to_owned(), "0.0".to_owned());
    assert_eq!(shop.money_of(&order).await, paid);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_status_after_a_part_was_collected_and_given_back_tells_the_truth() {
    let shop = TestShop::start().await;
    let (lamp, vase) = (shop.stocked("lamp", 5).await, shop.stocked("vase", 5).await);
    let order = shop
        .order()
        .of(&lamp, 1)
        .of(&vase, 1)
        .authorized()
        .place()
        .await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;
    let of = |amount: &str| json!({"id": order.id, "parent": parent, "amount": amount});
    change(&shop, CAPTURE, of("6.00")).await;

    // The lamp costs 11.00: 6.00 go back, and 5.00 of what is held will not be collected.
    let line = shop.line(&order, 0).await;
    let refund: Value = change(&shop, REFUND, json!({"id": order.id, "line": line})).await;
    assert_eq!(refund["userErrors"], json!([]));
    let part = (
        "PARTIALLY_PAID".to_owned(),
        "16.0".to_owned(),
        "16.0".to_owned(),
    );
    assert_eq!(shop.money_of(&order).await, part);
    change(&shop, CAPTURE, of("16.00")).await;
    let rest = (
        "PARTIALLY_REFUNDED".to_owned(),
        "0.0".to_owned(),
        "0.0".to_owned(),
    );
    assert_eq!(shop.money_of(&order).await, rest);
    shop.assert_reconciled().await;
}
