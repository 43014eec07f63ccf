//! A merchant saves whole products.

use crate::harness::TestShop;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Address},
};
use souk_kernel::viewer::Scope;

const SET: &str = "mutation Set($input: ProductSetInput!, $identifier: ProductSetIdentifiers) {
    productSet(input: $input, identifier: $identifier) {
        product {
            id handle title description tags
            options { id name optionValues { id name swatch { color } } }
            media(first: 5) { nodes { alt } }
            priceRange { minVariantPrice { amount } maxVariantPrice { amount } }
            variants(first: 10) {
                nodes { id title sku weight price { amount } compareAtPrice { amount } }
            }
        }
        userErrors { code field message }
    }
}";

fn lamp() -> Value {
    json!({
        "title": "Desk Lamp",
        "descriptionHtml": "<p>Bends <b>twice</b>.</p>",
        "tags": ["light", "desk", "light"],
        "productOptions": [{"name": "Color", "values": [
            {"name": "Moss", "swatch": {"color": "#6F7D4C"}}, {"name": "Rust"},
        ]}],
        "files": [{"originalSource": "demo:lamp?hue=90", "alt": "A lamp"}],
        "variants": [
            {
                "optionValues": [{"optionName": "Color", "name": "Moss"}],
                "price": "49.00", "compareAtPrice": "59.00", "sku": "LAMP-MOSS",
                "inventoryItem": {"measurement": {"weight": {"unit": "GRAMS", "value": 900}}},
                "inventoryQuantities": [{"locationId": "Portland", "quantity": 7}],
            },
            {"optionValues": [{"optionName": "Color", "name": "Rust"}], "price": "52.5"},
        ],
    })
}

async fn open_location(shop: &TestShop) -> LocationId {
    let now = shop.app.clock.now();
    let id = shop.app.next_id();
    let row = location::Model {
        id,
        name: "Portland".to_owned(),
        active: true,
        fulfills_online_orders: true,
        address: Address::default(),
        pickup: None,
        created_at: now,
        updated_at: now,
    };
    location::Entity::insert(row.into_active_model())
        .exec_without_returning(shop.app.databases.inventory.writer())
        .await
        .unwrap();
    id
}

async fn set(shop: &TestShop, input: Value, identifier: Value) -> Value {
    let variables = json!({"input": input, "identifier": identifier});
    shop.merchant().data(SET, variables).await["productSet"].take()
}

async fn refused(shop: &TestShop, input: Value, identifier: Value) -> (String, Value) {
    let answer = set(shop, input, identifier).await;
    assert_eq!(answer["product"], Value::Null, "{answer:#}");
    let error = &answer["userErrors"][0];
    (
        error["code"].as_str().unwrap().to_owned(),
        error["field"].clone(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_product_is_on_its_page_at_once() {
    let shop = TestShop::start().await;
    open_location(&shop).await;
    let answer = set(&shop, lamp(), Value::Null).await;
    assert_eq!(answer["userErrors"], json!([]), "{answer:#}");
    let product = &answer["product"];
    assert_eq!(product["handle"], "desk-lamp");
    assert_eq!(product["description"], "Bends twice.");
    assert_eq!(product["tags"], json!(["desk", "light"]));
    assert_eq!(
        product["options"][0]["optionValues"][0]["swatch"]["color"],
        "#6f7d4c"
    );
    assert_eq!(product["media"]["nodes"][0]["alt"], "A lamp");
    assert_eq!(product["priceRange"]["minVariantPrice"]["amount"], "49.0");
    assert_eq!(product["priceRange"]["maxVariantPrice"]["amount"], "52.5");
    let variants = &product["variants"]["nodes"];
    assert_eq!(variants[0]["title"], "Moss");
    assert_eq!(variants[0]["sku"], "LAMP-MOSS");
    assert_eq!(variants[0]["compareAtPrice"]["amount"], "59.0");
    assert_eq!(variants[1]["price"]["amount"], "52.5");

    let page = "{ product(handle: \"desk-lamp\") { title variantsCount { count } } }";
    let page = shop.data(page, Value::Null).await;
    assert_eq!(page["product"]["title"], "Desk Lamp");
    assert_eq!(page["product"]["variantsCount"]["count"], 2);

    let again = set(&shop, lamp(), Value::Null).await;
    assert_eq!(again["product"]["handle"], "desk-lamp-1");
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn replacing_a_product_keeps_the_ids_of_what_stays() {
    let shop = TestShop::start().await;
    open_location(&shop).await;
    let identifier = json!({"handle": "desk-lamp"});
    let first = set(&shop, lamp(), identifier.clone()).await["product"].take();
    let mut input = lamp();
    input["title"] = json!("Desk Lamp 2");
    input["productOptions"][0]["values"][1]["name"] = json!("Chalk");
    input["variants"][1]["optionValues"][0]["name"] = json!("Chalk");
    input["variants"][0]["price"] = json!("45");
    input["variants"][0]["compareAtPrice"] = Value::Null;
    let answer = set(&shop, input, identifier).await;
    assert_eq!(answer["userErrors"], json!([]));
    let second = &answer["product"];
    assert_eq!(second["id"], first["id"]);
    assert_eq!(second["handle"], "desk-lamp");
    assert_eq!(second["title"], "Desk Lamp 2");
    assert_eq!(second["options"][0]["id"], first["options"][0]["id"]);
    let (before, after) = (&first["variants"]["nodes"], &second["variants"]["nodes"]);
    assert_eq!(after.as_array().unwrap().len(), 2);
    assert_eq!(after[0]["id"], before[0]["id"]);
    assert_ne!(after[1]["id"], before[1]["id"]);
    assert_eq!(after[0]["price"]["amount"], "45.0");
    assert_eq!(after[0]["compareAtPrice"], Value::Null);
    assert_eq!(after[0]["sku"], "LAMP-MOSS");

    // What an input leaves out stays, by id as by handle.
    let renamed = json!({"title": "Desk Lamp 3"});
    let third = set(&shop, renamed, json!({"id": first["id"]})).await["product"].take();
    assert_eq!(third["title"], "Desk Lamp 3");
    assert_eq!(third["variants"], second["variants"]);
    assert_eq!(third["options"], second["options"]);
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_input_is_refused_with_its_code_and_path() {
    let shop = TestShop::start().await;
    let blank = refused(&shop, json!({"title": " "}), Value::Null).await;
    assert_eq!(blank, ("BLANK".to_owned(), json!(["input", "title"])));

    let nowhere = refused(&shop, lamp(), Value::Null).await;
    let field = json!(["input", "variants", "0", "inventoryQuantities"]);
    assert_eq!(nowhere, ("NOT_FOUND".to_owned(), field));

    open_location(&shop).await;
    let mut input = lamp();
    input["variants"][1]["optionValues"][0]["name"] = json!("Moss");
    let (code, field) = refused(&shop, input, Value::Null).await;
    assert_eq!(
        (code.as_str(), field),
        ("DUPLICATE", json!(["input", "variants", "1"]))
    );

    let mut input = lamp();
    input["variants"][0]["price"] = json!("49.001");
    let (code, field) = refused(&shop, input, Value::Null).await;
    let price = json!(["input", "variants", "0", "price"]);
    assert_eq!((code.as_str(), field), ("INVALID", price));

    set(&shop, lamp(), Value::Null).await;
    let mut input = lamp();
    input["handle"] = json!("desk-lamp");
    let (code, field) = refused(&shop, input, Value::Null).await;
    assert_eq!(
        (code.as_str(), field),
        ("TAKEN", json!(["input", "handle"]))
    );

    let gone = json!({"id": "gid://souk/Product/1"});
    let (code, _) = refused(&shop, lamp(), gone).await;
    assert_eq!(code, "NOT_FOUND");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_product_is_gone() {
    let shop = TestShop::start().await;
    open_location(&shop).await;
    let product = set(&shop, lamp(), Value::Null).await["product"].take();
    let delete = "mutation Delete($id: ID!) {
        productDelete(input: {id: $id}) { deletedProductId userErrors { code field } }
    }";
    let id = json!({"id": product["id"]});
    let answer = shop.merchant().data(delete, id.clone()).await;
    assert_eq!(answer["productDelete"]["deletedProductId"], product["id"]);
    let page = "{ product(handle: \"desk-lamp\") { id } }";
    assert_eq!(shop.data(page, Value::Null).await["product"], Value::Null);
    let again = shop.merchant().data(delete, id).await;
    let error = json!([{"code": "NOT_FOUND", "field": ["input", "id"]}]);
    assert_eq!(again["productDelete"]["userErrors"], error);
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_merchants_who_write_products_may_and_see_how() {
    let shop = TestShop::start().await;
    let variables = json!({"input": {"title": "Lamp"}});
    let reader = shop.merchant_who([Scope::ReadProducts]);
    for answer in [
        shop.send(SET, variables.clone()).await,
        reader.send(SET, variables.clone()).await,
    ] {
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "ACCESS_DENIED", "{answer:#}");
    }
    let page = "{ product(handle: \"lamp\") { id } }";
    assert_eq!(shop.data(page, Value::Null).await["product"], Value::Null);

    let names = "{ __schema { types { name } mutationType { fields { name } } } }";
    let shown = |answer: &Value| answer.to_string().contains("roductSet");
    assert!(!shown(&shop.send(names, Value::Null).await));
    assert!(!shown(&reader.send(names, Value::Null).await));
    assert!(shown(&shop.merchant().send(names, Value::Null).await));
}
