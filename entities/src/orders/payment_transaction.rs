//! The ledger of payments: what was asked of the provider, and what came of it.
use crate::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// The ledger of payments: what was asked of the provider, and what came of it.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "payment_transaction")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentTransactionId,
    /// The attempt that began the payment.
    pub attempt_id: AttemptId,
    /// The order it paid, as soon as there is one.
    pub order_id: Option<OrderId>,
    /// What was asked.
    pub kind: TransactionKind,
    /// What came of it.
    pub status: TransactionStatus,
    /// How much, in minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The transaction it builds on: a capture on its authorisation, a refund on what was collected.
    pub parent_id: Option<PaymentTransactionId>,
    /// How much of it later transactions have taken, in minor units.
    pub claimed: i64,
    /// The provider.
    pub provider: String,
    /// The intent or refund at the provider, as soon as it is known.
    pub provider_reference: Option<String>,
    /// The key the provider was asked with; unique.
    pub idempotency_key: String,
    /// Why it failed.
    pub error_code: Option<String>,
    /// When the outcome was known.
    pub processed_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a provider is asked to do.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransactionKind {
    /// Hold money of the buyer.
    Authorization,
    /// Collect money that is held.
    Capture,
    /// Hold and collect at once.
    Sale,
    /// Give back what was collected.
    Refund,
    /// Let go what is held.
    Void,
}

/// What came of it.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum TransactionStatus {
    /// The provider was not asked yet, or has not answered.
    AwaitingResponse,
    /// The provider refused the request.
    Error,
    /// It was declined.
    Failure,
    /// The provider or the buyer is not done.
    Pending,
    /// It was done.
    Success,
    /// The provider was asked and the answer was lost: it must be asked again.
    Unknown,
}

/// When money is collected.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CaptureMode {
    /// As soon as the buyer confirms.
    Automatic,
    /// Later, by the merchant; until then it is held.
    Manual,
}
