//! The process dies at every step at which gift cards are taken or given back.

use super::MadeCard;
use crate::{
    checkout::{
        SUBMIT,
        crash::{dies, mortal},
    },
    delivery_options::zones,
    harness::TestShop,
};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use souk::{checkout, context::Scope, orders};
use std::time::Duration;
use strum::IntoEnumIterator;

/// Longer than a process that died may have had an attempt or an operation for itself.
const LEASE: Duration = Duration::from_secs(61);
/// Steps on the way to an order.
const FORWARD: [&str; 9] = [
    "checkout:Reserved",
    "checkout:Redeemed",
    "checkout:Pinned",
    "checkout:Intended",
    "checkout:Confirmed",
    "checkout:Authorised",
    "checkout:Ordered",
    "checkout:Committed",
    "checkout:Completed",
];
/// Steps of one that gift cards pay wholly.
const WITHOUT_PAYMENT: [&str; 4] = [
    "checkout:Redeemed",
    "checkout:Pinned",
    "checkout:Authorised",
    "checkout:Ordered",
];
/// Steps on the way back after a decline.
const BACKWARD: [&str; 5] = [
    "checkout:Retreating",
    "checkout:Cancelled",
    "checkout:Released",
    "checkout:GivenBack",
    "checkout:Retreated",
];
/// Where a refund may be.
const REFUNDING: [&str; 5] = [
    "operation:Recorded",
    "settling:Refund:Asked",
    "settling:Refund:Written",
    "operation:Paid",
    "operation:Finished",
];

/// Submits a cart that a card worth so much pays to a server that dies at `point`, and goes on.
async fn survive(point: &str, value: &str, token: &str) -> (TestShop, MadeCard, Value) {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let card = shop.gift_card(value).await;
    let cart = shop.cart_with_cards(lamp, &[&card], token).await;
    let (server, url) = mortal(&shop, point).await;
    let body = json!({"query": SUBMIT, "variables": {"id": cart["id"], "token": "one"}});
    let client = reqwest::Client::new();
    let _ = client
        .post(format!("{url}/graphql"))
        .json(&body)
        .send()
        .await;
    dies(server).await;
    shop.app.clock.advance(LEASE);
    checkout::resume::resume(&shop.app).await.unwrap();
    let submitted = shop.submit(&cart, "one").await;
    let kind = &submitted["__typename"];
    assert_eq!(kind, "SubmitSuccess", "{point}: {submitted:#}");
    let outcome = shop.outcome(&submitted).await;
    let won = outcome["__typename"] == "CartCompletionSuccess";
    assert_eq!(shop.left(lamp).await, i64::from(!won), "{point}");
    shop.assert_reconciled().await;
    shop.assert_verified().await;
    (shop, card, outcome)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_anywhere_takes_from_a_gift_card_once() {
    stream::iter(FORWARD)
        .for_each_concurrent(2, async |point| {
            let (shop, card, outcome) = survive(point, "6", "test_ok").await;
            let kind = &outcome["__typename"];
            assert_eq!(kind, "CartCompletionSuccess", "{point}: {outcome:#}");
            assert_eq!(shop.balance(&card).await, "0.0", "{point}");
            assert_eq!(shop.charges().await, 1, "{point}");
            assert_eq!(shop.payments_of(&outcome).await.0, "PAID", "{point}");
        })
        .await;
    stream::iter(WITHOUT_PAYMENT)
        .for_each_concurrent(2, async |point| {
            let (shop, card, outcome) = survive(point, "50", "test_ok").await;
            let kind = &outcome["__typename"];
            assert_eq!(kind, "CartCompletionSuccess", "{point}: {outcome:#}");
            assert_eq!(shop.balance(&card).await, "35.0", "{point}");
            assert_eq!(shop.payments_of(&outcome).await.1.len(), 1, "{point}");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_on_the_way_back_gives_a_gift_card_back_once() {
    stream::iter(BACKWARD)
        .for_each_concurrent(2, async |point| {
            let (shop, card, outcome) = survive(point, "6", "test_decline").await;
            let kind = &outcome["__typename"];
            assert_eq!(kind, "CartCompletionFailed", "{point}: {outcome:#}");
            assert_eq!(shop.balance(&card).await, "6.0", "{point}");
            assert_eq!(shop.charges().await, 0, "{point}");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_to_a_gift_card_that_is_interrupted_goes_back_once() {
    stream::iter(REFUNDING)
        .for_each_concurrent(2, async |point| {
            let shop = TestShop::start().await;
            zones(&shop).await;
            let lamp = shop.lamps(1).await;
            let card = shop.gift_card("50").await;
            let cart = shop.cart_with_cards(lamp, &[&card], "test_ok").await;
            let outcome = shop.buy(&cart).await;
            let (server, url) = mortal(&shop, point).await;
            let query = "mutation($id: ID!) { refundCreate(input: {orderId: $id,
                shipping: {fullRefund: true}}) { userErrors { message } } }";
            let hour = Duration::from_secs(3_600);
            let token = shop.app.tokens.sign(&shop.app.clock, Scope::iter(), hour);
            let body = json!({"query": query, "variables": {"id": outcome["orderId"]}});
            let client = reqwest::Client::new().post(format!("{url}/graphql"));
            let _ = client.bearer_auth(token.unwrap()).json(&body).send().await;
            dies(server).await;
            shop.app.clock.advance(LEASE);
            orders::operations::resume(&shop.app).await.unwrap();

            assert_eq!(shop.balance(&card).await, "40.0", "{point}");
            let (status, _) = shop.payments_of(&outcome).await;
            assert_eq!(status, "PARTIALLY_REFUNDED", "{point}");
            shop.assert_reconciled().await;
        })
        .await;
}
