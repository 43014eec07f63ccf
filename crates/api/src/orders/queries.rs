//! Queries of orders.

use super::{
    enums::{OrderDisplayFinancialStatus, OrderDisplayFulfillmentStatus},
    order::{self, Order},
};
use crate::{
    connection, connections::list_cost, context::RequestContext, visibility::reads_orders,
};
use async_graphql::{Context, Enum, ID, InputObject, MergedObject, Object};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    pagination::{RequestedPage, encode_cursor},
    scalars::{DateTime, UnsignedInt64},
    viewer::Scope,
};
use souk_shop::orders::listing::{self, OrderCursor, OrderFilter, OrderSort};
use std::sync::Arc;

connection!(OrderPage, OrderEdge, Order, "orders");

/// A page of orders.
#[derive(MergedObject, Clone)]
pub struct OrderConnection(OrderPage, OrderTotal);

/// The total of the list a page belongs to.
#[derive(Clone)]
pub struct OrderTotal(OrderFilter);

#[Object]
impl OrderTotal {
    /// Number of orders in the whole list.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<UnsignedInt64, ApiError> {
        ctx.viewer().require(Scope::ReadOrders)?;
        Ok(UnsignedInt64(listing::count(ctx.app(), &self.0).await?))
    }
}

/// Keys to sort orders by.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "OrderSort")]
pub enum OrderSortKeys {
    /// By id.
    Id,
    /// By order number.
    #[graphql(name = "ORDER_NUMBER")]
    Number,
    /// By time of purchase, oldest first.
    ProcessedAt,
    /// By total price, lowest first.
    #[graphql(name = "TOTAL_PRICE")]
    Total,
    /// By time of the last change, oldest first.
    UpdatedAt,
}

/// Filters for orders; an order must match all that are given.
#[derive(InputObject, Clone, Debug, Default)]
pub struct OrderFilterInput {
    /// Whether they are cancelled.
    cancelled: Option<bool>,
    /// The sales channel they were placed in.
    channel_id: Option<ID>,
    /// Whether they are closed.
    closed: Option<bool>,
    /// The buyer's e-mail address; must match exactly.
    email: Option<String>,
    /// Financial status: any of these.
    #[graphql(validator(max_items = 10))]
    financial_statuses: Option<Vec<OrderDisplayFinancialStatus>>,
    /// Fulfillment status: any of these.
    #[graphql(validator(max_items = 10))]
    fulfillment_statuses: Option<Vec<OrderDisplayFulfillmentStatus>>,
    /// Order number.
    number: Option<i32>,
    /// Placed before this time.
    processed_before: Option<DateTime>,
    /// Placed at or after this time.
    processed_since: Option<DateTime>,
}

impl OrderFilterInput {
    fn read(self) -> Result<OrderFilter, ApiError> {
        let of = |statuses: Vec<OrderDisplayFinancialStatus>| {
            statuses.into_iter().map(Into::into).collect()
        };
        let goods = |statuses: Vec<OrderDisplayFulfillmentStatus>| {
            statuses.into_iter().map(Into::into).collect()
        };
        Ok(OrderFilter {
            financial_statuses: self.financial_statuses.map(of),
            fulfillment_statuses: self.fulfillment_statuses.map(goods),
            email: self.email,
            number: self.number.map(Into::into),
            channel: self.channel_id.map(|id| Gid::parse(&id)).transpose()?,
            since: self.processed_since.map(|since| since.0),
            until: self.processed_before.map(|until| until.0),
            cancelled: self.cancelled,
            closed: self.closed,
        })
    }
}

/// Queries of orders.
#[derive(Debug, Default)]
pub struct OrderQuery;

#[Object]
impl OrderQuery {
    /// An order by its id; null if there is none. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Order, ApiError>> {
        let found = async {
            ctx.viewer().require(Scope::ReadOrders)?;
            order::order_by_id(ctx, Gid::parse(&id)?).await
        };
        found.await.transpose()
    }

    /// Orders, at most 250 at once. Needs the scope `read_orders`.
    #[graphql(
        visible = "reads_orders",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    #[allow(clippy::too_many_arguments)]
    async fn orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Which orders to list; all if omitted.")] filter: Option<OrderFilterInput>,
        #[graphql(
            desc = "Key to sort by.",
            default_with = "Some(OrderSortKeys::ProcessedAt)"
        )]
        sort_key: Option<OrderSortKeys>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Option<Result<OrderConnection, ApiError>> {
        let listed = async {
            ctx.viewer().require(Scope::ReadOrders)?;
            let page: RequestedPage<OrderCursor> =
                RequestedPage::from_arguments(first, after, last, before)?;
            let filter = filter.unwrap_or_default().read()?;
            let sort = sort_key.map_or(OrderSort::ProcessedAt, OrderSort::from);
            let reverse = reverse.unwrap_or(false);
            let slice = listing::page(ctx.app(), &filter, sort, reverse, &page).await?;
            let page = OrderPage::new(slice.map(|row| {
                let cursor = encode_cursor(&OrderCursor::of(&row, sort));
                (cursor, Order::new(Arc::new(row)))
            }));
            Ok(OrderConnection(page, OrderTotal(filter)))
        };
        Some(listed.await)
    }
}
