//! Merchants set and define custom fields.

use super::{because, change, changed, refusal};
use crate::harness::TestShop;
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_kernel::ids::Gid;
use souk_shop::{market::Directory, search};

const SET: &str = "mutation($metafields: [MetafieldsSetInput!]!) {
    metafieldsSet(metafields: $metafields) {
        metafields {
            id namespace key type value compareDigest
            parentResource { __typename }
        }
        userErrors { code field message }
    }
}";

const DEFINE: &str = "mutation($definition: MetafieldDefinitionInput!) {
    metafieldDefinitionCreate(definition: $definition) {
        createdDefinition {
            id namespace key name description filterable type { name }
            access { storefront } validations { name value }
        }
        userErrors { code field message }
    }
}";

fn text(owner: &Value, key: &str, value: &str) -> Value {
    json!({"ownerId": owner, "key": key, "type": "single_line_text_field", "value": value})
}

fn fields(list: Value) -> Value {
    json!({"metafields": list})
}

fn definition(change: Value) -> Value {
    let mut definition = json!({
        "name": "Material", "key": "material", "ownerType": "PRODUCT",
        "type": "single_line_text_field",
    });
    for (key, value) in change.as_object().unwrap() {
        definition[key] = value.clone();
    }
    json!({"definition": definition})
}

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_owner_carries_what_is_set() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let collection = shop.collection("lights").await;
    let location = shop.location("Portland").await;
    let page = "mutation { pageCreate(page: {title: \"About\"}) {
        page { id } userErrors { message } } }";
    let page = changed(&shop, page, "page", Value::Null).await;
    let market = Directory::current(&shop.app).markets[0].id;
    let owners = [
        ("Product", json!(lamp.id.gid())),
        ("ProductVariant", json!(lamp.variants[0].gid())),
        ("Collection", json!(collection.id.gid())),
        ("Page", page["id"].clone()),
        ("Location", json!(location.gid())),
        ("Market", json!(market.gid())),
        ("Shop", json!("gid://souk/Shop/1")),
    ];
    let all = owners.iter().map(|(kind, id)| text(id, "note", kind));
    let set = changed(&shop, SET, "metafields", fields(all.collect())).await;
    for ((kind, _), field) in owners.iter().zip(set.as_array().unwrap()) {
        assert_eq!(field["value"], json!(kind));
        assert_eq!(field["namespace"], "custom");
        assert_eq!(field["parentResource"]["__typename"], json!(kind));
    }

    // A field that is there keeps its id.
    let again = fields(json!([text(&owners[0].1, "note", "new")]));
    let again = changed(&shop, SET, "metafields", again).await;
    assert_eq!(again[0]["id"], set[0]["id"]);
    let read = "query($id: ID!) { product(id: $id) { metafield(key: \"note\") { value } } }";
    let read = shop
        .merchant()
        .data(read, json!({"id": lamp.id.gid()}))
        .await;
    assert_eq!(read["product"]["metafield"]["value"], "new");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_definition_shows_fields_to_buyers_and_makes_them_a_filter() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let cup = shop.product("cup").create().await;
    let owner = json!(lamp.id.gid());
    changed(
        &shop,
        SET,
        "metafields",
        fields(json!([text(&owner, "material", "wood")])),
    )
    .await;
    let read =
        "{ product(handle: \"lamp\") { metafield(key: \"material\") { value description } } }";
    let seen = shop.data(read, Value::Null).await;
    assert_eq!(seen["product"]["metafield"], Value::Null);

    let made = definition(json!({
        "description": "What it is made of", "filterable": true,
        "access": {"storefront": "PUBLIC_READ"},
        "validations": [{"name": "choices", "value": "[\"wood\", \"tin\"]"}],
    }));
    let made = changed(&shop, DEFINE, "createdDefinition", made).await;
    let expected = json!({
        "id": made["id"], "namespace": "custom", "key": "material", "name": "Material",
        "description": "What it is made of", "filterable": true,
        "type": {"name": "single_line_text_field"}, "access": {"storefront": "PUBLIC_READ"},
        "validations": [{"name": "choices", "value": "[\"wood\", \"tin\"]"}],
    });
    assert_eq!(made, expected);
    let seen = shop.data(read, Value::Null).await;
    let field = json!({"value": "wood", "description": "What it is made of"});
    assert_eq!(seen["product"]["metafield"], field);

    // The type follows from the definition, and its rules are kept.
    let of_cup =
        |value: &str| fields(json!([{"ownerId": cup.id.gid(), "key": "material", "value": value}]));
    let paper = refusal(&shop, SET, of_cup("paper")).await;
    assert_eq!(paper, because("INVALID_VALUE", "metafields.0"));
    changed(&shop, SET, "metafields", of_cup("tin")).await;
    search::drain_index(&shop.app).await.unwrap();
    let filters = "{ search(query: \"\", types: [PRODUCT], first: 9) {
        productFilters { id values { label count } } } }";
    let data = shop.data(filters, Value::Null).await;
    let filters = data["search"]["productFilters"].as_array().unwrap();
    let values = filters
        .iter()
        .find(|filter| filter["id"].to_string().contains("material"));
    let values = values.unwrap()["values"].as_array().unwrap();
    assert_eq!(values.len(), 2, "{values:#?}");
    assert!(values.iter().all(|value| value["count"] == 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_field_that_changed_meanwhile_is_not_overwritten() {
    let shop = TestShop::start().await;
    let owner = json!(shop.product("lamp").create().await.id.gid());
    let set = |value: &str, digest: Value| {
        let mut field = text(&owner, "note", value);
        field["compareDigest"] = digest;
        fields(json!([field]))
    };
    let first = changed(&shop, SET, "metafields", set("one", Value::Null)).await;
    let stale = because("STALE_OBJECT", "metafields.0.compareDigest");
    assert_eq!(refusal(&shop, SET, set("two", Value::Null)).await, stale);
    let digest = &first[0]["compareDigest"];
    changed(&shop, SET, "metafields", set("two", digest.clone())).await;
    assert_eq!(
        refusal(&shop, SET, set("three", digest.clone())).await,
        stale
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn one_wrong_field_holds_back_all_of_them() {
    let shop = TestShop::start().await;
    let owner = json!(shop.product("lamp").create().await.id.gid());
    let good = text(&owner, "note", "good");
    let of = |owner: &str| text(&json!(format!("gid://souk/{owner}")), "a", "x");
    let (whose, which) = ("metafields.1.ownerId", "metafields.1");
    let typeless = json!({"ownerId": owner, "key": "a", "value": "x"});
    let mut number = text(&owner, "a", "x");
    number["type"] = json!("number_integer");
    for (wrong, code, field) in [
        (of("Product/1"), "NOT_FOUND", whose),
        (of("ProductVariant/1"), "NOT_FOUND", whose),
        (of("Location/1"), "NOT_FOUND", whose),
        (of("Shop/2"), "NOT_FOUND", whose),
        (of("Menu/1"), "INVALID", whose),
        (text(&owner, " ", "x"), "BLANK", which),
        (text(&owner, "a", ""), "BLANK", which),
        (text(&owner, &"k".repeat(65), "x"), "TOO_LONG", which),
        (text(&owner, "note", "x"), "DUPLICATE", which),
        (typeless, "INVALID_TYPE", which),
        (number, "INVALID_VALUE", which),
    ] {
        let both = fields(json!([good, wrong]));
        assert_eq!(
            refusal(&shop, SET, both).await,
            because(code, field),
            "{wrong}"
        );
    }
    let many: Vec<Value> = (0..26)
        .map(|number| text(&owner, &format!("k{number}"), "x"))
        .collect();
    let many = refusal(&shop, SET, fields(json!(many))).await;
    assert_eq!(many, because("TOO_MANY", "metafields"));
    let read = "query($id: ID!) { product(id: $id) { metafield(key: \"note\") { value } } }";
    let read = shop.merchant().data(read, json!({"id": owner})).await;
    assert_eq!(read["product"]["metafield"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_definition_is_refused_with_its_code_and_path() {
    let shop = TestShop::start().await;
    let owner = json!(shop.product("lamp").create().await.id.gid());
    changed(
        &shop,
        SET,
        "metafields",
        fields(json!([text(&owner, "color", "red")])),
    )
    .await;
    changed(&shop, DEFINE, "createdDefinition", definition(json!({}))).await;
    let rule = |name: &str, value: &str| json!({"key": "a", "validations": [{"name": name, "value": value}]});
    for (change, code, field) in [
        (json!({}), "TAKEN", "definition.key"),
        (json!({"key": ""}), "BLANK", "definition.key"),
        (json!({"key": "a.b"}), "INVALID", "definition.key"),
        (json!({"key": "k".repeat(65)}), "TOO_LONG", "definition.key"),
        (
            json!({"key": "a", "namespace": "a b"}),
            "INVALID",
            "definition.namespace",
        ),
        (json!({"key": "a", "name": " "}), "BLANK", "definition.name"),
        (
            json!({"key": "a", "type": "rainbow"}),
            "INVALID_TYPE",
            "definition.type",
        ),
        (
            json!({"key": "color", "type": "color"}),
            "INVALID_TYPE",
            "definition.type",
        ),
        (
            json!({"key": "a", "filterable": true}),
            "INVALID",
            "definition.filterable",
        ),
        (
            json!({"key": "a", "ownerType": "PAGE", "filterable": true,
                "access": {"storefront": "PUBLIC_READ"}}),
            "INVALID",
            "definition.filterable",
        ),
        (rule("regex", "a*"), "INVALID", "definition.validations.0"),
        (rule("min", "x"), "INVALID", "definition.validations.0"),
        (
            json!({"key": "a", "validations": [{"name": "min", "value": "1"}, {"name": "min", "value": "2"}]}),
            "DUPLICATE",
            "definition.validations.1",
        ),
    ] {
        let refused = refusal(&shop, DEFINE, definition(change.clone())).await;
        assert_eq!(refused, because(code, field), "{change}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_callers_at_once_set_all_their_fields() {
    let shop = TestShop::start().await;
    let owners = [
        json!(shop.product("lamp").create().await.id.gid()),
        json!("gid://souk/Shop/1"),
    ];
    let merchant = shop.merchant();
    let calls = (0..50).map(|number| {
        let own = format!("own-{number}");
        let list = owners
            .iter()
            .flat_map(|owner| [text(owner, &own, "mine"), text(owner, "shared", &own)]);
        merchant.data(SET, fields(list.collect()))
    });
    for answer in join_all(calls).await {
        assert_eq!(answer["metafieldsSet"]["userErrors"], json!([]));
    }
    let identifiers: Vec<Value> = (0..50)
        .map(|number| json!({"key": format!("own-{number}")}))
        .collect();
    let read = "query($identifiers: [HasMetafieldsIdentifier!]!) {
        product(handle: \"lamp\") { metafields(identifiers: $identifiers) { value } }
        shop { metafields(identifiers: $identifiers) { value } } }";
    let data = merchant
        .data(read, json!({"identifiers": identifiers}))
        .await;
    let all = json!(vec![json!({"value": "mine"}); 50]);
    assert_eq!(data["product"]["metafields"], all);
    assert_eq!(data["shop"]["metafields"], all);

    let definitions = (0..5).map(|_| change(&shop, DEFINE, definition(json!({}))));
    let made = join_all(definitions).await;
    let made = made
        .iter()
        .filter(|payload| payload["userErrors"] == json!([]));
    assert_eq!(made.count(), 1);
}
