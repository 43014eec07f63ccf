//! Batched reads of custom fields, for one request.

use super::store::{
    self,
    metafields::{LoadedMetafield, MetafieldKey},
};
use async_graphql::dataloader::Loader;
use sea_orm::DbErr;
use souk_entities::ids::MetafieldId;
use souk_kernel::database::Database;
use std::{collections::HashMap, sync::Arc};

/// Loads custom fields with data from their definitions, by owner and key.
pub struct MetafieldByKey {
    pub(crate) catalog: Database,
}

impl Loader<MetafieldKey> for MetafieldByKey {
    type Value = Arc<LoadedMetafield>;
    type Error = DbErr;

    async fn load(
        &self,
        keys: &[MetafieldKey],
    ) -> Result<HashMap<MetafieldKey, Self::Value>, DbErr> {
        let rows = store::metafields::by_keys(self.catalog.reader(), keys).await?;
        let mut found: HashMap<_, _> = rows
            .into_iter()
            .map(|loaded| {
                let row = &loaded.row;
                let named = (
                    row.owner_type.clone(),
                    row.owner_id,
                    row.namespace.clone(),
                    row.key.clone(),
                );
                (named, Arc::new(loaded))
            })
            .collect();
        let named = |key: &MetafieldKey| {
            (
                key.owner_type.to_owned(),
                key.owner_id,
                key.namespace.clone(),
                key.key.clone(),
            )
        };
        let keys = keys.iter();
        Ok(keys
            .filter_map(|key| found.remove(&named(key)).map(|row| (key.clone(), row)))
            .collect())
    }
}

/// Loads custom fields with data from their definitions, by id.
pub struct MetafieldById {
    pub(crate) catalog: Database,
}

impl Loader<MetafieldId> for MetafieldById {
    type Value = Arc<LoadedMetafield>;
    type Error = DbErr;

    async fn load(&self, ids: &[MetafieldId]) -> Result<HashMap<MetafieldId, Self::Value>, DbErr> {
        let rows = store::metafields::by_ids(self.catalog.reader(), ids).await?;
        Ok(rows
            .into_iter()
            .map(|loaded| (loaded.row.id, Arc::new(loaded)))
            .collect())
    }
}
