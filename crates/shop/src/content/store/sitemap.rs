//! Queries for the sitemap: rows sorted by id, in pages of fixed size.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbBackend, DbErr, EntityTrait, ExprTrait,
    IntoSimpleExpr, Iterable, Order, PaginatorTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Alias, Expr, Query, WindowStatement},
};
use souk_entities::{Timestamp, ids::ChannelId};

/// Rows per page.
pub const PAGE: u64 = 250;

/// Condition for what `channel` shows at the instant `now`: the SQL version of
/// [`is_published`](crate::catalog::is_published), so that only what buyers see is counted and paged.
pub fn published(
    backend: DbBackend,
    published_at: impl ColumnTrait,
    publications: impl ColumnTrait,
    channel: ChannelId,
    now: Timestamp,
) -> Condition {
    let (entries, [list, shown_by, since]) = match backend {
        DbBackend::Postgres => ("jsonb_array_elements", ["$1", "$2", "$3"]),
        _ => ("json_each", ["?"; 3]),
    };
    let listed = Expr::cust_with_exprs(
        format!(
            "EXISTS (SELECT 1 FROM {entries}({list}) AS entry \
             WHERE CAST(entry.value ->> 'channel' AS BIGINT) = {shown_by} \
             AND COALESCE(CAST(entry.value ->> 'publish_at' AS BIGINT), 0) <= {since})"
        ),
        [
            publications.into_simple_expr(),
            Expr::value(channel.0),
            Expr::value(now.0),
        ],
    );
    Condition::all()
        .add(published_at.lte(now))
        .add(Condition::any().add(publications.is_null()).add(listed))
}

/// Number of rows that match `listed`.
pub async fn count<E>(db: &impl ConnectionTrait, listed: Condition) -> Result<u64, DbErr>
where
    E: EntityTrait,
    E::Model: Send + Sync,
{
    E::find().filter(listed).count(db).await
}

/// The rows of a page, counted from 1, plus one more if there is another page.
///
/// A sitemap is requested by page number. The first id of the page is found by reading ids alone;
/// the rows are then read by keyset from that id.
pub async fn page<E: EntityTrait>(
    db: &impl ConnectionTrait,
    listed: Condition,
    number: u64,
) -> Result<Vec<E::Model>, DbErr> {
    let id = id_of::<E>();
    let mut rows = E::find().filter(listed.clone());
    if number > 1 {
        let place = (number - 1).saturating_mul(PAGE).saturating_add(1);
        let Some(first) = id_at::<E>(db, listed, place).await? else {
            return Ok(Vec::new());
        };
        rows = rows.filter(id.clone().gte(first));
    }
    rows.order_by(id, Order::Asc).limit(PAGE + 1).all(db).await
}

/// The id of the row at a position, counted from 1.
async fn id_at<E: EntityTrait>(
    db: &impl ConnectionTrait,
    listed: Condition,
    place: u64,
) -> Result<Option<i64>, DbErr> {
    let (row, number) = (Alias::new("row_id"), Alias::new("place"));
    let window = WindowStatement::new()
        .order_by_expr(id_of::<E>(), Order::Asc)
        .take();
    let ids = Query::select()
        .expr_as(id_of::<E>(), row.clone())
        .expr_window_as(Expr::cust("ROW_NUMBER()"), window, number.clone())
        .from(E::default())
        .cond_where(listed)
        .take();
    let wanted = i64::try_from(place).unwrap_or(i64::MAX);
    let first = Query::select()
        .column(row)
        .from_subquery(ids, Alias::new("places"))
        .and_where(Expr::col(number).eq(wanted))
        .take();
    let found = db.query_one(&first).await?;
    found.map(|found| found.try_get("", "row_id")).transpose()
}

fn id_of<E: EntityTrait>() -> Expr {
    E::PrimaryKey::iter()
        .next()
        .expect("every table has a primary key")
        .into_column()
        .into_simple_expr()
}
