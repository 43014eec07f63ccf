//! Blogs, articles and comments.

use super::{HOUR, gid};
use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_entities::{
    Timestamp,
    catalog::comment,
    ids::{ArticleId, CommentId},
};
use std::time::Duration;

fn texts<'a>(list: &'a Value, key: &str) -> Vec<&'a str> {
    let items = list.as_array().unwrap().iter();
    items.map(|item| item[key].as_str().unwrap()).collect()
}

#[tokio::test]
async fn an_article_is_read_in_the_language_of_the_buyer() {
    let shop = TestShop::start().await;
    shop.german_market().await;
    let blog = shop.blog("journal", "Journal").await;
    let id = shop.article(blog, "lamps", 1).await;
    shop.german("Article", id.0, id.0, "title", "Über Lampen")
        .await;
    shop.german(
        "Article",
        id.0,
        id.0,
        "body_html",
        "<p>Alles über Lampen.</p>",
    )
    .await;
    shop.german("Article", id.0, id.0, "summary_html", "<p>Kurz</p>")
        .await;
    shop.german("Blog", blog.0, blog.0, "title", "Tagebuch")
        .await;
    let query = "query($id: ID!, $country: CountryCode, $language: LanguageCode)
        @inContext(country: $country, language: $language) {
        article(id: $id) {
            handle title content short: content(truncateAt: 8) contentHtml excerpt excerptHtml
            tags onlineStoreUrl publishedAt image { url } seo { title }
            author { name } authorV2 { firstName lastName name email bio }
            blog { handle title }
        }
    }";

    let english = shop.data(query, json!({"id": gid(id)})).await;
    let variables = json!({"id": gid(id), "country": "DE", "language": "DE"});
    let german = shop.data(query, variables).await;

    let article = &english["article"];
    assert_eq!(article["title"], "On lamps");
    assert_eq!(article["content"], "All about lamps.");
    assert_eq!(article["short"], "All a...");
    assert_eq!(article["contentHtml"], "<p>All about <b>lamps</b>.</p>");
    assert_eq!(article["excerpt"], "lamps in short");
    assert_eq!(article["tags"], json!(["lamps", "news"]));
    assert_eq!(article["author"]["name"], "Ada Lovelace");
    assert_eq!(article["authorV2"]["lastName"], "Lovelace");
    let url = format!("{}/blogs/journal/lamps", shop.app.public_url());
    assert_eq!(article["onlineStoreUrl"], url);
    let article = &german["article"];
    assert_eq!(article["title"], "Über Lampen");
    assert_eq!(article["content"], "Alles über Lampen.");
    assert_eq!(article["excerpt"], "Kurz");
    let blog = json!({"handle": "journal", "title": "Tagebuch"});
    assert_eq!(article["blog"], blog);
}

#[tokio::test]
async fn a_blog_shows_its_articles_once_they_are_published() {
    let shop = TestShop::start().await;
    let blog = shop.blog("journal", "Journal").await;
    let other = shop.blog("news", "News").await;
    shop.article(blog, "lamps", 2).await;
    shop.article_by(blog, "chairs", -1, "Grace Hopper").await;
    shop.article(other, "rugs", 1).await;
    let query = "{ blog(handle: \"journal\") {
        title onlineStoreUrl authors { name } seo { title }
        articles(first: 10) { nodes { handle } }
        articleByHandle(handle: \"chairs\") { title }
    } blogByHandle(handle: \"news\") { articles(first: 1) { nodes { handle } } } }";

    let before = shop.data(query, json!({})).await;
    shop.app.clock.advance(Duration::from_secs(3_601));
    let after = shop.data(query, json!({})).await;

    assert_eq!(
        before["blog"]["articles"]["nodes"],
        json!([{"handle": "lamps"}])
    );
    assert_eq!(before["blog"]["articleByHandle"], json!(null));
    assert_eq!(before["blog"]["authors"], json!([{"name": "Ada Lovelace"}]));
    assert_eq!(
        before["blogByHandle"]["articles"]["nodes"],
        json!([{"handle": "rugs"}])
    );
    assert_eq!(
        texts(&after["blog"]["articles"]["nodes"], "handle"),
        ["lamps", "chairs"]
    );
    assert_eq!(after["blog"]["articleByHandle"]["title"], "On chairs");
    assert_eq!(
        texts(&after["blog"]["authors"], "name"),
        ["Grace Hopper", "Ada Lovelace"]
    );
}

const ARTICLES: &str = "query($key: ArticleSortKeys, $reverse: Boolean, $query: String, $first: Int,
            $after: String, $last: Int, $before: String) {
        articles(sortKey: $key, reverse: $reverse, query: $query, first: $first, after: $after,
                last: $last, before: $before) {
            nodes { handle } edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
        }
    }";

/// A shop with three articles in two blogs.
async fn three_articles() -> TestShop {
    let shop = TestShop::start().await;
    let journal = shop.blog("journal", "Journal").await;
    let archive = shop.blog("archive", "Archive").await;
    shop.article_by(journal, "lamps", 1, "Grace Hopper").await;
    shop.article_by(archive, "chairs", 3, "Ada Lovelace").await;
    shop.article_by(journal, "rugs", 2, "Mary Shelley").await;
    shop
}

async fn articles(shop: &TestShop, variables: Value) -> Value {
    shop.data(ARTICLES, variables).await["articles"].take()
}

#[tokio::test]
async fn articles_are_sorted_and_paged() {
    let shop = three_articles().await;
    let list = async |variables| articles(&shop, variables).await;
    let handles = async |key: &str| {
        let found = list(json!({"key": key, "first": 5})).await;
        texts(&found["nodes"], "handle").join(" ")
    };

    assert_eq!(handles("ID").await, "lamps chairs rugs");
    assert_eq!(handles("AUTHOR").await, "chairs lamps rugs");
    assert_eq!(handles("TITLE").await, "chairs lamps rugs");
    assert_eq!(handles("PUBLISHED_AT").await, "chairs rugs lamps");
    assert_eq!(handles("UPDATED_AT").await, "lamps chairs rugs");
    assert_eq!(handles("BLOG_TITLE").await, "chairs lamps rugs");

    for key in [
        "ID",
        "AUTHOR",
        "TITLE",
        "PUBLISHED_AT",
        "UPDATED_AT",
        "BLOG_TITLE",
    ] {
        let all = list(json!({"key": key, "first": 5, "reverse": true})).await;
        let first = list(json!({"key": key, "first": 2, "reverse": true})).await;
        let end = first["pageInfo"]["endCursor"].clone();
        let rest = list(json!({"key": key, "first": 2, "after": end, "reverse": true})).await;
        let back = rest["pageInfo"]["startCursor"].clone();
        let before = list(json!({"key": key, "last": 2, "before": back, "reverse": true})).await;
        assert_eq!(first["pageInfo"]["hasNextPage"], true, "{key}");
        assert_eq!(rest["pageInfo"]["hasPreviousPage"], true, "{key}");
        assert_eq!(rest["nodes"][0], all["nodes"][2], "{key}");
        assert_eq!(before["nodes"], first["nodes"], "{key}");
    }
}

#[tokio::test]
async fn articles_are_filtered() {
    let shop = three_articles().await;
    let list = async |variables| articles(&shop, variables).await;
    let found = list(json!({"query": "author:'Ada Lovelace' OR tag:rugs", "first": 5})).await;
    assert_eq!(texts(&found["nodes"], "handle"), ["chairs", "rugs"]);
    let found = list(json!({"query": "-tag:rugs blog_title:journal", "first": 5})).await;
    assert_eq!(texts(&found["nodes"], "handle"), ["lamps"]);
    let wrong = shop
        .send(ARTICLES, json!({"query": "color:red", "first": 5}))
        .await;
    assert_eq!(wrong["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
    let by_title = list(json!({"key": "TITLE", "first": 1})).await;
    let cursor = by_title["pageInfo"]["endCursor"].clone();
    let wrong = shop
        .send(
            ARTICLES,
            json!({"key": "PUBLISHED_AT", "first": 1, "after": cursor}),
        )
        .await;
    assert_eq!(wrong["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

#[tokio::test]
async fn blogs_are_sorted_and_filtered() {
    let shop = TestShop::start().await;
    shop.blog("b-news", "Alpha").await;
    shop.blog("a-journal", "Beta").await;
    let query = "query($key: BlogSortKeys, $query: String) {
        blogs(first: 5, sortKey: $key, query: $query) { nodes { title } }
    }";

    let by_id = shop.data(query, json!({})).await;
    let by_handle = shop.data(query, json!({"key": "HANDLE"})).await;
    let found = shop.data(query, json!({"query": "title:bet*"})).await;

    assert_eq!(texts(&by_id["blogs"]["nodes"], "title"), ["Alpha", "Beta"]);
    assert_eq!(
        texts(&by_handle["blogs"]["nodes"], "title"),
        ["Beta", "Alpha"]
    );
    assert_eq!(texts(&found["blogs"]["nodes"], "title"), ["Beta"]);
}

async fn comment(shop: &TestShop, article: ArticleId, text: &str, published: bool) -> CommentId {
    let id: CommentId = shop.app.next_id();
    let row = comment::Model {
        id,
        article_id: article,
        author_name: "Reader".to_owned(),
        author_email: "reader@shop.example".to_owned(),
        content_html: format!("<p>{text}</p>"),
        content: text.to_owned(),
        published,
        created_at: Timestamp(shop.now().0 - HOUR),
    };
    shop.insert_catalog::<comment::Entity, _>(row).await;
    id
}

#[tokio::test]
async fn only_comments_that_were_let_through_are_shown() {
    let shop = TestShop::start().await;
    let blog = shop.blog("journal", "Journal").await;
    let article = shop.article(blog, "lamps", 2).await;
    let shown = comment(&shop, article, "Lovely lamps", true).await;
    let hidden = comment(&shop, article, "Buy pills", false).await;
    let query = "query($article: ID!, $ids: [ID!]!) {
        article(id: $article) { comments(first: 5) { nodes {
            content(truncateAt: 6) contentHtml author { name email }
        } } }
        nodes(ids: $ids) { id ... on Comment { content } }
    }";

    let variables = json!({"article": gid(article), "ids": [gid(shown), gid(hidden)]});
    let answer = shop.data(query, variables).await;

    let expected = json!([{
        "content": "Lov...", "contentHtml": "<p>Lovely lamps</p>",
        "author": {"name": "Reader", "email": "reader@shop.example"},
    }]);
    assert_eq!(answer["article"]["comments"]["nodes"], expected);
    let nodes = json!([{"id": gid(shown), "content": "Lovely lamps"}, null]);
    assert_eq!(answer["nodes"], nodes);
}
