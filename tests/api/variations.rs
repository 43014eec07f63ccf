//! The same questions in another channel, market and language: no answer stands on a constant.

use crate::harness::TestShop;
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use souk_entities::{
    catalog::{
        product::{Publication, Publications},
        sales_channel,
    },
    ids::ChannelId,
    inventory::location::{self, Address, Pickup},
};
use souk_kernel::{ids::Gid, viewer::Scope};
use souk_shop::search;

const APP_TOKEN: &str = "token-of-the-app";

/// A second channel, which [`APP_TOKEN`] selects.
pub async fn open_app_channel(shop: &TestShop) -> ChannelId {
    let id: ChannelId = shop.app.next_id();
    let now = shop.app.clock.now();
    shop.insert_catalog::<sales_channel::Entity, _>(sales_channel::Model {
        id,
        handle: "app".to_owned(),
        name: "App".to_owned(),
        is_default: false,
        access_token: Some(APP_TOKEN.to_owned()),
        created_at: now,
        updated_at: now,
    })
    .await;
    shop.reload().await;
    id
}

pub async fn in_app(shop: &TestShop, query: &str, variables: Value) -> Value {
    let headers = [("x-shopify-storefront-access-token", APP_TOKEN)];
    let body = json!({"query": query, "variables": variables});
    let mut answer = shop.post(&headers, body).await;
    assert!(answer.get("errors").is_none(), "{answer:#}");
    answer["data"].take()
}

#[tokio::test]
async fn each_channel_shows_what_is_published_in_it() {
    let shop = TestShop::start().await;
    let app = open_app_channel(&shop).await;
    shop.collection_with("pop-up", |row| {
        row.publications = Some(Publications(vec![Publication {
            channel: app,
            publish_at: None,
        }]));
    })
    .await;
    let lamp = shop.product("lamp").tags(&["light"]);
    lamp.create().await;
    let kiosk = shop.product("kiosk").tags(&["light", "app"]);
    let kiosk = kiosk.with(|row| row.product_type = "Stand".to_owned());
    let kiosk = kiosk.only_in(&[app]).create().await;
    search::reindex(&shop.app).await.unwrap();
    let query = "query($id: ID!) {
        product(handle: \"kiosk\") { handle } productByHandle(handle: \"kiosk\") { handle }
        products(first: 9) { nodes { handle } }
        collection(handle: \"pop-up\") { handle } collectionByHandle(handle: \"pop-up\") { handle }
        collections(first: 9) { nodes { handle } }
        search(query: \"kiosk\", first: 9) { totalCount }
        predictiveSearch(query: \"kiosk\") { products { handle } }
        productRecommendations(productHandle: \"lamp\") { handle }
        productTags(first: 9) { nodes } productTypes(first: 9) { nodes }
        node(id: $id) { id } nodes(ids: [$id]) { id }
        sitemap(type: COLLECTION) { resources(page: 1) { items { handle } } }
    }";
    let id = json!({"id": kiosk.id.gid()});

    let online = shop.data(query, id.clone()).await;
    let in_app = in_app(&shop, query, id.clone()).await;

    let lamp = json!({"nodes": [{"handle": "lamp"}]});
    let expected = json!({
        "product": null, "productByHandle": null, "products": lamp,
        "collection": null, "collectionByHandle": null, "collections": {"nodes": []},
        "search": {"totalCount": 0}, "predictiveSearch": {"products": []},
        "productRecommendations": [],
        "productTags": {"nodes": ["light"]}, "productTypes": {"nodes": ["Lamp"]},
        "node": null, "nodes": [null], "sitemap": {"resources": {"items": []}},
    });
    assert_eq!(online, expected);
    let kiosk = json!({"handle": "kiosk"});
    let pop_up = json!({"handle": "pop-up"});
    let expected = json!({
        "product": kiosk, "productByHandle": kiosk,
        "products": {"nodes": [{"handle": "lamp"}, kiosk]},
        "collection": pop_up, "collectionByHandle": pop_up, "collections": {"nodes": [pop_up]},
        "search": {"totalCount": 1}, "predictiveSearch": {"products": [kiosk]},
        "productRecommendations": [kiosk],
        "productTags": {"nodes": ["app", "light"]}, "productTypes": {"nodes": ["Lamp", "Stand"]},
        "node": id, "nodes": [id], "sitemap": {"resources": {"items": [pop_up]}},
    });
    assert_eq!(in_app, expected);
}

/// Every value of a field of that name, anywhere in an answer.
fn every<'a>(name: &str, answer: &'a Value) -> Vec<&'a str> {
    match answer {
        Value::Object(fields) => {
            let values = fields.iter().flat_map(|(field, value)| match value {
                Value::String(text) if field == name => vec![text.as_str()],
                other => every(name, other),
            });
            values.collect()
        }
        Value::Array(items) => items.iter().flat_map(|item| every(name, item)).collect(),
        _ => Vec::new(),
    }
}

const PRODUCTS: &str = "query($id: ID!, $country: CountryCode, $language: LanguageCode)
    @inContext(country: $country, language: $language) {
    product(id: $id) { ...P } productByHandle(handle: \"lamp\") { ...P }
    products(first: 1) { nodes { ...P } }
    collection(handle: \"lights\") { products(first: 1) { nodes { ...P } } }
    collectionByHandle(handle: \"lights\") { products(first: 1) { nodes { ...P } } }
    collections(first: 1) { nodes { products(first: 1) { nodes { ...P } } } }
    search(query: \"le\", prefix: LAST, first: 1) { nodes { ...P } }
    predictiveSearch(query: \"le\") { products { ...P } }
    productRecommendations(productHandle: \"led\") { ...P }
    node(id: $id) { ...P } nodes(ids: [$id]) { ...P }
} fragment P on Product { title priceRange { minVariantPrice { currencyCode } } }";

#[tokio::test]
async fn each_market_shows_its_prices_and_texts() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let lights = shop.collection("lights").await.id;
    let lamp = shop.product("lamp").title("Lean lamp").tags(&["light"]);
    let lamp = lamp.collection(lights).create().await;
    let led = shop.product("led").title("Bulb").tags(&["light"]);
    led.create().await;
    let id = lamp.id.0;
    shop.translate("Product", id, id, "title", "Leuchte").await;
    search::reindex(&shop.app).await.unwrap();

    let at_home = shop.data(PRODUCTS, json!({"id": lamp.id.gid()})).await;
    let german = json!({"id": lamp.id.gid(), "country": "DE", "language": "DE"});
    let in_germany = shop.data(PRODUCTS, german).await;

    assert_eq!(every("title", &at_home), ["Lean lamp"; 11], "{at_home:#}");
    assert_eq!(every("currencyCode", &at_home), ["USD"; 11]);
    assert_eq!(
        every("title", &in_germany),
        ["Leuchte"; 11],
        "{in_germany:#}"
    );
    assert_eq!(every("currencyCode", &in_germany), ["EUR"; 11]);
}

#[tokio::test]
async fn lists_of_content_speak_the_language_of_the_buyer() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let lights = shop.collection("lights").await.id.0;
    let page = shop.page("about", "About", "").await.0;
    let blog = shop.blog("journal", "Journal").await;
    let article = shop.article(blog, "lamps", 1).await.0;
    for (kind, id) in [
        ("Collection", lights),
        ("Page", page),
        ("Blog", blog.0),
        ("Article", article),
    ] {
        shop.translate(kind, id, id, "title", "Deutsch").await;
    }
    search::reindex(&shop.app).await.unwrap();
    let query = "query($country: CountryCode, $language: LanguageCode, $typed: String!)
        @inContext(country: $country, language: $language) {
        collections(first: 1) { nodes { title } } collectionByHandle(handle: \"lights\") { title }
        pages(first: 1) { nodes { title } } blogs(first: 1) { nodes { title } }
        blog(handle: \"journal\") { title } blogByHandle(handle: \"journal\") { title }
        articles(first: 1) { nodes { title } }
        predictiveSearch(query: $typed, types: [PAGE]) { pages { title } }
    }";

    let at_home = shop.data(query, json!({"typed": "abo"})).await;
    let german = json!({"country": "DE", "language": "DE", "typed": "deu"});
    let in_germany = shop.data(query, german).await;

    // In the order of the names of the fields.
    let titles = [
        "On lamps", "Journal", "Journal", "Journal", "lights", "lights", "About", "About",
    ];
    assert_eq!(every("title", &at_home), titles);
    assert_eq!(every("title", &in_germany), ["Deutsch"; 8]);
}

/// A location at a place on the map; with `pickup` buyers may fetch orders there.
async fn locate(shop: &TestShop, name: &str, latitude: f64, pickup: bool) {
    let now = shop.app.clock.now();
    let row = location::Model {
        id: shop.app.next_id(),
        name: name.to_owned(),
        active: true,
        fulfills_online_orders: true,
        address: Address {
            latitude: Some(latitude),
            longitude: Some(10.0),
            ..Address::default()
        },
        pickup: pickup.then(|| Pickup {
            pickup_time: "TWO_HOURS".to_owned(),
            instructions: "Ring twice".to_owned(),
        }),
        created_at: now,
        updated_at: now,
    };
    location::Entity::insert(row.into_active_model().reset_all())
        .exec_without_returning(shop.app.databases.inventory.writer())
        .await
        .unwrap();
}

#[tokio::test]
async fn buyers_see_locations_that_hand_out_orders_and_merchants_all() {
    let shop = TestShop::start().await;
    locate(&shop, "North", 60.0, true).await;
    locate(&shop, "Depot", 50.0, false).await;
    locate(&shop, "South", 40.0, true).await;
    let query = "query($near: GeoCoordinateInput, $key: LocationSortKeys, $reverse: Boolean) {
        locations(first: 9, near: $near, sortKey: $key, reverse: $reverse) { nodes { name } }
    }";
    let south = json!({"latitude": 41.0, "longitude": 10.0});

    for (variables, expected) in [
        (json!({}), ["North", "South"]),
        (json!({"near": south}), ["South", "North"]),
        (
            json!({"near": south, "key": "DISTANCE", "reverse": true}),
            ["North", "South"],
        ),
        (json!({"key": "NAME", "reverse": true}), ["South", "North"]),
    ] {
        let data = shop.data(query, variables).await;
        assert_eq!(every("name", &data), expected);
    }
    let merchant = shop.merchant_who([Scope::ReadLocations]);
    let data = merchant.data(query, json!({})).await;
    assert_eq!(every("name", &data), ["North", "Depot", "South"]);
    let nowhere = shop.send(query, json!({"key": "DISTANCE"})).await;
    assert_eq!(nowhere["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn every_cart_change_is_refused_for_a_cart_that_is_not_there() {
    let shop = TestShop::start().await;
    for call in [
        "cartAttributesUpdate(cartId: $id, attributes: [])",
        "cartBillingAddressUpdate(cartId: $id)",
        "cartDeliveryAddressesAdd(cartId: $id, addresses: [])",
        "cartDeliveryAddressesRemove(cartId: $id, addressIds: [])",
        "cartDeliveryAddressesReplace(cartId: $id, addresses: [])",
        "cartDeliveryAddressesUpdate(cartId: $id, addresses: [])",
        "cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: [])",
        "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: {countryCode: US})",
        "cartClone(cartId: $id)",
        "cartLinesAdd(cartId: $id, lines: [])",
        "cartLinesRemove(cartId: $id, lineIds: [])",
        "cartLinesUpdate(cartId: $id, lines: [])",
        "cartNoteUpdate(cartId: $id, note: \"x\")",
        "cartRemovePersonalData(cartId: $id)",
    ] {
        let query = format!(
            "mutation($id: ID!) {{ it: {call} {{ cart {{ id }} userErrors {{ field message code }} }} }}"
        );
        for id in ["gid://souk/Cart/1", "gid://souk/Cart/x?key=y"] {
            let data = shop.data(&query, json!({"id": id})).await;
            assert_eq!(data["it"]["cart"], Value::Null, "{call}");
            assert_eq!(
                data["it"]["userErrors"][0]["field"],
                json!(["cartId"]),
                "{call}"
            );
        }
    }
}
