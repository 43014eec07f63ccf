//! Product pages.

use crate::{builders::MadeProduct, harness::TestShop};
use serde_json::json;
use souk_entities::{
    catalog::{
        market::Codes,
        product::ProductStatus,
        variant::{QuantityRule, UnitPriceMeasurement, WeightUnit},
    },
    ids::ChannelId,
};
use souk_kernel::ids::Gid;
use souk_shop::market::Directory;
use std::time::Duration;

pub const PAGE: &str = "query($handle: String!) { product(handle: $handle) {
    id handle title description descriptionHtml vendor productType tags isGiftCard createdAt updatedAt publishedAt
    requiresSellingPlan onlineStoreUrl trackingParameters seo { title description }
    category { id name ancestors { name } }
    variantsCount { count precision }
    featuredImage { url altText width height }
    images(first: 5) { nodes { id url altText width height } edges { cursor } pageInfo { hasNextPage } }
    media(first: 5) { nodes { __typename mediaContentType alt id previewImage { url } ... on MediaImage { image { url } } } }
    options { id name values optionValues { id name swatch { color image { id } } } }
    priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount currencyCode } }
    compareAtPriceRange { minVariantPrice { amount } maxVariantPrice { amount } }
    collections(first: 5) { nodes { handle title } }
    variants(first: 10) { nodes {
        id title sku barcode taxable requiresShipping requiresComponents weight weightUnit
        price { amount currencyCode } priceV2 { amount } compareAtPrice { amount } compareAtPriceV2 { amount }
        selectedOptions { name value } image { url }
        unitPrice { amount } unitPriceMeasurement { measuredType quantityUnit quantityValue referenceUnit referenceValue }
        quantityRule { minimum maximum increment } quantityPriceBreaks(first: 3) { nodes { minimumQuantity price { amount } } }
        product { handle }
    } }
} }";

#[tokio::test]
async fn an_unknown_product_is_null_and_no_error() {
    let shop = TestShop::start().await;

    let answer = shop
        .send(
            "query($handle: String) { product(handle: $handle) { id } }",
            json!({"handle": "x"}),
        )
        .await;

    assert_eq!(answer, json!({"data": {"product": null}}));
}

/// A lamp in two colors with everything a page shows.
async fn halm_lamp(shop: &TestShop) -> MadeProduct {
    let lights = shop.collection("lights").await;
    shop.product("halm-lamp")
        .title("Halm Lamp")
        .tags(&["lamp", "new"])
        .with(|row| {
            row.category = Some("Home > Lighting > Lamps".to_owned());
            row.seo_title = Some("Halm, a lamp".to_owned());
        })
        .pictures(2)
        .option("Color", &["Chalk", "Moss"])
        .with(|row| row.options.0[0].values[1].swatch_color = Some("#6f7d4c".to_owned()))
        .variant(&["Chalk"], 8_900)
        .with_variant(|row| {
            row.compare_at_price = Some(10_900);
            row.quantity_rule = Some(QuantityRule {
                minimum: 2,
                maximum: Some(10),
                increment: 2,
            });
        })
        .variant(&["Moss"], 9_950)
        .with_variant(|row| {
            row.weight_unit = WeightUnit::Kilograms;
            row.unit_price_measurement = Some(UnitPriceMeasurement {
                quantity_thousandths: 250_000,
                quantity_unit: "ML".to_owned(),
                reference_value: 1,
                reference_unit: "L".to_owned(),
            });
        })
        .collection(lights.id)
        .create()
        .await
}

#[tokio::test]
async fn a_page_shows_what_the_merchant_wrote() {
    let shop = TestShop::start().await;
    let made = halm_lamp(&shop).await;
    let url = format!("http://{}", shop.address);

    let data = shop.data(PAGE, json!({"handle": "halm-lamp"})).await;

    let product = &data["product"];
    assert_eq!(product["id"], json!(made.id.gid().to_string()));
    assert_eq!(product["title"], "Halm Lamp");
    assert_eq!(product["description"], "All about halm-lamp.");
    assert_eq!(product["tags"], json!(["lamp", "new"]));
    assert_eq!(
        product["onlineStoreUrl"],
        format!("{url}/products/halm-lamp")
    );
    assert_eq!(
        product["seo"],
        json!({"title": "Halm, a lamp", "description": null})
    );
    let category = &product["category"];
    assert_eq!(category["name"], "Lamps");
    assert_eq!(
        category["ancestors"],
        json!([{"name": "Lighting"}, {"name": "Home"}])
    );
    assert_eq!(
        product["variantsCount"],
        json!({"count": 2, "precision": "EXACT"})
    );
    let picture = json!({"url": format!("{url}/media/demo/lamp%3Fhue%3D1"), "altText": "Picture 1",
        "width": 1600, "height": 1200});
    assert_eq!(product["featuredImage"], picture);
    assert_eq!(product["images"]["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(product["images"]["pageInfo"]["hasNextPage"], false);
    assert_eq!(product["media"]["nodes"][1]["__typename"], "MediaImage");
    assert_eq!(
        product["media"]["nodes"][1]["image"]["url"],
        format!("{url}/media/demo/lamp%3Fhue%3D2")
    );
    assert_eq!(product["options"][0]["values"], json!(["Chalk", "Moss"]));
    let values = &product["options"][0]["optionValues"];
    assert_eq!(values[0]["swatch"], json!(null));
    assert_eq!(
        values[1]["swatch"],
        json!({"color": "#6f7d4c", "image": null})
    );
    assert_eq!(
        product["priceRange"],
        json!({"minVariantPrice": {"amount": "89.0", "currencyCode": "USD"},
            "maxVariantPrice": {"amount": "99.5", "currencyCode": "USD"}})
    );
    let before = &product["compareAtPriceRange"];
    assert_eq!(before["maxVariantPrice"]["amount"], "109.0");
    assert_eq!(
        product["collections"]["nodes"],
        json!([{"handle": "lights", "title": "lights"}])
    );
}

#[tokio::test]
async fn a_page_shows_each_variant() {
    let shop = TestShop::start().await;
    halm_lamp(&shop).await;

    let data = shop.data(PAGE, json!({"handle": "halm-lamp"})).await;

    let variants = data["product"]["variants"]["nodes"].as_array().unwrap();
    assert_eq!(variants.len(), 2);
    assert_eq!(variants[0]["price"]["amount"], "89.0");
    assert_eq!(variants[0]["priceV2"]["amount"], "89.0");
    assert_eq!(variants[0]["compareAtPrice"]["amount"], "109.0");
    assert_eq!(variants[0]["unitPrice"], json!(null));
    assert_eq!(
        variants[0]["quantityRule"],
        json!({"minimum": 2, "maximum": 10, "increment": 2})
    );
    assert_eq!(
        variants[1]["quantityRule"],
        json!({"minimum": 1, "maximum": null, "increment": 1})
    );
    assert_eq!(
        variants[1]["selectedOptions"],
        json!([{"name": "Color", "value": "Moss"}])
    );
    assert_eq!(variants[1]["unitPrice"]["amount"], "398.0");
    assert_eq!(
        variants[1]["unitPriceMeasurement"],
        json!({"measuredType": "VOLUME", "quantityUnit": "ML", "quantityValue": 250.0,
            "referenceUnit": "L", "referenceValue": 1})
    );
    assert_eq!(variants[1]["weight"], 0.35);
    assert_eq!(variants[1]["weightUnit"], "KILOGRAMS");
    assert_eq!(
        variants[1]["image"]["url"],
        data["product"]["featuredImage"]["url"]
    );
    assert_eq!(variants[1]["product"]["handle"], "halm-lamp");
}

#[tokio::test]
async fn a_page_costs_few_statements() {
    let shop = TestShop::start().await;
    let mut product = shop
        .product("lamp")
        .pictures(6)
        .option("Size", &["1", "2", "3"]);
    for size in ["1", "2", "3"] {
        product = product.variant(&[size], 4_900);
    }
    product.create().await;
    let page = PAGE.replace("collections(first: 5) { nodes { handle title } }", "");
    let catalog = &shop.app.databases.catalog;

    let before = catalog.statements();
    shop.data(&page, json!({"handle": "lamp"})).await;
    assert_eq!(
        catalog.statements() - before,
        2,
        "the product, its variants"
    );

    shop.price_list(|_| {}).await;
    shop.change_market(|market| market.languages = Codes(vec!["de".to_owned()]))
        .await;
    let before = catalog.statements();
    shop.data(&page, json!({"handle": "lamp"})).await;
    assert_eq!(catalog.statements() - before, 4, "prices and texts too");
}

#[tokio::test]
async fn hidden_products_do_not_exist_for_buyers() {
    let shop = TestShop::start().await;
    shop.product("draft")
        .status(ProductStatus::Draft)
        .create()
        .await;
    shop.product("archived")
        .status(ProductStatus::Archived)
        .create()
        .await;
    shop.product("elsewhere")
        .only_in(&[ChannelId(7)])
        .create()
        .await;
    let channel = Directory::current(&shop.app).channels[0].id;
    shop.product("here").only_in(&[channel]).create().await;
    shop.product("tomorrow")
        .with(|row| row.published_at.as_mut().unwrap().0 += 86_400_000)
        .create()
        .await;
    shop.product("unpublished")
        .with(|row| row.published_at = None)
        .create()
        .await;

    let all = "{ draft: product(handle: \"draft\") { id } archived: product(handle: \"archived\") { id }
        elsewhere: product(handle: \"elsewhere\") { id } here: product(handle: \"here\") { handle }
        tomorrow: product(handle: \"tomorrow\") { handle } unpublished: product(handle: \"unpublished\") { id } }";
    let mut expected = json!({"draft": null, "archived": null, "elsewhere": null,
        "here": {"handle": "here"}, "tomorrow": null, "unpublished": null});
    assert_eq!(shop.data(all, json!({})).await, expected);

    shop.app.clock.advance(Duration::from_secs(86_400));
    expected["tomorrow"] = json!({"handle": "tomorrow"});
    assert_eq!(shop.data(all, json!({})).await, expected);
}

#[tokio::test]
async fn a_product_is_found_by_id_and_by_handle() {
    let shop = TestShop::start().await;
    let made = shop.product("lamp").create().await;
    let id = made.id.gid().to_string();

    let data = shop
        .data(
            "query($id: ID!, $other: ID!) { product(id: $id) { handle } productByHandle(handle: \"lamp\") { id }
                other: product(id: $other) { handle } gone: product(id: \"gid://souk/Product/1\") { id } }",
            json!({"id": id, "other": id.replace("souk", "shopify")}),
        )
        .await;

    assert_eq!(
        data,
        json!({"product": {"handle": "lamp"}, "productByHandle": {"id": id},
            "other": {"handle": "lamp"}, "gone": null})
    );
    let wrong = shop
        .send(
            "{ product(id: \"gid://souk/Collection/1\") { id } }",
            json!({}),
        )
        .await;
    assert_eq!(wrong["data"], json!({"product": null}));
    assert_eq!(wrong["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    let neither = shop.send("{ product { id } }", json!({})).await;
    assert_eq!(neither["errors"][0]["path"], json!(["product"]));
}

#[tokio::test]
async fn texts_come_in_the_language_of_the_market() {
    let shop = TestShop::start().await;
    let made = shop
        .product("lamp")
        .title("Lamp")
        .option("Color", &["Red", "Blue"])
        .variant(&["Red"], 1_000)
        .variant(&["Blue"], 1_000)
        .create()
        .await;
    let (id, option) = (made.id.0, &made.row.options.0[0]);
    shop.translate("Product", id, id, "title", "Lampe").await;
    shop.translate("Product", id, id, "body_html", "<p>Alles über sie.</p>")
        .await;
    shop.translate("Product", id, id, "meta_title", "Lampe kaufen")
        .await;
    shop.translate("ProductOption", option.id.0, id, "name", "Farbe")
        .await;
    let red = option.values[0].id.0;
    shop.translate("ProductOptionValue", red, id, "name", "Rot")
        .await;
    shop.change_market(|market| market.languages = Codes(vec!["de".to_owned()]))
        .await;

    let data = shop.data(PAGE, json!({"handle": "lamp"})).await;

    let product = &data["product"];
    assert_eq!(product["title"], "Lampe");
    assert_eq!(product["description"], "Alles über sie.");
    assert_eq!(product["descriptionHtml"], "<p>Alles über sie.</p>");
    assert_eq!(product["seo"]["title"], "Lampe kaufen");
    assert_eq!(product["vendor"], "Tindra Works");
    assert_eq!(product["options"][0]["name"], "Farbe");
    assert_eq!(product["options"][0]["values"], json!(["Rot", "Blue"]));
    let variants = &product["variants"]["nodes"];
    assert_eq!(variants[0]["title"], "Rot");
    assert_eq!(
        variants[0]["selectedOptions"],
        json!([{"name": "Farbe", "value": "Rot"}])
    );
    assert_eq!(variants[1]["title"], "Blue");
}

#[tokio::test]
async fn pictures_have_addresses_of_any_size() {
    let shop = TestShop::start_with(|config| {
        config.media.url_suffix = ".svg".to_owned();
        config.server.public_url = Some("https://shop.example/".to_owned());
    })
    .await;
    shop.product("lamp")
        .pictures(3)
        .with(|row| {
            row.media.0[1].source = "file:42".to_owned();
            row.media.0[2].source = "https://cdn.example/a.jpg".to_owned();
        })
        .create()
        .await;

    let data = shop
        .data(
            "{ product(handle: \"lamp\") { images(first: 3, reverse: true) { nodes {
                url(transform: {maxWidth: 300, maxHeight: 200, crop: CENTER, preferredContentType: WEBP, scale: 2})
                transformedSrc(maxWidth: 100) } } } }",
            json!({}),
        )
        .await;

    let changed = "?width=600&height=400&crop=center&format=webp";
    let drawn = "https://shop.example/media/demo/lamp%3Fhue%3D1.svg";
    let upload = "https://shop.example/media/file/42.svg";
    let foreign = "https://cdn.example/a.jpg";
    assert_eq!(
        data["product"]["images"]["nodes"],
        json!([
            {"url": foreign, "transformedSrc": foreign},
            {"url": format!("{upload}{changed}"), "transformedSrc": format!("{upload}?width=100")},
            {"url": format!("{drawn}{changed}"), "transformedSrc": format!("{drawn}?width=100")},
        ])
    );
    let wrong = "{ product(handle: \"lamp\") { featuredImage { url(transform: {maxWidth: 0}) } } }";
    let answer = shop.send(wrong, json!({})).await;
    assert!(answer["errors"].is_array(), "{answer}");
}

#[tokio::test]
async fn variants_are_paged_in_every_order() {
    let shop = TestShop::start().await;
    let mut product = shop.product("lamp").option("Size", &["c", "a", "b"]);
    for (size, sku) in [("c", "1"), ("a", "3"), ("b", "2")] {
        product = product
            .variant(&[size], 1_000)
            .with_variant(|row| row.sku = Some(sku.to_owned()));
    }
    product.create().await;
    let titles = async |arguments: &str| {
        let query = format!(
            "{{ product(handle: \"lamp\") {{ variants({arguments}) {{ nodes {{ title }}
                pageInfo {{ startCursor endCursor hasNextPage hasPreviousPage }} }} }} }}"
        );
        let data = shop.data(&query, json!({})).await;
        let connection = data["product"]["variants"].clone();
        let nodes = connection["nodes"].as_array().unwrap().iter();
        let titles: Vec<String> = nodes
            .map(|node| node["title"].as_str().unwrap().to_owned())
            .collect();
        (titles.join(""), connection["pageInfo"].clone())
    };

    assert_eq!(titles("first: 5").await.0, "cab");
    assert_eq!(titles("first: 5, sortKey: TITLE").await.0, "abc");
    assert_eq!(
        titles("first: 5, sortKey: SKU, reverse: true").await.0,
        "abc"
    );
    let (first, info) = titles("first: 2").await;
    assert_eq!((first.as_str(), &info["hasNextPage"]), ("ca", &json!(true)));
    let after = info["endCursor"].as_str().unwrap();
    let (rest, info) = titles(&format!("first: 2, after: \"{after}\"")).await;
    assert_eq!(
        (rest.as_str(), &info["hasPreviousPage"]),
        ("b", &json!(true))
    );
    let before = info["startCursor"].as_str().unwrap();
    let (back, _) = titles(&format!("last: 1, before: \"{before}\"")).await;
    assert_eq!(back, "a");
    for refused in ["first: 251", "first: -1", "first: 1, last: 1", ""] {
        let arguments = if refused.is_empty() {
            String::new()
        } else {
            format!("({refused})")
        };
        let query = format!(
            "{{ product(handle: \"lamp\") {{ variants{arguments} {{ nodes {{ id }} }} }} }}"
        );
        let answer = shop.send(&query, json!({})).await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    }
}
