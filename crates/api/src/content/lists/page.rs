//! The list of pages.

use super::{ListArguments, filter, with_cursors};
use crate::{connections::list_cost, content::page::Page, context::RequestContext};
use async_graphql::{Context, Enum, Object};
use sea_orm::{ColumnTrait, Condition, IntoSimpleExpr};
use souk_entities::catalog::page;
use souk_kernel::{error::ApiError, viewer::Scope};
use souk_shop::{
    content::listing::{ContentSortValue, SortBy, page_of},
    query_syntax::{PAGES, SqlColumn},
};
use std::sync::Arc;

crate::connection!(PageConnection, PageEdge, Page, "pages");

/// Sort orders for pages.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageSortKeys {
    /// By id: oldest first.
    Id,
    /// By id, because these filters do not rank their matches.
    Relevance,
    /// By title, A to Z.
    Title,
    /// By last update, oldest first.
    UpdatedAt,
}

/// The list of pages.
#[derive(Default)]
pub struct PageListQuery;

#[Object]
impl PageListQuery {
    /// Pages that the caller may see. Give `first` or `last`, at most 250.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn pages(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "Filter: words in the title and text, or `created_at:`, `handle:`, `id:`, `title:`, \
                    `updated_at:`."
        )]
        query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(desc = "Order of the pages.", default_with = "Some(PageSortKeys::Id)")]
        sort_key: Option<PageSortKeys>,
    ) -> Result<PageConnection, ApiError> {
        let arguments = ListArguments::read((first, after, last, before), reverse)?;
        let sort_key = sort_key.unwrap_or(PageSortKeys::Id);
        list(ctx, &arguments, query.as_deref(), sort_key).await
    }
}

fn column(field: &str) -> Option<SqlColumn> {
    use page::Column as C;
    Some(match field {
        "created_at" => SqlColumn::Whole(C::CreatedAt.into_simple_expr()),
        "handle" => SqlColumn::Keyword(C::Handle.into_simple_expr()),
        "id" => SqlColumn::Whole(C::Id.into_simple_expr()),
        "title" => SqlColumn::Words(C::Title.into_simple_expr()),
        "updated_at" => SqlColumn::Whole(C::UpdatedAt.into_simple_expr()),
        _ => return None,
    })
}

async fn list(
    ctx: &Context<'_>,
    arguments: &ListArguments,
    query: Option<&str>,
    sort_key: PageSortKeys,
) -> Result<PageConnection, ApiError> {
    use page::Column as C;
    let searched = [C::Title.into_simple_expr(), C::BodyText.into_simple_expr()];
    let mut rows = Condition::all().add(filter(ctx, query, PAGES, &column, &searched)?);
    if !ctx.viewer().may(Scope::WriteContent) {
        rows = rows.add(C::PublishedAt.lte(ctx.audience().now));
    }
    let by = match sort_key {
        PageSortKeys::Id | PageSortKeys::Relevance => SortBy::Id,
        PageSortKeys::Title => SortBy::Text(C::Title.into_simple_expr()),
        PageSortKeys::UpdatedAt => SortBy::Number(C::UpdatedAt.into_simple_expr()),
    };
    let sorting = arguments.sorting(by, C::Id.into_simple_expr());
    let db = ctx.app().databases.catalog.reader();
    let slice = page_of::<page::Entity>(db, rows, &sorting, &arguments.page).await?;
    let cursor = |row: &page::Model| {
        let value = match sort_key {
            PageSortKeys::Id | PageSortKeys::Relevance => ContentSortValue::Id,
            PageSortKeys::Title => ContentSortValue::Text(row.title.clone()),
            PageSortKeys::UpdatedAt => ContentSortValue::Number(row.updated_at.0),
        };
        (value, row.id.0)
    };
    let slice = with_cursors(slice, cursor, |row| Page::new(Arc::new(row)));
    Ok(PageConnection::new(slice))
}
