//! Saves and deletes collections, and then updates the products that their rules select.

use super::collection_membership::reevaluate;
use crate::catalog::{self, CatalogErrorCode, CollectionDraft};
use sea_orm::DbErr;
use souk_entities::{catalog::collection, ids::CollectionId};
use souk_kernel::{app::App, refusal::ChangeError};

/// Creates a collection, or changes the one with this id. If its rules changed, its products are
/// updated before this returns; after a crash that is done later, see
/// [`resume_work`](super::resume_work).
///
/// # Errors
///
/// When there is no collection with the id, the handle belongs to another one, a product does not
/// exist, or a database fails.
pub async fn save_collection(
    app: &App,
    id: Option<CollectionId>,
    draft: &CollectionDraft,
) -> Result<collection::Model, ChangeError<CatalogErrorCode>> {
    let saved = catalog::save_collection(app, id, draft).await?;
    if let Some(operation) = saved.operation {
        reevaluate(app, saved.row.id).await?;
        catalog::finish_work(app, operation).await?;
    }
    Ok(saved.row)
}

/// Deletes a collection, but not its products. Returns whether it existed.
///
/// # Errors
///
/// When a database fails.
pub async fn delete_collection(app: &App, id: CollectionId) -> Result<bool, DbErr> {
    let Some(operation) = catalog::delete_collection(app, id).await? else {
        return Ok(false);
    };
    reevaluate(app, id).await?;
    catalog::finish_work(app, operation).await?;
    Ok(true)
}
