//! Lists of content: sort orders, filters, pages.

mod article;
mod blog;
mod comment;
mod metaobject;
mod page;
mod redirect;

pub(super) use article::{ArticleArguments, list as articles};
pub use article::{ArticleConnection, ArticleEdge, ArticleListQuery, ArticleSortKeys};
pub use blog::{BlogConnection, BlogEdge, BlogListQuery, BlogSortKeys};
pub(super) use comment::of_article as comments;
pub use comment::{CommentConnection, CommentEdge};
pub use metaobject::{MetaobjectConnection, MetaobjectEdge, MetaobjectListQuery};
pub use page::{PageConnection, PageEdge, PageListQuery, PageSortKeys};
pub use redirect::{RedirectListQuery, UrlRedirectConnection, UrlRedirectEdge};

use crate::context::RequestContext;
use async_graphql::Context;
use sea_orm::{Condition, sea_query::Expr};
use souk_kernel::{
    error::ApiError,
    pagination::{RequestedPage, Slice, encode_cursor},
};
use souk_shop::{
    content::listing::{ContentSortValue, Cursor, SortBy, Sorting},
    query_syntax::{self, Fields, SqlColumn},
};

/// `first`, `after`, `last` and `before` of a list.
pub(super) type PageArguments = (Option<i32>, Option<String>, Option<i32>, Option<String>);

/// Arguments that every list has.
pub(super) struct ListArguments {
    page: RequestedPage<Cursor>,
    reverse: bool,
}

impl ListArguments {
    pub(super) fn read(page: PageArguments, reverse: Option<bool>) -> Result<Self, ApiError> {
        let (first, after, last, before) = page;
        Ok(Self {
            page: RequestedPage::from_arguments(first, after, last, before)?,
            reverse: reverse.unwrap_or(false),
        })
    }

    /// Sorts by `by`, then by the column `id`.
    fn sorting(&self, by: SortBy, id: Expr) -> Sorting {
        Sorting {
            by,
            id,
            reverse: self.reverse,
        }
    }
}

/// Converts the rows of a page to API objects with cursors.
fn with_cursors<R, T>(
    slice: Slice<R>,
    cursor: impl Fn(&R) -> (ContentSortValue, i64),
    object: impl Fn(R) -> T,
) -> Slice<(String, T)> {
    slice.map(|row| {
        let (value, id) = cursor(&row);
        (encode_cursor(&Cursor(value, id)), object(row))
    })
}

/// Condition for the rows that match a search query; all rows if there is none.
fn filter(
    ctx: &Context<'_>,
    query: Option<&str>,
    fields: &Fields,
    column: &dyn Fn(&str) -> Option<SqlColumn>,
    searched: &[Expr],
) -> Result<Condition, ApiError> {
    let Some(query) = query else {
        return Ok(Condition::all());
    };
    let query = query_syntax::parse(query, fields, ctx.audience().now)?;
    Ok(query_syntax::condition(&query, column, searched))
}
