//! Lists of merchant-defined records.

use super::{ListArguments, with_cursors};
use crate::{
    connections::list_cost,
    content::metaobject::{Metaobject, definition_of},
    context::RequestContext,
};
use async_graphql::{Context, Object};
use sea_orm::{ColumnTrait, Condition, IntoSimpleExpr};
use souk_entities::catalog::metaobject;
use souk_kernel::{error::ApiError, pagination::Slice};
use souk_shop::content::listing::{ContentSortValue, SortBy, page_of};
use std::sync::Arc;

crate::connection!(
    MetaobjectConnection,
    MetaobjectEdge,
    Metaobject,
    "merchant-defined records"
);

/// The list of merchant-defined records of one type.
#[derive(Default)]
pub struct MetaobjectListQuery;

#[Object]
impl MetaobjectListQuery {
    /// Records of a type; empty if the caller may not see the type. Give `first` or `last`, at most
    /// 250.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn metaobjects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(desc = "Order of the records: `id` (the default), `handle` or `updated_at`.")]
        sort_key: Option<String>,
        #[graphql(name = "type", desc = "Name of the type.")] kind: String,
    ) -> Result<MetaobjectConnection, ApiError> {
        let arguments = ListArguments::read((first, after, last, before), reverse)?;
        let order = Order::read(sort_key.as_deref())?;
        list(ctx, &arguments, &kind, order).await
    }
}

#[derive(Clone, Copy)]
enum Order {
    Handle,
    Id,
    UpdatedAt,
}

impl Order {
    fn read(name: Option<&str>) -> Result<Self, ApiError> {
        match name {
            None | Some("id") => Ok(Self::Id),
            Some("handle") => Ok(Self::Handle),
            Some("updated_at") => Ok(Self::UpdatedAt),
            Some(_) => Err(ApiError::BadInput(
                "sortKey must be id, handle or updated_at".to_owned(),
            )),
        }
    }
}

async fn list(
    ctx: &Context<'_>,
    arguments: &ListArguments,
    kind: &str,
    order: Order,
) -> Result<MetaobjectConnection, ApiError> {
    use metaobject::Column as C;
    let Some(definition) = definition_of(ctx, kind).await? else {
        return Ok(MetaobjectConnection::new(Slice {
            items: Vec::new(),
            has_previous: false,
            has_next: false,
        }));
    };
    let by = match order {
        Order::Id => SortBy::Id,
        Order::Handle => SortBy::Text(C::Handle.into_simple_expr()),
        Order::UpdatedAt => SortBy::Number(C::UpdatedAt.into_simple_expr()),
    };
    let rows = Condition::all().add(C::Kind.eq(kind));
    let sorting = arguments.sorting(by, C::Id.into_simple_expr());
    let db = ctx.app().databases.catalog.reader();
    let slice = page_of::<metaobject::Entity>(db, rows, &sorting, &arguments.page).await?;
    let cursor = |row: &metaobject::Model| {
        let value = match order {
            Order::Id => ContentSortValue::Id,
            Order::Handle => ContentSortValue::Text(row.handle.clone()),
            Order::UpdatedAt => ContentSortValue::Number(row.updated_at.0),
        };
        (value, row.id.0)
    };
    let object = |row| Metaobject::new(Arc::new(row), Arc::clone(&definition));
    Ok(MetaobjectConnection::new(with_cursors(
        slice, cursor, object,
    )))
}
