//! Blog articles of the demo.

use super::{
    events::content_changed,
    texts::of_entry,
    values::{list, optional, picture, strings, text, time},
};
use crate::{catalog::plain_text, content};
use sea_orm::ConnectionTrait;
use serde_json::Value;
use souk_entities::{
    catalog::{
        article::{self, Author},
        comment,
        product::Tags,
        translation,
    },
    ids::{ArticleId, BlogId, CommentId},
};
use souk_kernel::{app::App, events::Event};
use std::collections::HashMap;

pub(crate) async fn write(
    app: &App,
    db: &impl ConnectionTrait,
    blog_id: BlogId,
    blog: &Value,
    translated: &mut Vec<translation::Model>,
) -> anyhow::Result<()> {
    let now = app.clock.now();
    let mut found = Vec::new();
    for entry in list(blog, "articles") {
        let handle = text(entry, "handle");
        let stored = content::article_by_handle(db, blog_id, &handle).await?;
        let id = stored.map_or_else(|| app.next_id(), |row| row.id);
        translated.extend(of_entry(app, "Article", id.0, id.0, entry));
        let author = author(blog, &text(entry, "author"));
        let html = text(entry, "contentHtml");
        let mut tags = strings(entry, "tags");
        tags.sort();
        let published = time(entry, "publishedAt").unwrap_or(now);
        found.push(article::Model {
            id,
            blog_id,
            handle,
            title: text(entry, "title"),
            content: plain_text(&html),
            content_html: html,
            excerpt_html: optional(entry, "excerptHtml"),
            author_name: format!("{} {}", author.first_name, author.last_name),
            author,
            image: picture(app, &entry["image"]),
            tags: Tags(tags),
            seo_title: optional(&entry["seo"], "title"),
            seo_description: optional(&entry["seo"], "description"),
            published_at: Some(published),
            created_at: published,
            updated_at: published,
        });
    }
    let ids = found.iter().map(|row| row.id.0);
    let events: Vec<Event> = ids.map(|id| content_changed("Article", id)).collect();
    let of: HashMap<String, ArticleId> = found
        .iter()
        .map(|row| (row.handle.clone(), row.id))
        .collect();
    content::upsert_articles(db, found).await?;
    comments(app, db, blog, &of).await?;
    app.publish(db, &events).await?;
    Ok(())
}

/// Writes the comments of a blog's articles, given in `of`. Comments are matched by their time.
async fn comments(
    app: &App,
    db: &impl ConnectionTrait,
    blog: &Value,
    of: &HashMap<String, ArticleId>,
) -> anyhow::Result<()> {
    let ids: Vec<ArticleId> = of.values().copied().collect();
    let stored = content::comments_of_articles(db, &ids).await?;
    let stored: HashMap<_, CommentId> = stored
        .into_iter()
        .map(|row| ((row.article_id, row.created_at), row.id))
        .collect();
    let mut found = Vec::new();
    for article in list(blog, "articles") {
        let Some(&article_id) = of.get(&text(article, "handle")) else {
            continue;
        };
        for entry in list(article, "comments") {
            let created_at = time(entry, "publishedAt").unwrap_or(app.clock.now());
            let html = text(entry, "contentHtml");
            let id = stored.get(&(article_id, created_at)).copied();
            found.push(comment::Model {
                id: id.unwrap_or_else(|| app.next_id()),
                article_id,
                author_name: text(entry, "author"),
                author_email: text(entry, "email"),
                content: plain_text(&html),
                content_html: html,
                published: true,
                created_at,
            });
        }
    }
    content::upsert_comments(db, found).await?;
    Ok(())
}

fn author(blog: &Value, key: &str) -> Author {
    let authors = list(blog, "authors");
    let found = authors.iter().find(|author| author["key"] == *key);
    let entry = found.unwrap_or(&Value::Null);
    Author {
        first_name: text(entry, "firstName"),
        last_name: text(entry, "lastName"),
        email: optional(entry, "email"),
        bio: optional(entry, "bio"),
    }
}
