//! Payments that the buyer must confirm with the bank.

use crate::{delivery_options::zones, harness::TestShop};
use serde_json::Value;
use souk_entities::ids::VariantId;
use souk_shop::checkout::{DEADLINE_MS, resume_attempts};
use std::time::Duration;

/// A submitted cart whose payment waits for the buyer, and the page where they confirm it.
async fn challenged(shop: &TestShop, lamp: VariantId) -> (Value, String) {
    let cart = shop.ready_cart(lamp, "test_3ds").await;
    let submitted = shop.submit(&cart, "one").await;
    let outcome = shop.outcome(&submitted).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionActionRequired",
        "{outcome:#}"
    );
    let url = outcome["action"]["redirectUrl"].as_str().unwrap();
    (submitted, url.to_owned())
}

/// Decides on the page of the bank and follows where it leads; returns the address of the last page.
async fn decide(url: &str, decision: &str) -> String {
    let client = reqwest::Client::new();
    let form = format!("decision={decision}");
    let answer = client.post(url).body(form).send().await.unwrap();
    answer.url().to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_the_buyer_confirms_becomes_an_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let (submitted, url) = challenged(&shop, lamp).await;
    assert_eq!(shop.left(lamp).await, 0, "the lamp is held meanwhile");

    let page = decide(&url, "confirm").await;

    let outcome = shop.outcome(&submitted).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    assert_eq!(page, outcome["orderUrl"].as_str().unwrap());
    let page = reqwest::get(&page).await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    let html = page.text().await.unwrap();
    assert!(html.contains("1 × lamp"), "{html}");
    let forged = format!("http://{}/orders/forged", shop.address);
    assert_eq!(reqwest::get(forged).await.unwrap().status(), 404);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_that_the_buyer_refuses_holds_nothing() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let (submitted, url) = challenged(&shop, lamp).await;

    decide(&url, "refuse").await;

    let outcome = shop.outcome(&submitted).await;
    assert_eq!(outcome["__typename"], "CartCompletionFailed", "{outcome:#}");
    assert_eq!(shop.left(lamp).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_who_never_comes_back_loses_the_lamp_after_a_while() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let (submitted, url) = challenged(&shop, lamp).await;

    let deadline = Duration::from_millis(DEADLINE_MS.unsigned_abs());
    shop.app.clock.advance(deadline);
    resume_attempts(&shop.app).await.unwrap();

    let outcome = shop.outcome(&submitted).await;
    assert_eq!(outcome["__typename"], "CartCompletionFailed", "{outcome:#}");
    assert_eq!(shop.left(lamp).await, 1);
    decide(&url, "confirm").await; // too late: nothing is charged
    let outcome = shop.outcome(&submitted).await;
    assert_eq!(outcome["__typename"], "CartCompletionFailed", "{outcome:#}");
}
