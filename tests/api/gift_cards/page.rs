//! Gift cards on the checkout page, without a script.

use crate::{
    checkout::browser::{Browser, encoded},
    delivery_options::zones,
    harness::TestShop,
};
use serde_json::json;

impl Browser {
    /// Sends a form of the box for codes: an entered code, or the button that takes a card away.
    pub async fn send_code(&mut self, field: &str, value: &str) -> &mut Self {
        let proof = self.value("proof");
        let from = self.value("from");
        let action = self
            .path
            .replacen(&format!("/{}?", self.step()), "/codes?", 1);
        let action = action.split("&notice").next().unwrap().to_owned();
        let fields = [("proof", proof.as_str()), ("from", &from), (field, value)];
        self.post(&action, encoded(fields.into_iter())).await;
        self
    }
}

/// A browser at the choice of how to pay for a lamp.
pub async fn at_payment(shop: &TestShop) -> Browser {
    zones(shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let query = "query($id: ID!) { cart(id: $id) { checkoutUrl } }";
    let data = shop.data(query, json!({"id": cart["id"]})).await;
    let url = data["cart"]["checkoutUrl"].as_str().unwrap();
    let mut browser = Browser::new(shop);
    browser.open(url).await;
    let back = browser.path.replacen("/review?", "/payment?", 1);
    browser.open(&back).await;
    assert_eq!(browser.step(), "payment");
    browser
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_pays_with_gift_cards_on_the_page() {
    let shop = TestShop::start().await;
    let (small, large) = (shop.gift_card("6").await, shop.gift_card("50").await);
    let mut browser = at_payment(&shop).await;
    browser.says("Gift card or discount code");

    browser.send_code("code", "WRONG-CODE-1234").await;
    assert_eq!(browser.status, 422);
    browser
        .says("This code cannot be used here")
        .says("WRONG-CODE-1234");
    browser.send_code("code", "").await;
    browser.says("This is needed.");
    browser.send_code("code", &small.code.to_lowercase()).await;
    assert_eq!((browser.status, browser.step()), (200, "payment"));
    let shown = format!("•••• {}", &small.code[12..]);
    browser
        .says(&shown)
        .says("−$6.00")
        .says("To pay")
        .says("$9.00");
    assert!(!browser.html.contains(&small.code));
    browser.send(&[("payment", "test_ok")]).await;
    assert_eq!(browser.step(), "review");
    browser.says("Pay $9.00");

    browser.send_code("code", &large.code).await;
    assert_eq!(browser.step(), "review", "nothing is left to pay");
    browser.says("Place the order").says("$0.00");
    let payment = browser.path.replacen("/review?", "/payment?", 1);
    browser.open(&payment).await;
    assert_eq!(browser.step(), "review", "no card is asked for");
    let first = browser.value("remove");
    browser.send_code("remove", &first).await;
    browser.says("−$15.00");
    assert!(!browser.html.contains(&shown), "{}", browser.html);
    browser.send(&[]).await;

    browser.settled().await.says("Thank you for your order");
    assert_eq!(shop.balance(&large).await, "35.0");
    assert_eq!(shop.balance(&small).await, "6.0");
    assert!(shop.intents().await.is_empty());
    shop.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_changed_balance_is_shown_before_it_is_bought() {
    let shop = TestShop::start().await;
    let card = shop.gift_card("6").await;
    let mut browser = at_payment(&shop).await;
    browser.send_code("code", &card.code).await;
    browser.send(&[("payment", "test_ok")]).await;
    shop.end_card(&card).await;

    browser.send(&[]).await;

    assert_eq!(browser.step(), "review");
    browser
        .says("Something changed since you looked")
        .says("Pay $15.00");
    browser.send(&[]).await;
    browser.settled().await.says("Thank you for your order");
}

#[tokio::test(flavor = "multi_thread")]
async fn the_box_for_codes_is_safe() {
    let shop = TestShop::start().await;
    let mut browser = at_payment(&shop).await;
    for _ in 0..10 {
        browser.send_code("code", "WRONGCODE").await;
    }
    browser.send_code("code", "WRONGCODE").await;
    browser.says("Too many codes were wrong");
    browser.send_code("code", "4242 4242 4242 4242").await;
    let cross = "\"><script>alert(1)</script>";
    browser.send_code("code", cross).await;
    assert!(!browser.html.contains("<script>alert"), "{}", browser.html);
    let action = browser.path.clone();
    let stolen = encoded([("from", "payment"), ("code", "X")].into_iter());
    browser.post(&action, stolen).await;
    assert_eq!(browser.status, 403, "a form of another site");
    let nowhere = encoded([("from", "contact"), ("code", "X")].into_iter());
    browser.post(&action, nowhere).await;
    assert_eq!(browser.status, 404);
}
