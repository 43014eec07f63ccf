//! Merchants make and change collections.

use super::{because, change, changed, refusal};
use crate::{builders::MadeProduct, harness::TestShop};
use futures_util::future::join_all;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use souk_entities::{Timestamp, catalog::collection_product};
use souk_kernel::{ids::Gid, scalars::iso8601};
use souk_shop::{market::Directory, search};
use std::collections::HashSet;

pub(super) const CREATE: &str = "mutation($collection: CollectionInput!) {
    collectionCreate(collection: $collection) {
        collection {
            id handle title description descriptionHtml image { altText width }
            seo { title description } metafield(key: \"mood\") { value }
        }
        userErrors { code field message }
    }
}";

pub(super) const UPDATE: &str = "mutation($collection: CollectionInput!) {
    collectionUpdate(collection: $collection) {
        collection { id handle title description image { altText } seo { title } }
        userErrors { code field message }
    }
}";

const DELETE: &str = "mutation($id: ID!) {
    collectionDelete(input: {id: $id}) { deletedCollectionId userErrors { code field message } }
}";

pub(super) const ADD: &str = "mutation($id: ID!, $products: [ID!]!) {
    collectionAddProducts(id: $id, productIds: $products) {
        collection { id } userErrors { code field message }
    }
}";

pub(super) const REMOVE: &str = "mutation($id: ID!, $products: [ID!]!) {
    collectionRemoveProducts(id: $id, productIds: $products) {
        collection { id } userErrors { code field message }
    }
}";

pub(super) async fn create(shop: &TestShop, collection: Value) -> Value {
    changed(
        shop,
        CREATE,
        "collection",
        json!({"collection": collection}),
    )
    .await
}

async fn update(shop: &TestShop, collection: Value) -> Value {
    changed(
        shop,
        UPDATE,
        "collection",
        json!({"collection": collection}),
    )
    .await
}

/// Handles of the products that buyers find in a collection, in its order.
async fn listed(shop: &TestShop, handle: &str) -> Value {
    search::drain_index(&shop.app).await.unwrap();
    let query = "query($handle: String!) { collection(handle: $handle) {
        products(first: 99) { nodes { handle } } } }";
    let data = shop.data(query, json!({"handle": handle})).await;
    let nodes = data["collection"]["products"]["nodes"].as_array();
    let Some(nodes) = nodes else {
        return Value::Null;
    };
    nodes.iter().map(|node| node["handle"].clone()).collect()
}

/// Handles of the collections that a product is in.
async fn collections_of(shop: &TestShop, handle: &str) -> Value {
    let query = "query($handle: String!) { product(handle: $handle) {
        collections(first: 9) { nodes { handle } } } }";
    let data = shop.data(query, json!({"handle": handle})).await;
    let nodes = data["product"]["collections"]["nodes"].as_array().unwrap();
    nodes.iter().map(|node| node["handle"].clone()).collect()
}

pub(super) fn gids(products: &[&MadeProduct]) -> Value {
    products.iter().map(|made| json!(made.id.gid())).collect()
}

pub(super) fn rules(rules: Value) -> Value {
    json!({"appliedDisjunctively": false, "rules": rules})
}

pub(super) fn vendor(name: &str) -> Value {
    rules(json!([{"column": "VENDOR", "relation": "EQUALS", "condition": name}]))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_by_hand_shows_its_products_in_their_order() {
    let shop = TestShop::start().await;
    let [lamp, cup, pot] = ["lamp", "cup", "pot"].map(|handle| shop.product(handle));
    let (lamp, cup, pot) = (lamp.create().await, cup.create().await, pot.create().await);
    let made = create(
        &shop,
        json!({
            "title": " Cosy things ", "descriptionHtml": "<p>Warm &amp; soft</p>",
            "image": {"src": "https://example.com/cosy.jpg", "altText": "A lamp", "width": 800},
            "seo": {"title": "Cosy"}, "products": gids(&[&pot, &lamp]),
            "metafields": [{"key": "mood", "type": "single_line_text_field", "value": "warm"}],
        }),
    )
    .await;
    let expected = json!({
        "id": made["id"], "handle": "cosy-things", "title": "Cosy things",
        "description": "Warm & soft", "descriptionHtml": "<p>Warm &amp; soft</p>",
        "image": {"altText": "A lamp", "width": 800},
        "seo": {"title": "Cosy", "description": null}, "metafield": {"value": "warm"},
    });
    assert_eq!(made, expected);
    assert_eq!(listed(&shop, "cosy-things").await, json!(["pot", "lamp"]));

    // What is there stays in its place; what is added comes last.
    let add = json!({"id": made["id"], "products": gids(&[&lamp, &cup, &pot])});
    changed(&shop, ADD, "collection", add).await;
    assert_eq!(
        listed(&shop, "cosy-things").await,
        json!(["pot", "lamp", "cup"])
    );
    assert_eq!(collections_of(&shop, "cup").await, json!(["cosy-things"]));
    let remove = json!({"id": made["id"], "products": gids(&[&pot])});
    for _ in 0..2 {
        changed(&shop, REMOVE, "collection", remove.clone()).await;
        assert_eq!(listed(&shop, "cosy-things").await, json!(["lamp", "cup"]));
    }
    assert_eq!(collections_of(&shop, "pot").await, json!([]));

    let other = create(&shop, json!({"title": "Cosy things"})).await;
    assert_eq!(other["handle"], "cosy-things-1");
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_have_chosen_the_products_when_the_change_answers() {
    let shop = TestShop::start().await;
    for (handle, vendor, price) in [
        ("lamp", "Arbor", 900),
        ("cup", "Okra", 2_900),
        ("pot", "Okra", 400),
    ] {
        shop.product(handle)
            .vendor(vendor)
            .price_minor(price)
            .create()
            .await;
    }
    let made = create(
        &shop,
        json!({"title": "Okra", "ruleSet": vendor("okra"), "sortOrder": "PRICE_ASC"}),
    )
    .await;
    assert_eq!(collections_of(&shop, "cup").await, json!(["okra"]));
    assert_eq!(listed(&shop, "okra").await, json!(["pot", "cup"]));

    let either = json!({"appliedDisjunctively": true, "rules": [
        {"column": "VENDOR", "relation": "EQUALS", "condition": "Arbor"},
        {"column": "VARIANT_PRICE", "relation": "GREATER_THAN", "condition": "20"},
    ]});
    update(&shop, json!({"id": made["id"], "ruleSet": either})).await;
    assert_eq!(listed(&shop, "okra").await, json!(["lamp", "cup"]));
    assert_eq!(collections_of(&shop, "pot").await, json!([]));

    let set = "mutation { productSet(input: {title: \"Vase\", vendor: \"Arbor\",
        variants: [{price: \"1\"}]}) { product { id } userErrors { message } } }";
    changed(&shop, set, "product", Value::Null).await;
    assert_eq!(listed(&shop, "okra").await, json!(["vase", "lamp", "cup"]));

    // Without rules the products stay, and are chosen by hand from then on.
    let refused = json!({"id": made["id"], "products": []});
    let why = because("INVALID", "id");
    assert_eq!(refusal(&shop, ADD, refused.clone()).await, why);
    assert_eq!(refusal(&shop, REMOVE, refused.clone()).await, why);
    update(
        &shop,
        json!({"id": made["id"], "ruleSet": null, "sortOrder": "ALPHA_ASC"}),
    )
    .await;
    let cup = json!(["gid://souk/Product/2"]);
    let gone = json!({"id": made["id"], "products": cup});
    changed(&shop, REMOVE, "collection", gone).await;
    assert_eq!(listed(&shop, "okra").await, json!(["cup", "lamp", "vase"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_look_at_custom_fields_and_stock() {
    let shop = TestShop::start().await;
    let lamp = shop
        .product("lamp")
        .price_minor(100)
        .stock(3)
        .create()
        .await;
    shop.product("cup").price_minor(100).stock(0).create().await;
    let define =
        "mutation { metafieldDefinitionCreate(definition: {name: \"Material\", key: \"material\",
        ownerType: PRODUCT, type: \"single_line_text_field\"}) {
            createdDefinition { id } userErrors { message } } }";
    let definition = changed(&shop, define, "createdDefinition", Value::Null).await;
    let wooden = rules(
        json!([{"column": "PRODUCT_METAFIELD_DEFINITION", "relation": "EQUALS",
        "condition": "wood", "conditionObjectId": definition["id"]}]),
    );
    create(&shop, json!({"title": "Wooden", "ruleSet": wooden})).await;
    assert_eq!(listed(&shop, "wooden").await, json!([]));
    let set = "mutation($owner: ID!, $value: String!) { metafieldsSet(metafields: [
        {ownerId: $owner, key: \"material\", value: $value}]) {
            metafields { type } userErrors { message } } }";
    let owner = lamp.id.gid();
    changed(
        &shop,
        set,
        "metafields",
        json!({"owner": owner, "value": "wood"}),
    )
    .await;
    assert_eq!(listed(&shop, "wooden").await, json!(["lamp"]));
    changed(
        &shop,
        set,
        "metafields",
        json!({"owner": owner, "value": "tin"}),
    )
    .await;
    assert_eq!(listed(&shop, "wooden").await, json!([]));

    let stocked = rules(
        json!([{"column": "VARIANT_INVENTORY", "relation": "GREATER_THAN", "condition": "0"}]),
    );
    create(&shop, json!({"title": "Stocked", "ruleSet": stocked})).await;
    assert_eq!(listed(&shop, "stocked").await, json!(["lamp"]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_handle_may_leave_a_redirect() {
    let shop = TestShop::start().await;
    let made = create(&shop, json!({"title": "Lights", "descriptionHtml": "All"})).await;
    let moved = json!({"id": made["id"], "handle": "Bright Lights", "redirectNewHandle": true});
    let moved = update(&shop, moved).await;
    assert_eq!(moved["handle"], "bright-lights");
    assert_eq!(moved["description"], "All");
    let seen = "{ old: collection(handle: \"lights\") { id }
        new: collection(handle: \"bright-lights\") { id }
        urlRedirects(first: 9) { nodes { path target } } }";
    let data = shop.data(seen, Value::Null).await;
    assert_eq!(data["old"], Value::Null);
    assert_eq!(data["new"]["id"], made["id"]);
    let redirect = json!([{"path": "/collections/lights", "target": "/collections/bright-lights"}]);
    assert_eq!(data["urlRedirects"]["nodes"], redirect);

    let back = json!({"id": made["id"], "handle": "lights", "redirectNewHandle": true});
    update(&shop, back).await;
    let data = shop.data(seen, Value::Null).await;
    let redirect = json!([{"path": "/collections/bright-lights", "target": "/collections/lights"}]);
    assert_eq!(data["urlRedirects"]["nodes"], redirect);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_collection_is_seen_where_and_when_it_is_published() {
    let shop = TestShop::start().await;
    let hidden = create(&shop, json!({"title": "Lights", "publishedAt": null})).await;
    let seen = async || {
        let data = shop
            .data("{ collection(handle: \"lights\") { id } }", Value::Null)
            .await;
        data["collection"] != Value::Null
    };
    assert!(!seen().await);
    let now = iso8601(Timestamp(shop.app.clock.now().0 - 2_000));
    update(&shop, json!({"id": hidden["id"], "publishedAt": now})).await;
    assert!(seen().await);
    update(&shop, json!({"id": hidden["id"], "publications": []})).await;
    assert!(!seen().await);
    let channel = Directory::current(&shop.app).channels[0].id.gid();
    let soon = iso8601(Timestamp(shop.app.clock.now().0 + 3_600_000));
    let later = json!([{"publicationId": channel, "publishDate": soon}]);
    update(&shop, json!({"id": hidden["id"], "publications": later})).await;
    assert!(!seen().await);
    let at_once = json!([{"publicationId": channel}]);
    update(&shop, json!({"id": hidden["id"], "publications": at_once})).await;
    assert!(seen().await);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_collection_is_gone_and_its_products_stay() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").vendor("Okra").create().await;
    let by_hand = create(&shop, json!({"title": "Hand", "products": gids(&[&lamp])})).await;
    let ruled = create(&shop, json!({"title": "Okra", "ruleSet": vendor("Okra")})).await;
    assert_eq!(collections_of(&shop, "lamp").await, json!(["hand", "okra"]));
    search::drain_index(&shop.app).await.unwrap();
    let find = "{ predictiveSearch(query: \"hand\") { collections { handle } } }";
    let found = shop.data(find, Value::Null).await;
    assert_eq!(
        found["predictiveSearch"]["collections"],
        json!([{"handle": "hand"}])
    );

    for collection in [&by_hand, &ruled] {
        let id = json!({"id": collection["id"]});
        let gone = changed(&shop, DELETE, "deletedCollectionId", id.clone()).await;
        assert_eq!(gone, collection["id"]);
        let again = refusal(&shop, DELETE, id).await;
        assert_eq!(again, because("NOT_FOUND", "input.id"));
    }

    assert_eq!(collections_of(&shop, "lamp").await, json!([]));
    assert_eq!(listed(&shop, "hand").await, Value::Null);
    let found = shop.data(find, Value::Null).await;
    assert_eq!(found["predictiveSearch"]["collections"], json!([]));
    let catalog = shop.app.databases.catalog.writer();
    let members = collection_product::Entity::find()
        .all(catalog)
        .await
        .unwrap();
    assert!(members.is_empty());
    let page = shop
        .data("{ product(handle: \"lamp\") { title } }", Value::Null)
        .await;
    assert_eq!(page["product"]["title"], "lamp");
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_callers_at_once_add_all_their_products() {
    let shop = TestShop::start().await;
    let mut products = Vec::new();
    for number in 0..50 {
        products.push(shop.product(&format!("product-{number}")).create().await);
    }
    let made = create(&shop, json!({"title": "All"})).await;
    let merchant = shop.merchant();
    let adds = products.iter().enumerate().map(|(place, product)| {
        let other = &products[(place + 1) % products.len()];
        let variables = json!({"id": made["id"], "products": gids(&[other, product])});
        merchant.data(ADD, variables)
    });
    for answer in join_all(adds).await {
        assert_eq!(answer["collectionAddProducts"]["userErrors"], json!([]));
    }
    let members = listed(&shop, "all").await;
    let members: HashSet<&str> = members
        .as_array()
        .unwrap()
        .iter()
        .map(|handle| handle.as_str().unwrap())
        .collect();
    assert_eq!(members.len(), 50);
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_and_products_that_are_written_at_once_agree_in_the_end() {
    let shop = TestShop::start().await;
    let merchant = shop.merchant();
    let products = (0..20).map(|number| {
        let set = "mutation($title: String!) { productSet(input: {title: $title, vendor: \"Okra\",
            variants: [{price: \"1\"}]}) { userErrors { message } } }";
        merchant.data(set, json!({"title": format!("Product {number}")}))
    });
    let collections = (0..10).map(|number| {
        let collection = json!({"title": format!("Okra {number}"), "ruleSet": vendor("Okra")});
        merchant.data(CREATE, json!({"collection": collection}))
    });
    let twins = (0..5).map(|_| merchant.data(CREATE, json!({"collection": {"title": "Twin"}})));
    let (products, collections, twins) =
        tokio::join!(join_all(products), join_all(collections), join_all(twins));
    assert_eq!((products.len(), collections.len()), (20, 10));
    let handles: HashSet<String> = twins
        .iter()
        .map(|answer| answer["collectionCreate"]["collection"]["handle"].to_string())
        .collect();
    assert_eq!(handles.len(), 5);
    for number in 0..10 {
        let members = listed(&shop, &format!("okra-{number}")).await;
        assert_eq!(members.as_array().unwrap().len(), 20);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_title_in_another_language_is_read_and_found() {
    let shop = TestShop::start().await;
    let made = create(&shop, json!({"title": "Lights"})).await;
    let register = "mutation($id: ID!) { translationsRegister(resourceId: $id, translations: [
        {locale: \"de\", key: \"title\", value: \"Leuchten\"}]) {
            translations { key locale value } userErrors { message } } }";
    let payload = change(&shop, register, json!({"id": made["id"]})).await;
    let text = json!([{"key": "title", "locale": "de", "value": "Leuchten"}]);
    assert_eq!(payload["translations"], text, "{payload:#}");
    shop.change_market(|market| market.languages.0.push("de".to_owned()))
        .await;
    let german = "query @inContext(language: DE) { collection(handle: \"lights\") { title }
        predictiveSearch(query: \"leuchten\") { collections { title } } }";
    search::reindex(&shop.app).await.unwrap();
    let data = shop.data(german, Value::Null).await;
    assert_eq!(data["collection"]["title"], "Leuchten");
    assert_eq!(
        data["predictiveSearch"]["collections"],
        json!([{"title": "Leuchten"}])
    );
}
