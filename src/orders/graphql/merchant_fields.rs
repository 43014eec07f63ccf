//! Orders as merchants see them.

use super::{
    discounts,
    enums::{OrderDisplayFinancialStatus, OrderDisplayFulfillmentStatus},
    fulfillment::Fulfillment,
    fulfillment_order::{FulfillmentOrder, FulfillmentOrderConnection},
    line::TaxLine,
    money::MoneyBag,
    refund::{Refund, SuggestedRefund},
    refund_inputs::{self, RefundLineItemInput},
    transaction::OrderTransaction,
};
use crate::{
    catalog::lists,
    connection,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    orders::{listing, loaders::OrderContext, refunds, refusal::ChangeError, state::Balance},
    pagination::{Page, encode_cursor, list_cost},
    payments::ledger::Transaction,
    scalars::{DateTime, Decimal},
    visibility::reads_orders,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::orders::order;
use std::sync::Arc;

connection!(EventConnection, EventEdge, OrderEvent, "what happened");

/// Something that happened to an order.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "BasicEvent")]
pub struct OrderEvent {
    /// What happened, for programs, such as `placed`.
    action: String,
    /// When.
    created_at: DateTime,
    /// Global id.
    id: ID,
    /// What happened, for people.
    message: String,
}

/// The fields of an order that merchants see.
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
    /// When there was nothing left to do; null while there is. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn closed_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime, ApiError>> {
        let row = self.allowed(ctx).map(|row| row.closed_at.map(DateTime));
        row.transpose()
    }

    /// When it was written. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn created_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime, ApiError>> {
        Some(self.allowed(ctx).map(|row| DateTime(row.created_at)))
    }

    /// What became of its money. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn display_financial_status(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<OrderDisplayFinancialStatus, ApiError>> {
        Some(self.allowed(ctx).map(|row| row.financial_status.into()))
    }

    /// What became of its goods. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn display_fulfillment_status(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<OrderDisplayFulfillmentStatus, ApiError>> {
        Some(self.allowed(ctx).map(|row| row.fulfillment_status.into()))
    }

    /// What happened, oldest first. Needs the scope `read_orders`.
    #[graphql(
        visible = "reads_orders",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    #[allow(clippy::too_many_arguments)]
    async fn events(
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
        #[graphql(
            desc = "Whether the order is turned round.",
            default_with = "Some(false)"
        )]
        reverse: Option<bool>,
    ) -> Option<Result<EventConnection, ApiError>> {
        let happened = async {
            let id = self.allowed(ctx)?.id;
            let page = Page::from_arguments(first, after, last, before)?;
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

    /// What each location has to send. Needs the scope `read_orders`.
    #[graphql(
        visible = "reads_orders",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    async fn fulfillment_orders(
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
    ) -> Option<Result<FulfillmentOrderConnection, ApiError>> {
        let assigned = async {
            let id = self.allowed(ctx)?.id;
            let page = Page::from_arguments(first, after, last, before)?;
            let rows = ctx
                .orders()
                .fulfillment_orders
                .load_one(id)
                .await?
                .unwrap_or_default();
            let rows = rows.iter().cloned();
            let all = rows.map(|row| FulfillmentOrder::new(Arc::clone(&self.row), row));
            let slice = lists::page_of(all.collect(), &page, FulfillmentOrder::number);
            Ok(FulfillmentOrderConnection::new(slice))
        };
        Some(assigned.await)
    }

    /// What was sent, cancelled ones too, oldest first. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn fulfillments(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most; all where absent.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<Vec<Fulfillment>, ApiError>> {
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

    /// What went back, oldest first. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn refunds(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most; all where absent.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<Vec<Refund>, ApiError>> {
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

    /// What a refund would be. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn suggested_refund(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Units of lines, at most 250.")] refund_line_items: Option<
            Vec<RefundLineItemInput>,
        >,
        #[graphql(
            desc = "Whether all that is left of delivery goes back.",
            default_with = "Some(false)"
        )]
        refund_shipping: Option<bool>,
        #[graphql(desc = "How much of delivery goes back.")] shipping_amount: Option<Decimal>,
        #[graphql(
            desc = "Whether all that is left goes back.",
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
    async fn tax_lines(&self, ctx: &Context<'_>) -> Option<Result<Vec<TaxLine>, ApiError>> {
        Some(self.allowed(ctx).map(|row| TaxLine::all(row, &row.taxes.0)))
    }

    /// Whether prices contain tax. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn taxes_included(&self, ctx: &Context<'_>) -> Option<Result<bool, ApiError>> {
        Some(self.allowed(ctx).map(|row| row.prices_include_tax))
    }

    /// What can be collected. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_capturable_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.balance(ctx, |balance| balance.held).await
    }

    /// What discounts took off from lines and delivery. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_discounts_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.bag(ctx, discounts::total)
    }

    /// What is still owed. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_outstanding_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        let total = self.row.total;
        self.balance(ctx, |balance| (total - balance.received).max(0))
            .await
    }

    /// What it cost. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_price_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.bag(ctx, |row| row.total)
    }

    /// What was received. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_received_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.balance(ctx, |balance| balance.received).await
    }

    /// What went back. Needs the scope `read_orders`.
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

    /// Tax of lines and delivery. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_tax_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        self.bag(ctx, |row| row.tax)
    }

    /// What payment providers were asked, oldest first. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn transactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most; all where absent.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> Option<Result<Vec<OrderTransaction>, ApiError>> {
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
