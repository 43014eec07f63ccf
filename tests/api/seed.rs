//! The demo catalogue fills an empty shop.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk::merchant::seed;

#[tokio::test(flavor = "multi_thread")]
async fn the_demo_fills_an_empty_shop_and_may_run_again() {
    let shop = TestShop::start().await;
    assert!(seed::is_needed(&shop.app).await.unwrap());
    let products = seed::run(&shop.app).await.unwrap();
    assert!(products > 300, "{products}");
    assert!(!seed::is_needed(&shop.app).await.unwrap());

    let query = "query { shop { name }
        product(handle: \"halm-table-lamp\") {
            id title options { name } collections(first: 9) { nodes { handle } }
            priceRange { minVariantPrice { amount currencyCode } }
        }
        menu(handle: \"main-menu\") { items { title url } }
        page(handle: \"about\") { title } }";
    let first = shop.data(query, Value::Null).await;
    assert_eq!(first["shop"]["name"], "Larkfold");
    assert_eq!(first["product"]["title"], "Halm Table Lamp");
    let collections = first["product"]["collections"].to_string();
    assert!(collections.contains("lighting"), "{collections}");
    assert_eq!(first["page"]["title"], "About us");

    let german = query.replacen("query", "query @inContext(country: DE, language: DE)", 1);
    let german = shop.data(&german, Value::Null).await;
    assert_eq!(german["product"]["title"], "Tischleuchte Halm");
    assert_eq!(german["product"]["options"][0]["name"], "Farbe");
    let price = &german["product"]["priceRange"]["minVariantPrice"];
    assert_eq!(price["currencyCode"], "EUR");
    assert_eq!(german["menu"]["items"][0]["title"], json!("Start"));

    assert_eq!(seed::run(&shop.app).await.unwrap(), products);
    let second = shop.data(query, Value::Null).await;
    assert_eq!(second["product"], first["product"]);
}
