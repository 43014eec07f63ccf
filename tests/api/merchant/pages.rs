//! Merchants write pages.

use super::{because, change, changed, refusal};
use crate::harness::TestShop;
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_entities::Timestamp;
use souk_kernel::scalars::iso8601;
use std::{collections::HashSet, time::Duration};

const CREATE: &str = "mutation($page: PageCreateInput!) {
    pageCreate(page: $page) {
        page { id handle title body bodySummary seo { title description } }
        userErrors { code field message }
    }
}";

const UPDATE: &str = "mutation($id: ID!, $page: PageUpdateInput!) {
    pageUpdate(id: $id, page: $page) {
        page { id handle title body }
        userErrors { code field message }
    }
}";

const PAGE: &str = "query($handle: String!) { page(handle: $handle) { title body } }";

async fn seen(shop: &TestShop, handle: &str) -> Value {
    let mut data = shop.data(PAGE, json!({"handle": handle})).await;
    data["page"].take()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_read_as_soon_as_it_is_written() {
    let shop = TestShop::start().await;
    let page = json!({
        "title": " About us ", "body": "<p>Lamps &amp; more</p>",
        "seo": {"title": "About the shop"},
    });
    let made = changed(&shop, CREATE, "page", json!({"page": page})).await;
    let expected = json!({
        "id": made["id"], "handle": "about-us", "title": "About us",
        "body": "<p>Lamps &amp; more</p>", "bodySummary": "Lamps & more",
        "seo": {"title": "About the shop", "description": null},
    });
    assert_eq!(made, expected);
    assert_eq!(seen(&shop, "about-us").await["title"], "About us");
    souk_shop::search::drain_index(&shop.app).await.unwrap();
    let search = "{ search(query: \"about\", types: [PAGE], first: 5) {
        nodes { ... on Page { handle } } } }";
    let found = shop.data(search, Value::Null).await;
    assert_eq!(found["search"]["nodes"], json!([{"handle": "about-us"}]));

    let other = changed(
        &shop,
        CREATE,
        "page",
        json!({"page": {"title": "About us"}}),
    )
    .await;
    assert_eq!(other["handle"], "about-us-1");

    let page = json!({"title": "Who we are", "handle": "Who We Are"});
    let id = &made["id"];
    let moved = changed(&shop, UPDATE, "page", json!({"id": id, "page": page})).await;
    assert_eq!(moved["handle"], "who-we-are");
    assert_eq!(moved["body"], "<p>Lamps &amp; more</p>");
    assert_eq!(seen(&shop, "who-we-are").await["title"], "Who we are");
    assert_eq!(seen(&shop, "about-us").await, Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_is_seen_from_its_date_on_and_never_once_it_is_taken_back() {
    let shop = TestShop::start().await;
    let soon = iso8601(Timestamp(shop.app.clock.now().0 + 3_600_000));
    let page = json!({"title": "Sale", "publishDate": soon});
    let made = changed(&shop, CREATE, "page", json!({"page": page})).await;
    let draft = json!({"title": "Draft", "isPublished": false});
    changed(&shop, CREATE, "page", json!({"page": draft})).await;
    assert_eq!(seen(&shop, "sale").await, Value::Null);

    shop.app.clock.advance(Duration::from_secs(3_601));
    assert_eq!(seen(&shop, "sale").await["title"], "Sale");
    assert_eq!(seen(&shop, "draft").await, Value::Null);

    let hide = json!({"id": made["id"], "page": {"isPublished": false}});
    changed(&shop, UPDATE, "page", hide).await;
    assert_eq!(seen(&shop, "sale").await, Value::Null);
    let show = json!({"id": made["id"], "page": {"isPublished": true}});
    changed(&shop, UPDATE, "page", show).await;
    assert_eq!(seen(&shop, "sale").await["title"], "Sale");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_page_is_refused() {
    let shop = TestShop::start().await;
    let first = changed(&shop, CREATE, "page", json!({"page": {"title": "First"}})).await;
    changed(&shop, CREATE, "page", json!({"page": {"title": "Second"}})).await;
    let long = "x".repeat(256);
    for (page, expected) in [
        (json!({"title": " "}), because("BLANK", "page.title")),
        (json!({"title": long}), because("TOO_LONG", "page.title")),
        (
            json!({"title": "Third", "handle": "!"}),
            because("BLANK", "page.handle"),
        ),
        (
            json!({"title": "Third", "handle": "first"}),
            because("TAKEN", "page.handle"),
        ),
        (
            json!({
                "title": "Third", "isPublished": false, "publishDate": "2030-01-01T00:00:00Z",
            }),
            because("INVALID", "page.publishDate"),
        ),
    ] {
        assert_eq!(
            refusal(&shop, CREATE, json!({"page": page})).await,
            expected
        );
    }
    let taken = json!({"id": first["id"], "page": {"handle": "second", "title": "Other"}});
    assert_eq!(
        refusal(&shop, UPDATE, taken).await,
        because("TAKEN", "page.handle")
    );
    assert_eq!(seen(&shop, "first").await["title"], "First");
    let gone = json!({"id": "gid://souk/Page/1", "page": {"title": "Other"}});
    assert_eq!(
        refusal(&shop, UPDATE, gone).await,
        because("NOT_FOUND", "id")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn many_pages_of_one_title_get_handles_of_their_own() {
    let shop = TestShop::start().await;
    let page = || change(&shop, CREATE, json!({"page": {"title": "News"}}));
    let made = join_all((0..12).map(|_| page())).await;
    let handles: HashSet<String> = made
        .iter()
        .map(|payload| payload["page"]["handle"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(handles.len(), 12, "{handles:?}");
}
