//! The languages of the index, and the texts of resources in them.

use crate::{
    catalog::{self, Translations},
    market::Directory,
};
use sea_orm::{ConnectionTrait, DbErr};
use souk_kernel::codes::LanguageCode;
use std::collections::{BTreeSet, HashMap};

/// Languages of the markets other than the shop's own.
pub(in crate::search) fn locales(directory: &Directory) -> Vec<String> {
    let tags = directory.markets.iter().flat_map(|it| &it.languages.0);
    let spoken: BTreeSet<String> = tags
        .filter_map(|tag| LanguageCode::from_locale(tag))
        .filter(|language| *language != directory.language)
        .map(|language| language.locale())
        .collect();
    spoken.into_iter().collect()
}

/// Texts of some resources in one language.
pub(super) struct Translation {
    pub(super) locale: String,
    texts: HashMap<i64, Translations>,
}

impl Translation {
    /// The translation of the text `key` of a resource, a part of `root`, if there is one.
    pub(super) fn get(&self, root: i64, resource: i64, key: &str) -> Option<&str> {
        self.texts.get(&root)?.get(resource, key)
    }
}

/// The texts under `roots` in every language except the shop's own.
pub(super) async fn translations(
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
