//! The process dies at every step at which gift cards are taken or given back.

use super::MadeCard;
use crate::{
    checkout::{
        SUBMIT,
        crash::{FORWARD, LEASE, ask_as_merchant, dies, mortal, nobody_works},
    },
    delivery_options::zones,
    harness::TestShop,
};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use souk_shop::{
    checkout::{self, DEADLINE_MS},
    orders,
};
use std::time::Duration;

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

/// A shop of which one lamp is bought, and what becomes of it.
struct Story<'a> {
    /// Where the first process dies.
    point: &'a str,
    /// Where the next one dies too.
    again: Option<&'a str>,
    /// When the attempt is taken up.
    later: Duration,
    /// What the gift card is worth.
    value: &'a str,
    /// How the rest of 15.00 is paid.
    token: &'a str,
}

impl Story<'_> {
    /// Submits the cart to a server that dies, and goes on.
    async fn survive(&self) -> (TestShop, MadeCard, Value) {
        let point = self.point;
        let shop = TestShop::start().await;
        zones(&shop).await;
        let lamp = shop.lamps(1).await;
        let card = shop.gift_card(self.value).await;
        let cart = shop.cart_with_cards(lamp, &[&card], self.token).await;
        let (server, url) = mortal(&shop, point).await;
        let body = json!({"query": SUBMIT, "variables": {"id": cart["id"], "token": "one"}});
        let client = reqwest::Client::new();
        let request = client.post(format!("{url}/graphql")).json(&body).send();
        let _ = request.await; // the answer is lost, or came just before
        dies(server).await;
        if let Some(again) = self.again {
            nobody_works(&shop).await;
            let (worker, _) = mortal(&shop, again).await;
            dies(worker).await;
        }
        shop.app.clock.advance(self.later);
        checkout::resume_attempts(&shop.app).await.unwrap();
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
}

async fn survive(point: &str, value: &str, token: &str) -> (TestShop, MadeCard, Value) {
    let story = Story {
        point,
        again: None,
        later: LEASE,
        value,
        token,
    };
    story.survive().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_again_takes_from_a_gift_card_once_or_gives_it_back_once() {
    let pairs = [
        ("checkout:Redeemed", "checkout:Redeemed", "test_ok"),
        ("checkout:Redeemed", "checkout:Intended", "test_ok"),
        ("checkout:Redeemed", "checkout:Ordered", "test_ok"),
        ("checkout:Redeemed", "checkout:Retreating", "test_decline"),
        ("checkout:Released", "checkout:GivenBack", "test_decline"),
        ("checkout:GivenBack", "checkout:GivenBack", "test_decline"),
    ];
    stream::iter(pairs)
        .for_each_concurrent(2, async |(point, again, token)| {
            let story = Story {
                point,
                again: Some(again),
                later: LEASE,
                value: "6",
                token,
            };
            let (shop, card, outcome) = story.survive().await;
            let (kind, balance, charges) = match token {
                "test_ok" => ("CartCompletionSuccess", "0.0", 1),
                _ => ("CartCompletionFailed", "6.0", 0),
            };
            assert_eq!(outcome["__typename"], kind, "{point} {again}: {outcome:#}");
            assert_eq!(shop.balance(&card).await, balance, "{point} {again}");
            assert_eq!(shop.charges().await, charges, "{point} {again}");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_nobody_takes_up_before_its_deadline_gives_gift_cards_back() {
    let late = Duration::from_millis(DEADLINE_MS.unsigned_abs()) + LEASE;
    for point in ["checkout:Redeemed", "checkout:Pinned", "checkout:Intended"] {
        let story = Story {
            point,
            again: None,
            later: late,
            value: "6",
            token: "test_ok",
        };
        let (shop, card, outcome) = story.survive().await;
        let kind = &outcome["__typename"];
        assert_eq!(kind, "CartCompletionFailed", "{point}: {outcome:#}");
        assert_eq!(shop.balance(&card).await, "6.0", "{point}");
        assert_eq!(shop.charges().await, 0, "{point}");
    }
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
            let id = json!({"id": outcome["orderId"]});
            ask_as_merchant(&shop, &url, query, id).await;
            dies(server).await;
            shop.app.clock.advance(LEASE);
            orders::resume_order_operations(&shop.app).await.unwrap();

            assert_eq!(shop.balance(&card).await, "40.0", "{point}");
            let (status, _) = shop.payments_of(&outcome).await;
            assert_eq!(status, "PARTIALLY_REFUNDED", "{point}");
            shop.assert_reconciled().await;
        })
        .await;
}
