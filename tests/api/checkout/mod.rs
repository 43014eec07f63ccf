//! From a cart to an order through the API alone.

mod books;
pub mod browser;
mod budget;
mod challenge;
mod clocks;
pub mod crash;
mod faults;
mod hosted;
mod privacy;
mod ways_to_pay;
mod wrong;

use crate::{
    delivery_options::{address, cart_to, choose, handle, zones},
    harness::TestShop,
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_entities::ids::VariantId;
use souk_kernel::ids::Gid;

pub const SUBMIT: &str = "mutation($id: ID!, $token: String!) {
    cartSubmitForCompletion(cartId: $id, attemptToken: $token) {
        result { __typename
            ... on SubmitSuccess { attemptId redirectUrl }
            ... on SubmitFailed { checkoutUrl errors { code message } }
            ... on SubmitAlreadyAccepted { attemptId } }
        userErrors { code field } } }";
const PREPARE: &str = "mutation($id: ID!) { cartPrepareForCompletion(cartId: $id) {
    result { __typename
        ... on CartStatusReady { cart { id } }
        ... on CartStatusNotReady { errors { code } } }
    userErrors { code } } }";
const ATTEMPT: &str = "query($id: String!) { cartCompletionAttempt(attemptId: $id) { __typename
    ... on CartCompletionProcessing { pollDelay }
    ... on CartCompletionActionRequired { action { ... on CompletePaymentChallenge { redirectUrl } } }
    ... on CartCompletionFailed { errors { code message } }
    ... on CartCompletionSuccess { completedAt orderId orderUrl } } }";
pub const PAY: &str = "mutation($id: ID!, $payment: CartPaymentInput!) {
    cartPaymentUpdate(cartId: $id, payment: $payment) { cart { id } userErrors { code field } } }";
const LEFT: &str = "query($id: ID!) { node(id: $id) { ... on ProductVariant {
    quantityAvailable availableForSale } } }";

impl TestShop {
    /// A lamp for 10.00 of which there are so many.
    pub async fn lamps(&self, units: i64) -> VariantId {
        let lamp = self.product("lamp").price_minor(1_000).stock(units);
        lamp.create().await.variants[0]
    }

    /// A cart with a lamp, an address, a way of delivery and a payment: ready to be submitted.
    pub async fn ready_cart(&self, lamp: VariantId, token: &str) -> Value {
        self.ready_cart_with(lamp, 1, token).await
    }

    /// The same with so many lamps.
    pub async fn ready_cart_with(&self, lamp: VariantId, units: i32, token: &str) -> Value {
        let cart = cart_to(self, &[(lamp, units)], json!([address("US", Some("NY"))])).await;
        let group = &cart["deliveryGroups"]["nodes"][0]["id"];
        let title = cart["deliveryGroups"]["nodes"][0]["deliveryOptions"][0]["title"].clone();
        let way = handle(&cart, title.as_str().unwrap()).to_owned();
        let chosen = choose(self, &cart, &[(group, &way)]).await;
        assert_eq!(chosen["userErrors"], json!([]));
        self.identify(&cart).await;
        let total = chosen["cart"]["cost"]["totalAmount"].clone();
        let paid = self.pay(&cart, &total, token).await;
        assert_eq!(paid["userErrors"], json!([]), "{paid:#}");
        chosen["cart"].clone()
    }

    pub async fn identify(&self, cart: &Value) {
        let query = "mutation($id: ID!) { cartBuyerIdentityUpdate(cartId: $id,
            buyerIdentity: {email: \"ada@example.com\"}) { userErrors { code } } }";
        self.data(query, json!({"id": cart["id"]})).await;
    }

    pub async fn pay(&self, cart: &Value, total: &Value, token: &str) -> Value {
        let payment = json!({"amount": total, "directPaymentMethod": {
            "sessionId": token, "billingAddress": {"lastName": "Lovelace", "country": "US"}}});
        let variables = json!({"id": cart["id"], "payment": payment});
        self.data(PAY, variables).await["cartPaymentUpdate"].take()
    }

    pub async fn submit(&self, cart: &Value, token: &str) -> Value {
        let variables = json!({"id": cart["id"], "token": token});
        let mut data = self.data(SUBMIT, variables).await;
        data["cartSubmitForCompletion"]["result"].take()
    }

    /// How an attempt ends.
    pub async fn outcome(&self, submitted: &Value) -> Value {
        let variables = json!({"id": submitted["attemptId"]});
        for _ in 0..200 {
            let mut data = self.data(ATTEMPT, variables.clone()).await;
            let attempt = data["cartCompletionAttempt"].take();
            if attempt["__typename"] != "CartCompletionProcessing" {
                return attempt;
            }
            tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        }
        panic!("the attempt did not end: {submitted:#}");
    }

    /// Submits a cart; how its attempt ends, or why there is none.
    pub async fn buy(&self, cart: &Value) -> Value {
        let submitted = self.submit(cart, "one").await;
        match submitted["__typename"].as_str() {
            Some("SubmitSuccess") => self.outcome(&submitted).await,
            _ => submitted,
        }
    }

    pub async fn left(&self, variant: VariantId) -> i64 {
        let data = self.data(LEFT, json!({"id": variant.gid()})).await;
        data["node"]["quantityAvailable"].as_i64().unwrap()
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_script_buys_a_lamp() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;

    let variables = json!({"id": cart["id"]});
    let prepared = shop.data(PREPARE, variables.clone()).await;
    let prepared = &prepared["cartPrepareForCompletion"]["result"];
    assert_eq!(prepared["__typename"], "CartStatusReady", "{prepared:#}");
    let submitted = shop.submit(&cart, "one").await;
    assert_eq!(submitted["__typename"], "SubmitSuccess", "{submitted:#}");
    let outcome = shop.outcome(&submitted).await;

    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    assert!(outcome["orderId"].as_str().unwrap().contains("/Order/"));
    assert_eq!(shop.left(lamp).await, 2);
    let gone = shop.data("query($id: ID!) { cart(id: $id) { id } }", variables);
    assert!(
        gone.await["cart"].is_null(),
        "a cart that was bought is closed"
    );
    assert_eq!(
        shop.submit(&cart, "one").await,
        submitted,
        "the same answer again"
    );
    let other = shop.submit(&cart, "two").await;
    assert_eq!(other["__typename"], "SubmitAlreadyAccepted", "{other:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_cart_still_needs_is_named() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([])).await;

    let submitted = shop.submit(&cart, "one").await;

    let errors = submitted["errors"].as_array().unwrap().iter();
    let codes: Vec<_> = errors.map(|it| it["code"].as_str().unwrap()).collect();
    assert!(
        codes.contains(&"BUYER_IDENTITY_EMAIL_REQUIRED"),
        "{codes:?}"
    );
    assert!(codes.contains(&"DELIVERY_ADDRESS_REQUIRED"), "{codes:?}");
    assert!(codes.contains(&"PAYMENTS_METHOD_REQUIRED"), "{codes:?}");
    let prepared = shop.data(PREPARE, json!({"id": cart["id"]})).await;
    let prepared = &prepared["cartPrepareForCompletion"]["result"];
    assert_eq!(prepared["__typename"], "CartStatusNotReady");
    assert_eq!(prepared["errors"].as_array().unwrap().len(), codes.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_total_is_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let wrong = json!({"amount": "0.01", "currencyCode": "USD"});
    assert_eq!(
        shop.pay(&cart, &wrong, "test_ok").await["userErrors"],
        json!([])
    );

    let submitted = shop.submit(&cart, "one").await;

    let codes = &submitted["errors"][0]["code"];
    assert_eq!(codes, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT");
    assert_eq!(shop.left(lamp).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn card_numbers_are_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let total = json!({"amount": "10.0", "currencyCode": "USD"});

    for number in ["4242424242424242", "4242 4242 4242 4242", " "] {
        let refused = shop.pay(&cart, &total, number).await;
        assert_eq!(refused["userErrors"][0]["code"], "INVALID_PAYMENT");
    }
    let foreign = json!({"id": "gid://souk/Cart/none?key=none"});
    assert_eq!(
        shop.pay(&foreign, &total, "test_ok").await["userErrors"][0]["code"],
        "INVALID"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_card_holds_and_charges_nothing() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    for (token, code) in [
        ("test_decline", "PAYMENT_CARD_DECLINED"),
        ("test_insufficient_funds", "PAYMENT_INSUFFICIENT_FUNDS"),
    ] {
        let cart = shop.ready_cart(lamp, token).await;
        let submitted = shop.submit(&cart, "one").await;
        let outcome = shop.outcome(&submitted).await;

        assert_eq!(outcome["__typename"], "CartCompletionFailed", "{outcome:#}");
        assert_eq!(outcome["errors"][0]["code"], code);
        assert_eq!(shop.left(lamp).await, 1);
    }
    let cart = shop.ready_cart(lamp, "test_decline").await;
    let submitted = shop.submit(&cart, "one").await;
    shop.outcome(&submitted).await;
    let total = cart["cost"]["totalAmount"].clone();
    shop.pay(&cart, &total, "test_ok").await;
    let again = shop.submit(&cart, "one").await;
    assert_eq!(
        again["__typename"], "SubmitFailed",
        "another cart under one name"
    );
    let submitted = shop.submit(&cart, "two").await;
    let outcome = shop.outcome(&submitted).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_buyers_of_the_last_lamp_make_one_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let carts = join_all((0..100).map(|_| shop.ready_cart(lamp, "test_ok"))).await;

    let outcomes = join_all(carts.iter().map(|cart| shop.buy(cart))).await;

    let won = |it: &&Value| it["__typename"] == "CartCompletionSuccess";
    assert_eq!(outcomes.iter().filter(won).count(), 1);
    for lost in outcomes.iter().filter(|it| !won(it)) {
        let code = lost["errors"][0]["code"].as_str().unwrap();
        assert!(
            ["MERCHANDISE_OUT_OF_STOCK", "INVENTORY_RESERVATION_ERROR"].contains(&code),
            "{lost:#}"
        );
    }
    assert_eq!(shop.left(lamp).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_is_sent_fifty_times_is_one_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;

    let answers = join_all((0..50).map(|_| shop.submit(&cart, "one"))).await;

    for answer in &answers {
        assert_eq!(answer, &answers[0]);
    }
    let outcome = shop.outcome(&answers[0]).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    assert_eq!(shop.left(lamp).await, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_attempts_for_one_cart_make_one_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(200).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let tokens: Vec<String> = (0..100).map(|number| format!("attempt {number}")).collect();

    let answers = join_all(tokens.iter().map(|token| shop.submit(&cart, token))).await;

    let taken = answers
        .iter()
        .filter(|it| it["__typename"] == "SubmitSuccess");
    let taken: Vec<&Value> = taken.collect();
    assert_eq!(taken.len(), 1);
    let outcome = shop.outcome(taken[0]).await;
    assert_eq!(outcome["__typename"], "CartCompletionSuccess");
    assert_eq!(shop.left(lamp).await, 199);
}

#[tokio::test]
async fn carts_that_are_not_there_are_not_bought() {
    let shop = TestShop::start().await;
    let nobody = json!({"id": "gid://souk/Cart/none?key=none", "token": "one"});
    let answer = shop.data(SUBMIT, nobody.clone()).await;
    let answer = &answer["cartSubmitForCompletion"];
    assert_eq!(answer["userErrors"][0]["code"], "INVALID", "{answer:#}");
    assert_eq!(answer["result"], Value::Null);
    let answer = shop.data(PREPARE, json!({"id": nobody["id"]})).await;
    let answer = &answer["cartPrepareForCompletion"];
    assert_eq!(answer["userErrors"][0]["code"], "INVALID", "{answer:#}");
    let cart = cart_to(&shop, &[], json!([])).await;
    let long = "x".repeat(256);
    for token in ["", " ", &long] {
        let answer = shop
            .data(SUBMIT, json!({"id": cart["id"], "token": token}))
            .await;
        let errors = &answer["cartSubmitForCompletion"]["userErrors"];
        assert_eq!(errors[0]["field"], json!(["attemptToken"]), "{answer:#}");
    }
    let submitted = shop.submit(&cart, "one").await;
    assert_eq!(submitted["errors"][0]["code"], "MERCHANDISE_NOT_APPLICABLE");
}

#[tokio::test]
async fn an_attempt_that_is_not_there_is_null() {
    let shop = TestShop::start().await;
    let answer = shop.data(ATTEMPT, json!({"id": "nothing"})).await;
    assert_eq!(answer["cartCompletionAttempt"], Value::Null);
}
