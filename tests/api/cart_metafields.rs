//! Custom fields of carts, and of the orders they become.

use crate::{delivery_options::zones, harness::TestShop};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_kernel::ids::Gid;

const SET: &str = "mutation($metafields: [CartMetafieldsSetInput!]!) {
    cartMetafieldsSet(metafields: $metafields) {
        metafields { id namespace key type value createdAt updatedAt
            parentResource { __typename ... on Cart { id } } }
        userErrors { code elementIndex field message } } }";
const DELETE: &str = "mutation($input: CartMetafieldDeleteInput!) {
    cartMetafieldDelete(input: $input) { deletedId userErrors { code field message } } }";
const READ: &str = "query($id: ID!, $names: [HasMetafieldsIdentifier!]!) { cart(id: $id) {
    gift: metafield(key: \"gift\") { id value type }
    other: metafield(namespace: \"app\", key: \"gift\") { value }
    metafields(identifiers: $names) { namespace key value
        reference { ... on Product { handle } } } } }";

async fn cart(shop: &TestShop) -> Value {
    let made = shop.data("mutation { cartCreate { cart { id } } }", json!({}));
    made.await["cartCreate"]["cart"]["id"].take()
}

fn field(cart: &Value, key: &str, kind: &str, value: &str) -> Value {
    json!({"ownerId": cart, "key": key, "type": kind, "value": value})
}

fn text(cart: &Value, key: &str, value: &str) -> Value {
    field(cart, key, "single_line_text_field", value)
}

async fn set(shop: &TestShop, fields: Value) -> Value {
    let mut data = shop.data(SET, json!({"metafields": fields})).await;
    data["cartMetafieldsSet"].take()
}

async fn read(shop: &TestShop, cart: &Value) -> Value {
    let names = json!([{"key": "gift"}, {"namespace": "app", "key": "lamp"}, {"key": "none"}]);
    let mut data = shop.data(READ, json!({"id": cart, "names": names})).await;
    data["cart"].take()
}

#[tokio::test]
async fn a_storefront_keeps_fields_about_a_cart() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let cart = cart(&shop).await;
    let lamp_field = field(&cart, "app.lamp", "product_reference", &lamp.id.gid().0);

    let made = set(&shop, json!([text(&cart, "gift", "yes"), lamp_field])).await;

    assert_eq!(made["userErrors"], json!([]), "{made:#}");
    let fields = &made["metafields"];
    assert_eq!(fields[0]["namespace"], "custom");
    assert_eq!(fields[0]["value"], "yes");
    let parent = json!({"__typename": "Cart", "id": cart});
    assert_eq!(fields[0]["parentResource"], parent);
    assert_eq!(fields[1]["namespace"], "app");
    let seen = read(&shop, &cart).await;
    assert_eq!(seen["gift"]["id"], fields[0]["id"]);
    assert_eq!(seen["other"], Value::Null);
    assert_eq!(seen["metafields"][1]["reference"]["handle"], "lamp");
    assert_eq!(seen["metafields"][2], Value::Null);

    // It is replaced, and stays the same field.
    let again = set(&shop, json!([field(&cart, "gift", "boolean", "true")])).await;
    assert_eq!(again["metafields"][0]["id"], fields[0]["id"]);
    assert_eq!(again["metafields"][0]["createdAt"], fields[0]["createdAt"]);
    assert_eq!(again["metafields"][0]["type"], "boolean");
    let input = json!({"input": {"ownerId": cart, "key": "gift"}});
    let gone = shop.data(DELETE, input.clone()).await;
    let gone = &gone["cartMetafieldDelete"];
    assert_eq!(gone["deletedId"], fields[0]["id"], "{gone:#}");
    assert_eq!(read(&shop, &cart).await["gift"], Value::Null);
    let twice = shop.data(DELETE, input).await;
    let twice = &twice["cartMetafieldDelete"]["userErrors"][0];
    assert_eq!(twice["code"], "METAFIELD_DOES_NOT_EXIST");
    assert_eq!(twice["field"], json!(["input", "key"]));
}

#[tokio::test]
async fn a_cart_is_made_with_fields_and_copied_with_them() {
    let shop = TestShop::start().await;
    let make = "mutation($fields: [CartInputMetafieldInput!]) {
        cartCreate(input: {metafields: $fields}) {
            cart { id metafield(namespace: \"app\", key: \"gift\") { value } }
            userErrors { code field } } }";
    let good = json!({"key": "app.gift", "type": "boolean", "value": "true"});
    let made = shop.data(make, json!({"fields": [good]})).await["cartCreate"].take();
    assert_eq!(made["cart"]["metafield"]["value"], "true", "{made:#}");
    let copy = "mutation($id: ID!) { cartClone(cartId: $id) {
        cart { id metafield(namespace: \"app\", key: \"gift\") { value } } } }";
    let copy = shop.data(copy, json!({"id": made["cart"]["id"]})).await;
    let copy = &copy["cartClone"]["cart"];
    assert_ne!(copy["id"], made["cart"]["id"]);
    assert_eq!(copy["metafield"]["value"], "true");

    let bad = json!({"key": "gift", "type": "boolean", "value": "perhaps"});
    let refused = shop.data(make, json!({"fields": [good, bad]})).await["cartCreate"].take();
    assert_eq!(refused["cart"], Value::Null);
    let error = json!({"code": "INVALID_METAFIELDS",
        "field": ["input", "metafields", "1", "value"]});
    assert_eq!(refused["userErrors"], json!([error]));
}

#[tokio::test]
async fn one_wrong_field_of_a_cart_holds_back_all_of_them() {
    let shop = TestShop::start().await;
    let cart = cart(&shop).await;
    let other = self::cart(&shop).await;
    let long = "x".repeat(100_001);
    let long_key = "k".repeat(65);
    let nobody = json!("gid://souk/Cart/none?key=none");
    for (wrong, code, input) in [
        (text(&cart, "note", ""), "BLANK", "value"),
        (text(&cart, "", "x"), "BLANK", "key"),
        (text(&cart, &long_key, "x"), "TOO_LONG", "key"),
        (field(&cart, "note", "secret", "x"), "INVALID_TYPE", "type"),
        (
            field(&cart, "note", "number_integer", "1.5"),
            "INVALID_VALUE",
            "value",
        ),
        (
            field(&cart, "note", "multi_line_text_field", &long),
            "TOO_LONG",
            "value",
        ),
        (
            text(&cart, "note", "4242 4242 4242 4242"),
            "INVALID_VALUE",
            "value",
        ),
        (text(&cart, "gift", "again"), "DUPLICATE", "key"),
        (text(&other, "note", "x"), "INVALID_OWNER", "ownerId"),
    ] {
        let refused = set(&shop, json!([text(&cart, "gift", "yes"), wrong])).await;
        assert_eq!(refused["metafields"], Value::Null, "{refused:#}");
        let error = &refused["userErrors"][0];
        assert_eq!(error["code"], code, "{refused:#}");
        assert_eq!(error["field"], json!(["metafields", "1", input]));
        assert_eq!(error["elementIndex"], 1);
    }
    let stranger = set(&shop, json!([text(&nobody, "gift", "yes")])).await;
    assert_eq!(stranger["userErrors"][0]["code"], "INVALID_OWNER");
    let input = json!({"input": {"ownerId": nobody, "key": "gift"}});
    let stranger = shop.data(DELETE, input).await["cartMetafieldDelete"].take();
    assert_eq!(stranger["userErrors"][0]["code"], "INVALID_OWNER");
    let many: Vec<Value> = (0..26)
        .map(|number| text(&cart, &format!("k{number}"), "x"))
        .collect();
    let many = set(&shop, json!(many)).await;
    let error = &many["userErrors"][0];
    assert_eq!(error["code"], "LESS_THAN_OR_EQUAL_TO", "{many:#}");
    assert_eq!(error["elementIndex"], Value::Null);
    assert_eq!(read(&shop, &cart).await["gift"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_keeps_a_hundred_fields_and_loses_none_to_another_caller() {
    let shop = TestShop::start().await;
    let cart = cart(&shop).await;
    let batch = |first: usize, count: usize| {
        let fields = (first..first + count).map(|it| text(&cart, &format!("k{it}"), "x"));
        json!(fields.collect::<Vec<_>>())
    };
    let answers = join_all((0..4).map(|it| set(&shop, batch(it * 25, 25)))).await;
    for answer in &answers {
        assert_eq!(answer["userErrors"], json!([]), "{answer:#}");
    }
    let full = set(&shop, batch(99, 2)).await;
    assert_eq!(full["userErrors"][0]["code"], "LESS_THAN_OR_EQUAL_TO");
    let names: Vec<Value> = (0..101)
        .map(|it| json!({"key": format!("k{it}")}))
        .collect();
    let query = "query($id: ID!, $names: [HasMetafieldsIdentifier!]!) {
        cart(id: $id) { metafields(identifiers: $names) { key } } }";
    let read = shop.data(query, json!({"id": cart, "names": names})).await;
    let fields = read["cart"]["metafields"].as_array().unwrap();
    assert_eq!(fields.iter().filter(|it| !it.is_null()).count(), 100);

    // Long texts fill a cart before a hundred of them do.
    let long = "x".repeat(20_000);
    let kind = "multi_line_text_field";
    let fields = (0..6).map(|it| field(&cart, &format!("k{it}"), kind, &long));
    let large = set(&shop, json!(fields.collect::<Vec<_>>())).await;
    assert_eq!(large["userErrors"][0]["code"], "TOO_LONG", "{large:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_takes_over_the_fields_of_its_cart() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let fields = json!([text(&cart["id"], "app.gift", "for Ada")]);
    assert_eq!(set(&shop, fields).await["userErrors"], json!([]));

    let outcome = shop.buy(&cart).await;

    let query = "query($id: ID!) { order(id: $id) {
        metafield(namespace: \"app\", key: \"gift\") { value type
            parentResource { ... on Order { id } } }
        metafields(identifiers: [{key: \"none\"}, {namespace: \"app\", key: \"gift\"}]) { value } } }";
    let variables = json!({"id": outcome["orderId"]});
    let order = shop.merchant().data(query, variables).await["order"].take();
    assert_eq!(order["metafield"]["value"], "for Ada", "{outcome:#}");
    let parent = &order["metafield"]["parentResource"];
    assert_eq!(parent["id"], outcome["orderId"]);
    assert_eq!(order["metafields"], json!([null, {"value": "for Ada"}]));
}
