//! Merchants write texts in other languages; buyers read them.

use super::{because, changed, refusal};
use crate::harness::TestShop;
use futures_util::future::join_all;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use souk_kernel::ids::Gid;
use souk_shop::search;

const REGISTER: &str = "mutation($id: ID!, $translations: [TranslationInput!]!) {
    translationsRegister(resourceId: $id, translations: $translations) {
        translations { key locale value }
        userErrors { code field message }
    }
}";

fn german(id: &Value, texts: &[(&str, &str)]) -> Value {
    let texts = texts.iter();
    let texts = texts.map(|(key, value)| json!({"locale": "de", "key": key, "value": value}));
    json!({"id": id, "translations": texts.collect::<Vec<_>>()})
}

async fn write(shop: &TestShop, id: &Value, texts: &[(&str, &str)]) {
    changed(shop, REGISTER, "translations", german(id, texts)).await;
}

/// A shop whose market speaks German too.
async fn bilingual() -> TestShop {
    let shop = TestShop::start().await;
    shop.change_market(|market| market.languages.0.push("de".to_owned()))
        .await;
    shop
}

async fn in_german(shop: &TestShop, fields: &str) -> Value {
    let query = format!("query @inContext(language: DE) {{ {fields} }}");
    shop.data(&query, Value::Null).await
}

/// Gives a product a custom field that buyers read, and returns it.
async fn care(shop: &TestShop, product: &Value) -> Value {
    let set = "mutation($id: ID!) { metafieldsSet(metafields: [{ownerId: $id, key: \"care\",
        type: \"single_line_text_field\", value: \"Wipe\"}]) { metafields { id } userErrors { message } } }";
    let fields = changed(shop, set, "metafields", json!({"id": product})).await;
    let define = "mutation { metafieldDefinitionCreate(definition: {name: \"Care\", key: \"care\",
        ownerType: PRODUCT, type: \"single_line_text_field\", access: {storefront: PUBLIC_READ}}) {
            createdDefinition { id } userErrors { message } } }";
    changed(shop, define, "createdDefinition", Value::Null).await;
    fields[0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_product_is_read_and_found_in_another_language() {
    let shop = bilingual().await;
    let lamp = shop
        .product("lamp")
        .option("Color", &["Red"])
        .variant(&["Red"], 100)
        .create()
        .await;
    let id = json!(lamp.id.gid());
    let field = care(&shop, &id).await;
    write(
        &shop,
        &id,
        &[
            ("title", "Leuchte"),
            ("body_html", "<p>Hell</p>"),
            ("product_type", "Licht"),
            ("meta_title", "Leuchte kaufen"),
            ("meta_description", "Eine Leuchte"),
        ],
    )
    .await;
    let option = &lamp.row.options.0[0];
    write(&shop, &json!(option.id.gid()), &[("name", "Farbe")]).await;
    write(&shop, &json!(option.values[0].id.gid()), &[("name", "Rot")]).await;
    write(&shop, &field["id"], &[("value", "Abwischen")]).await;

    search::drain_index(&shop.app).await.unwrap();
    let data = in_german(
        &shop,
        "product(handle: \"lamp\") {
            title description descriptionHtml productType seo { title description }
            options { name optionValues { name } } metafield(key: \"care\") { value }
            variants(first: 1) { nodes { title selectedOptions { name value } } }
        }
        search(query: \"leuchte\", first: 5) { nodes { ... on Product { title } } }",
    )
    .await;
    let expected = json!({
        "title": "Leuchte", "description": "Hell", "descriptionHtml": "<p>Hell</p>",
        "productType": "Licht", "seo": {"title": "Leuchte kaufen", "description": "Eine Leuchte"},
        "options": [{"name": "Farbe", "optionValues": [{"name": "Rot"}]}],
        "metafield": {"value": "Abwischen"},
        "variants": {"nodes": [{"title": "Rot",
            "selectedOptions": [{"name": "Farbe", "value": "Rot"}]}]},
    });
    assert_eq!(data["product"], expected);
    assert_eq!(data["search"]["nodes"], json!([{"title": "Leuchte"}]));

    write(&shop, &id, &[("title", "Lampe")]).await;
    let data = in_german(&shop, "product(handle: \"lamp\") { title }").await;
    assert_eq!(data["product"]["title"], "Lampe");
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_menus_and_the_shop_are_read_in_another_language() {
    let shop = bilingual().await;
    let page = "mutation { pageCreate(page: {title: \"About\", body: \"Us\"}) {
        page { id } userErrors { message } } }";
    let page = changed(&shop, page, "page", Value::Null).await;
    let menu = "mutation { menuCreate(title: \"Main\", handle: \"main\", items: [{title: \"Start\",
        type: HTTP, url: \"https://example.com\", items: [{title: \"Deep\", type: HTTP,
            url: \"https://example.com/deep\", items: []}]}]) {
        menu { id items { id items { id } } } userErrors { message } } }";
    let menu = changed(&shop, menu, "menu", Value::Null).await;

    write(
        &shop,
        &page["id"],
        &[("title", "Über uns"), ("body_html", "Wir")],
    )
    .await;
    write(&shop, &menu["id"], &[("title", "Haupt")]).await;
    let top = &menu["items"][0];
    write(&shop, &top["id"], &[("title", "Anfang")]).await;
    write(&shop, &top["items"][0]["id"], &[("title", "Tief")]).await;
    let shop_id = json!("gid://souk/Shop/1");
    write(
        &shop,
        &shop_id,
        &[("name", "Laden"), ("description", "Alles")],
    )
    .await;

    search::drain_index(&shop.app).await.unwrap();
    let data = in_german(
        &shop,
        "page(handle: \"about\") { title body }
        menu(handle: \"main\") { title items { title items { title } } }
        shop { name description }
        search(query: \"über\", types: [PAGE], first: 5) { nodes { ... on Page { title } } }",
    )
    .await;
    let expected = json!({
        "page": {"title": "Über uns", "body": "Wir"},
        "menu": {"title": "Haupt", "items": [{"title": "Anfang", "items": [{"title": "Tief"}]}]},
        "shop": {"name": "Laden", "description": "Alles"},
        "search": {"nodes": [{"title": "Über uns"}]},
    });
    assert_eq!(data, expected);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_text_is_refused_with_its_code_and_path() {
    let shop = bilingual().await;
    let id = json!(shop.product("lamp").create().await.id.gid());
    let one = |locale: &str, key: &str, value: &str| {
        let text = json!({"locale": locale, "key": key, "value": value});
        json!({"id": id, "translations": [text]})
    };
    let stale = json!({"id": id, "translations": [{"locale": "de", "key": "title", "value": "x",
        "translatableContentDigest": "00"}]});
    let digest = Sha256::digest("lamp")
        .into_iter()
        .map(|byte| format!("{byte:02x}"));
    let fresh = json!({"id": id, "translations": [{"locale": "de", "key": "title", "value": "x",
        "translatableContentDigest": digest.collect::<String>()}]});
    changed(&shop, REGISTER, "translations", fresh).await;
    let title = [("title", "x")];
    let of = |owner: &str| german(&json!(owner), &title);
    let long = "x".repeat(100_001);
    let at = "translations.0.translatableContentDigest";
    let twice = german(&id, &[("title", "x"), ("title", "y")]);
    let many = german(&id, &[("title", "x"); 101]);
    for (variables, code, field) in [
        (of("lamp"), "INVALID", "resourceId"),
        (of("gid://souk/Product/1"), "NOT_FOUND", "resourceId"),
        (of("gid://souk/ProductOption/1"), "NOT_FOUND", "resourceId"),
        (of("gid://souk/Cart/1"), "NOT_FOUND", "resourceId"),
        (
            one("xx-yy", "title", "x"),
            "INVALID",
            "translations.0.locale",
        ),
        (one("en", "title", "x"), "INVALID", "translations.0.locale"),
        (one("de", "handle", "x"), "NOT_FOUND", "translations.0.key"),
        (one("de", "title", " "), "BLANK", "translations.0.value"),
        (
            one("de", "title", &long),
            "TOO_LONG",
            "translations.0.value",
        ),
        (stale, "STALE_OBJECT", at),
        (twice, "DUPLICATE", "translations.1"),
        (many, "TOO_MANY", "translations"),
    ] {
        assert_eq!(
            refusal(&shop, REGISTER, variables).await,
            because(code, field)
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn many_callers_at_once_write_all_their_texts() {
    let shop = bilingual().await;
    let lamp = shop.product("lamp").create().await;
    let id = json!(lamp.id.gid());
    let merchant = shop.merchant();
    let keys = [
        "title",
        "body_html",
        "product_type",
        "meta_title",
        "meta_description",
    ];
    let calls = (0..50).map(|number| {
        merchant.data(
            REGISTER,
            german(&id, &[(keys[number % 5], keys[number % 5])]),
        )
    });
    for answer in join_all(calls).await {
        assert_eq!(answer["translationsRegister"]["userErrors"], json!([]));
    }
    let fields =
        "product(handle: \"lamp\") { title descriptionHtml productType seo { title description } }";
    let expected = json!({"title": "title", "descriptionHtml": "body_html",
        "productType": "product_type",
        "seo": {"title": "meta_title", "description": "meta_description"}});
    assert_eq!(in_german(&shop, fields).await["product"], expected);
}
