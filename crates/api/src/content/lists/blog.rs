//! The list of blogs.

use super::{ListArguments, filter, with_cursors};
use crate::{connections::list_cost, content::blog::Blog, context::RequestContext};
use async_graphql::{Context, Enum, Object};
use sea_orm::{Condition, IntoSimpleExpr};
use souk_entities::catalog::blog;
use souk_kernel::error::ApiError;
use souk_shop::{
    content::listing::{ContentSortValue, SortBy, page_of},
    query_syntax::{BLOGS, SqlColumn},
};
use std::sync::Arc;

crate::connection!(BlogConnection, BlogEdge, Blog, "blogs");

/// Sort orders for blogs.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum BlogSortKeys {
    /// By handle, A to Z.
    Handle,
    /// By id: oldest first.
    Id,
    /// By id, because these filters do not rank their matches.
    Relevance,
    /// By title, A to Z.
    Title,
}

/// The list of blogs.
#[derive(Default)]
pub struct BlogListQuery;

#[Object]
impl BlogListQuery {
    /// The shop's blogs. Give `first` or `last`, at most 250.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn blogs(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "Filter: words in the title, or `created_at:`, `handle:`, `id:`, `title:`, \
                    `updated_at:`."
        )]
        query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(desc = "Order of the blogs.", default_with = "Some(BlogSortKeys::Id)")]
        sort_key: Option<BlogSortKeys>,
    ) -> Result<BlogConnection, ApiError> {
        let arguments = ListArguments::read((first, after, last, before), reverse)?;
        let sort_key = sort_key.unwrap_or(BlogSortKeys::Id);
        list(ctx, &arguments, query.as_deref(), sort_key).await
    }
}

fn column(field: &str) -> Option<SqlColumn> {
    use blog::Column as C;
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
    sort_key: BlogSortKeys,
) -> Result<BlogConnection, ApiError> {
    use blog::Column as C;
    let searched = [C::Title.into_simple_expr()];
    let rows = Condition::all().add(filter(ctx, query, BLOGS, &column, &searched)?);
    let by = match sort_key {
        BlogSortKeys::Id | BlogSortKeys::Relevance => SortBy::Id,
        BlogSortKeys::Handle => SortBy::Text(C::Handle.into_simple_expr()),
        BlogSortKeys::Title => SortBy::Text(C::Title.into_simple_expr()),
    };
    let sorting = arguments.sorting(by, C::Id.into_simple_expr());
    let db = ctx.app().databases.catalog.reader();
    let slice = page_of::<blog::Entity>(db, rows, &sorting, &arguments.page).await?;
    let cursor = |row: &blog::Model| {
        let value = match sort_key {
            BlogSortKeys::Id | BlogSortKeys::Relevance => ContentSortValue::Id,
            BlogSortKeys::Handle => ContentSortValue::Text(row.handle.clone()),
            BlogSortKeys::Title => ContentSortValue::Text(row.title.clone()),
        };
        (value, row.id.0)
    };
    let slice = with_cursors(slice, cursor, |row| Blog::new(Arc::new(row)));
    Ok(BlogConnection::new(slice))
}
