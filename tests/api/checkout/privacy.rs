//! Whoever knows a cart but did not buy it learns that it was bought, and nothing else.

use super::{browser::Browser, hosted};
use crate::{delivery_options::zones, harness::TestShop};
use serde_json::json;

/// What leads to the buyer of `ready_cart`, to the buyer of the pages, or to an order.
const SECRETS: [&str; 6] = [
    "ada@",
    "Lovelace",
    "1 Way",
    "Long Street",
    "/orders/",
    "#1001",
];

fn assert_secret(browser: &Browser) {
    for secret in SECRETS {
        assert!(!browser.html.contains(secret), "{secret}: {}", browser.html);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_attempt_token_follows_an_attempt_without_its_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let submitted = shop.submit(&cart, "one").await;
    let own = shop.outcome(&submitted).await;

    let other = shop.submit(&cart, "two").await;

    assert_eq!(other["__typename"], "SubmitAlreadyAccepted", "{other:#}");
    let key = other["attemptId"].as_str().unwrap();
    assert_ne!(other["attemptId"], submitted["attemptId"]);
    assert_eq!(shop.submit(&cart, "three").await, other);
    let seen = shop.outcome(&other).await;
    assert_eq!(seen["__typename"], "CartCompletionSuccess", "{seen:#}");
    let url = seen["orderUrl"].as_str().unwrap();
    assert_ne!(seen["orderUrl"], own["orderUrl"]);
    let mut browser = Browser::new(&shop);
    for page in [url, &format!("/checkouts/attempts/{key}")] {
        browser.open(page).await;
        assert_eq!(browser.status, 200);
        browser.says("This cart was bought");
        assert_secret(&browser);
    }
    browser.open(own["orderUrl"].as_str().unwrap()).await;
    browser.says("1 Way");
    let (id, proof) = key.rsplit_once('-').unwrap();
    for forged in [
        format!("{id}0-{proof}"),
        format!("{id}-AAAAAAAAAAAAAAAAAAAAAA"),
    ] {
        let made_up =
            "query($id: String!) { cartCompletionAttempt(attemptId: $id) { __typename } }";
        let data = shop.data(made_up, json!({"id": forged})).await;
        assert!(data["cartCompletionAttempt"].is_null(), "{forged}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn another_attempt_token_is_not_led_to_the_bank_or_told_what_failed() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_3ds").await;
    let submitted = shop.submit(&cart, "one").await;
    let own = shop.outcome(&submitted).await;
    let bank = own["action"]["redirectUrl"].as_str().unwrap();
    let other = shop.submit(&cart, "two").await;

    let seen = shop.outcome(&other).await;

    assert_eq!(seen["__typename"], "CartCompletionActionRequired");
    assert!(seen["action"].is_null(), "{seen:#}");
    let key = other["attemptId"].as_str().unwrap();
    let mut browser = Browser::new(&shop);
    browser.open(&format!("/checkouts/attempts/{key}")).await;
    browser.says("Your order is being placed");
    assert_secret(&browser);
    let mut buyer = Browser::new(&shop);
    buyer.open(bank).await.send(&[("decision", "refuse")]).await;
    let own = shop.outcome(&submitted).await;
    assert_eq!(own["errors"][0]["code"], "PAYMENT_CARD_DECLINED", "{own:#}");
    let seen = shop.outcome(&other).await;
    assert_eq!(seen["errors"][0]["code"], "ERROR", "{seen:#}");
    browser.open(&format!("/checkouts/attempts/{key}")).await;
    browser.says("The order was not placed");
    assert!(!browser.html.contains("declined"), "{}", browser.html);
}

#[tokio::test(flavor = "multi_thread")]
async fn only_the_browser_that_bought_is_led_to_its_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = hosted::lamps_in_cart(&shop, lamp, 1).await;
    let mut buyer = hosted::at_review(&shop, &url, "test_ok").await;
    let mut other = Browser::new(&shop);
    other.open(&url.replace("?key=", "/review?key=")).await;

    buyer.send(&[]).await;
    buyer.settled().await.says("Thank you for your order");
    let attempt = buyer.path.clone();
    other.send(&[]).await;
    other.settled().await.says("This cart was bought");
    assert_secret(&other);
    buyer.open(&url).await.says("See the order");
    assert_eq!(buyer.path, attempt);
}
