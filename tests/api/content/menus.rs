//! Navigation menus.

use super::{HOUR, gid};
use crate::harness::TestShop;
use serde_json::json;
use souk_entities::{Timestamp, catalog::menu::MenuItemKind, ids::MenuId};

const MENU: &str = "query($handle: String!, $country: CountryCode, $language: LanguageCode)
    @inContext(country: $country, language: $language) {
    menu(handle: $handle) {
        id handle title itemsCount
        items {
            id title type url resourceId tags
            resource { __typename ... on Page { handle } }
            items { title type url }
        }
    }
}";

#[tokio::test]
async fn a_menu_leads_to_resources_the_buyer_may_see() {
    let shop = TestShop::start().await;
    let about = shop.page("about", "About us", "").await;
    let later = Some(Timestamp(shop.now().0 + HOUR));
    let hidden = shop.page_published("sale", "Sale", "", later).await;
    let mut first = shop.menu_item("About", MenuItemKind::Page, Some(about.0));
    first.items = vec![shop.menu_item("Home", MenuItemKind::Frontpage, None)];
    let mut outside = shop.menu_item("Elsewhere", MenuItemKind::Http, None);
    outside.url = Some("https://elsewhere.example/".to_owned());
    let second = shop.menu_item("Sale", MenuItemKind::Page, Some(hidden.0));
    let first_id = first.id;
    let id: MenuId = shop.menu("main-menu", vec![first, second, outside]).await;

    let answer = shop.data(MENU, json!({"handle": "main-menu"})).await;
    let unknown = shop.data(MENU, json!({"handle": "other"})).await;

    let url = |path: &str| format!("{}{path}", shop.app.public_url());
    let menu = &answer["menu"];
    assert_eq!(menu["id"], gid(id));
    assert_eq!(menu["itemsCount"], 3);
    let expected = json!({
        "id": gid(first_id), "title": "About", "type": "PAGE", "url": url("/pages/about"),
        "resourceId": gid(about), "tags": [],
        "resource": {"__typename": "Page", "handle": "about"},
        "items": [{"title": "Home", "type": "FRONTPAGE", "url": url("/")}],
    });
    assert_eq!(menu["items"][0], expected);
    assert_eq!(menu["items"][1]["resource"], json!(null));
    assert_eq!(menu["items"][1]["url"], json!(null));
    assert_eq!(menu["items"][2]["url"], "https://elsewhere.example/");
    assert_eq!(unknown, json!({"menu": null}));
}

#[tokio::test]
async fn a_menu_speaks_the_language_of_the_request() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let item = shop.menu_item("About", MenuItemKind::Frontpage, None);
    let item_id = item.id;
    let id = shop.menu("main-menu", vec![item]).await;
    shop.german("Menu", id.0, id.0, "title", "Hauptmenü").await;
    shop.german("MenuItem", id.0, item_id.0, "title", "Über uns")
        .await;

    let german = json!({"handle": "main-menu", "country": "DE", "language": "DE"});
    let answer = shop.data(MENU, german).await;

    assert_eq!(answer["menu"]["title"], "Hauptmenü");
    assert_eq!(answer["menu"]["items"][0]["title"], "Über uns");
}
