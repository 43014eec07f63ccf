//! Custom fields and merchant-defined records.

use super::gid;
use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_entities::{
    catalog::{media_file, metaobject, metaobject_definition},
    ids::{FileId, MetaobjectId},
};

impl TestShop {
    async fn record_type(&self, kind: &str, visible: bool) {
        let row = metaobject_definition::Model {
            id: self.app.next_id(),
            kind: kind.to_owned(),
            name: kind.to_owned(),
            fields: metaobject_definition::FieldDefinitions::default(),
            storefront_visible: visible,
            online_store_path: Some("designers".to_owned()),
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert_catalog::<metaobject_definition::Entity, _>(row)
            .await;
    }

    async fn record(
        &self,
        kind: &str,
        handle: &str,
        fields: &[(&str, &str, &str)],
    ) -> MetaobjectId {
        let id: MetaobjectId = self.app.next_id();
        let fields = fields
            .iter()
            .map(|(key, kind, value)| metaobject::MetaobjectField {
                key: (*key).to_owned(),
                kind: (*kind).to_owned(),
                value: Some((*value).to_owned()),
            });
        let row = metaobject::Model {
            id,
            kind: kind.to_owned(),
            handle: handle.to_owned(),
            fields: metaobject::MetaobjectFields(fields.collect()),
            seo_title: Some(format!("Meet {handle}")),
            seo_description: None,
            created_at: self.now(),
            updated_at: self.now(),
        };
        self.insert_catalog::<metaobject::Entity, _>(row).await;
        id
    }
}

#[tokio::test]
async fn buyers_read_fields_whose_definition_shows_them() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let page = shop.page("about", "About", "").await;
    let owner = ("Page", page.0);
    let shown = shop
        .metafield(owner, "note", "single_line_text_field", "By hand")
        .await;
    shop.metafield(owner, "secret", "single_line_text_field", "Margin")
        .await;
    shop.metafield(owner, "loose", "single_line_text_field", "No definition")
        .await;
    shop.definition("Page", "note", "single_line_text_field", true)
        .await;
    shop.definition("Page", "secret", "single_line_text_field", false)
        .await;
    shop.german("Metafield", page.0, shown.0, "value", "Von Hand")
        .await;
    let query = "query($country: CountryCode, $language: LanguageCode)
        @inContext(country: $country, language: $language) {
        page(handle: \"about\") {
            metafield(key: \"note\") {
                id namespace key type value description
                reference { __typename }
                parentResource { ... on Page { handle } }
            }
            metafields(identifiers: [
                {namespace: \"custom\", key: \"secret\"}, {key: \"note\"}, {key: \"loose\"},
                {namespace: \"other\", key: \"note\"}
            ]) { value }
        }
    }";

    let english = shop.data(query, json!({})).await;
    let german = shop
        .data(query, json!({"country": "DE", "language": "DE"}))
        .await;

    let expected = json!({
        "id": gid(shown), "namespace": "custom", "key": "note", "type": "single_line_text_field",
        "value": "By hand", "description": "What note says", "reference": null,
        "parentResource": {"handle": "about"},
    });
    assert_eq!(english["page"]["metafield"], expected);
    let several = json!([null, {"value": "By hand"}, null, null]);
    assert_eq!(english["page"]["metafields"], several);
    assert_eq!(german["page"]["metafield"]["value"], "Von Hand");
}

#[tokio::test]
async fn fields_of_products_refer_to_what_the_buyer_may_see() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(100).create().await;
    let bulb = shop.product("bulb").price_minor(100).create().await;
    let draft = shop
        .product("draft")
        .with(|row| row.published_at = None)
        .create()
        .await;
    let owner = ("Product", lamp.row.id.0);
    let ids = json!([
        gid(bulb.row.id),
        gid(draft.row.id),
        "nonsense",
        gid(lamp.row.id)
    ])
    .to_string();
    shop.metafield(owner, "parts", "list.product_reference", &ids)
        .await;
    shop.metafield(owner, "bulb", "product_reference", &gid(bulb.row.id))
        .await;
    shop.metafield(owner, "next", "product_reference", &gid(draft.row.id))
        .await;
    for key in ["parts", "bulb", "next"] {
        shop.definition("Product", key, "product_reference", true)
            .await;
    }
    let query = "query($first: Int, $after: String) { product(handle: \"lamp\") {
        parts: metafield(key: \"parts\") { references(first: $first, after: $after) {
            nodes { ... on Product { handle } } pageInfo { hasNextPage endCursor }
        } }
        bulb: metafield(key: \"bulb\") { reference { ... on Product { handle } } references(first: 1) { nodes { __typename } } }
        next: metafield(key: \"next\") { reference { __typename } }
        variants(first: 1) { nodes { metafield(key: \"parts\") { value } } }
    } }";

    let all = shop.data(query, json!({"first": 10})).await;
    let first = shop.data(query, json!({"first": 1})).await;
    let parts = &first["product"]["parts"]["references"];
    let after = parts["pageInfo"]["endCursor"].clone();
    let rest = shop.data(query, json!({"first": 10, "after": after})).await;

    let handles = |answer: &Value| answer["product"]["parts"]["references"]["nodes"].clone();
    assert_eq!(
        handles(&all),
        json!([{"handle": "bulb"}, {"handle": "lamp"}])
    );
    assert_eq!(handles(&first), json!([{"handle": "bulb"}]));
    assert_eq!(parts["pageInfo"]["hasNextPage"], true);
    assert_eq!(handles(&rest), json!([{"handle": "lamp"}]));
    let bulb = json!({"reference": {"handle": "bulb"}, "references": null});
    assert_eq!(all["product"]["bulb"], bulb);
    assert_eq!(all["product"]["next"]["reference"], json!(null));
    assert_eq!(
        all["product"]["variants"]["nodes"][0]["metafield"],
        json!(null)
    );
}

#[tokio::test]
async fn records_are_read_by_handle_by_id_and_in_german() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    shop.record_type("designer", true).await;
    shop.record_type("supplier", false).await;
    let lamp = shop.product("lamp").price_minor(100).create().await;
    let lamp_id = gid(lamp.row.id);
    let fields = [
        ("bio", "multi_line_text_field", "Draws lamps"),
        ("famous_for", "product_reference", lamp_id.as_str()),
    ];
    let ylva = shop.record("designer", "ylva", &fields).await;
    shop.record("designer", "amos", &[]).await;
    let hidden = shop.record("supplier", "steel", &[]).await;
    shop.german("Metaobject", ylva.0, ylva.0, "bio", "Zeichnet Lampen")
        .await;
    let query = "query($id: ID, $handle: MetaobjectHandleInput, $country: CountryCode,
        $language: LanguageCode) @inContext(country: $country, language: $language) {
        metaobject(id: $id, handle: $handle) {
            id type handle onlineStoreUrl seo { title { value } description { value } }
            field(key: \"bio\") { key type value }
            missing: field(key: \"x\") { value }
            fields { key reference { ... on Product { handle } } }
        }
        metaobjects(type: \"designer\", first: 5, sortKey: \"handle\") { nodes { handle } }
        suppliers: metaobjects(type: \"supplier\", first: 5) { nodes { handle } }
    }";

    let named = json!({"handle": {"type": "designer", "handle": "ylva"}});
    let english = shop.data(query, named).await;
    let german = json!({"id": gid(ylva), "country": "DE", "language": "DE"});
    let german = shop.data(query, german).await;
    let secret = shop.data(query, json!({"id": gid(hidden)})).await;

    let record = &english["metaobject"];
    assert_eq!(record["id"], gid(ylva));
    let bio = json!({"key": "bio", "type": "multi_line_text_field", "value": "Draws lamps"});
    assert_eq!(record["field"], bio);
    assert_eq!(record["missing"], json!(null));
    assert_eq!(record["fields"][1]["reference"], json!({"handle": "lamp"}));
    let seo = json!({"title": {"value": "Meet ylva"}, "description": null});
    assert_eq!(record["seo"], seo);
    let url = format!("{}/pages/designers/ylva", shop.app.public_url());
    assert_eq!(record["onlineStoreUrl"], url);
    let sorted = json!([{"handle": "amos"}, {"handle": "ylva"}]);
    assert_eq!(english["metaobjects"]["nodes"], sorted);
    assert_eq!(english["suppliers"]["nodes"], json!([]));
    assert_eq!(german["metaobject"]["field"]["value"], "Zeichnet Lampen");
    assert_eq!(secret["metaobject"], json!(null));
}

#[tokio::test]
async fn a_field_refers_to_files_and_pictures() {
    let shop = TestShop::start().await;
    let page = shop.page("about", "About", "").await;
    let file = async |mime_type: &str, source: Option<&str>| {
        let id: FileId = shop.app.next_id();
        let row = media_file::Model {
            id,
            source: source.map(str::to_owned),
            mime_type: mime_type.to_owned(),
            original_name: "file".to_owned(),
            byte_size: 1_234,
            width: Some(800),
            height: None,
            alt: Some("A file".to_owned()),
            created_at: shop.now(),
        };
        shop.insert_catalog::<media_file::Entity, _>(row).await;
        id
    };
    let manual = file("application/pdf", None).await;
    let portrait = file("image/svg+xml", Some("demo:portrait?seed=1")).await;
    let picture = format!("gid://souk/MediaImage/{}", portrait.0);
    let owner = ("Page", page.0);
    shop.metafield(owner, "manual", "file_reference", &gid(manual))
        .await;
    shop.metafield(owner, "portrait", "file_reference", &picture)
        .await;
    shop.definition("Page", "manual", "file_reference", true)
        .await;
    shop.definition("Page", "portrait", "file_reference", true)
        .await;
    let query = "query($id: ID!) {
        page(handle: \"about\") {
            manual: metafield(key: \"manual\") { reference {
                ... on GenericFile { id alt mimeType originalFileSize url }
            } }
            portrait: metafield(key: \"portrait\") { reference {
                ... on MediaImage { id alt image { url width } }
            } }
        }
        node(id: $id) { __typename id }
    }";

    let answer = shop.data(query, json!({"id": picture})).await;

    let base = shop.app.public_url();
    let expected = json!({
        "id": gid(manual), "alt": "A file", "mimeType": "application/pdf",
        "originalFileSize": 1_234, "url": format!("{base}/media/file/{}", manual.0),
    });
    assert_eq!(answer["page"]["manual"]["reference"], expected);
    let url = format!("{base}/media/demo/portrait%3Fseed%3D1");
    let expected = json!({"id": picture, "alt": "A file", "image": {"url": url, "width": 800}});
    assert_eq!(answer["page"]["portrait"]["reference"], expected);
    assert_eq!(
        answer["node"],
        json!({"__typename": "MediaImage", "id": picture})
    );
}
