//! Redirects, the sitemap, versions of the API, and things by their global ids.

use super::gid;
use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_entities::{
    Timestamp,
    catalog::{
        product::{Publication, Publications},
        shop_policy::ShopPolicyKind,
        url_redirect,
    },
    ids::{ChannelId, UrlRedirectId},
};
use souk_shop::market::Directory;
use std::time::Duration;

async fn redirect(shop: &TestShop, path: &str, target: &str) -> UrlRedirectId {
    let id: UrlRedirectId = shop.app.next_id();
    let row = url_redirect::Model {
        id,
        path: path.to_owned(),
        target: target.to_owned(),
    };
    shop.insert_catalog::<url_redirect::Entity, _>(row).await;
    id
}

#[tokio::test]
async fn a_redirect_is_found_by_its_path() {
    let shop = TestShop::start().await;
    redirect(&shop, "/lamps", "/collections/lighting").await;
    redirect(&shop, "/lamps-old", "/collections/all").await;
    let query = "query($query: String, $first: Int) {
        urlRedirects(first: $first, query: $query) { edges { node { path target } } pageInfo { hasNextPage } }
    }";

    let found = shop
        .data(query, json!({"first": 1, "query": "path:/lamps"}))
        .await;
    let none = shop
        .data(query, json!({"first": 1, "query": "path:/chairs"}))
        .await;
    let today = shop
        .data(
            query,
            json!({"first": 1, "query": "created_at:>2026-01-01"}),
        )
        .await;
    let future = shop
        .data(
            query,
            json!({"first": 1, "query": "created_at:>2080-01-01"}),
        )
        .await;

    let edges = json!([{"node": {"path": "/lamps", "target": "/collections/lighting"}}]);
    assert_eq!(found["urlRedirects"]["edges"], edges);
    assert_eq!(none["urlRedirects"]["edges"], json!([]));
    assert_eq!(today["urlRedirects"]["pageInfo"]["hasNextPage"], true);
    assert_eq!(future["urlRedirects"]["edges"], json!([]));
}

#[tokio::test]
async fn pages_are_listed_by_title_and_filter() {
    let shop = TestShop::start().await;
    shop.page("b", "Beta", "<p>shipping</p>").await;
    shop.page("a", "Alpha", "<p>returns</p>").await;
    shop.page_published("c", "Gamma", "<p>shipping</p>", None)
        .await;
    let query = "query($key: PageSortKeys, $query: String, $last: Int, $first: Int) {
        pages(first: $first, last: $last, sortKey: $key, query: $query) { nodes { title } }
    }";
    let titles = async |variables: Value| {
        let answer = shop.data(query, variables).await;
        let nodes = answer["pages"]["nodes"].as_array().unwrap().clone();
        let titles: Vec<_> = nodes
            .iter()
            .map(|n| n["title"].as_str().unwrap().to_owned())
            .collect();
        titles.join(" ")
    };

    assert_eq!(titles(json!({"first": 9})).await, "Beta Alpha");
    assert_eq!(
        titles(json!({"first": 9, "key": "TITLE"})).await,
        "Alpha Beta"
    );
    assert_eq!(titles(json!({"last": 1, "key": "TITLE"})).await, "Beta");
    assert_eq!(
        titles(json!({"first": 9, "query": "shipping"})).await,
        "Beta"
    );
    assert_eq!(
        titles(json!({"first": 9, "query": "title:alp*"})).await,
        "Alpha"
    );
}

const SITEMAP: &str =
    "query($type: SitemapType!, $page: Int!, $country: CountryCode, $language: LanguageCode)
        @inContext(country: $country, language: $language) {
        sitemap(type: $type) {
            pagesCount { count precision }
            resources(page: $page) { hasNextPage items {
                handle updatedAt ... on SitemapResource { title image { filepath } }
            } }
        }
    }";

async fn sitemap(shop: &TestShop, kind: &str, page: i32) -> Value {
    let variables = json!({"type": kind, "page": page});
    shop.data(SITEMAP, variables).await["sitemap"].take()
}

#[tokio::test]
async fn the_sitemap_lists_what_is_published_250_a_page() {
    let shop = TestShop::start().await;
    for number in 0..251 {
        shop.page(&format!("page-{number:03}"), &format!("Page {number}"), "")
            .await;
    }
    shop.page_published("draft", "Draft", "", None).await;
    let map = async |kind, page| sitemap(&shop, kind, page).await;

    let first = map("PAGE", 1).await;
    let second = map("PAGE", 2).await;
    let third = map("PAGE", 3).await;
    let exact = json!({"count": 2, "precision": "EXACT"});
    assert_eq!(first["pagesCount"], exact);
    assert_eq!(first["resources"]["items"].as_array().unwrap().len(), 250);
    assert_eq!(first["resources"]["hasNextPage"], true);
    assert_eq!(second["resources"]["hasNextPage"], false);
    let items = second["resources"]["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["handle"]), (1, &json!("page-250")));
    assert_eq!(third["resources"]["items"], json!([]));
    let wrong = shop.send(SITEMAP, json!({"type": "PAGE", "page": 0})).await;
    assert_eq!(wrong["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    assert_eq!(wrong["data"]["sitemap"]["resources"], json!(null));
}

#[tokio::test]
async fn the_sitemap_counts_what_the_channel_shows() {
    let shop = TestShop::start().await;
    let online = Directory::current(&shop.app).channel_of(None);
    let other = ChannelId(7);
    let in_a_year = Timestamp(shop.app.clock.now().0 + 31_536_000_000);
    for number in 0..250 {
        let channels = if number % 2 == 0 {
            vec![other]
        } else {
            vec![other, online]
        };
        let product = shop.product(&format!("elsewhere-{number}"));
        product.only_in(&channels).create().await;
    }
    let later = [Publication {
        channel: online,
        publish_at: Some(in_a_year),
    }];
    let later = Some(Publications(later.to_vec()));
    let soon = shop.product("soon");
    soon.with(|row| row.publications = later.clone())
        .create()
        .await;
    shop.product("everywhere").create().await;
    shop.collection_with("soon", |row| row.publications = later)
        .await;

    let products = sitemap(&shop, "PRODUCT", 1).await;
    let next = sitemap(&shop, "PRODUCT", 2).await;
    let collections = sitemap(&shop, "COLLECTION", 1).await;

    assert_eq!(products["pagesCount"]["count"], 1);
    assert_eq!(products["resources"]["hasNextPage"], false);
    let items = products["resources"]["items"].as_array().unwrap();
    assert_eq!(
        (items.len(), &items[0]["handle"]),
        (126, &json!("elsewhere-1"))
    );
    assert_eq!(items[125]["handle"], "everywhere");
    assert_eq!(next["resources"]["items"], json!([]));
    assert_eq!(collections["pagesCount"]["count"], 0);
    assert_eq!(collections["resources"]["items"], json!([]));
}

#[tokio::test]
async fn the_sitemap_lists_each_kind_in_the_language_of_the_buyer() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let lamp = shop
        .product("lamp")
        .pictures(1)
        .price_minor(100)
        .create()
        .await;
    shop.product("hidden")
        .with(|row| row.published_at = None)
        .create()
        .await;
    shop.german("Product", lamp.row.id.0, lamp.row.id.0, "title", "Lampe")
        .await;
    let blog = shop.blog("journal", "Journal").await;
    shop.article(blog, "lamps", 1).await;
    shop.article(blog, "later", -1).await;
    let map = async |kind, page| sitemap(&shop, kind, page).await;

    let products = map("PRODUCT", 1).await;
    let items = products["resources"]["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["handle"]), (1, &json!("lamp")));
    assert!(items[0]["image"]["filepath"].is_string(), "{items:?}");
    let variables = json!({"type": "PRODUCT", "page": 1, "country": "DE", "language": "DE"});
    let german = shop.data(SITEMAP, variables).await;
    assert_eq!(german["sitemap"]["resources"]["items"][0]["title"], "Lampe");
    assert_eq!(
        map("ARTICLE", 1).await["resources"]["items"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        map("BLOG", 1).await["resources"]["items"][0]["handle"],
        "journal"
    );
    assert_eq!(map("METAOBJECT", 1).await["pagesCount"]["count"], 0);
    assert_eq!(map("COLLECTION", 1).await["pagesCount"]["count"], 0);
}

#[tokio::test]
async fn versions_follow_the_quarters() {
    let shop = TestShop::start().await;
    let query = "{ publicApiVersions { handle displayName supported } }";

    let before = shop.data(query, json!({})).await;
    shop.app.clock.advance(Duration::from_secs(92 * 86_400));
    let after = shop.data(query, json!({})).await;

    let list = before["publicApiVersions"].as_array().unwrap();
    assert_eq!(list.len(), 6);
    assert_eq!(list[5]["handle"], "unstable");
    assert_eq!(list[3]["supported"], true);
    assert_eq!(list[4]["supported"], false);
    assert_eq!(after["publicApiVersions"][3]["handle"], list[4]["handle"]);
}

/// One of everything with a global id, and ids of nothing.
async fn one_of_everything(shop: &TestShop) -> [String; 14] {
    let market = shop.german_market().await;
    let page = shop.page("about", "About", "").await;
    let blog = shop.blog("journal", "Journal").await;
    let article = shop.article(blog, "lamps", 1).await;
    let policy = shop.policy(ShopPolicyKind::RefundPolicy, "").await;
    let item = shop.menu_item(
        "Home",
        souk_entities::catalog::menu::MenuItemKind::Frontpage,
        None,
    );
    let item_id = item.id;
    let menu = shop.menu("main", vec![item]).await;
    let redirect = redirect(shop, "/a", "/b").await;
    let lamp = shop.product("lamp").price_minor(100).create().await;
    let field = shop
        .metafield(("Page", page.0), "note", "boolean", "true")
        .await;
    shop.definition("Page", "note", "boolean", true).await;
    let collection = shop.collection("lighting").await;
    [
        gid(page),
        gid(blog),
        gid(article),
        gid(policy),
        gid(menu),
        gid(item_id),
        gid(redirect),
        gid(lamp.row.id),
        gid(collection.id),
        gid(field),
        gid(market.id),
        "gid://shopify/Shop/1".to_owned(),
        "gid://souk/Page/1".to_owned(),
        "gid://souk/Nothing/1".to_owned(),
    ]
}

#[tokio::test]
async fn anything_is_found_by_its_global_id() {
    let shop = TestShop::start().await;
    let ids = one_of_everything(&shop).await;
    let query = "query($ids: [ID!]!, $id: ID!) {
        nodes(ids: $ids) { __typename id ... on HasMetafields { metafield(key: \"note\") { value } } }
        node(id: $id) { id ... on OnlineStorePublishable { onlineStoreUrl } ... on Trackable { trackingParameters } }
    }";

    let answer = shop.data(query, json!({"ids": ids, "id": ids[7]})).await;
    let wrong = shop.send("{ node(id: \"x\") { id } }", json!({})).await;

    let nodes = answer["nodes"].as_array().unwrap();
    let kinds: Vec<_> = nodes
        .iter()
        .map(|node| node["__typename"].as_str())
        .collect();
    let expected = [
        "Page",
        "Blog",
        "Article",
        "ShopPolicy",
        "Menu",
        "MenuItem",
        "UrlRedirect",
        "Product",
        "Collection",
        "Metafield",
        "Market",
        "Shop",
    ];
    assert_eq!(kinds[..12], expected.map(Some));
    assert_eq!(kinds[12..], [None, None]);
    for (node, id) in nodes.iter().zip(&ids).take(11) {
        assert_eq!(node["id"], **id);
    }
    assert_eq!(nodes[0]["metafield"]["value"], "true");
    assert_eq!(nodes[1]["metafield"], json!(null));
    assert!(answer["node"]["onlineStoreUrl"].is_string());
    assert_eq!(answer["node"]["trackingParameters"], json!(null));
    assert_eq!(wrong["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn introspection_shows_the_interfaces_of_types() {
    let shop = TestShop::start().await;
    let query = "{
        page: __type(name: \"Page\") { interfaces { name } }
        shop: __type(name: \"Shop\") { interfaces { name } }
        metaobject: __type(name: \"Metaobject\") { interfaces { name } }
        node: __type(name: \"HasMetafields\") { kind fields { name args { name } } }
    }";

    let answer = shop.data(query, json!({})).await;

    let names = |of: &str| {
        let interfaces = answer[of]["interfaces"].as_array().unwrap().iter();
        let mut names: Vec<_> = interfaces.map(|i| i["name"].as_str().unwrap()).collect();
        names.sort_unstable();
        names.join(" ")
    };
    assert_eq!(
        names("page"),
        "HasMetafields Node OnlineStorePublishable Trackable"
    );
    assert_eq!(names("shop"), "HasMetafields Node");
    assert_eq!(names("metaobject"), "Node OnlineStorePublishable");
    assert_eq!(answer["node"]["kind"], "INTERFACE");
    let fields = json!([
        {"name": "metafield", "args": [{"name": "key"}, {"name": "namespace"}]},
        {"name": "metafields", "args": [{"name": "identifiers"}]},
    ]);
    assert_eq!(answer["node"]["fields"], fields);
}
