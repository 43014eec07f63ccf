//! Locks the discount that a transaction changes.

use crate::promotions::{DiscountErrorCode, store};
use sea_orm::DatabaseTransaction;
use souk_entities::{ids::DiscountId, orders::discount};
use souk_kernel::refusal::{ChangeError, Refusal};

/// The refusal of an id that no discount has.
pub(super) fn missing() -> Refusal<DiscountErrorCode> {
    Refusal::new(
        DiscountErrorCode::NotFound,
        "id",
        "The discount does not exist.",
    )
}

/// Locks and returns the discount with this id. Changes to its codes take the same lock.
pub(super) async fn lock(
    txn: &DatabaseTransaction,
    id: DiscountId,
    is_automatic: bool,
) -> Result<discount::Model, ChangeError<DiscountErrorCode>> {
    let found = store::lock_discount(txn, id).await?;
    let found = found.filter(|row| row.is_automatic == is_automatic);
    Ok(found.ok_or_else(missing)?)
}
