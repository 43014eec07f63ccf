//! The checkout page, used as a browser without scripts uses it.

mod markets;
mod safety;

use super::browser::Browser;
use crate::{
    delivery_options::{cart_to, zones},
    harness::TestShop,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use souk_entities::{catalog::variant, ids::VariantId};

const CONTACT: [(&str, &str); 2] = [("email", "ada@shop.example"), ("phone", "+49 151 12345678")];
const ADDRESS: [(&str, &str); 7] = [
    ("country", "US"),
    ("first_name", "Ada"),
    ("last_name", "Lovelace"),
    ("address1", "12 Long Street"),
    ("zip", "10001"),
    ("city", "New York"),
    ("province", "NY"),
];

/// The checkout page of a cart.
async fn checkout_url(shop: &TestShop, cart: &Value) -> String {
    let query = "query($id: ID!) { cart(id: $id) { checkoutUrl } }";
    let data = shop.data(query, json!({"id": cart["id"]})).await;
    data["cart"]["checkoutUrl"].as_str().unwrap().to_owned()
}

/// A cart with so many lamps, and its checkout page.
pub(super) async fn lamps_in_cart(shop: &TestShop, lamp: VariantId, units: i32) -> String {
    let cart = cart_to(shop, &[(lamp, units)], json!([])).await;
    checkout_url(shop, &cart).await
}

/// A browser at the choice of how to pay, everything before it filled in.
async fn at_payment(shop: &TestShop, url: &str) -> Browser {
    let mut browser = Browser::new(shop);
    browser.open(url).await;
    assert_eq!(browser.step(), "contact");
    browser.send(&CONTACT).await;
    assert_eq!(browser.step(), "address");
    browser.send(&ADDRESS).await;
    assert_eq!(browser.step(), "delivery");
    let standard = browser.choice("Standard");
    browser.send(&[("delivery", &standard)]).await;
    assert_eq!(browser.step(), "payment");
    browser
}

/// A browser at the last look before buying with a card.
pub(super) async fn at_review(shop: &TestShop, url: &str, card: &str) -> Browser {
    let mut browser = at_payment(shop, url).await;
    browser.send(&[("payment", card)]).await;
    assert_eq!(browser.step(), "review");
    browser
}

/// Names of the orders there are, with their totals.
async fn orders(shop: &TestShop) -> Vec<(String, String)> {
    let query = "{ orders(first: 9) { nodes { name totalPrice { amount } } } }";
    let data = shop.merchant().data(query, json!({})).await;
    let nodes = data["orders"]["nodes"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    nodes
        .map(|node| (text(&node["name"]), text(&node["totalPrice"]["amount"])))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_is_bought_step_by_step() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 2).await;

    let mut browser = at_review(&shop, &url, "test_ok").await;
    browser
        .says("ada@shop.example")
        .says("12 Long Street")
        .says("Standard, $5.00")
        .says("lamp")
        .says("Pay $25.00\u{a0}USD");
    browser.send(&[]).await;

    browser.says("Thank you for your order").says("#1001");
    let status = browser.link("See the order");
    browser.open(&status).await;
    browser.says("Order #1001").says("2 × lamp").says("$25.00");
    assert_eq!(
        orders(&shop).await,
        [("#1001".to_owned(), "25.0".to_owned())]
    );
    assert_eq!(shop.left(lamp).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_country_is_chosen_first_and_then_its_provinces() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let canada = json!({"name": "CA", "countries": [{"code": "CA"}], "methods": [
        crate::merchant::zones::method("Moose", "3")]});
    shop.delivery_zone(canada).await;
    let mut browser = Browser::new(&shop);
    browser.open(&lamps_in_cart(&shop, lamp, 1).await).await;
    browser.send(&CONTACT).await;
    browser.says(">Oregon</option>").says(">Canada</option>");
    assert!(
        !browser.html.contains(">Germany</option>"),
        "its rate is in euros"
    );

    let chosen = [
        ("country", "CA"),
        ("city", "Toronto"),
        ("country_chosen", "1"),
    ];
    browser.send(&chosen).await;

    assert_eq!((browser.status, browser.step()), (200, "address"));
    browser.says(">Ontario</option>");
    assert_eq!(browser.value("city"), "Toronto");
    let address = [
        ("country", "CA"),
        ("last_name", "Munro"),
        ("address1", "1 Way"),
        ("zip", "M5V 1A1"),
        ("city", "Toronto"),
        ("province", "ON"),
    ];
    browser.send(&address).await;
    assert_eq!(browser.step(), "delivery");
    browser.says("Moose").says("$3.00");
}

#[tokio::test(flavor = "multi_thread")]
async fn after_a_decline_another_card_buys_and_nothing_is_typed_again() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = at_review(&shop, &url, "test_decline").await;

    browser.send(&[]).await;
    assert_eq!(browser.step(), "payment");
    browser.says("The payment was declined. Nothing was charged.");
    assert_eq!(shop.left(lamp).await, 1);
    browser
        .send(&[("payment", "test_insufficient_funds")])
        .await;
    browser.send(&[]).await;
    assert_eq!(browser.step(), "payment");
    browser.says("There is not enough money behind the card");
    browser.send(&[("payment", "test_ok")]).await;
    browser.says("ada@shop.example");
    browser.send(&[]).await;

    browser.says("Thank you for your order");
    assert_eq!(orders(&shop).await.len(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_bank_is_asked_and_leads_back() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(2).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = at_review(&shop, &url, "test_3ds").await;
    browser.send(&[]).await;
    browser.says("Your bank asks you to confirm");
    let attempt = browser.path.clone();
    let mut elsewhere = Browser::new(&shop);
    elsewhere.open(&url).await;
    elsewhere.says("Your order is being placed");
    assert_ne!(elsewhere.path, attempt, "another browser is led to no bank");
    let path = browser.open(&url).await.path.clone();
    assert_eq!(path, attempt, "the cart leads to what is under way");

    browser.refresh().await;
    browser.says("Confirm a test payment");
    browser.send(&[("decision", "refuse")]).await;
    assert_eq!(browser.step(), "payment");
    browser.says("The payment was declined");

    browser.send(&[("payment", "test_3ds")]).await;
    browser.send(&[]).await;
    browser.refresh().await;
    browser.send(&[("decision", "confirm")]).await;
    browser.says("Thank you for your order").says("#1001");
    assert_eq!(shop.left(lamp).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_clicks_are_one_order() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut first = at_review(&shop, &url, "test_ok").await;
    let mut second = Browser::new(&shop);
    second.cookies.clone_from(&first.cookies);
    second.html.clone_from(&first.html);

    tokio::join!(first.send(&[]), second.send(&[]));
    first.settled().await;
    second.settled().await;

    first.says("Thank you for your order");
    let bought = ["Thank you for your order", "This cart was bought"];
    assert!(
        bought.iter().any(|text| second.html.contains(text)),
        "{}",
        second.html
    );
    assert_eq!(orders(&shop).await.len(), 1);
    assert_eq!(shop.left(lamp).await, 8);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_free_and_not_sent_needs_an_e_mail_address_only() {
    let shop = TestShop::start().await;
    let pattern = shop.product("pattern").price_minor(0);
    let pattern = pattern.with_variant(|row| row.requires_shipping = false);
    let pattern = pattern.create().await.variants[0];
    let mut browser = Browser::new(&shop);
    browser.open(&lamps_in_cart(&shop, pattern, 1).await).await;

    browser.send(&CONTACT).await;
    assert_eq!(browser.step(), "review");
    browser.says("Place the order");
    for step in ["address", "delivery", "payment"] {
        assert!(!browser.html.contains(&format!("/{step}?")), "{step}");
    }
    browser.send(&[]).await;

    browser.says("Thank you for your order");
    assert_eq!(
        orders(&shop).await,
        [("#1001".to_owned(), "0.0".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_sent_is_paid_without_an_address() {
    let shop = TestShop::start().await;
    let song = shop.product("song").price_minor(150);
    let song = song.with_variant(|row| row.requires_shipping = false);
    let song = song.create().await.variants[0];
    let mut browser = Browser::new(&shop);
    browser.open(&lamps_in_cart(&shop, song, 1).await).await;
    browser.send(&CONTACT).await;
    assert_eq!(browser.step(), "payment");
    let address = browser.path.replace("/payment", "/address");
    browser.open(&address).await;
    assert_eq!(browser.step(), "payment", "there is no such step");
    browser.send(&[("payment", "test_ok")]).await;
    browser.send(&[]).await;
    browser.says("Thank you for your order");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_empty_cart_has_nothing_to_buy() {
    let shop = TestShop::start().await;
    let cart = cart_to(&shop, &[], json!([])).await;
    let mut browser = Browser::new(&shop);
    browser.open(&checkout_url(&shop, &cart).await).await;
    browser.says("Your cart is empty");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_sold_out_meanwhile_is_not_charged_and_the_rest_can_be_had() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 3).await;
    let mut browser = at_review(&shop, &url, "test_ok").await;
    let quicker = lamps_in_cart(&shop, lamp, 1).await;
    at_review(&shop, &quicker, "test_ok").await.send(&[]).await;

    browser.send(&[]).await;
    assert_eq!(browser.step(), "review");
    browser
        .says("was sold meanwhile. Nothing was charged.")
        .says("Only 2 left");
    assert_eq!(orders(&shop).await.len(), 1);
    browser.send(&[]).await; // take what is left
    browser
        .says("Your cart now holds what is left")
        .says("Pay $25.00");
    browser.send(&[]).await;

    browser.says("Thank you for your order").says("#1002");
    assert_eq!(shop.left(lamp).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_total_that_changed_is_shown_again_before_it_is_charged() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = at_review(&shop, &url, "test_ok").await;
    browser.says("Pay $15.00");
    variant::Entity::update_many()
        .col_expr(variant::Column::Price, Expr::value(1_200_i64))
        .filter(variant::Column::Id.eq(lamp))
        .exec(shop.app.databases.catalog.writer())
        .await
        .unwrap();

    browser.send(&[]).await;
    assert_eq!(browser.step(), "review");
    browser
        .says("Something changed since you looked")
        .says("Pay $17.00");
    assert!(orders(&shop).await.is_empty());
    browser.send(&[]).await;

    browser.says("Thank you for your order");
    assert_eq!(
        orders(&shop).await,
        [("#1001".to_owned(), "17.0".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_that_the_api_filled_begins_where_something_is_missing() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let mut browser = Browser::new(&shop);
    browser.open(&checkout_url(&shop, &cart).await).await;
    assert_eq!(browser.step(), "review");
    let change = browser.link("Change<span class=\"unseen\">: Contact</span>");
    browser.open(&change).await;
    assert_eq!(browser.value("email"), "ada@example.com");
    browser.send(&[("email", "grace@shop.example")]).await;
    assert_eq!(browser.step(), "review");
    browser.says("grace@shop.example");
    browser.send(&[]).await;
    browser.says("Thank you for your order");
}
