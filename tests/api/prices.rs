//! Prices of markets.

use crate::{harness::TestShop, product_page::PAGE};
use serde_json::json;
use souk_entities::catalog::{
    price_list::CompareAtMode,
    price_list_price::{self, QuantityBreak, QuantityBreaks},
};

#[tokio::test]
async fn a_market_shows_the_prices_of_its_list() {
    let shop = TestShop::start().await;
    let made = shop
        .product("lamp")
        .option("Size", &["S", "L"])
        .variant(&["S"], 4_999)
        .with_variant(|row| row.compare_at_price = Some(6_000))
        .variant(&["L"], 8_000)
        .create()
        .await;
    let list = shop
        .price_list(|list| {
            list.exchange_rate = 920_000;
            list.adjustment = 900;
        })
        .await;
    shop.fix_price(price_list_price::Model {
        price_list_id: list,
        variant_id: made.variants[1],
        product_id: made.id,
        price: 7_900,
        compare_at_price: Some(8_500),
        quantity_breaks: QuantityBreaks(vec![QuantityBreak {
            minimum: 10,
            price: 7_000,
        }]),
    })
    .await;

    let data = shop.data(PAGE, json!({"handle": "lamp"})).await;

    let variants = &data["product"]["variants"]["nodes"];
    // 49.99 × 0.92 × 1.09 = 50.129972
    assert_eq!(
        variants[0]["price"],
        json!({"amount": "50.13", "currencyCode": "EUR"})
    );
    assert_eq!(variants[0]["compareAtPrice"]["amount"], "60.17");
    assert_eq!(variants[1]["price"]["amount"], "79.0");
    assert_eq!(variants[1]["compareAtPrice"]["amount"], "85.0");
    assert_eq!(
        variants[1]["quantityPriceBreaks"]["nodes"],
        json!([{"minimumQuantity": 10, "price": {"amount": "70.0"}}])
    );
    let range = &data["product"]["priceRange"];
    assert_eq!(range["minVariantPrice"]["currencyCode"], "EUR");
    assert_eq!(range["minVariantPrice"]["amount"], "50.13");
}

#[tokio::test]
async fn a_list_may_drop_prices_before_a_reduction() {
    let shop = TestShop::start().await;
    shop.product("lamp")
        .price_minor(5_000)
        .with_variant(|row| row.compare_at_price = Some(6_000))
        .create()
        .await;
    shop.price_list(|list| {
        list.currency = "JPY".to_owned();
        list.exchange_rate = 150_500_000;
        list.compare_at_mode = CompareAtMode::Nullify;
    })
    .await;

    let data = shop.data(PAGE, json!({"handle": "lamp"})).await;

    let variant = &data["product"]["variants"]["nodes"][0];
    assert_eq!(
        variant["price"],
        json!({"amount": "7525.0", "currencyCode": "JPY"})
    );
    assert_eq!(variant["compareAtPrice"], json!(null));
    let before = &data["product"]["compareAtPriceRange"];
    assert_eq!(before["minVariantPrice"]["amount"], "0.0");
}
