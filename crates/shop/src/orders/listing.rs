//! Lists orders and their timelines.

use super::store;
pub use super::store::{OrderCursor, OrderFilter, OrderSort};
use sea_orm::DbErr;
use souk_entities::{
    ids::{OrderEventId, OrderId},
    orders::{order, order_event},
};
use souk_kernel::{
    app::App,
    pagination::{RequestedPage, Slice},
};

/// An order by its id.
///
/// # Errors
///
/// When the database fails.
pub async fn by_id(app: &App, id: OrderId) -> Result<Option<order::Model>, DbErr> {
    Ok(store::orders(app.databases.orders.writer(), &[id])
        .await?
        .pop())
}

/// A page of orders.
///
/// # Errors
///
/// When the database fails.
pub async fn page(
    app: &App,
    filter: &OrderFilter,
    sort: OrderSort,
    reverse: bool,
    page: &RequestedPage<OrderCursor>,
) -> Result<Slice<order::Model>, DbErr> {
    store::page(app.databases.orders.reader(), filter, sort, reverse, page).await
}

/// Counts the orders that match a filter.
///
/// # Errors
///
/// When the database fails.
pub async fn count(app: &App, filter: &OrderFilter) -> Result<u64, DbErr> {
    store::count(app.databases.orders.reader(), filter).await
}

/// A page of an order's timeline, oldest first unless reversed.
///
/// # Errors
///
/// When the database fails.
pub async fn timeline(
    app: &App,
    id: OrderId,
    reverse: bool,
    page: &RequestedPage<OrderEventId>,
) -> Result<Slice<order_event::Model>, DbErr> {
    store::timeline(app.databases.orders.reader(), id, reverse, page).await
}
