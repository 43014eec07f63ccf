//! Transactions of orders: what the payment provider was asked, and what came of it.

use super::{
    enums::{OrderTransactionKind, OrderTransactionStatus},
    money::MoneyBag,
};
use crate::{error::ApiError, ids::Gid, payments::ledger::Transaction, scalars::DateTime};
use async_graphql::{Description, ID, Object};
use souk_entities::orders::order;
use std::sync::Arc;

/// What a payment provider was asked to do for an order, or a gift card paid, and what came of it.
#[derive(Clone, Description)]
pub struct OrderTransaction {
    order: Arc<order::Model>,
    all: Arc<Vec<Transaction>>,
    row: Transaction,
}

impl OrderTransaction {
    /// A transaction among all of its order.
    pub fn new(order: Arc<order::Model>, all: Arc<Vec<Transaction>>, row: Transaction) -> Self {
        Self { order, all, row }
    }
}

#[Object(use_type_description)]
impl OrderTransaction {
    /// How much.
    async fn amount_set(&self) -> Result<MoneyBag, ApiError> {
        MoneyBag::of(&self.order, self.row.amount)
    }

    /// When it was asked.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Why it failed; null where it did not.
    async fn error_code(&self) -> Option<&str> {
        self.row.error_code.as_deref()
    }

    /// The payment provider, `gift_card`, or `manual` for money that came in another way.
    async fn gateway(&self) -> Option<&str> {
        Some(&self.row.provider)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// What was asked.
    async fn kind(&self) -> OrderTransactionKind {
        self.row.kind.into()
    }

    /// The transaction it builds on: a capture on its authorisation, a refund on what was collected.
    async fn parent_transaction(&self) -> Option<OrderTransaction> {
        let parent = self.row.parent_id?;
        let row = self.all.iter().find(|row| row.id == parent)?;
        Some(Self::new(
            Arc::clone(&self.order),
            Arc::clone(&self.all),
            row.clone(),
        ))
    }

    /// When the outcome was known; null before.
    async fn processed_at(&self) -> Option<DateTime> {
        self.row.processed_at.map(DateTime)
    }

    /// What came of it.
    async fn status(&self) -> OrderTransactionStatus {
        self.row.status.into()
    }
}
