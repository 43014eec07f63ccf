//! Collections: lookups and lists.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_entities::catalog::{
    collection::RuleSet,
    market::Codes,
    product::{Media, MediaKind, Picture},
};
use souk_kernel::ids::Gid;

fn handles(connection: &Value) -> Vec<&str> {
    let nodes = connection["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["handle"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn a_collection_is_found_by_handle_and_id() {
    let shop = TestShop::start().await;
    let made = shop
        .collection_with("lights", |row| {
            row.seo_description = Some("All lights".to_owned());
            row.image = Some(Picture(Some(Media {
                id: 5.into(),
                kind: MediaKind::Image,
                source: "demo:lamp?hue=9".to_owned(),
                alt: None,
                width: None,
                height: None,
                preview: None,
            })));
        })
        .await;
    let id = made.id.gid().to_string();

    let data = shop
        .data(
            "query($id: ID!) { collection(id: $id) { handle } collectionByHandle(handle: \"lights\") { id title description
                descriptionHtml image { url altText } seo { title description } onlineStoreUrl trackingParameters updatedAt }
                gone: collection(handle: \"x\") { id } }",
            json!({"id": id}),
        )
        .await;

    assert_eq!(data["collection"], json!({"handle": "lights"}));
    let found = &data["collectionByHandle"];
    assert_eq!(found["id"], json!(id));
    assert_eq!(found["descriptionHtml"], "<p>lights</p>");
    let url = format!("http://{}", shop.address);
    assert_eq!(
        found["image"],
        json!({"url": format!("{url}/media/demo/lamp%3Fhue%3D9"), "altText": null})
    );
    assert_eq!(
        found["seo"],
        json!({"title": null, "description": "All lights"})
    );
    assert_eq!(found["onlineStoreUrl"], format!("{url}/collections/lights"));
    assert_eq!(data["gone"], json!(null));
}

#[tokio::test]
async fn collections_are_listed_in_every_order_page_by_page() {
    let shop = TestShop::start().await;
    for (number, handle) in ["delta", "alpha", "hidden", "charlie", "bravo"]
        .iter()
        .enumerate()
    {
        shop.collection_with(handle, |row| {
            row.updated_at.0 -= i64::try_from(number).unwrap() * 1_000;
            if *handle == "hidden" {
                row.published_at = None;
            }
        })
        .await;
    }
    let list = async |arguments: &str| {
        let query = format!(
            "{{ collections({arguments}) {{ nodes {{ handle }} pageInfo {{ endCursor startCursor hasNextPage
                hasPreviousPage }} }} }}"
        );
        shop.data(&query, json!({})).await["collections"].clone()
    };

    let all = list("first: 10").await;
    assert_eq!(handles(&all), ["delta", "alpha", "charlie", "bravo"]);
    assert_eq!(all["pageInfo"]["hasNextPage"], false);
    for (order, expected) in [
        ("sortKey: TITLE", ["alpha", "bravo", "charlie", "delta"]),
        (
            "sortKey: TITLE, reverse: true",
            ["delta", "charlie", "bravo", "alpha"],
        ),
        (
            "sortKey: UPDATED_AT",
            ["bravo", "charlie", "alpha", "delta"],
        ),
        (
            "sortKey: ID, reverse: true",
            ["bravo", "charlie", "alpha", "delta"],
        ),
    ] {
        let mut seen = Vec::new();
        let mut after = String::new();
        loop {
            let page = list(&format!("first: 1, {order} {after}")).await;
            seen.extend(handles(&page).into_iter().map(str::to_owned));
            if page["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = format!(", after: {}", page["pageInfo"]["endCursor"]);
        }
        assert_eq!(seen, expected, "{order}");
        let last = list(&format!("last: 2, {order}")).await;
        assert_eq!(handles(&last), expected[2..], "{order}");
        let start = &last["pageInfo"]["startCursor"];
        let before = list(&format!("last: 5, {order}, before: {start}")).await;
        assert_eq!(handles(&before), expected[..2], "{order}");
        assert_eq!(before["pageInfo"]["hasPreviousPage"], false);
    }
}

#[tokio::test]
async fn a_cursor_of_another_order_is_refused() {
    let shop = TestShop::start().await;
    shop.collection("alpha").await;
    let query = "query($after: String, $key: CollectionSortKeys) { collections(first: 1, after: $after, sortKey: $key) {
        pageInfo { endCursor } } }";
    let data = shop.data(query, json!({"key": "TITLE"})).await;
    let cursor = &data["collections"]["pageInfo"]["endCursor"];

    let answer = shop
        .send(query, json!({"key": "UPDATED_AT", "after": cursor}))
        .await;

    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn collections_are_filtered_by_a_query() {
    let shop = TestShop::start().await;
    shop.collection_with("summer-sale", |row| row.title = "Summer Sale".to_owned())
        .await;
    shop.collection_with("lights", |row| {
        row.title = "Lights".to_owned();
        row.rule_set = Some(RuleSet {
            applied_disjunctively: false,
            rules: Vec::new(),
        });
    })
    .await;
    let list = async |query: &str| {
        shop.send(
            "query($query: String) { collections(first: 5, query: $query) { nodes { handle } } }",
            json!({"query": query}),
        )
        .await
    };

    for (query, expected) in [
        ("title:summer", vec!["summer-sale"]),
        ("sale", vec!["summer-sale"]),
        ("handle:lig*", vec!["lights"]),
        ("collection_type:smart", vec!["lights"]),
        ("NOT collection_type:smart", vec!["summer-sale"]),
        (
            "handle:lights OR handle:summer-sale",
            vec!["summer-sale", "lights"],
        ),
        ("updated_at:<2020-01-01", vec![]),
    ] {
        let answer = list(query).await;
        assert_eq!(handles(&answer["data"]["collections"]), expected, "{query}");
    }
    let unknown = list("colour:red").await;
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_collection_has_texts_in_the_language_of_the_market() {
    let shop = TestShop::start().await;
    let id = shop.collection("lights").await.id.0;
    shop.translate("Collection", id, id, "title", "Leuchten")
        .await;
    shop.translate("Collection", id, id, "body_html", "<p>Alle Leuchten</p>")
        .await;
    let query = "{ collection(handle: \"lights\") { title description(truncateAt: 7) } }";
    let own = shop.data(query, json!({})).await;
    assert_eq!(
        own["collection"],
        json!({"title": "lights", "description": "lights"})
    );

    shop.change_market(|market| market.languages = Codes(vec!["de".to_owned()]))
        .await;

    let german = shop.data(query, json!({})).await;
    assert_eq!(
        german["collection"],
        json!({"title": "Leuchten", "description": "Alle..."})
    );
}
