//! The process dies at every point of a refund, a cancellation, a capture and a void.

use super::MadeOrder;
use crate::{
    checkout::crash::{ask_as_merchant, dies, mortal},
    harness::TestShop,
};
use serde_json::{Value, json};
use souk_shop::{
    orders::resume_order_operations,
    payments::{Intent, IntentState, Payments},
};
use std::time::Duration;

/// Longer than a process that died may have had an operation for itself.
const LEASE: Duration = Duration::from_secs(61);
const REFUND: &str = "mutation($id: ID!, $line: ID!) { refundCreate(input: {orderId: $id,
    refundLineItems: [{lineItemId: $line, quantity: 1, restockType: CANCEL}]})
    { userErrors { message } } }";
const CANCEL: &str = "mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER,
    restock: true, refundMethod: {originalPaymentMethodsRefund: true}) { userErrors { message } } }";
const CAPTURE: &str = "mutation($id: ID!, $parent: ID!) { orderCapture(input: {id: $id,
    parentTransactionId: $parent, amount: \"16\", finalCapture: true}) { userErrors { message } } }";
const VOID: &str = "mutation($parent: ID!) {
    transactionVoid(parentTransactionId: $parent) { userErrors { message } } }";

/// Where an operation may be when the process dies; `kind` is what the provider is asked for.
fn points(kind: &str) -> [String; 6] {
    [
        "operation:Recorded".to_owned(),
        format!("settling:{kind}:Asked"),
        format!("settling:{kind}:Written"),
        "operation:Paid".to_owned(),
        "operation:Stocked".to_owned(),
        "operation:Finished".to_owned(),
    ]
}

/// Sends a mutation of a merchant to a server that dies while it works on it; then takes the
/// operation up again.
async fn survive(shop: &TestShop, point: &str, query: &str, variables: Value) {
    let (server, url) = mortal(shop, point).await;
    let answer = ask_as_merchant(shop, &url, query, variables).await;
    let text = answer.unwrap_or_default();
    assert!(!text.contains("message"), "{point}: {text}");
    dies(server).await;
    shop.app.clock.advance(LEASE);
    resume_order_operations(&shop.app).await.unwrap();
}

/// The payment of an order, its status, and how often money was given back.
async fn books(shop: &TestShop, order: &MadeOrder) -> (Intent, String, usize) {
    let intents = shop.intents().await;
    let mut intents = intents.into_iter();
    let intent = intents.find(|it| it.attempt == Some(order.new.attempt));
    let intent = intent.unwrap();
    let provider = shop.app.part::<Payments>().provider();
    let refunds = provider.refunds(&intent.reference).await.unwrap().len();
    let read = shop.read(order, "displayFinancialStatus").await;
    let status = read["displayFinancialStatus"].as_str().unwrap().to_owned();
    shop.assert_verified().await;
    shop.assert_reconciled().await;
    (intent, status, refunds)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_is_interrupted_gives_back_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 20).await;
    for (number, point) in points("Refund").iter().enumerate() {
        let order = shop.order().of(&lamp, 2).place().await;
        let line = shop.line(&order, 0).await;
        survive(&shop, point, REFUND, json!({"id": order.id, "line": line})).await;
        let (intent, status, refunds) = books(&shop, &order).await;
        assert_eq!(
            (status.as_str(), refunds),
            ("PARTIALLY_REFUNDED", 1),
            "{point}"
        );
        assert_eq!(intent.refunded.minor(), 1_100, "{point}");
        let item = shop.item_of(lamp.variants[0]).await;
        let sold = i64::try_from(number).unwrap() + 1;
        assert_eq!(shop.units_of(item).await, (20 - sold, 0, sold), "{point}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancellation_that_is_interrupted_gives_everything_back_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 20).await;
    for point in &points("Refund") {
        let order = shop.order().of(&lamp, 1).place().await;
        survive(&shop, point, CANCEL, json!({"id": order.id})).await;
        let (intent, status, refunds) = books(&shop, &order).await;
        assert_eq!((status.as_str(), refunds), ("REFUNDED", 1), "{point}");
        assert_eq!(intent.refunded, intent.captured, "{point}");
    }
    for point in &points("Void") {
        let order = shop.order().of(&lamp, 1).authorized().place().await;
        survive(&shop, point, CANCEL, json!({"id": order.id})).await;
        let (intent, status, refunds) = books(&shop, &order).await;
        assert_eq!((status.as_str(), refunds), ("VOIDED", 0), "{point}");
        assert_eq!(intent.state, IntentState::Cancelled, "{point}");
    }
    let item = shop.item_of(lamp.variants[0]).await;
    assert_eq!(shop.units_of(item).await, (20, 0, 0));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_that_is_interrupted_collects_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 20).await;
    for point in &points("Capture") {
        let order = shop.order().of(&lamp, 1).authorized().place().await;
        let parent = shop.transaction(&order, "AUTHORIZATION").await;
        let variables = json!({"id": order.id, "parent": parent});
        survive(&shop, point, CAPTURE, variables).await;
        let (intent, status, _) = books(&shop, &order).await;
        assert_eq!(status, "PAID", "{point}");
        assert_eq!(intent.captured.minor(), 1_600, "{point}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_that_is_interrupted_lets_go() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 20).await;
    for point in &points("Void") {
        let order = shop.order().of(&lamp, 1).authorized().place().await;
        let parent = shop.transaction(&order, "AUTHORIZATION").await;
        survive(&shop, point, VOID, json!({"parent": parent})).await;
        let (intent, status, _) = books(&shop, &order).await;
        assert_eq!(status, "VOIDED", "{point}");
        assert_eq!(intent.state, IntentState::Cancelled, "{point}");
    }
}
