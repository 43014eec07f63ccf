//! Keeps the index up to date with the databases.

use super::{
    documents,
    engine::{DocumentKey, DocumentKind, EngineError, IndexChange, Rebuild},
};
use crate::{catalog, content, market::Directory, search::SearchIndex};
use async_trait::async_trait;
use sea_orm::DbErr;
use souk_entities::ids::{ChannelId, PriceListId};
use souk_kernel::{
    app::App,
    codes::LanguageCode,
    events::{
        self, Event,
        relay::{Consumer, Relay},
    },
};
use std::{
    collections::BTreeSet,
    sync::{Mutex, PoisonError},
    time::Duration,
};

/// Number of documents that are read and written at once.
const BATCH: usize = 500;
/// How often to check whether another process has finished.
const LOOK: Duration = Duration::from_millis(200);
/// The types of documents, in the order in which they are indexed.
const KINDS: [DocumentKind; 4] = [
    DocumentKind::Product,
    DocumentKind::Collection,
    DocumentKind::Page,
    DocumentKind::Article,
];

/// Writes changes to the index.
#[derive(Default)]
pub struct Indexer {
    /// Settings at the last write to the index, once this process writes it.
    settings: Mutex<Option<Settings>>,
}

impl Indexer {
    fn note(&self, settings: Settings) -> Option<Settings> {
        let mut known = self.settings.lock().unwrap_or_else(PoisonError::into_inner);
        known.replace(settings)
    }
}

/// Settings that all documents depend on: when they change, all documents do.
#[derive(Clone, PartialEq)]
struct Settings {
    language: LanguageCode,
    locales: Vec<String>,
    channels: Vec<ChannelId>,
    price_lists: Vec<(PriceListId, String, i64, i64)>,
}

impl Settings {
    fn of(app: &App) -> Self {
        let directory = Directory::current(app);
        let lists = directory.price_lists.values();
        Self {
            language: directory.language,
            locales: documents::locales(&directory),
            channels: directory.channels.iter().map(|it| it.id).collect(),
            price_lists: lists
                .map(|list| {
                    let currency = list.currency.clone();
                    (list.id, currency, list.exchange_rate, list.adjustment)
                })
                .collect(),
        }
    }
}

/// Whether a setting outside the directory affects all documents.
fn concerns_all(what: &str) -> bool {
    matches!(
        what,
        "location" | "channel_location" | "metafield_definition"
    )
}

#[async_trait]
impl Consumer for Indexer {
    /// Events go to the process that writes the index.
    async fn claim(&self, app: &App) -> anyhow::Result<bool> {
        match app.part::<SearchIndex>().claim().await {
            Ok(()) => {}
            Err(EngineError::HeldElsewhere) => return Ok(false),
            Err(error) => return Err(error.into()),
        }
        // A settings change that no process handled may have left the index outdated.
        let settings = Settings::of(app);
        let catalog = app.databases.uncounted().catalog;
        let behind = events::is_waiting(catalog.reader(), events::SETTINGS_CHANGED).await?;
        if (behind || app.part::<SearchIndex>().is_new()) && is_filled(app).await? {
            let documents = fill(app).await?;
            tracing::info!(documents, "the search index was filled");
        }
        self.note(settings);
        Ok(true)
    }

    async fn follow(&self, app: &App) -> anyhow::Result<()> {
        Ok(app.part::<SearchIndex>().refresh().await?)
    }

    async fn handle(&self, app: &App, events: &[Event]) -> anyhow::Result<()> {
        let now = Settings::of(app);
        let before = self.note(now.clone());
        let all = events.iter().any(|event| match event {
            Event::SettingsChanged { what } => concerns_all(what),
            Event::ReindexRequested => true,
            _ => false,
        });
        if all || before.is_some_and(|before| before != now) {
            fill(app).await?;
            return Ok(());
        }
        let changed: BTreeSet<DocumentKey> = events.iter().filter_map(document_of).collect();
        for kind in KINDS {
            let keys = changed.iter().filter(|key| key.kind == kind);
            let ids: Vec<i64> = keys.map(|key| key.id).collect();
            for ids in ids.chunks(BATCH) {
                app.part::<SearchIndex>()
                    .write(changes(app, kind, ids).await?)
                    .await?;
            }
        }
        Ok(())
    }
}

/// The document that an event concerns.
fn document_of(event: &Event) -> Option<DocumentKey> {
    let (kind, id) = match event {
        Event::ProductChanged { product }
        | Event::ProductDeleted { product }
        | Event::StockChanged { product } => (DocumentKind::Product, product.0),
        Event::CollectionChanged { collection } | Event::CollectionDeleted { collection } => {
            (DocumentKind::Collection, collection.0)
        }
        Event::ContentChanged { resource, id } => match resource.as_str() {
            "Page" => (DocumentKind::Page, *id),
            "Article" => (DocumentKind::Article, *id),
            _ => return None,
        },
        Event::SettingsChanged { .. }
        | Event::ReindexRequested
        | Event::OrderPlaced { .. }
        | Event::OrderChanged { .. }
        | Event::OrderCancelled { .. }
        | Event::OrderShipped { .. }
        | Event::OrderRefunded { .. } => return None,
    };
    Some(DocumentKey { kind, id })
}

/// The current documents as changes; documents that no longer exist are deleted.
async fn changes(app: &App, kind: DocumentKind, ids: &[i64]) -> anyhow::Result<Vec<IndexChange>> {
    let found = documents::load_documents(app, kind, ids).await?;
    let mut gone: BTreeSet<i64> = ids.iter().copied().collect();
    for document in &found {
        gone.remove(&document.key.id);
    }
    let gone = gone.into_iter().map(|id| DocumentKey { kind, id });
    let put = |document| IndexChange::Put(Box::new(document));
    Ok(found
        .into_iter()
        .map(put)
        .chain(gone.map(IndexChange::Delete))
        .collect())
}

/// Applies all committed events to the index and returns how many there were; `None` if another
/// process writes the index and applies them.
///
/// # Errors
///
/// When a database or the engine fails.
pub async fn drain_index(app: &App) -> anyhow::Result<Option<usize>> {
    app.part::<Relay>().drain(app).await
}

/// Rebuilds the index and returns the number of documents in it. The old index stays in use until
/// then. If another process writes the index, requests the rebuild from that process and returns
/// `None` once it is done.
///
/// # Errors
///
/// When a database or the engine fails.
pub async fn reindex(app: &App) -> anyhow::Result<Option<u64>> {
    if drain_index(app).await?.is_some() {
        let _paused = app.part::<Relay>().pause().await;
        return fill(app).await.map(Some);
    }
    let catalog = &app.databases.catalog;
    let txn = catalog.begin().await?;
    app.publish(&txn, &[Event::ReindexRequested]).await?;
    txn.commit().await?;
    while events::is_waiting(catalog.writer(), events::REINDEX_REQUESTED).await? {
        tokio::time::sleep(LOOK).await;
        drain_index(app).await?; // handles the request itself once the other process is gone
    }
    app.part::<SearchIndex>().refresh().await?;
    Ok(None)
}

/// Whether there is anything to index.
async fn is_filled(app: &App) -> Result<bool, DbErr> {
    for kind in KINDS {
        if !ids_after(app, kind, 0, 1).await?.is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

async fn fill(app: &App) -> anyhow::Result<u64> {
    let mut rebuild = app.part::<SearchIndex>().rebuild().await?;
    let mut documents = 0;
    for kind in KINDS {
        documents += fill_kind(app, kind, rebuild.as_mut()).await?;
    }
    rebuild.finish().await?;
    Ok(documents)
}

async fn fill_kind(
    app: &App,
    kind: DocumentKind,
    rebuild: &mut dyn Rebuild,
) -> anyhow::Result<u64> {
    let (mut after, mut count) = (0, 0);
    loop {
        let ids = ids_after(app, kind, after, BATCH as u64).await?;
        let Some(&last) = ids.last() else {
            return Ok(count);
        };
        after = last;
        let documents = documents::load_documents(app, kind, &ids).await?;
        count += documents.len() as u64;
        rebuild.add(documents).await?;
    }
}

async fn ids_after(
    app: &App,
    kind: DocumentKind,
    after: i64,
    limit: u64,
) -> Result<Vec<i64>, DbErr> {
    let databases = app.databases.uncounted();
    let db = databases.catalog.reader();
    match kind {
        DocumentKind::Product => catalog::product_ids_after(db, after, limit).await,
        DocumentKind::Collection => catalog::collection_ids_after(db, after, limit).await,
        DocumentKind::Page => content::page_ids_after(db, after, limit).await,
        DocumentKind::Article => content::article_ids_after(db, after, limit).await,
    }
}
