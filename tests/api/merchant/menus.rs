//! Merchants arrange menus.

use super::{because, change, changed, refusal, refusal_of};
use crate::{content::gid, harness::TestShop};
use futures_util::future::join_all;
use serde_json::{Value, json};

const CREATE: &str =
    "mutation($title: String!, $handle: String!, $items: [MenuItemCreateInput!]!) {
    menuCreate(title: $title, handle: $handle, items: $items) {
        menu { id handle title items { id title items { id title } } }
        userErrors { code field message }
    }
}";

const UPDATE: &str = "mutation($id: ID!, $title: String!, $handle: String,
        $items: [MenuItemUpdateInput!]!) {
    menuUpdate(id: $id, title: $title, handle: $handle, items: $items) {
        menu { id handle title items { id title items { id title } } }
        userErrors { code field message }
    }
}";

const MENU: &str = "query($handle: String!, $country: CountryCode, $language: LanguageCode)
    @inContext(country: $country, language: $language) {
    menu(handle: $handle) {
        title itemsCount
        items { title type url tags resource { __typename } items { title url items { title url } } }
    }
}";

fn menu(items: Value) -> Value {
    json!({"title": "Main menu", "handle": "main-menu", "items": items})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_of_three_levels_leads_where_it_should() {
    let shop = TestShop::start().await;
    let page = shop.page("about", "About", "").await;
    let lamps = shop.collection("lamps").await;
    let product = shop.product("desk-lamp").create().await;
    let items = json!([
        {
            "title": "Lamps", "type": "COLLECTION", "resourceId": gid(lamps.id), "tags": ["desk"],
            "items": [{
                "title": "The lamp", "type": "PRODUCT", "resourceId": gid(product.id),
                "items": [{"title": "About", "type": "PAGE", "resourceId": gid(page)}],
            }],
        },
        {"title": "Home", "type": "FRONTPAGE"},
        {"title": "Elsewhere", "type": "HTTP", "url": "https://elsewhere.example/"},
    ]);
    let made = changed(&shop, CREATE, "menu", menu(items)).await;
    assert_eq!(made["handle"], "main-menu");

    let data = shop.data(MENU, json!({"handle": "main-menu"})).await;
    let url = |path: &str| format!("{}{path}", shop.app.public_url());
    let menu = &data["menu"];
    assert_eq!(menu["itemsCount"], 3);
    assert_eq!(menu["items"][0]["resource"]["__typename"], "Collection");
    assert_eq!(menu["items"][0]["tags"], json!(["desk"]));
    let below = json!([{
        "title": "The lamp", "url": url("/products/desk-lamp"),
        "items": [{"title": "About", "url": url("/pages/about")}],
    }]);
    assert_eq!(menu["items"][0]["items"], below);
    assert_eq!(menu["items"][1]["url"], url("/"));
    assert_eq!(menu["items"][2]["url"], "https://elsewhere.example/");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_that_keeps_its_id_keeps_its_translation() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let items = json!([
        {"title": "Home", "type": "FRONTPAGE"},
        {"title": "All", "type": "CATALOG"},
    ]);
    let made = changed(&shop, CREATE, "menu", menu(items)).await;
    let number = |id: &Value| -> i64 {
        let text = id.as_str().unwrap();
        text.rsplit('/').next().unwrap().parse().unwrap()
    };
    let root = number(&made["id"]);
    let (home, all) = (&made["items"][0]["id"], &made["items"][1]["id"]);
    shop.german("MenuItem", root, number(home), "title", "Start")
        .await;
    shop.german("MenuItem", root, number(all), "title", "Alles")
        .await;

    let update = json!({"id": made["id"], "title": "Main", "items": [{
        "title": "Search", "type": "SEARCH",
        "items": [{"id": home, "title": "Front page", "type": "FRONTPAGE"}],
    }]});
    let menu = changed(&shop, UPDATE, "menu", update).await;
    assert_eq!(menu["handle"], "main-menu");
    assert_eq!(&menu["items"][0]["items"][0]["id"], home);

    let german = json!({"handle": "main-menu", "country": "DE", "language": "DE"});
    let data = shop.data(MENU, german).await;
    assert_eq!(data["menu"]["title"], "Main");
    assert_eq!(data["menu"]["itemsCount"], 1);
    assert_eq!(data["menu"]["items"][0]["items"][0]["title"], "Start");
    let again = json!({"id": made["id"], "title": "Main", "items": [
        {"id": all, "title": "All", "type": "CATALOG"},
    ]});
    assert_eq!(
        refusal(&shop, UPDATE, again).await,
        because("NOT_FOUND", "items.0.id")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_menu_is_refused() {
    let shop = TestShop::start().await;
    let entry = |kind: &str| json!({"title": "Entry", "type": kind});
    let with = |kind: &str, key: &str, value: Value| {
        let mut entry = entry(kind);
        entry[key] = value;
        entry
    };
    let nested = (0..3).fold(entry("FRONTPAGE"), |below, _| {
        with("FRONTPAGE", "items", json!([below]))
    });
    let page = "gid://souk/Page/1";
    for (item, expected) in [
        (
            with("HTTP", "title", json!("")),
            because("BLANK", "items.0.title"),
        ),
        (nested, because("TOO_MANY", "items.0.items.0.items.0.items")),
        (entry("PAGE"), because("BLANK", "items.0.resourceId")),
        (
            with("PAGE", "resourceId", json!(page)),
            because("NOT_FOUND", "items.0.resourceId"),
        ),
        (
            with("PRODUCT", "resourceId", json!(page)),
            because("INVALID", "items.0.resourceId"),
        ),
        (
            with("FRONTPAGE", "resourceId", json!(page)),
            because("INVALID", "items.0.resourceId"),
        ),
        (entry("HTTP"), because("BLANK", "items.0.url")),
        (
            with("HTTP", "url", json!("javascript:alert(1)")),
            because("INVALID", "items.0.url"),
        ),
        (
            with("SEARCH", "tags", json!(["red"])),
            because("INVALID", "items.0.tags"),
        ),
    ] {
        let mut variables = menu(json!([item]));
        variables["handle"] = json!("other");
        assert_eq!(refusal(&shop, CREATE, variables).await, expected);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_menu_that_is_too_long_taken_or_gone_is_refused() {
    let shop = TestShop::start().await;
    let made = changed(&shop, CREATE, "menu", menu(json!([]))).await;
    let entry = json!({"title": "Entry", "type": "FRONTPAGE"});
    let many: Vec<Value> = vec![entry.clone(); 251];
    assert_eq!(
        refusal(&shop, CREATE, menu(json!(many))).await,
        because("TOO_MANY", "items")
    );
    assert_eq!(
        refusal(&shop, CREATE, menu(json!([]))).await,
        because("TAKEN", "handle")
    );
    let mut twice = entry;
    twice["id"] = json!("gid://souk/MenuItem/7");
    let twice = json!({"id": made["id"], "title": "Main", "items": [twice, twice]});
    assert_eq!(
        refusal(&shop, UPDATE, twice).await,
        because("DUPLICATE", "items.1")
    );
    let gone = json!({"id": "gid://souk/Menu/1", "title": "Main", "items": []});
    assert_eq!(
        refusal(&shop, UPDATE, gone).await,
        because("NOT_FOUND", "id")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_menus_with_one_handle_one_is_made() {
    let shop = TestShop::start().await;
    let made = join_all((0..8).map(|_| change(&shop, CREATE, menu(json!([]))))).await;
    let (first, others): (Vec<&Value>, Vec<&Value>) =
        made.iter().partition(|payload| payload["menu"].is_object());
    assert_eq!(first.len(), 1);
    for payload in others {
        assert_eq!(refusal_of(payload), because("TAKEN", "handle"));
    }
}
