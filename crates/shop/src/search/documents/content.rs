//! Builds the documents of collections, pages and articles.

use super::{
    translations::{Translation, translations},
    visibility::visibility,
};
use crate::{
    catalog, content,
    market::Directory,
    search::engine::{Document, DocumentKey, DocumentKind, DocumentWords, LocalText},
};
use souk_entities::{
    Timestamp,
    catalog::{article, page},
    ids::{ArticleId, CollectionId, PageId},
};
use souk_kernel::app::App;

/// Source texts of a document, in the shop's language.
struct OwnTexts<'a> {
    id: i64,
    title: &'a str,
    body: &'a str,
    /// Key of the translated HTML text.
    body_key: &'a str,
}

fn texts(own: &OwnTexts<'_>, directory: &Directory, other: &[Translation]) -> Vec<LocalText> {
    let local = |locale: String, title: &str, body: String| LocalText {
        locale,
        title: title.to_owned(),
        body,
        product_type: String::new(),
    };
    let mut all = vec![local(
        directory.language.locale(),
        own.title,
        own.body.to_owned(),
    )];
    all.extend(other.iter().map(|language| {
        let text = |key| language.get(own.id, own.id, key);
        let body = text(own.body_key).map_or_else(|| own.body.to_owned(), catalog::plain_text);
        local(
            language.locale.clone(),
            text("title").unwrap_or(own.title),
            body,
        )
    }));
    all
}

struct Common<'a> {
    kind: DocumentKind,
    texts: OwnTexts<'a>,
    handle: &'a str,
    words: DocumentWords,
    published_at: Option<Timestamp>,
    created_at: Timestamp,
    updated_at: Timestamp,
}

fn document(common: Common<'_>, directory: &Directory, other: &[Translation]) -> Document {
    Document {
        key: DocumentKey {
            kind: common.kind,
            id: common.texts.id,
        },
        version: common.updated_at.0,
        handle: common.handle.to_owned(),
        texts: texts(&common.texts, directory, other),
        words: common.words,
        visibility: visibility(common.published_at, None),
        created_at: common.created_at,
        updated_at: common.updated_at,
        published_at: common.published_at,
        product: None,
    }
}

/// Documents of collections.
pub(super) async fn collections(app: &App, ids: &[i64]) -> anyhow::Result<Vec<Document>> {
    let databases = app.databases.uncounted();
    let (db, directory) = (databases.catalog.reader(), Directory::current(app));
    let keys: Vec<CollectionId> = ids.iter().map(|&id| id.into()).collect();
    let rows = catalog::collections_by_ids(db, &keys).await?;
    let other = translations(db, &directory, ids).await?;
    let documents = rows.iter().map(|row| {
        let common = Common {
            kind: DocumentKind::Collection,
            texts: OwnTexts {
                id: row.id.0,
                title: &row.title,
                body: &row.description,
                body_key: "body_html",
            },
            handle: &row.handle,
            words: DocumentWords::default(),
            published_at: row.published_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        };
        let mut document = document(common, &directory, &other);
        document.visibility = visibility(row.published_at, row.publications.as_ref());
        document
    });
    Ok(documents.collect())
}

/// Documents of pages.
pub(super) async fn pages(app: &App, ids: &[i64]) -> anyhow::Result<Vec<Document>> {
    let databases = app.databases.uncounted();
    let (db, directory) = (databases.catalog.reader(), Directory::current(app));
    let keys: Vec<PageId> = ids.iter().map(|&id| id.into()).collect();
    let rows: Vec<page::Model> = content::rows_by_ids::<page::Entity, _>(db, &keys).await?;
    let other = translations(db, &directory, ids).await?;
    let documents = rows.iter().map(|row| {
        let common = Common {
            kind: DocumentKind::Page,
            texts: OwnTexts {
                id: row.id.0,
                title: &row.title,
                body: &row.body_text,
                body_key: "body_html",
            },
            handle: &row.handle,
            words: DocumentWords::default(),
            published_at: row.published_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        };
        document(common, &directory, &other)
    });
    Ok(documents.collect())
}

/// Documents of articles.
pub(super) async fn articles(app: &App, ids: &[i64]) -> anyhow::Result<Vec<Document>> {
    let databases = app.databases.uncounted();
    let (db, directory) = (databases.catalog.reader(), Directory::current(app));
    let keys: Vec<ArticleId> = ids.iter().map(|&id| id.into()).collect();
    let rows: Vec<article::Model> = content::rows_by_ids::<article::Entity, _>(db, &keys).await?;
    let other = translations(db, &directory, ids).await?;
    let documents = rows.iter().map(|row| {
        let author = format!("{} {}", row.author.first_name, row.author.last_name);
        let common = Common {
            kind: DocumentKind::Article,
            texts: OwnTexts {
                id: row.id.0,
                title: &row.title,
                body: &row.content,
                body_key: "body_html",
            },
            handle: &row.handle,
            words: DocumentWords {
                author: author.trim().to_owned(),
                tags: row.tags.0.clone(),
                ..DocumentWords::default()
            },
            published_at: row.published_at,
            created_at: row.created_at,
            updated_at: row.updated_at,
        };
        document(common, &directory, &other)
    });
    Ok(documents.collect())
}
