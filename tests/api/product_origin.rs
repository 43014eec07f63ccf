//! Where products were made: written, imported, read, and offered as a filter.

use crate::{harness::TestShop, import::import};
use serde_json::{Value, json};
use souk_shop::{import::Format, search};

const SET: &str = "mutation Set($input: ProductSetInput!, $identifier: ProductSetIdentifiers) {
    productSet(input: $input, identifier: $identifier) {
        product { countryOfOrigin } userErrors { code field message }
    }
}";

const LISTING: &str = "query($filters: [ProductFilter!]) {
    search(query: \"*\", first: 9, types: [PRODUCT], sortKey: RELEVANCE, productFilters: $filters) {
        nodes { ... on Product { handle } }
        productFilters { id label values { id label count input } }
    }
}";

/// Saves a product and returns the country it has then.
async fn set(shop: &TestShop, handle: &str, change: Value) -> Value {
    let mut input = json!({"title": handle});
    for (name, value) in change.as_object().unwrap() {
        input[name] = value.clone();
    }
    let variables = json!({"input": input, "identifier": {"handle": handle}});
    let answer = shop.merchant().data(SET, variables).await;
    assert_eq!(answer["productSet"]["userErrors"], json!([]));
    answer["productSet"]["product"]["countryOfOrigin"].clone()
}

async fn origin(shop: &TestShop, handle: &str) -> Value {
    let query = "query($handle: String!) { product(handle: $handle) { countryOfOrigin } }";
    let data = shop.data(query, json!({"handle": handle})).await;
    data["product"]["countryOfOrigin"].clone()
}

fn new(country: Value) -> Value {
    let options = json!([{"name": "Title", "values": [{"name": "Default Title"}]}]);
    let value = json!([{"optionName": "Title", "name": "Default Title"}]);
    json!({
        "countryOfOrigin": country,
        "productOptions": options,
        "variants": [{"optionValues": value, "price": "9.00"}],
    })
}

#[tokio::test]
async fn a_country_is_written_kept_and_removed() {
    let shop = TestShop::start().await;
    assert_eq!(set(&shop, "mug", new(json!("SE"))).await, "SE");
    assert_eq!(origin(&shop, "mug").await, "SE");
    assert_eq!(set(&shop, "mug", json!({"vendor": "Okra"})).await, "SE");
    assert_eq!(
        set(&shop, "mug", json!({"countryOfOrigin": "PT"})).await,
        "PT"
    );
    assert_eq!(origin(&shop, "mug").await, "PT");

    let variables = json!({"input": {"countryOfOrigin": "XX"}, "identifier": {"handle": "mug"}});
    let refused = shop.merchant().send(SET, variables).await;
    let message = refused["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("countryOfOrigin"), "{message}");
    assert!(message.contains("XX"), "{message}");
    assert_eq!(origin(&shop, "mug").await, "PT");

    let none = json!({"countryOfOrigin": null});
    assert_eq!(set(&shop, "mug", none).await, Value::Null);
    assert_eq!(origin(&shop, "mug").await, Value::Null);
}

#[tokio::test]
async fn listings_offer_countries_as_a_filter() {
    let shop = TestShop::start().await;
    for (handle, country) in [
        ("mug", json!("SE")),
        ("bowl", json!("CH")),
        ("plate", json!("CN")),
        ("spoon", json!("SE")),
        ("fork", Value::Null),
    ] {
        set(&shop, handle, new(country)).await;
    }
    search::drain_index(&shop.app).await.unwrap();
    let offered = |data: &Value| {
        let filters = data["search"]["productFilters"].as_array().unwrap();
        let mut filters = filters.iter();
        let found = filters.find(|filter| filter["id"] == "filter.p.country_of_origin");
        found.cloned().unwrap()
    };
    let handles = |data: &Value| {
        let nodes = data["search"]["nodes"].as_array().unwrap();
        let handles = nodes.iter().map(|node| node["handle"].as_str().unwrap());
        let mut handles: Vec<String> = handles.map(str::to_owned).collect();
        handles.sort();
        handles
    };

    let filter = offered(&shop.data(LISTING, Value::Null).await);
    assert_eq!(filter["label"], "Country of origin");
    let value = |code: &str, name: &str, count: u32| {
        let id = format!("filter.p.country_of_origin.{}", code.to_lowercase());
        let input = json!({"countryOfOrigin": code}).to_string();
        json!({"id": id, "label": name, "count": count, "input": input})
    };
    let values = json!([
        value("CN", "China", 1),
        value("SE", "Sweden", 2),
        value("CH", "Switzerland", 1),
    ]);
    assert_eq!(filter["values"], values);

    let input = filter["values"][1]["input"].as_str().unwrap();
    let swedish: Value = serde_json::from_str(input).unwrap();
    let data = shop.data(LISTING, json!({"filters": [swedish]})).await;
    assert_eq!(handles(&data), ["mug", "spoon"]);
    assert_eq!(offered(&data)["values"], values); // a filter's own counts ignore it
    let either = json!([swedish, {"countryOfOrigin": "CN"}]);
    let data = shop.data(LISTING, json!({"filters": either})).await;
    assert_eq!(handles(&data), ["mug", "plate", "spoon"]);

    set(&shop, "spoon", json!({"countryOfOrigin": "CN"})).await;
    search::drain_index(&shop.app).await.unwrap();
    let data = shop.data(LISTING, json!({"filters": [swedish]})).await;
    assert_eq!(handles(&data), ["mug"]);
}

#[tokio::test]
async fn files_say_where_products_were_made() {
    let shop = TestShop::start().await;
    let csv = "Handle,Title,Variant Price,Country of origin\n\
        mug,Mug,9.00,SE\n\
        bowl,Bowl,9.00,portugal\n\
        fork,Fork,9.00,\n\
        plate,Plate,9.00,Nowhere\n";
    let (summary, heard) = import(&shop, Format::Csv, csv).await;
    assert_eq!((summary.created, summary.left_out), (3, 1));
    let reason = "The column Country of origin must hold a country, not `Nowhere`. The product plate is left out.";
    assert_eq!(heard.bad[0].reason, reason);
    assert_eq!(heard.notes, [""; 0]);
    assert_eq!(origin(&shop, "mug").await, "SE");
    assert_eq!(origin(&shop, "bowl").await, "PT");
    assert_eq!(origin(&shop, "fork").await, Value::Null);

    import(&shop, Format::Csv, "Handle,Title\nmug,Large Mug\n").await;
    assert_eq!(origin(&shop, "mug").await, "SE");
    import(&shop, Format::Csv, "Handle,Country of origin\nmug,\n").await;
    assert_eq!(origin(&shop, "mug").await, Value::Null);

    let lines = [
        json!({"handle": "mug", "countryOfOrigin": "DE"}),
        json!({"handle": "bowl", "countryOfOrigin": "XX"}),
        json!({"handle": "fork", "title": "Small Fork"}),
    ]
    .map(|line| line.to_string());
    let (summary, heard) = import(&shop, Format::Jsonl, &lines.join("\n")).await;
    assert_eq!((summary.updated, summary.left_out), (2, 1));
    let reason = &heard.bad[0].reason;
    assert!(reason.contains("countryOfOrigin"), "{reason}");
    assert!(reason.contains("XX"), "{reason}");
    assert_eq!(origin(&shop, "mug").await, "DE");
    assert_eq!(origin(&shop, "bowl").await, "PT");
}
