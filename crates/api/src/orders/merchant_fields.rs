//! Order fields for merchants.

use super::{
    discounts,
    enums::{OrderDisplayFinancialStatus, OrderDisplayFulfillmentStatus},
    fulfillment::Fulfillment,
    fulfillment_order::{FulfillmentOrder, FulfillmentOrderConnection},
    line::TaxLine,
    loaders_context::OrderContext,
    money::MoneyBag,
    refund::{Refund, SuggestedRefund},
    refund_inputs::{self, RefundLineItemInput},
    transaction::OrderTransaction,
};
use crate::list::List;
use crate::{
    connection, connections::list_cost, context::RequestContext, visibility::reads_orders,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::orders::order;
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    pagination::{RequestedPage, encode_cursor},
    refusal::ChangeError,
    scalars::{DateTime, Decimal},
    viewer::Scope,
};
use souk_shop::{
    catalog,
    orders::{
        listing, refunds,
        state::{self, Balance},
    },
    payments::Transaction,
};
use std::sync::Arc;

connection!(EventConnection, EventEdge, OrderEvent, "events of an order");

/// An event in the timeline of an order.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "BasicEvent")]
pub struct OrderEvent {
    /// Machine-readable action, such as `placed`.
    action: String,
    /// When it happened.
    created_at: DateTime,
    /// Global id.
    id: ID,
    /// Human-readable description.
    message: String,
}

/// The fields of an order that only merchants see.
#[derive(Clone)]
pub struct OrderOfMerchant {
    /// The row.
    pub(super) row: Arc<order::Model>,
}

impl OrderOfMerchant {
    fn allowed(&self, ctx: &Context<'_>) -> Result<&order::Model, ApiError> {
        ctx.viewer().require(Scope::ReadOrders)?;
        Ok(&self.row)
    }

    fn bag(
        &self,
        ctx: &Context<'_>,
        minor: impl FnOnce(&order::Model) -> i64,
    ) -> Option<Result<MoneyBag, ApiError>> {
        let row = self.allowed(ctx);
        Some(row.and_then(|row| MoneyBag::of(row, minor(row))))
    }

    async fn ledger(&self, ctx: &Context<'_>) -> Result<Arc<Vec<Transaction>>, ApiError> {
        let id = self.allowed(ctx)?.id;
        Ok(ctx
            .orders()
            .transactions
            .load_one(id)
            .await?
            .unwrap_or_default())
    }

    /// An amount that follows from what is still to be paid, which is never negative.
    async fn unpaid(
        &self,
        ctx: &Context<'_>,
        minor: impl FnOnce(i64, Balance) -> i64,
    ) -> Option<Result<MoneyBag, ApiError>> {
        let loaded = async {
            let balance = Balance::of(&self.ledger(ctx).await?);
            let refunds = ctx.orders().refunds.load_one(self.row.id).await?;
            let payable = state::payable(&self.row, &refunds.unwrap_or_default());
            MoneyBag::of(
                &self.row,
                minor((payable - balance.received).max(0), balance),
            )
        };
        Some(loaded.await)
    }

    async fn balance(
        &self,
        ctx: &Context<'_>,
        minor: impl FnOnce(Balance) -> i64,
    ) -> Option<Result<MoneyBag, ApiError>> {
        let rows = self.ledger(ctx).await;
        Some(rows.and_then(|rows| MoneyBag::of(&self.row, minor(Balance::of(&rows)))))
    }
}

fn at_most(first: Option<i32>) -> usize {
    usize::try_from(first.unwrap_or(250)).unwrap_or(0)
}

#[Object]
impl OrderOfMerchant {
    /// When the order was closed; null while it is open. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn closed_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime, ApiError>> {
        let row = self.allowed(ctx).map(|row| row.closed_at.map(DateTime));
        row.transpose()
    }

    /// When the order was created. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn created_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime, ApiError>> {
        Some(self.allowed(ctx).map(|row| DateTime(row.created_at)))
    }

    /// Financial status. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn display_financial_status(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<OrderDisplayFinancialStatus, ApiError>> {
        Some(self.allowed(ctx).map(|row| row.financial_status.into()))
    }

    /// Fulfillment status. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn display_fulfillment_status(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<OrderDisplayFulfillmentStatus, ApiError>> {
        Some(self.allowed(ctx).map(|row| row.fulfillment_status.into()))
    }

    /// Timeline of the order, oldest event first. Needs the scope `read_orders`.
    #[graphql(
        visible = "reads_orders",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    #[allow(clippy::too_many_arguments)]
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Option<Result<EventConnection, ApiError>> {
        let happened = async {
            let id = self.allowed(ctx)?.id;
            let page = RequestedPage::from_arguments(first, after, last, before)?;
            let reverse = reverse.unwrap_or(false);
            let slice = listing::timeline(ctx.app(), id, reverse, &page).await?;
            Ok(EventConnection::new(slice.map(|row| {
                let cursor = encode_cursor(&row.id);
                let event = OrderEvent {
                    action: row.kind,
                    created_at: DateTime(row.created_at),
                    id: row.id.gid(),
                    message: row.message,
                };
                (cursor, event)
            })))
        };
        Some(happened.await)
    }

    /// Fulfillment orders: what each location has to ship. Needs the scope `read_orders`.
    #[graphql(
        visible = "reads_orders",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    async fn fulfillment_orders(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Option<Result<FulfillmentOrderConnection, ApiError>> {
        let assigned = async {
            let id = self.allowed(ctx)?.id;
            let page = RequestedPage::from_arguments(first, after, last, before)?;
            let rows = ctx
                .orders()
                .fulfillment_orders
                .load_one(id)
                .await?
                .unwrap_or_default();
            let rows = rows.iter().cloned();
            let all = rows.map(|row| FulfillmentOrder::new(Arc::clone(&self.row), row));
            let slice = catalog::page_of_list(all.collect(), &page, FulfillmentOrder::number);
            Ok(FulfillmentOrderConnection::new(slice))
        };
        Some(assigned.await)
    }

    /// Fulfillments, including cancelled ones, oldest first. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn fulfillments(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Maximum number of items; all if omitted.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<List<Fulfillment>, ApiError>> {
        let sent = async {
            let id = self.allowed(ctx)?.id;
            let rows = ctx
                .orders()
                .fulfillments
                .load_one(id)
                .await?
                .unwrap_or_default();
            let rows = rows.iter().take(at_most(first)).cloned();
            Ok(rows
                .map(|row| Fulfillment::new(Arc::clone(&self.row), row))
                .collect())
        };
        Some(sent.await)
    }

    /// Note of the buyer. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn note(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        self.allowed(ctx).map(|row| row.note.clone()).transpose()
    }

    /// Refunds, oldest first. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn refunds(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Maximum number of items; all if omitted.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<List<Refund>, ApiError>> {
        let back = async {
            let id = self.allowed(ctx)?.id;
            let rows = ctx.orders().refunds.load_one(id).await?.unwrap_or_default();
            let rows = rows.iter().take(at_most(first)).cloned();
            Ok(rows
                .map(|row| Refund::new(Arc::clone(&self.row), row))
                .collect())
        };
        Some(back.await)
    }

    /// Calculates a refund without making it. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn suggested_refund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Units to refund, at most 250 lines.")] refund_line_items: Option<
            Vec<RefundLineItemInput>,
        >,
        #[graphql(
            desc = "Whether to refund all that remains of the delivery price.",
            default_with = "Some(false)"
        )]
        refund_shipping: Option<bool>,
        #[graphql(desc = "Amount to refund of the delivery price.")] shipping_amount: Option<
            Decimal,
        >,
        #[graphql(
            desc = "Whether to refund everything that remains.",
            default_with = "Some(false)"
        )]
        suggest_full_refund: Option<bool>,
    ) -> Option<Result<SuggestedRefund, ApiError>> {
        let suggested = async {
            let row = self.allowed(ctx)?;
            let lines = refund_line_items.unwrap_or_default();
            let shipping = refund_inputs::ShippingRefundInput {
                amount: shipping_amount,
                full_refund: refund_shipping,
            };
            let wish = refund_inputs::suggestion(row, lines, shipping);
            let wish = wish.map_err(ChangeError::from)?;
            let full = suggest_full_refund.unwrap_or(false);
            let plan = refunds::suggest(ctx.app(), row.clone(), &wish, full).await?;
            Ok(SuggestedRefund::new(Arc::clone(&self.row), plan))
        };
        Some(suggested.await)
    }

    /// Tax by rate. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn tax_lines(&self, ctx: &Context<'_>) -> Option<Result<List<TaxLine>, ApiError>> {
        Some(
            self.allowed(ctx)
                .map(|row| TaxLine::all(row, &row.taxes.0))
                .map(Into::into),
        )
    }

    /// Whether prices include tax. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn taxes_included(&self, ctx: &Context<'_>) -> Option<Result<bool, ApiError>> {
        Some(self.allowed(ctx).map(|row| row.prices_include_tax))
    }

    /// Amount that can be captured. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_capturable_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.unpaid(ctx, |unpaid, balance| {
            (unpaid - balance.capturing).clamp(0, balance.held)
        })
        .await
    }

    /// Total discount on lines and delivery. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_discounts_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.bag(ctx, discounts::total)
    }

    /// Amount still to be paid. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_outstanding_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.unpaid(ctx, |unpaid, _| unpaid).await
    }

    /// Total price. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_price_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.bag(ctx, |row| row.total)
    }

    /// Amount received. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_received_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.balance(ctx, |balance| balance.received).await
    }

    /// Amount refunded. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_refunded_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.balance(ctx, |balance| balance.refunded).await
    }

    /// Price of delivery. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_shipping_price_set(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<MoneyBag, ApiError>> {
        self.bag(ctx, |row| row.delivery)
    }

    /// Tax on lines and delivery. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_tax_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.bag(ctx, |row| row.tax)
    }

    /// Payment transactions, oldest first. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn transactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Maximum number of items; all if omitted.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<List<OrderTransaction>, ApiError>> {
        let rows = self.ledger(ctx).await;
        Some(rows.map(|all| {
            let rows = all.iter().take(at_most(first)).cloned();
            rows.map(|row| OrderTransaction::new(Arc::clone(&self.row), Arc::clone(&all), row))
                .collect()
        }))
    }

    /// When it last changed. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn updated_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime, ApiError>> {
        Some(self.allowed(ctx).map(|row| DateTime(row.updated_at)))
    }
}
