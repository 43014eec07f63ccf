//! Merchants change variants.

use super::{because, change, changed, refusal};
use crate::{builders::MadeProduct, harness::TestShop};
use futures_util::future::join_all;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use souk_entities::{
    catalog::price_list_price,
    ids::VariantId,
    inventory::variant_item::{self, InventoryPolicy},
};
use souk_kernel::ids::Gid;

const UPDATE: &str = "mutation($product: ID!, $variants: [ProductVariantsBulkInput!]!, $partial: Boolean) {
    productVariantsBulkUpdate(productId: $product, variants: $variants, allowPartialUpdates: $partial) {
        product {
            priceRange { minVariantPrice { amount } maxVariantPrice { amount } }
            options { name optionValues { name } }
        }
        productVariants {
            id title sku barcode taxable price { amount } compareAtPrice { amount }
            unitPrice { amount } image { altText } selectedOptions { name value }
            metafield(key: \"care\") { value }
            inventoryItem { tracked requiresShipping }
        }
        userErrors { code field message }
    }
}";

fn gid(id: VariantId) -> Value {
    json!(id.gid())
}

fn input(product: &MadeProduct, variants: Value) -> Value {
    json!({"product": product.id.gid(), "variants": variants})
}

/// A shirt in two colours and two sizes, but for the large rust one.
async fn shirt(shop: &TestShop) -> MadeProduct {
    shop.product("shirt")
        .pictures(2)
        .option("Color", &["Moss", "Rust"])
        .option("Size", &["S", "L"])
        .variant(&["Moss", "S"], 1_000)
        .stock(4)
        .variant(&["Moss", "L"], 1_200)
        .variant(&["Rust", "S"], 1_100)
        .create()
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_variant_gets_what_is_given_and_keeps_the_rest() {
    let shop = TestShop::start().await;
    let shirt = shirt(&shop).await;
    let picture = shirt.row.media.0[1].id;
    let variants = json!([{
        "id": gid(shirt.variants[0]), "price": "9.50", "compareAtPrice": "12", "barcode": "123",
        "taxable": false, "taxCode": "reduced", "inventoryPolicy": "CONTINUE",
        "mediaId": picture.gid(),
        "inventoryItem": {"sku": "SHIRT-1", "requiresShipping": false, "cost": "3"},
        "optionValues": [{"optionName": "Size", "name": "XS"}],
        "metafields": [{"key": "care", "type": "single_line_text_field", "value": "cold"}],
        "unitPriceMeasurement": {"quantityValue": 500.0, "quantityUnit": "ML",
            "referenceValue": 1, "referenceUnit": "L"},
    }]);

    let payload = change(&shop, UPDATE, input(&shirt, variants)).await;

    assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    let first = &payload["productVariants"][0];
    let expected = json!({
        "id": gid(shirt.variants[0]), "title": "Moss / XS", "sku": "SHIRT-1", "barcode": "123",
        "taxable": false, "price": {"amount": "9.5"}, "compareAtPrice": {"amount": "12.0"},
        "unitPrice": {"amount": "19.0"}, "image": {"altText": "Picture 2"},
        "selectedOptions": [{"name": "Color", "value": "Moss"}, {"name": "Size", "value": "XS"}],
        "metafield": {"value": "cold"},
        "inventoryItem": {"tracked": true, "requiresShipping": false},
    });
    assert_eq!(*first, expected);
    let range = &payload["product"]["priceRange"];
    assert_eq!(range["minVariantPrice"]["amount"], "9.5");
    assert_eq!(range["maxVariantPrice"]["amount"], "12.0");
    let sizes = json!([{"name": "S"}, {"name": "L"}, {"name": "XS"}]);
    assert_eq!(payload["product"]["options"][1]["optionValues"], sizes);

    // What is not given stays, and null removes a price before a reduction.
    let variants = json!([{"id": gid(shirt.variants[0]), "compareAtPrice": null,
        "optionValues": [{"optionName": "Color", "name": "Rust"}],
        "metafields": [{"key": "fit", "type": "single_line_text_field", "value": "slim"}]}]);
    let again = changed(&shop, UPDATE, "productVariants", input(&shirt, variants)).await;
    assert_eq!(again[0]["title"], "Rust / XS");
    assert_eq!(again[0]["compareAtPrice"], Value::Null);
    assert_eq!(again[0]["price"]["amount"], "9.5");
    assert_eq!(again[0]["metafield"]["value"], "cold");
    let stock = "{ product(handle: \"shirt\") { variants(first: 1) { nodes {
        quantityAvailable currentlyNotInStock } } } }";
    let stock = shop.data(stock, Value::Null).await;
    let left = &stock["product"]["variants"]["nodes"][0]["quantityAvailable"];
    assert_eq!(*left, 4);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_value_that_no_variant_has_any_more_is_no_choice() {
    let shop = TestShop::start().await;
    let shirt = shirt(&shop).await;
    let variants = json!([{"id": gid(shirt.variants[2]),
        "optionValues": [{"optionName": "Color", "name": "Chalk"}]}]);
    let product = changed(&shop, UPDATE, "product", input(&shirt, variants)).await;
    let colors = json!([{"name": "Moss"}, {"name": "Chalk"}]);
    assert_eq!(product["options"][0]["optionValues"], colors);
}

#[tokio::test(flavor = "multi_thread")]
async fn variants_may_swap_their_values_in_one_change() {
    let shop = TestShop::start().await;
    let shirt = shirt(&shop).await;
    let size = |name: &str| json!([{"optionName": "Size", "name": name}]);
    let variants = json!([
        {"id": gid(shirt.variants[0]), "optionValues": size("L")},
        {"id": gid(shirt.variants[1]), "optionValues": size("S")},
    ]);
    let variants = changed(&shop, UPDATE, "productVariants", input(&shirt, variants)).await;
    assert_eq!(variants[0]["title"], "Moss / L");
    assert_eq!(variants[1]["title"], "Moss / S");
}

#[tokio::test(flavor = "multi_thread")]
async fn one_refused_change_holds_back_the_others_unless_partial_updates_are_allowed() {
    let shop = TestShop::start().await;
    let shirt = shirt(&shop).await;
    let variants = json!([
        {"id": gid(shirt.variants[0]), "price": "7"},
        {"id": gid(shirt.variants[1]), "price": "-1"},
        {"id": gid(shirt.variants[2]), "optionValues": [{"optionName": "Color", "name": "Moss"}]},
    ]);
    let mut all = input(&shirt, variants);
    let page = "{ product(handle: \"shirt\") { variants(first: 9) { nodes {
        title price { amount } } } } }";
    let before = shop.data(page, Value::Null).await;

    let refused = change(&shop, UPDATE, all.clone()).await;
    assert_eq!(refused["product"], Value::Null);
    assert_eq!(
        refused["userErrors"][0]["field"],
        json!(["variants", "1", "price"])
    );
    assert_eq!(shop.data(page, Value::Null).await, before);

    all["partial"] = json!(true);
    let partly = change(&shop, UPDATE, all).await;
    let made = partly["productVariants"].as_array().unwrap();
    assert_eq!(made.len(), 1);
    assert_eq!(made[0]["price"]["amount"], "7.0");
    let errors = partly["userErrors"].as_array().unwrap();
    let errors: Vec<_> = errors
        .iter()
        .map(|error| (&error["code"], &error["field"][1]))
        .collect();
    let expected = [
        (&json!("INVALID"), &json!("1")),
        (&json!("DUPLICATE"), &json!("2")),
    ];
    assert_eq!(errors, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_change_of_a_variant_is_refused_with_its_code_and_path() {
    let shop = TestShop::start().await;
    let shirt = shirt(&shop).await;
    let id = gid(shirt.variants[0]);
    let field = |key: &str, kind: &str| {
        let field = json!([{"key": key, "type": kind, "value": "x"}]);
        json!([{"id": id, "metafields": field}])
    };
    let value = |option: &str, name: &str| {
        let value = json!([{"optionName": option, "name": name}]);
        json!([{"id": id, "optionValues": value}])
    };
    let long = "k".repeat(65);
    let many = json!([{"id": id, "metafields": vec![json!({"key": "n"}); 251]}]);
    let picture = json!([{"id": id, "mediaId": "gid://souk/MediaImage/1"}]);
    let price = json!([{"id": id, "price": "1.001"}]);
    let missing = json!([{"id": "gid://souk/ProductVariant/1"}]);
    let (options, custom) = ("variants.0.optionValues", "variants.0.metafields.0");
    for (variants, code, field) in [
        (json!([]), "BLANK", "variants"),
        (json!([{"price": "1"}]), "BLANK", "variants.0.id"),
        (missing, "NOT_FOUND", "variants.0.id"),
        (
            json!([{"id": id}, {"id": id}]),
            "DUPLICATE",
            "variants.1.id",
        ),
        (price, "INVALID", "variants.0.price"),
        (picture, "NOT_FOUND", "variants.0.mediaId"),
        (value("Fit", "Slim"), "NOT_FOUND", options),
        (value("Size", "L"), "DUPLICATE", options),
        (field("n", "number_integer"), "INVALID_VALUE", custom),
        (field("n", "nothing"), "INVALID_TYPE", custom),
        (field(&long, "url"), "TOO_LONG", custom),
        (many, "TOO_MANY", "variants.0.metafields"),
    ] {
        let variables = input(&shirt, variants);
        let refused = refusal(&shop, UPDATE, variables).await;
        assert_eq!(refused, because(code, field));
    }
    let nowhere = json!({"product": "gid://souk/Product/1", "variants": [{"id": id}]});
    let missing = because("NOT_FOUND", "productId");
    assert_eq!(refusal(&shop, UPDATE, nowhere).await, missing);
}

#[tokio::test(flavor = "multi_thread")]
async fn fixed_prices_and_adjusted_ones_follow_the_shops_own() {
    let shop = TestShop::start().await;
    let list = shop
        .price_list(|list| {
            list.exchange_rate = 2_000_000;
        })
        .await;
    let shirt = shirt(&shop).await;
    shop.fix_price(price_list_price::Model {
        price_list_id: list,
        variant_id: shirt.variants[1],
        product_id: shirt.id,
        price: 900,
        compare_at_price: None,
        quantity_breaks: Default::default(),
    })
    .await;
    let variants = json!([{"id": gid(shirt.variants[0]), "price": "4"}]);
    let product = changed(&shop, UPDATE, "product", input(&shirt, variants)).await;
    let range = &product["priceRange"];
    assert_eq!(range["minVariantPrice"]["amount"], "8.0");
    assert_eq!(range["maxVariantPrice"]["amount"], "22.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn rules_and_listings_follow_a_changed_price() {
    let shop = TestShop::start().await;
    let shirt = shirt(&shop).await;
    let cheap = "mutation { collectionCreate(collection: {title: \"Cheap\", ruleSet: {
        appliedDisjunctively: false,
        rules: [{column: VARIANT_PRICE, relation: LESS_THAN, condition: \"5\"}]}}) {
            collection { id } userErrors { message } } }";
    changed(&shop, cheap, "collection", Value::Null).await;
    let listing = "{ collection(handle: \"cheap\") { products(first: 9) { nodes { handle } } } }";
    let listed = async || {
        souk_shop::search::drain_index(&shop.app).await.unwrap();
        shop.data(listing, Value::Null).await["collection"]["products"]["nodes"].take()
    };
    assert_eq!(listed().await, json!([]));

    let price = |price: &str| {
        input(
            &shirt,
            json!([{"id": gid(shirt.variants[0]), "price": price}]),
        )
    };
    changed(&shop, UPDATE, "product", price("4.99")).await;
    assert_eq!(listed().await, json!([{"handle": "shirt"}]));
    changed(&shop, UPDATE, "product", price("5")).await;
    assert_eq!(listed().await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn fifty_changes_at_once_are_all_made() {
    let shop = TestShop::start().await;
    let names: Vec<String> = (0..50).map(|number| format!("Size {number}")).collect();
    let mut sizes = shop.product("ladder").option("Size", &[]);
    for name in &names {
        sizes = sizes.variant(&[name], 1_000).stock(1);
    }
    let ladder = sizes.create().await;

    let merchant = shop.merchant();
    let updates = ladder.variants.iter().zip(1..).map(|(variant, number)| {
        let change = json!([{"id": gid(*variant), "price": number.to_string(),
            "inventoryPolicy": "CONTINUE", "inventoryItem": {"sku": format!("L-{number}")}}]);
        merchant.data(UPDATE, input(&ladder, change))
    });
    for answer in join_all(updates).await {
        assert_eq!(answer["productVariantsBulkUpdate"]["userErrors"], json!([]));
    }

    let page = "{ product(handle: \"ladder\") {
        priceRange { minVariantPrice { amount } maxVariantPrice { amount } }
        variants(first: 99) { nodes { sku price { amount } inventoryItem { sku } } } } }";
    let product = merchant.data(page, Value::Null).await["product"].take();
    assert_eq!(product["priceRange"]["minVariantPrice"]["amount"], "1.0");
    assert_eq!(product["priceRange"]["maxVariantPrice"]["amount"], "50.0");
    let variants = product["variants"]["nodes"].as_array().unwrap();
    for (variant, number) in variants.iter().zip(1..) {
        let sku = json!(format!("L-{number}"));
        let expected = json!({"sku": sku, "price": {"amount": format!("{number}.0")},
            "inventoryItem": {"sku": sku}});
        assert_eq!(*variant, expected);
    }
    let inventory = shop.app.databases.inventory.writer();
    let links = variant_item::Entity::find().all(inventory).await.unwrap();
    let sells_on = links
        .iter()
        .all(|link| link.policy == InventoryPolicy::Continue);
    assert!(sells_on && links.len() == 50);
}
