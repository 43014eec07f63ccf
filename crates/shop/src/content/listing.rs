//! Sorted lists of content, page by page.

use super::store::listing::rows_behind;
use sea_orm::{Condition, ConnectionTrait, EntityTrait};
use souk_kernel::{
    error::ApiError,
    pagination::{RequestedPage, Slice},
};

pub use super::store::listing::{ContentSortValue, Cursor, SortBy, Sorting};

/// Reads one page of a list with keyset pagination: a deep page costs as much as the first.
///
/// # Errors
///
/// [`ApiError::BadInput`] if the cursor belongs to another sort order, or when the database fails.
pub async fn page_of<E: EntityTrait>(
    db: &impl ConnectionTrait,
    matching: Condition,
    sorting: &Sorting,
    page: &RequestedPage<Cursor>,
) -> Result<Slice<E::Model>, ApiError> {
    let descending = sorting.reverse != page.backward;
    let cursor = page.cursor.as_ref();
    if cursor.is_some_and(|cursor| !sorting.by.fits(&cursor.0)) {
        return Err(ApiError::BadInput("invalid cursor".to_owned()));
    }
    let limit = page.size + 1;
    let rows = rows_behind::<E>(db, matching, sorting, cursor, descending, limit).await?;
    Ok(Slice::from_overfetch(rows, page))
}
