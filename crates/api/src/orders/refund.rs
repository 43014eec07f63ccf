//! Refunds and suggested refunds.

use super::{
    enums::{RefundLineItemRestockType, RefundStatus},
    line::OrderLineItem,
    loaders_context::OrderContext,
    money::MoneyBag,
    transaction::OrderTransaction,
};
use crate::list::List;
use crate::{inventory::InventoryContext, schema::Location};
use async_graphql::{Context, Description, Enum, ID, Object};
use souk_entities::orders::{
    order,
    refund::{self, RefundLine},
};
use souk_kernel::{error::ApiError, ids::Gid, scalars::DateTime};
use souk_shop::orders::refunds::Suggestion;
use std::sync::Arc;

/// A refund of an order.
#[derive(Clone, Description)]
pub struct Refund {
    order: Arc<order::Model>,
    row: refund::Model,
}

impl Refund {
    /// Wraps a refund of an order.
    pub fn new(order: Arc<order::Model>, row: refund::Model) -> Self {
        Self { order, row }
    }
}

/// Refunded units of an order line.
#[derive(Clone, Description)]
pub struct RefundLineItem {
    order: Arc<order::Model>,
    row: RefundLine,
}

impl RefundLineItem {
    fn all(order: &Arc<order::Model>, rows: &[RefundLine]) -> Vec<Self> {
        let rows = rows.iter().cloned();
        rows.map(|row| Self {
            order: Arc::clone(order),
            row,
        })
        .collect()
    }
}

#[Object(use_type_description)]
impl Refund {
    /// When the refund was requested.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Note by the merchant.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// The refunded lines, at most 250.
    async fn refund_line_items(&self) -> List<RefundLineItem> {
        RefundLineItem::all(&self.order, &self.row.lines.0).into()
    }

    /// Status of the refund.
    async fn status(&self) -> RefundStatus {
        self.row.state.into()
    }

    /// Amount of the refund.
    async fn total_refunded_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.row.amount)
    }
}

#[Object(use_type_description)]
impl RefundLineItem {
    /// The order line.
    async fn line_item(&self, ctx: &Context<'_>) -> Result<OrderLineItem, ApiError> {
        let lines = ctx
            .orders()
            .lines
            .load_one(self.order.id)
            .await?
            .unwrap_or_default();
        let line = lines.iter().find(|line| line.id == self.row.order_line);
        let line = line.ok_or(ApiError::NotFound("line"))?;
        Ok(OrderLineItem::new(Arc::clone(&self.order), line.clone()))
    }

    /// The location the units return to.
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        let found = ctx.inventory().locations.load_one(self.row.location?).await;
        let found = found.map_err(ApiError::from).transpose()?;
        Some(found.map(Location::new))
    }

    /// Number of units.
    async fn quantity(&self) -> i32 {
        self.row.quantity
    }

    /// What happens to the units' stock.
    async fn restock_type(&self) -> RefundLineItemRestockType {
        self.row.restock.into()
    }

    /// Price of the units after discounts.
    async fn subtotal_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.row.subtotal)
    }

    /// Tax on the units.
    async fn total_tax_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.row.tax)
    }
}

/// A refund calculated in advance.
#[derive(Clone, Description)]
pub struct SuggestedRefund {
    order: Arc<order::Model>,
    plan: Arc<Suggestion>,
}

impl SuggestedRefund {
    /// Wraps a suggestion for an order.
    pub(super) fn new(order: Arc<order::Model>, plan: Suggestion) -> Self {
        Self {
            order,
            plan: Arc::new(plan),
        }
    }
}

#[Object(use_type_description)]
impl SuggestedRefund {
    /// Amount that would be refunded.
    async fn amount_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.plan.amount)
    }

    /// Maximum amount that can be refunded.
    async fn maximum_refundable_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.plan.most)
    }

    /// The lines with their amounts, at most 250.
    async fn refund_line_items(&self) -> List<RefundLineItem> {
        RefundLineItem::all(&self.order, &self.plan.lines).into()
    }

    /// The delivery part of the refund.
    async fn shipping(&self) -> ShippingRefund {
        ShippingRefund(self.clone())
    }

    /// Price of the units after discounts.
    async fn subtotal_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.plan.subtotal)
    }

    /// The payments to refund, with the amount for each.
    async fn suggested_transactions(&self) -> List<SuggestedOrderTransaction> {
        (0..self.plan.transactions.len())
            .map(|place| SuggestedOrderTransaction {
                of: self.clone(),
                place,
            })
            .collect()
    }

    /// Tax on the units.
    async fn total_tax_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.plan.tax)
    }
}

/// The delivery part of a suggested refund.
#[derive(Clone, Description)]
pub struct ShippingRefund(SuggestedRefund);

#[Object(use_type_description)]
impl ShippingRefund {
    /// Amount that would be refunded.
    async fn amount_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.0.order, self.0.plan.delivery)
    }

    /// Maximum amount that can be refunded.
    async fn maximum_refundable_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.0.order, self.0.plan.delivery_most)
    }
}

/// A suggested refund of one payment.
#[derive(Clone, Description)]
pub struct SuggestedOrderTransaction {
    of: SuggestedRefund,
    place: usize,
}

/// Kind of a suggested transaction.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SuggestedOrderTransactionKind {
    /// A refund.
    SuggestedRefund,
}

#[Object(use_type_description)]
impl SuggestedOrderTransaction {
    /// Amount to refund.
    async fn amount_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.of.order, self.of.plan.transactions[self.place].1)
    }

    /// The payment provider.
    async fn gateway(&self) -> Option<&str> {
        Some(&self.of.plan.transactions[self.place].0.provider)
    }

    /// Kind of the transaction.
    async fn kind(&self) -> SuggestedOrderTransactionKind {
        SuggestedOrderTransactionKind::SuggestedRefund
    }

    /// The payment to refund.
    async fn parent_transaction(&self) -> Option<OrderTransaction> {
        let rows = self.of.plan.transactions.iter().map(|it| it.0.clone());
        let rows: Arc<Vec<_>> = Arc::new(rows.collect());
        let row = rows.get(self.place)?.clone();
        Some(OrderTransaction::new(Arc::clone(&self.of.order), rows, row))
    }
}
