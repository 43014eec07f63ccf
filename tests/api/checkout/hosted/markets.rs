//! The checkout page in the language and the currency of a market.

use super::{CONTACT, lamps_in_cart};
use crate::{checkout::browser::Browser, delivery_options::zones, harness::TestShop};
use serde_json::json;
use souk_entities::{catalog::market, ids::VariantId};
use souk_kernel::{events::relay::Relay, ids::Gid};
use souk_shop::orders;
use std::fs;

/// A shop of a German market in euros, with a lamp that has a German name.
async fn german(shop: &TestShop) -> VariantId {
    zones(shop).await;
    shop.price_list(|_| {}).await;
    shop.change_market(|row| {
        row.countries = market::Codes(vec!["DE".to_owned()]);
        row.languages = market::Codes(vec!["de".to_owned(), "en".to_owned()]);
        row.prices_include_tax = true;
    })
    .await;
    shop.tax_zone(json!({"name": "DE", "countries": [{"code": "DE"}],
        "rates": [{"title": "MwSt.", "rate": "19"}]}))
        .await;
    let lamp = shop
        .product("lamp")
        .price_minor(123_450)
        .pictures(1)
        .create()
        .await;
    let id = lamp.id.0;
    shop.translate("Product", id, id, "title", "Leuchte").await;
    lamp.variants[0]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_speaks_the_language_and_the_currency_of_the_market() {
    let shop = TestShop::start().await;
    let lamp = german(&shop).await;
    let url = lamps_in_cart(&shop, lamp, 1).await;
    let mut browser = Browser::new(&shop).reading("en");
    browser.open(&url).await;
    browser.says("lang=\"de\"").says("Kasse").says("Leuchte");
    browser.says("1.234,50\u{a0}€").says("/media/demo/");
    browser.send(&CONTACT).await;
    browser.says(">Deutschland</option>");
    let address = [
        ("country", "DE"),
        ("last_name", "Lovelace"),
        ("address1", "Lange Straße 12"),
        ("zip", "04109"),
        ("city", "Leipzig"),
    ];
    browser.send(&address).await;
    let post = browser.choice("Post");
    browser.send(&[("delivery", &post)]).await;
    browser.says("Testkarte, die bezahlt");
    browser.says("Geschenkkarte oder Rabattcode");
    let euros = json!({"initialValue": "200", "currencyCode": "EUR"});
    let card = shop.gift_card_of(euros).await;
    let dollars = shop.gift_card("200").await;
    browser.send_code("code", &dollars.code).await;
    browser.says("Dieser Code gilt hier nicht.");
    browser.send_code("code", &card.code).await;
    browser.says("Geschenkkarte ••••").says("Zu zahlen");
    browser.send(&[("payment", "test_ok")]).await;
    browser.says("Zahlungspflichtig bestellen: 1.038,50\u{a0}€\u{a0}EUR");
    browser
        .says("Enthaltene Steuer (MwSt.)")
        .says("Deutschland");
    browser.send(&[]).await;

    browser.says("Danke für Ihre Bestellung");
    let status = browser.link("Bestellung ansehen");
    browser.open(&status).await;
    browser
        .says("Bestellung #1001")
        .says("Lieferung an")
        .says("Deutschland");
    browser.open(&url).await;
    browser.says("Danke für Ihre Bestellung");
    let mut other = Browser::new(&shop);
    other.open(&url).await;
    other.says("Dieser Warenkorb wurde gekauft");
    shop.app.part::<Relay>().drain(&shop.app).await.unwrap();
    assert_eq!(orders::send_due(&shop.app).await.unwrap(), 1);
    let folder = shop.app.config.data_dir.join("outbox-mail");
    let letter = fs::read_dir(folder).unwrap().next().unwrap().unwrap();
    let letter = fs::read_to_string(letter.path()).unwrap();
    let letter = letter.replace("=\r\n", "");
    let texts = ["Lieferung an", "Zwischensumme", "Deutschland", "1.238,50"];
    for text in texts.into_iter().chain(["Geschenkkarte", "200,00"]) {
        assert!(letter.contains(text), "{text}: {letter}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_is_shown_as_the_storefront_that_filled_it_showed_it() {
    let shop = TestShop::start().await;
    let lamp = german(&shop).await;
    let query = "mutation($lines: [CartLineInput!]) @inContext(language: EN) {
        cartCreate(input: {lines: $lines}) { cart { checkoutUrl } } }";
    let lines = json!([{"merchandiseId": lamp.gid(), "quantity": 1}]);
    let made = shop.data(query, json!({"lines": lines})).await;
    let url = made["cartCreate"]["cart"]["checkoutUrl"].as_str().unwrap();
    let mut browser = Browser::new(&shop).reading("de");
    browser.open(url).await;
    browser.says("lang=\"en\"").says("€1,234.50");
}
