//! The demo catalogue fills an empty shop.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_shop::seed;

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
        page(handle: \"about\") { id title
            minutes: metafield(namespace: \"custom\", key: \"reading_minutes\") { id value } }
        collection(handle: \"lighting\") {
            headline: metafield(namespace: \"custom\", key: \"headline\") { value } }
        tea: product(handle: \"morning-assam\") { sellingPlanGroups(first: 9) { nodes {
            name sellingPlans(first: 9) { nodes { id name } } } } }
        blog(handle: \"journal\") { articleByHandle(handle: \"forty-sheep\") {
            comments(first: 9) { nodes { id content } } } } }";
    let first = shop.data(query, Value::Null).await;
    assert_eq!(first["shop"]["name"], "Larkfold");
    assert_eq!(first["product"]["title"], "Halm Table Lamp");
    let collections = first["product"]["collections"].to_string();
    assert!(collections.contains("lighting"), "{collections}");
    assert_eq!(first["page"]["title"], "About us");
    assert_eq!(first["page"]["minutes"]["value"], "2");
    assert_eq!(
        first["collection"]["headline"]["value"],
        "Light where you need it"
    );
    let groups = first["tea"]["sellingPlanGroups"]["nodes"].as_array();
    assert_eq!(groups.map(Vec::len), Some(1));
    let comments = &first["blog"]["articleByHandle"]["comments"]["nodes"];
    assert_eq!(comments[0]["content"], "Which half?");

    let german = query.replacen("query", "query @inContext(country: DE, language: DE)", 1);
    let german = shop.data(&german, Value::Null).await;
    assert_eq!(german["product"]["title"], "Tischleuchte Halm");
    assert_eq!(german["product"]["options"][0]["name"], "Farbe");
    let price = &german["product"]["priceRange"]["minVariantPrice"];
    assert_eq!(price["currencyCode"], "EUR");
    assert_eq!(german["menu"]["items"][0]["title"], json!("Start"));
    assert_eq!(
        german["collection"]["headline"]["value"],
        "Licht, wo man es braucht"
    );
    let group = &german["tea"]["sellingPlanGroups"]["nodes"][0];
    assert_eq!(group["name"], "Im Abo sparen");
    assert_eq!(group["sellingPlans"]["nodes"][1]["name"], "Alle 2 Monate");

    assert_eq!(seed::run(&shop.app).await.unwrap(), products);
    let second = shop.data(query, Value::Null).await;
    for kept in ["product", "page", "tea", "blog"] {
        assert_eq!(second[kept], first[kept], "{kept}");
    }
    shop.assert_verified().await;
}
