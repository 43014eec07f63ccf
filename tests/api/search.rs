//! Listings and searches, from the rows to the answer.

use crate::{builders::MadeProduct, harness::TestShop};
use serde_json::{Value, json};
use souk_entities::{
    catalog::product::ProductStatus,
    ids::{CollectionId, ProductId},
};
use souk_kernel::{events::Event, ids::Gid};
use souk_shop::search;

/// Says that products changed, and waits until the index knows.
async fn changed(shop: &TestShop, products: &[&MadeProduct]) {
    let products = products.iter().map(|made| made.id);
    let events = products.map(|product: ProductId| Event::ProductChanged { product });
    publish(shop, events.collect()).await;
}

async fn publish(shop: &TestShop, events: Vec<Event>) {
    let txn = shop.app.databases.catalog.begin().await.unwrap();
    shop.app.publish(&txn, &events).await.unwrap();
    txn.commit().await.unwrap();
    search::drain_index(&shop.app).await.unwrap();
}

fn handles(connection: &Value) -> Vec<&str> {
    let nodes = connection["nodes"].as_array().unwrap().iter();
    nodes.map(|node| node["handle"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn products_are_listed_searched_and_paged() {
    let shop = TestShop::start().await;
    let lamp = shop
        .product("lamp")
        .tags(&["new"])
        .price_minor(4_900)
        .create()
        .await;
    let cup = shop
        .product("cup")
        .vendor("Okra")
        .tags(&["new", "sale"])
        .price_minor(900);
    let cup = cup.create().await;
    let pot = shop
        .product("pot")
        .vendor("Okra")
        .price_minor(1_900)
        .create()
        .await;
    let draft = shop
        .product("draft")
        .status(ProductStatus::Draft)
        .create()
        .await;
    changed(&shop, &[&lamp, &cup, &pot, &draft]).await;

    let data = shop
        .data(
            "{ all: products(first: 9) { nodes { handle } pageInfo { hasNextPage } }
              cheap: products(first: 2, sortKey: PRICE) { nodes { handle } pageInfo { hasNextPage endCursor } }
              dear: products(first: 9, sortKey: PRICE, reverse: true) { nodes { handle } }
              okra: products(first: 9, query: \"vendor:okra -tag:sale\") { nodes { handle } }
              productTags(first: 9) { nodes } productTypes(first: 1) { edges { node } } }",
            json!({}),
        )
        .await;

    assert_eq!(handles(&data["all"]), ["lamp", "cup", "pot"]);
    assert_eq!(handles(&data["cheap"]), ["cup", "pot"]);
    assert_eq!(data["cheap"]["pageInfo"]["hasNextPage"], true);
    assert_eq!(handles(&data["dear"]), ["lamp", "pot", "cup"]);
    assert_eq!(handles(&data["okra"]), ["pot"]);
    assert_eq!(data["productTags"]["nodes"], json!(["new", "sale"]));
    assert_eq!(data["productTypes"]["edges"], json!([{"node": "Lamp"}]));
    let after = &data["cheap"]["pageInfo"]["endCursor"];
    let next = "query($after: String) { products(first: 2, sortKey: PRICE, after: $after) { nodes { handle }
        pageInfo { hasNextPage hasPreviousPage } } }";
    let data = shop.data(next, json!({"after": after})).await;
    assert_eq!(handles(&data["products"]), ["lamp"]);
    let page = json!({"hasNextPage": false, "hasPreviousPage": true});
    assert_eq!(data["products"]["pageInfo"], page);
    let wrong = "{ products(first: 1, query: \"colour:red\") { nodes { handle } } }";
    let answer = shop.send(wrong, json!({})).await;
    let code = &answer["errors"][0]["extensions"]["code"];
    assert_eq!(*code, "BAD_USER_INPUT");
}

#[tokio::test]
async fn a_collection_offers_filters_that_can_be_sent_back() {
    let shop = TestShop::start().await;
    let shelf: CollectionId = shop.collection("shelf").await.id;
    let cup = shop.product("cup").vendor("Okra").price_minor(900).stock(3);
    let cup = cup.collection(shelf).create().await;
    let pot = shop
        .product("pot")
        .vendor("Arbor")
        .price_minor(1_900)
        .stock(0);
    let pot = pot.collection(shelf).create().await;
    let other = shop.product("other").create().await;
    changed(&shop, &[&cup, &pot, &other]).await;
    let query = "query($filters: [ProductFilter!]) { collection(handle: \"shelf\") { products(first: 9, filters: $filters) {
        nodes { handle } filters { id label type values { id label count input } } } } }";

    let data = shop.data(query, json!({})).await;
    let found = &data["collection"]["products"];
    assert_eq!(handles(found), ["cup", "pot"]);
    let filters = found["filters"].as_array().unwrap();
    let find = |id: &str| filters.iter().find(|filter| filter["id"] == id).unwrap();
    let stock = find("filter.v.availability");
    assert_eq!(stock["values"][0]["count"], 1);
    assert_eq!(stock["values"][1]["input"], "{\"available\":false}");
    let price = &find("filter.v.price")["values"][0]["input"];
    let price: Value = serde_json::from_str(price.as_str().unwrap()).unwrap();
    assert_eq!(price, json!({"price": {"min": 9.0, "max": 19.0}}));
    let vendor = find("filter.p.vendor")["values"][1].clone();
    assert_eq!(
        (&vendor["label"], &vendor["count"]),
        (&json!("Okra"), &json!(1))
    );

    let input: Value = serde_json::from_str(vendor["input"].as_str().unwrap()).unwrap();
    for (filters, expected) in [
        (json!([input]), vec!["cup"]),
        (json!([price]), vec!["cup", "pot"]),
        (json!([{"available": false}]), vec!["pot"]),
        (json!([{"price": {"max": 9.5}}]), vec!["cup"]),
        (
            json!([{"productVendor": "Okra"}, {"available": false}]),
            vec![],
        ),
    ] {
        let data = shop.data(query, json!({"filters": filters})).await;
        assert_eq!(handles(&data["collection"]["products"]), expected);
    }
}

#[tokio::test]
async fn a_change_is_seen_and_a_deleted_product_is_gone() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    changed(&shop, &[&lamp]).await;
    let query = "{ search(query: \"lamp\", first: 5) { totalCount nodes { ... on Product { handle trackingParameters } } }
        predictiveSearch(query: \"la\") { products { handle } collections { handle } queries { text styledText } } }";

    let data = shop.data(query, json!({})).await;
    assert_eq!(data["search"]["totalCount"], 1);
    let tracked = json!({"handle": "lamp", "trackingParameters": "_psq=lamp&_pos=1"});
    assert_eq!(data["search"]["nodes"], json!([tracked]));
    let predicted = json!({
        "products": [{"handle": "lamp"}],
        "collections": [],
        "queries": [{"text": "lamp", "styledText": "<mark>la</mark><span>mp</span>"}],
    });
    assert_eq!(data["predictiveSearch"], predicted);

    use sea_orm::EntityTrait;
    let db = shop.app.databases.catalog.writer();
    let gone = souk_entities::catalog::product::Entity::delete_by_id(lamp.id);
    gone.exec(db).await.unwrap();
    publish(&shop, vec![Event::ProductDeleted { product: lamp.id }]).await;
    let data = shop.data(query, json!({})).await;
    assert_eq!(data["search"]["totalCount"], 0);
}

#[tokio::test]
async fn the_index_follows_without_being_asked_and_is_filled_anew() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let catalog = &shop.app.databases.catalog;
    let event = Event::ProductChanged { product: lamp.id };
    let txn = catalog.begin().await.unwrap();
    shop.app.publish(&txn, &[event]).await.unwrap();
    txn.commit().await.unwrap();
    let query = "{ products(first: 5) { nodes { handle } } }";
    let start = std::time::Instant::now();
    while handles(&shop.data(query, json!({})).await["products"]).is_empty() {
        assert!(start.elapsed().as_secs() < 10, "the index does not follow");
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    shop.product("cup").create().await;
    assert_eq!(search::reindex(&shop.app).await.unwrap(), Some(2));
    let data = shop.data(query, json!({})).await;
    assert_eq!(handles(&data["products"]), ["lamp", "cup"]);
}

#[tokio::test]
async fn related_products_share_something() {
    let shop = TestShop::start().await;
    let make = |handle, vendor, tags| {
        let product = shop.product(handle).vendor(vendor).tags(tags);
        product
            .with(|row| row.product_type = handle.to_owned())
            .create()
    };
    let lamp = make("lamp", "Okra", &["desk"]).await;
    let shade = make("shade", "Arbor", &["desk"]).await;
    let pot = make("pot", "Tindra", &["kitchen"]).await;
    changed(&shop, &[&lamp, &shade, &pot]).await;
    let query = "query($id: ID!) { productRecommendations(productId: $id) { handle }
        none: productRecommendations(productHandle: \"x\") { handle }
        with: productRecommendations(productId: $id, intent: COMPLEMENTARY) { handle } }";
    let data = shop.data(query, json!({"id": lamp.id.gid().0})).await;
    let expected =
        json!({"productRecommendations": [{"handle": "shade"}], "none": null, "with": []});
    assert_eq!(data, expected);
}
