//! Lists collections page by page.

use super::CollectionSortKeys;
use crate::context::RequestContext;
use async_graphql::Context;
use sea_orm::Condition;
use souk_entities::catalog::collection;
use souk_kernel::{
    error::ApiError,
    pagination::{RequestedPage, Slice, encode_cursor},
};
use souk_shop::catalog::{
    store::{self, CollectionCursor, CollectionOrder, CollectionRange},
    visibility,
};
use std::sync::Arc;

impl From<CollectionSortKeys> for CollectionOrder {
    fn from(key: CollectionSortKeys) -> Self {
        match key {
            CollectionSortKeys::Id | CollectionSortKeys::Relevance => Self::Id,
            CollectionSortKeys::Title => Self::Title,
            CollectionSortKeys::UpdatedAt => Self::UpdatedAt,
        }
    }
}

/// Returns a page of the collections that the caller may see, each with its cursor. Hidden
/// collections are skipped: reading continues until the page is full.
///
/// # Errors
///
/// When the database fails or the cursor belongs to another sort order.
pub async fn list(
    ctx: &Context<'_>,
    order: CollectionOrder,
    reverse: bool,
    filter: Condition,
    page: RequestedPage<CollectionCursor>,
) -> Result<Slice<(String, Arc<collection::Model>)>, ApiError> {
    if page
        .cursor
        .as_ref()
        .is_some_and(|cursor| cursor.order() != order)
    {
        return Err(ApiError::BadInput("cursor of another order".to_owned()));
    }
    let db = ctx.app().databases.catalog.reader();
    let descending = reverse != page.backward;
    let wanted = usize::try_from(page.size).expect("a page has at most 250 rows") + 1;
    let mut cursor = page.cursor.clone();
    let mut visible = Vec::new();
    loop {
        let range = CollectionRange {
            order,
            descending,
            behind: cursor.as_ref(),
            limit: page.size + 1,
        };
        let rows = store::collections_after(db, filter.clone(), &range).await?;
        let exhausted = rows.len() < wanted;
        cursor = rows.last().map(|row| CollectionCursor::of(row, order));
        let (audience, viewer) = (ctx.audience(), ctx.viewer());
        let seen = rows
            .into_iter()
            .filter(|row| visibility::sees_collection(audience, viewer, row));
        visible.extend(seen.take(wanted - visible.len()));
        if exhausted || visible.len() == wanted {
            break;
        }
    }
    let slice = Slice::from_overfetch(visible, &page);
    Ok(slice.map(|row| {
        let cursor = encode_cursor(&CollectionCursor::of(&row, order));
        (cursor, Arc::new(row))
    }))
}
