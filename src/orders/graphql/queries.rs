//! Queries of orders.

use super::{
    enums::{OrderDisplayFinancialStatus, OrderDisplayFulfillmentStatus},
    order::{self, Order},
};
use crate::{
    connection,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    orders::listing::{self, OrderCursor, OrderFilter, OrderSort},
    pagination::{Page, encode_cursor, list_cost},
    scalars::{DateTime, UnsignedInt64},
    visibility::reads_orders,
};
use async_graphql::{Context, Enum, ID, InputObject, MergedObject, Object};
use std::sync::Arc;

connection!(OrderPage, OrderEdge, Order, "orders");

/// A page of a list of orders.
#[derive(MergedObject, Clone)]
pub struct OrderConnection(OrderPage, OrderTotal);

/// What is known of the whole list.
#[derive(Clone)]
pub struct OrderTotal(OrderFilter);

#[Object]
impl OrderTotal {
    /// How many orders the whole list has.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<UnsignedInt64, ApiError> {
        ctx.viewer().require(Scope::ReadOrders)?;
        Ok(UnsignedInt64(listing::count(ctx.app(), &self.0).await?))
    }
}

/// Orders of orders.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "OrderSort")]
pub enum OrderSortKeys {
    /// By id.
    Id,
    /// By number.
    #[graphql(name = "ORDER_NUMBER")]
    Number,
    /// Oldest first.
    ProcessedAt,
    /// Cheapest first.
    #[graphql(name = "TOTAL_PRICE")]
    Total,
    /// Longest unchanged first.
    UpdatedAt,
}

/// Which orders are listed: those that meet everything that is given.
#[derive(InputObject, Clone, Debug, Default)]
pub struct OrderFilterInput {
    /// Whether they are cancelled.
    cancelled: Option<bool>,
    /// The sales channel they were placed in.
    channel_id: Option<ID>,
    /// Whether they are closed.
    closed: Option<bool>,
    /// The e-mail address of the buyer, exactly.
    email: Option<String>,
    /// What became of their money: one of these.
    #[graphql(validator(max_items = 10))]
    financial_statuses: Option<Vec<OrderDisplayFinancialStatus>>,
    /// What became of their goods: one of these.
    #[graphql(validator(max_items = 10))]
    fulfillment_statuses: Option<Vec<OrderDisplayFulfillmentStatus>>,
    /// Their number.
    number: Option<i32>,
    /// Placed before this instant.
    processed_before: Option<DateTime>,
    /// Placed at this instant or later.
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
    /// An order by its id; null when there is none. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn order(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<Order, ApiError>> {
        let found = async {
            ctx.viewer().require(Scope::ReadOrders)?;
            order::by_id(ctx, Gid::parse(&id)?).await
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
        #[graphql(
            desc = "How many at most, from the beginning.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
        #[graphql(desc = "Cursor of the item before the page.")] after: Option<String>,
        #[graphql(
            desc = "How many at most, from the end.",
            validator(minimum = 0, maximum = 250)
        )]
        last: Option<i32>,
        #[graphql(desc = "Cursor of the item behind the page.")] before: Option<String>,
        #[graphql(desc = "Which orders; all where absent.")] filter: Option<OrderFilterInput>,
        #[graphql(
            desc = "What they are sorted by.",
            default_with = "Some(OrderSortKeys::ProcessedAt)"
        )]
        sort_key: Option<OrderSortKeys>,
        #[graphql(
            desc = "Whether the order is turned round.",
            default_with = "Some(false)"
        )]
        reverse: Option<bool>,
    ) -> Option<Result<OrderConnection, ApiError>> {
        let listed = async {
            ctx.viewer().require(Scope::ReadOrders)?;
            let page: Page<OrderCursor> = Page::from_arguments(first, after, last, before)?;
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
