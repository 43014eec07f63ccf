//! Only who has the scope may change things, and sees how.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_kernel::viewer::Scope;
use strum::IntoEnumIterator;

/// Each mutation with the scope it needs, in a document that is right otherwise.
const GUARDED: [(&str, Scope, &str); 27] = [
    (
        "collectionAddProducts",
        Scope::WriteProducts,
        "mutation { collectionAddProducts(id: \"gid://souk/Collection/1\", productIds: []) {
            userErrors { code } } }",
    ),
    (
        "collectionCreate",
        Scope::WriteProducts,
        "mutation { collectionCreate(collection: {title: \"Lights\"}) { userErrors { code } } }",
    ),
    (
        "collectionDelete",
        Scope::WriteProducts,
        "mutation { collectionDelete(input: {id: \"gid://souk/Collection/1\"}) {
            userErrors { code } } }",
    ),
    (
        "collectionRemoveProducts",
        Scope::WriteProducts,
        "mutation { collectionRemoveProducts(id: \"gid://souk/Collection/1\", productIds: []) {
            userErrors { code } } }",
    ),
    (
        "collectionUpdate",
        Scope::WriteProducts,
        "mutation { collectionUpdate(collection: {id: \"gid://souk/Collection/1\"}) {
            userErrors { code } } }",
    ),
    (
        "deliveryZoneCreate",
        Scope::WriteShipping,
        "mutation { deliveryZoneCreate(zone: {name: \"Zone\", restOfWorld: true, methods: []}) {
            userErrors { code } } }",
    ),
    (
        "deliveryZoneDelete",
        Scope::WriteShipping,
        "mutation { deliveryZoneDelete(id: \"gid://souk/DeliveryZone/1\") { userErrors { code } } }",
    ),
    (
        "deliveryZoneUpdate",
        Scope::WriteShipping,
        "mutation { deliveryZoneUpdate(id: \"gid://souk/DeliveryZone/1\",
            zone: {name: \"Zone\", restOfWorld: true, methods: []}) { userErrors { code } } }",
    ),
    (
        "giftCardCreate",
        Scope::WriteGiftCards,
        "mutation { giftCardCreate(input: {initialValue: \"0\"}) { userErrors { code } } }",
    ),
    (
        "giftCardDeactivate",
        Scope::WriteGiftCards,
        "mutation { giftCardDeactivate(id: \"gid://souk/GiftCard/1\") { userErrors { code } } }",
    ),
    (
        "giftCardUpdate",
        Scope::WriteGiftCards,
        "mutation { giftCardUpdate(id: \"gid://souk/GiftCard/1\", input: {}) {
            userErrors { code } } }",
    ),
    (
        "inventorySetQuantities",
        Scope::WriteInventory,
        "mutation { inventorySetQuantities(input: {name: \"available\", reason: \"other\",
            quantities: []}) { userErrors { code } } }",
    ),
    (
        "locationAdd",
        Scope::WriteLocations,
        "mutation { locationAdd(input: {name: \"Malmö\", address: {countryCode: SE}}) {
            userErrors { code } } }",
    ),
    (
        "marketUpdate",
        Scope::WriteMarkets,
        "mutation { marketUpdate(id: \"gid://souk/Market/1\", input: {}) { userErrors { code } } }",
    ),
    (
        "menuCreate",
        Scope::WriteContent,
        "mutation { menuCreate(title: \"Menu\", handle: \"menu\", items: []) {
            userErrors { code } } }",
    ),
    (
        "menuUpdate",
        Scope::WriteContent,
        "mutation { menuUpdate(id: \"gid://souk/Menu/1\", title: \"Menu\", items: []) {
            userErrors { code } } }",
    ),
    (
        "metafieldDefinitionCreate",
        Scope::WriteProducts,
        "mutation { metafieldDefinitionCreate(definition: {name: \"Care\", key: \"care\",
            ownerType: PRODUCT, type: \"boolean\"}) { userErrors { code } } }",
    ),
    (
        "metafieldsSet",
        Scope::WriteProducts,
        "mutation { metafieldsSet(metafields: []) { userErrors { code } } }",
    ),
    (
        "pageCreate",
        Scope::WriteContent,
        "mutation { pageCreate(page: {title: \"Page\"}) { userErrors { code } } }",
    ),
    (
        "pageUpdate",
        Scope::WriteContent,
        "mutation { pageUpdate(id: \"gid://souk/Page/1\", page: {title: \"Page\"}) {
            userErrors { code } } }",
    ),
    (
        "priceListCreate",
        Scope::WriteMarkets,
        "mutation { priceListCreate(input: {name: \"List\", currency: EUR,
            parent: {adjustment: {type: PERCENTAGE_INCREASE, value: \"0\"}}}) {
            userErrors { code } } }",
    ),
    (
        "priceListFixedPricesAdd",
        Scope::WriteMarkets,
        "mutation { priceListFixedPricesAdd(priceListId: \"gid://souk/PriceList/1\", prices: []) {
            userErrors { code } } }",
    ),
    (
        "productVariantsBulkUpdate",
        Scope::WriteProducts,
        "mutation { productVariantsBulkUpdate(productId: \"gid://souk/Product/1\", variants: []) {
            userErrors { code } } }",
    ),
    (
        "taxZoneCreate",
        Scope::WriteTaxes,
        "mutation { taxZoneCreate(zone: {name: \"Zone\", restOfWorld: true, rates: []}) {
            userErrors { code } } }",
    ),
    (
        "taxZoneDelete",
        Scope::WriteTaxes,
        "mutation { taxZoneDelete(id: \"gid://souk/TaxZone/1\") { userErrors { code } } }",
    ),
    (
        "taxZoneUpdate",
        Scope::WriteTaxes,
        "mutation { taxZoneUpdate(id: \"gid://souk/TaxZone/1\",
            zone: {name: \"Zone\", restOfWorld: true, rates: []}) { userErrors { code } } }",
    ),
    (
        "translationsRegister",
        Scope::WriteTranslations,
        "mutation { translationsRegister(resourceId: \"gid://souk/Product/1\", translations: []) {
            userErrors { code } } }",
    ),
];

const NAMES: &str = "{ __schema { mutationType { fields { name } } } }";

fn names(answer: &Value) -> Vec<&str> {
    let fields = answer["data"]["__schema"]["mutationType"]["fields"].as_array();
    let names = fields.unwrap().iter().map(|field| field["name"].as_str());
    names.map(Option::unwrap).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_needs_its_scope_and_is_hidden_without_it() {
    let shop = TestShop::start().await;
    let anonymous = shop.send(NAMES, Value::Null).await;
    for (name, scope, document) in GUARDED {
        let others = shop.merchant_who(Scope::iter().filter(|other| *other != scope));
        for answer in [
            shop.send(document, json!({})).await,
            others.send(document, json!({})).await,
        ] {
            let code = &answer["errors"][0]["extensions"]["code"];
            assert_eq!(code, "ACCESS_DENIED", "{name}: {answer:#}");
        }
        let holder = shop.merchant_who([scope]);
        let answer = holder.send(document, json!({})).await;
        assert!(answer["data"][name].is_object(), "{answer:#}");

        assert!(!names(&anonymous).contains(&name));
        assert!(!names(&others.send(NAMES, Value::Null).await).contains(&name));
        assert!(names(&holder.send(NAMES, Value::Null).await).contains(&name));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_merchants_read_about_stock_is_hidden_from_buyers() {
    let shop = TestShop::start().await;
    shop.product("lamp")
        .price_minor(1_000)
        .stock(3)
        .create()
        .await;
    let item = "{ product(handle: \"lamp\") { variants(first: 1) { nodes {
        inventoryItem { id } } } } }";
    let place = "{ locations(first: 9) { nodes { isActive } } }";
    for caller in [
        shop.merchant_who([]),
        shop.merchant_who([Scope::WriteContent]),
    ] {
        let answer = caller.send(item, Value::Null).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "ACCESS_DENIED", "{answer:#}");
        let types = caller
            .send("{ __schema { types { name } } }", Value::Null)
            .await;
        assert!(!types.to_string().contains("\"InventoryItem\""));
        let places = caller.send(place, Value::Null).await;
        assert_eq!(places["data"]["locations"]["nodes"], json!([]));
    }
    let reader = shop.merchant_who([Scope::ReadInventory, Scope::ReadLocations]);
    let answer = reader.data(item, Value::Null).await;
    let id = &answer["product"]["variants"]["nodes"][0]["inventoryItem"]["id"];
    assert!(id.as_str().unwrap().contains("/InventoryItem/"));
    let places = reader.data(place, Value::Null).await;
    assert_eq!(places["locations"]["nodes"], json!([{"isActive": true}]));
}
