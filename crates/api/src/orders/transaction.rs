//! Transactions of orders: requests to payment providers and their outcome.

use super::{
    enums::{OrderTransactionKind, OrderTransactionStatus},
    money::MoneyBag,
};
use async_graphql::{Description, ID, Object};
use souk_entities::orders::order;
use souk_kernel::{error::ApiError, ids::Gid, scalars::DateTime};
use souk_shop::payments::Transaction;
use std::sync::Arc;

/// A payment transaction of an order: a request to a payment provider, or a gift card payment, and
/// its outcome.
#[derive(Clone, Description)]
pub struct OrderTransaction {
    order: Arc<order::Model>,
    all: Arc<Vec<Transaction>>,
    row: Transaction,
}

impl OrderTransaction {
    /// Wraps a transaction, together with all transactions of its order.
    pub fn new(order: Arc<order::Model>, all: Arc<Vec<Transaction>>, row: Transaction) -> Self {
        Self { order, all, row }
    }
}

#[Object(use_type_description)]
impl OrderTransaction {
    /// Amount of the transaction.
    async fn amount_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.row.amount)
    }

    /// When the request was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Why it failed; null if it did not.
    async fn error_code(&self) -> Option<&str> {
        self.row.error_code.as_deref()
    }

    /// The payment provider, `gift_card`, or `manual` for a payment made by other means.
    async fn gateway(&self) -> Option<&str> {
        Some(&self.row.provider)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Kind of the transaction.
    async fn kind(&self) -> OrderTransactionKind {
        self.row.kind.into()
    }

    /// The transaction it builds on: a capture's authorisation, or a refund's captured payment.
    async fn parent_transaction(&self) -> Option<OrderTransaction> {
        let parent = self.row.parent_id?;
        let row = self.all.iter().find(|row| row.id == parent)?;
        Some(Self::new(
            Arc::clone(&self.order),
            Arc::clone(&self.all),
            row.clone(),
        ))
    }

    /// When the outcome became known; null until then.
    async fn processed_at(&self) -> Option<DateTime> {
        self.row.processed_at.map(DateTime)
    }

    /// Status of the transaction.
    async fn status(&self) -> OrderTransactionStatus {
        self.row.status.into()
    }
}
