//! The list of redirects.

use super::{ListArguments, filter, with_cursors};
use crate::{connections::list_cost, content::redirect::UrlRedirect, context::RequestContext};
use async_graphql::{Context, Object};
use sea_orm::{Condition, ExprTrait, IntoSimpleExpr};
use souk_entities::catalog::url_redirect;
use souk_kernel::{error::ApiError, ids};
use souk_shop::{
    content::listing::{ContentSortValue, SortBy, page_of},
    query_syntax::{REDIRECTS, SqlColumn},
};
use std::sync::Arc;

crate::connection!(
    UrlRedirectConnection,
    UrlRedirectEdge,
    UrlRedirect,
    "redirects"
);

/// The list of redirects.
#[derive(Default)]
pub struct RedirectListQuery;

#[Object]
impl RedirectListQuery {
    /// Redirects from old storefront paths, oldest first. Give `first` or `last`, at most 250.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn url_redirects(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "Filter: words in the path and target, or `created_at:`, `id:`, `path:`, `target:`."
        )]
        query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<UrlRedirectConnection, ApiError> {
        use url_redirect::Column as C;
        let arguments = ListArguments::read((first, after, last, before), reverse)?;
        let searched = [C::Path.into_simple_expr(), C::Target.into_simple_expr()];
        let matching = filter(ctx, query.as_deref(), REDIRECTS, &column, &searched)?;
        let rows = Condition::all().add(matching);
        let sorting = arguments.sorting(SortBy::Id, C::Id.into_simple_expr());
        let db = ctx.app().databases.catalog.reader();
        let slice = page_of::<url_redirect::Entity>(db, rows, &sorting, &arguments.page).await?;
        let cursor = |row: &url_redirect::Model| (ContentSortValue::Id, row.id.0);
        let slice = with_cursors(slice, cursor, |row| UrlRedirect::new(Arc::new(row)));
        Ok(UrlRedirectConnection::new(slice))
    }
}

fn column(field: &str) -> Option<SqlColumn> {
    use url_redirect::Column as C;
    Some(match field {
        // The id contains the time of creation.
        "created_at" => SqlColumn::Whole(
            C::Id
                .into_simple_expr()
                .div(ids::PER_MILLISECOND)
                .add(ids::EPOCH_MS),
        ),
        "id" => SqlColumn::Whole(C::Id.into_simple_expr()),
        "path" => SqlColumn::Keyword(C::Path.into_simple_expr()),
        "target" => SqlColumn::Keyword(C::Target.into_simple_expr()),
        _ => return None,
    })
}
