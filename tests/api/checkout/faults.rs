//! A provider that is slow, down, or loses its answers, and messages that come twice, in any order
//! or from somebody else: one order and one payment all the same.

use crate::{delivery_options::zones, harness::TestShop, processes::eventually};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use souk_entities::ids::VariantId;
use souk_kernel::ids::Gid;
use souk_shop::{
    checkout::resume_attempts,
    payments::{EventSubject, ProviderReference},
};
use std::{collections::BTreeSet, time::Duration};

const CARTS: usize = 100;
const SOON: Duration = Duration::from_secs(60);
/// Longer than the test provider plays dead.
const DOWN: Duration = Duration::from_secs(61);
/// Longer than an attempt waits before its provider is asked again.
const PAUSE: Duration = Duration::from_secs(3);
const NOTICE: &str = "query($id: String!) { cartCompletionAttempt(attemptId: $id) { __typename
    ... on CartCompletionProcessing { pollDelay notice { code message } } } }";

impl TestShop {
    /// What a buyer is told while an attempt goes on.
    async fn notice(&self, submitted: &Value) -> Value {
        let id = json!({"id": submitted["attemptId"]});
        let mut data = self.data(NOTICE, id).await;
        data["cartCompletionAttempt"].take()
    }

    /// Takes attempts up as the worker does until this one is through.
    async fn worked_off(&self, submitted: &Value) -> Value {
        eventually(SOON, async || {
            self.app.clock.advance(PAUSE);
            resume_attempts(&self.app).await.unwrap();
            tokio::time::sleep(Duration::from_millis(500)).await;
            self.notice(submitted).await["__typename"] != "CartCompletionProcessing"
        })
        .await;
        self.outcome(submitted).await
    }

    /// The payment of an attempt that is the only one.
    async fn only_payment(&self) -> ProviderReference {
        let intents = self.intents().await;
        assert_eq!(intents.len(), 1, "{intents:#?}");
        intents[0].reference.clone()
    }

    async fn assert_sold(&self, lamp: VariantId, outcomes: &[Value], left: i64) {
        for outcome in outcomes {
            assert_eq!(
                outcome["__typename"], "CartCompletionSuccess",
                "{outcome:#}"
            );
        }
        let orders = outcomes.iter().map(|it| it["orderId"].to_string());
        let orders: BTreeSet<String> = orders.collect();
        assert_eq!(orders.len(), outcomes.len(), "an order for each cart");
        assert_eq!(
            self.charges().await,
            outcomes.len(),
            "a payment for each order"
        );
        assert_eq!(self.left(lamp).await, left);
        self.assert_reconciled().await;
        self.assert_verified().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_slow_provider_is_waited_for() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_slow").await;

    let submitted = shop.submit(&cart, "one").await;

    assert_eq!(submitted["__typename"], "SubmitSuccess", "{submitted:#}");
    let meanwhile = shop.notice(&submitted).await;
    assert_eq!(meanwhile["__typename"], "CartCompletionProcessing");
    let outcome = shop.outcome(&submitted).await;
    shop.assert_sold(lamp, &[outcome], 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_is_slower_than_its_deadline_is_asked_what_it_did() {
    let shop = TestShop::start_with(|config| config.payments.timeout_ms = 300).await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_slow").await;

    let submitted = shop.submit(&cart, "one").await;
    let outcome = shop.worked_off(&submitted).await;

    shop.assert_sold(lamp, &[outcome], 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_that_was_lost_is_asked_for_and_never_guessed() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_lost_answer").await;

    let submitted = shop.submit(&cart, "one").await;

    eventually(SOON, async || {
        let meanwhile = shop.notice(&submitted).await;
        meanwhile["notice"]["code"] == "PAYMENT_OUTCOME_UNKNOWN"
    })
    .await;
    let outcome = shop.worked_off(&submitted).await;
    shop.assert_sold(lamp, &[outcome], 2).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn while_the_provider_is_down_buyers_are_told_and_their_attempts_kept() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let mut carts = Vec::new();
    for token in ["test_down", "test_down", "test_down", "test_ok"] {
        carts.push(shop.ready_cart(lamp, token).await);
    }

    // The first two open the breaker; whoever comes at once finds it open.
    let mut attempts = Vec::new();
    for cart in &carts[..3] {
        let submitted = shop.submit(cart, "one").await;
        assert_eq!(submitted["__typename"], "SubmitSuccess", "{submitted:#}");
        eventually(SOON, async || {
            let meanwhile = shop.notice(&submitted).await;
            meanwhile["notice"]["code"] == "PAYMENT_PROVIDER_UNAVAILABLE"
        })
        .await;
        attempts.push(submitted);
    }
    let meanwhile = shop.notice(&attempts[2]).await;
    let message = meanwhile["notice"]["message"].as_str().unwrap();
    assert!(message.contains("kept"), "{message}");
    assert_eq!(shop.charges().await, 0);
    assert_eq!(shop.left(lamp).await, 6, "the lamps are held meanwhile");
    let again = shop.submit(&carts[0], "one").await;
    assert_eq!(
        again, attempts[0],
        "who submits again gets the same attempt"
    );
    attempts.push(shop.submit(&carts[3], "one").await); // may come when it is asked again

    shop.app.clock.advance(DOWN);
    let mut outcomes = Vec::new();
    for submitted in &attempts {
        outcomes.push(shop.worked_off(submitted).await);
    }
    shop.assert_sold(lamp, &outcomes, 5).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_provider_that_stays_down_costs_nothing() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let cart = shop.ready_cart(lamp, "test_down").await;
    let submitted = shop.submit(&cart, "one").await;

    // The buyer never knew; the provider comes back behind the deadline of the attempt.
    shop.app.clock.advance(Duration::from_secs(16 * 60));
    let outcome = shop.worked_off(&submitted).await;

    assert_eq!(outcome["__typename"], "CartCompletionFailed", "{outcome:#}");
    assert_eq!(outcome["errors"][0]["code"], "PAYMENT_TRANSIENT_ERROR");
    assert_eq!(shop.charges().await, 0);
    assert_eq!(shop.left(lamp).await, 1);
    shop.assert_reconciled().await;
    shop.assert_verified().await;
}

/// Decides on the page of the bank without going back to the shop.
async fn decide(url: &str, decision: &str) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let form = format!("decision={decision}");
    let request = client.build().unwrap().post(url).body(form);
    assert_eq!(request.send().await.unwrap().status(), 303);
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_that_come_twice_late_or_from_others_make_one_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(2).await;
    let cart = shop.ready_cart(lamp, "test_3ds").await;
    let submitted = shop.submit(&cart, "one").await;
    let waits = shop.outcome(&submitted).await;
    let page = waits["action"]["redirectUrl"].as_str().unwrap();
    let payment = shop.only_payment().await;

    // Whoever says so without a signature pays nothing, and a true message says no more than that
    // the provider is to be asked.
    let forged = format!(
        r#"{{"id":"evt_0","kind":"payment.succeeded","subject":"payment","intent":"{payment}"}}"#
    );
    assert_eq!(shop.webhook("t=1,v1=00", forged.into()).await, 400);
    assert_eq!(
        shop.told("evt_1", EventSubject::Payment, &payment).await,
        200
    );
    let waits = shop.outcome(&submitted).await;
    assert_eq!(waits["__typename"], "CartCompletionActionRequired");

    decide(page, "confirm").await;
    let foreign = ProviderReference("test_pi_of_another_shop".to_owned());
    let messages = [
        ("evt_3", &payment),
        ("evt_2", &payment),
        ("evt_3", &payment),
        ("evt_4", &foreign),
        ("evt_1", &payment),
    ];
    let sent = messages.map(|(id, about)| shop.told(id, EventSubject::Payment, about));
    assert_eq!(join_all(sent).await, [200; 5]);

    eventually(SOON, async || {
        let outcome = shop.outcome(&submitted).await;
        outcome["__typename"] == "CartCompletionSuccess"
    })
    .await;
    assert_eq!(
        shop.told("evt_5", EventSubject::Payment, &payment).await,
        200
    );
    let outcome = shop.outcome(&submitted).await;
    shop.assert_sold(lamp, &[outcome], 1).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn message_redirect_and_submission_race_for_one_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(CARTS.try_into().unwrap()).await;
    let mut carts = Vec::new();
    for number in 0..CARTS {
        let token = ["test_ok", "test_3ds"][number % 2];
        carts.push(shop.ready_cart(lamp, token).await);
    }

    // As soon as a payment is known anywhere, messages about it arrive.
    let done = tokio_util::sync::CancellationToken::new();
    let gossip = async {
        let mut number = 0;
        while !done.is_cancelled() {
            for intent in shop.intents().await {
                number += 1;
                let id = format!("evt_{number}");
                shop.told(&id, EventSubject::Payment, &intent.reference)
                    .await;
                if done.is_cancelled() {
                    break;
                }
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    let buying = async {
        let outcomes = join_all(carts.iter().map(|cart| buy(&shop, cart))).await;
        done.cancel();
        outcomes
    };
    let (outcomes, ()) = join(buying, gossip).await;

    shop.assert_sold(lamp, &outcomes, 0).await;
}

/// Submits a cart from two windows, confirms where the bank asks, and comes back on every way at
/// once.
async fn buy(shop: &TestShop, cart: &Value) -> Value {
    let (one, two) = join(shop.submit(cart, "one"), shop.submit(cart, "one")).await;
    assert_eq!(one["attemptId"], two["attemptId"], "{one:#} {two:#}");
    let outcome = shop.outcome(&one).await;
    if outcome["__typename"] != "CartCompletionActionRequired" {
        return outcome;
    }
    decide(
        outcome["action"]["redirectUrl"].as_str().unwrap(),
        "confirm",
    )
    .await;
    let back = one["redirectUrl"].as_str().unwrap();
    let redirect = async { reqwest::get(back).await.unwrap().status().as_u16() };
    let (_, status) = join(shop.submit(cart, "one"), redirect).await;
    assert!(status < 500, "{status}");
    for _ in 0..600 {
        let outcome = shop.outcome(&one).await;
        if outcome["__typename"] != "CartCompletionActionRequired" {
            return outcome;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("a payment that was confirmed is not seen: {one:#}");
}

/// Adds a lamp to a cart; whether that was taken.
async fn add_one(shop: &TestShop, cart: &Value, lamp: VariantId) -> bool {
    let query = "mutation($id: ID!, $lines: [CartLineInput!]!) {
        cartLinesAdd(cartId: $id, lines: $lines) { userErrors { code } } }";
    let lines = json!([{"merchandiseId": lamp.gid(), "quantity": 1}]);
    let added = shop.data(query, json!({"id": cart["id"], "lines": lines}));
    added.await["cartLinesAdd"]["userErrors"] == json!([])
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_that_changes_while_it_is_submitted_is_bought_as_it_was_or_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(2 * i64::try_from(CARTS).unwrap()).await;
    let mut carts = Vec::new();
    for _ in 0..CARTS {
        carts.push(shop.ready_cart(lamp, "test_ok").await);
    }

    let rounds = carts.iter().enumerate().map(async |(number, cart)| {
        // Each time the change comes at another moment.
        let change = async {
            tokio::time::sleep(Duration::from_millis(number as u64 % 40)).await;
            add_one(&shop, cart, lamp).await
        };
        let (submitted, _) = join(shop.submit(cart, "one"), change).await;
        match submitted["__typename"].as_str().unwrap() {
            "SubmitSuccess" => Some(shop.outcome(&submitted).await),
            _ => {
                let code = &submitted["errors"][0]["code"];
                assert_eq!(
                    code, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT",
                    "{submitted:#}"
                );
                None
            }
        }
    });
    let outcomes: Vec<Value> = join_all(rounds).await.into_iter().flatten().collect();

    assert!(!outcomes.is_empty(), "no submission came first");
    let merchant = shop.merchant();
    let query = "query($id: ID!) { order(id: $id) { totalPrice { amount }
        lineItems(first: 9) { nodes { quantity } } } }";
    for outcome in &outcomes {
        let order = merchant
            .data(query, json!({"id": outcome["orderId"]}))
            .await;
        let expected = json!({"totalPrice": {"amount": "15.0"},
            "lineItems": {"nodes": [{"quantity": 1}]}});
        assert_eq!(order["order"], expected, "what the buyer agreed to");
    }
    let left = i64::try_from(2 * CARTS - outcomes.len()).unwrap();
    shop.assert_sold(lamp, &outcomes, left).await;
}
