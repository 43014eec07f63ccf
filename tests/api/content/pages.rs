//! Pages of text.

use super::{HOUR, gid};
use crate::harness::TestShop;
use serde_json::json;
use souk_entities::Timestamp;
use std::time::Duration;

#[tokio::test]
async fn a_page_is_read_by_handle_by_id_and_in_german() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let id = shop
        .page("about", "About us", "<p>Lamps &amp; <b>more</b></p>")
        .await;
    shop.german("Page", id.0, id.0, "title", "Über uns").await;
    shop.german("Page", id.0, id.0, "meta_title", "Über den Laden")
        .await;

    let query = "query($handle: String, $id: ID, $country: CountryCode, $language: LanguageCode)
        @inContext(country: $country, language: $language) {
        page(handle: $handle, id: $id) {
            id handle title body bodySummary onlineStoreUrl trackingParameters seo { title description }
        }
        pageByHandle(handle: \"about\") { title }
    }";
    let english = shop.data(query, json!({"handle": "about"})).await;
    let german = shop
        .data(
            query,
            json!({"id": gid(id), "country": "DE", "language": "DE"}),
        )
        .await;

    let url = format!("{}/pages/about", shop.app.public_url());
    let expected = json!({
        "id": gid(id), "handle": "about", "title": "About us",
        "body": "<p>Lamps &amp; <b>more</b></p>", "bodySummary": "Lamps & more",
        "onlineStoreUrl": url, "trackingParameters": null,
        "seo": {"title": null, "description": null},
    });
    assert_eq!(english["page"], expected);
    assert_eq!(english["pageByHandle"]["title"], "About us");
    assert_eq!(german["page"]["title"], "Über uns");
    assert_eq!(german["page"]["seo"]["title"], "Über den Laden");
    assert_eq!(german["pageByHandle"]["title"], "Über uns");
}

#[tokio::test]
async fn a_page_appears_when_it_is_published() {
    let shop = TestShop::start().await;
    let soon = Timestamp(shop.now().0 + HOUR);
    shop.page_published("sale", "Sale", "<p>Soon</p>", Some(soon))
        .await;
    shop.page_published("draft", "Draft", "<p>Never</p>", None)
        .await;
    let query =
        "{ sale: page(handle: \"sale\") { title } draft: page(handle: \"draft\") { title } }";

    let before = shop.data(query, json!({})).await;
    shop.app.clock.advance(Duration::from_secs(3_601));
    let after = shop.data(query, json!({})).await;

    assert_eq!(before, json!({"sale": null, "draft": null}));
    assert_eq!(after, json!({"sale": {"title": "Sale"}, "draft": null}));
}
