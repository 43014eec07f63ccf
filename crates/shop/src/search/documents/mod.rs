//! Documents of the index, read from the databases in batches.

mod content;
mod products;

use super::engine::{Document, DocumentKind, DocumentVisibility};
use crate::{
    catalog::{self, Translations},
    market::Directory,
};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{Timestamp, catalog::product::Publications};
use souk_kernel::{app::App, codes::LanguageCode};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads the documents with these ids. Resources that no longer exist are left out.
pub(super) async fn load_documents(
    app: &App,
    kind: DocumentKind,
    ids: &[i64],
) -> anyhow::Result<Vec<Document>> {
    match kind {
        DocumentKind::Product => super::documents::products::load_products(app, ids).await,
        DocumentKind::Collection => content::collections(app, ids).await,
        DocumentKind::Page => content::pages(app, ids).await,
        DocumentKind::Article => content::articles(app, ids).await,
    }
}

/// Languages of the markets other than the shop's own.
pub(super) fn locales(directory: &Directory) -> Vec<String> {
    let tags = directory.markets.iter().flat_map(|it| &it.languages.0);
    let spoken: BTreeSet<String> = tags
        .filter_map(|tag| LanguageCode::from_locale(tag))
        .filter(|language| *language != directory.language)
        .map(|language| language.locale())
        .collect();
    spoken.into_iter().collect()
}

/// Texts of some resources in one language.
struct Translation {
    locale: String,
    texts: HashMap<i64, Translations>,
}

impl Translation {
    /// The translation of the text `key` of a resource, a part of `root`, if there is one.
    fn get(&self, root: i64, resource: i64, key: &str) -> Option<&str> {
        self.texts.get(&root)?.get(resource, key)
    }
}

/// The texts under `roots` in every language except the shop's own.
async fn translations(
    db: &impl ConnectionTrait,
    directory: &Directory,
    roots: &[i64],
) -> Result<Vec<Translation>, DbErr> {
    let mut found = Vec::new();
    for locale in locales(directory) {
        let mut texts: HashMap<i64, Translations> = HashMap::new();
        for row in catalog::translations_by_roots(db, &locale, roots).await? {
            texts.entry(row.root_id).or_default().add(row);
        }
        found.push(Translation { locale, texts });
    }
    Ok(found)
}

/// Where and when a resource is visible, from its own date and the channels it is published to.
fn visibility(
    published_at: Option<Timestamp>,
    publications: Option<&Publications>,
) -> DocumentVisibility {
    match (published_at, publications) {
        (None, _) => DocumentVisibility::Hidden,
        (Some(since), None) => DocumentVisibility::Everywhere(since),
        (Some(_), Some(list)) => {
            let since = list.0.iter().filter_map(|publication| {
                let since = publication.publish_at.max(published_at)?;
                Some((publication.channel, since))
            });
            DocumentVisibility::Channels(since.collect::<BTreeMap<_, _>>())
        }
    }
}
