//! Comments on an article.

use super::{ListArguments, with_cursors};
use crate::{content::comment::Comment, context::RequestContext};
use async_graphql::Context;
use sea_orm::{ColumnTrait, Condition, IntoSimpleExpr};
use souk_entities::{catalog::comment, ids::ArticleId};
use souk_kernel::{error::ApiError, viewer::Scope};
use souk_shop::content::listing::{ContentSortValue, SortBy, page_of};
use std::sync::Arc;

crate::connection!(CommentConnection, CommentEdge, Comment, "comments");

/// A page of the comments on an article that the caller may see, oldest first.
pub(in super::super) async fn of_article(
    ctx: &Context<'_>,
    article: ArticleId,
    arguments: &ListArguments,
) -> Result<CommentConnection, ApiError> {
    use comment::Column as C;
    let mut rows = Condition::all().add(C::ArticleId.eq(article));
    if !ctx.viewer().may(Scope::WriteContent) {
        rows = rows
            .add(C::Published.eq(true))
            .add(C::CreatedAt.lte(ctx.audience().now));
    }
    let sorting = arguments.sorting(SortBy::Id, C::Id.into_simple_expr());
    let db = ctx.app().databases.catalog.reader();
    let slice = page_of::<comment::Entity>(db, rows, &sorting, &arguments.page).await?;
    let cursor = |row: &comment::Model| (ContentSortValue::Id, row.id.0);
    let slice = with_cursors(slice, cursor, |row| Comment::new(Arc::new(row)));
    Ok(CommentConnection::new(slice))
}
