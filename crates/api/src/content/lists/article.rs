//! Lists of articles, of one blog or all blogs.

use super::{ListArguments, filter, with_cursors};
use crate::{
    connections::list_cost,
    content::{ContentContext, article::Article},
    context::RequestContext,
};
use async_graphql::{Context, Enum, Object};
use sea_orm::{
    ColumnTrait, Condition, ExprTrait, IntoSimpleExpr,
    sea_query::{Expr, Func, Query},
};
use souk_entities::{
    catalog::{article, blog},
    ids::BlogId,
};
use souk_kernel::{error::ApiError, pagination::Slice, viewer::Scope};
use souk_shop::{
    content::listing::{ContentSortValue, SortBy, page_of},
    query_syntax::{ARTICLES, SqlColumn},
};
use std::{collections::HashMap, sync::Arc};

crate::connection!(ArticleConnection, ArticleEdge, Article, "articles");

/// Sort orders for articles.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArticleSortKeys {
    /// By the author's first and last name, A to Z.
    Author,
    /// By the blog's title, A to Z.
    BlogTitle,
    /// By id: oldest first.
    Id,
    /// By publication date, oldest first.
    PublishedAt,
    /// By id, because these filters do not rank their matches.
    Relevance,
    /// By title, A to Z.
    Title,
    /// By last update, oldest first.
    UpdatedAt,
}

/// The list of articles of all blogs.
#[derive(Default)]
pub struct ArticleListQuery;

#[Object]
impl ArticleListQuery {
    /// Articles of all blogs that the caller may see. Give `first` or `last`, at most 250.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn articles(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "Filter: words in the title and text, or `author:`, `blog_title:`, `created_at:`, \
                    `handle:`, `id:`, `published_at:`, `tag:`, `tag_not:`, `title:`, `updated_at:`."
        )]
        query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the articles.",
            default_with = "Some(ArticleSortKeys::Id)"
        )]
        sort_key: Option<ArticleSortKeys>,
    ) -> Result<ArticleConnection, ApiError> {
        let arguments = ArticleArguments {
            blog: None,
            list: ListArguments::read((first, after, last, before), reverse)?,
            query,
            sort_key: sort_key.unwrap_or(ArticleSortKeys::Id),
        };
        list(ctx, arguments).await
    }
}

/// Arguments of a list of articles.
pub(in super::super) struct ArticleArguments {
    /// Only articles of this blog.
    pub(in super::super) blog: Option<BlogId>,
    pub(in super::super) list: ListArguments,
    pub(in super::super) query: Option<String>,
    pub(in super::super) sort_key: ArticleSortKeys,
}

fn column(field: &str) -> Option<SqlColumn> {
    use article::Column as C;
    Some(match field {
        "author" => SqlColumn::Keyword(C::AuthorName.into_simple_expr()),
        "blog_title" => SqlColumn::Keyword(blog_title()),
        "created_at" => SqlColumn::Whole(C::CreatedAt.into_simple_expr()),
        "handle" => SqlColumn::Keyword(C::Handle.into_simple_expr()),
        "id" => SqlColumn::Whole(C::Id.into_simple_expr()),
        "published_at" => SqlColumn::Whole(C::PublishedAt.into_simple_expr()),
        "tag" => SqlColumn::List(C::Tags.into_simple_expr()),
        "title" => SqlColumn::Words(C::Title.into_simple_expr()),
        "updated_at" => SqlColumn::Whole(C::UpdatedAt.into_simple_expr()),
        _ => return None,
    })
}

/// Title of an article's blog. Index: the primary key of blogs.
fn blog_title() -> Expr {
    let titles = Query::select()
        .column((blog::Entity, blog::Column::Title))
        .from(blog::Entity)
        .and_where(
            Expr::col((blog::Entity, blog::Column::Id))
                .eq(Expr::col((article::Entity, article::Column::BlogId))),
        )
        .take();
    Expr::SubQuery(None, Box::new(titles.into()))
}

/// Publication date of an article; drafts sort as the oldest.
fn published() -> Expr {
    let at = article::Column::PublishedAt.into_simple_expr();
    Func::coalesce([at, Expr::val(0_i64)]).into()
}

/// A page of articles that the caller may see.
pub(in super::super) async fn list(
    ctx: &Context<'_>,
    arguments: ArticleArguments,
) -> Result<ArticleConnection, ApiError> {
    use ArticleSortKeys as Key;
    use article::Column as C;
    let searched = [C::Title.into_simple_expr(), C::Content.into_simple_expr()];
    let query = arguments.query.as_deref();
    let mut rows = Condition::all().add(filter(ctx, query, ARTICLES, &column, &searched)?);
    if let Some(blog) = arguments.blog {
        rows = rows.add(C::BlogId.eq(blog));
    }
    if !ctx.viewer().may(Scope::WriteContent) {
        rows = rows.add(C::PublishedAt.lte(ctx.audience().now));
    }
    let by = match arguments.sort_key {
        Key::Id | Key::Relevance => SortBy::Id,
        Key::Author => SortBy::Text(C::AuthorName.into_simple_expr()),
        Key::BlogTitle => SortBy::Text(blog_title()),
        Key::PublishedAt => SortBy::Number(published()),
        Key::Title => SortBy::Text(C::Title.into_simple_expr()),
        Key::UpdatedAt => SortBy::Number(C::UpdatedAt.into_simple_expr()),
    };
    let sorting = arguments.list.sorting(by, C::Id.into_simple_expr());
    let db = ctx.app().databases.catalog.reader();
    let slice = page_of::<article::Entity>(db, rows, &sorting, &arguments.list.page).await?;
    let titles = match arguments.sort_key {
        Key::BlogTitle => blog_titles(ctx, &slice).await?,
        _ => HashMap::new(),
    };
    let cursor = |row: &article::Model| {
        let value = match arguments.sort_key {
            Key::Id | Key::Relevance => ContentSortValue::Id,
            Key::Author => ContentSortValue::Text(row.author_name.clone()),
            Key::BlogTitle => {
                ContentSortValue::Text(titles.get(&row.blog_id).cloned().unwrap_or_default())
            }
            Key::PublishedAt => ContentSortValue::Number(row.published_at.map_or(0, |at| at.0)),
            Key::Title => ContentSortValue::Text(row.title.clone()),
            Key::UpdatedAt => ContentSortValue::Number(row.updated_at.0),
        };
        (value, row.id.0)
    };
    let slice = with_cursors(slice, cursor, |row| Article::new(Arc::new(row)));
    Ok(ArticleConnection::new(slice))
}

/// Titles of the blogs that a page of articles belongs to.
async fn blog_titles(
    ctx: &Context<'_>,
    slice: &Slice<article::Model>,
) -> Result<HashMap<BlogId, String>, ApiError> {
    let ids = slice.items.iter().map(|row| row.blog_id);
    let blogs = ctx.content().blogs.load_many(ids).await?;
    let titles = blogs.into_iter();
    Ok(titles.map(|(id, blog)| (id, blog.title.clone())).collect())
}
