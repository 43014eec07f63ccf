//! The payment ledger: requests to the provider and their outcomes.
use crate::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// The payment ledger: requests to the provider and their outcomes.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "payment_transaction")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PaymentTransactionId,
    /// The attempt that started the payment.
    pub attempt_id: AttemptId,
    /// The order it paid, once there is one.
    pub order_id: Option<OrderId>,
    /// Kind of request.
    pub kind: TransactionKind,
    /// Outcome.
    pub status: TransactionStatus,
    /// Amount, in minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// The transaction it builds on: a capture on its authorisation, a refund on what was captured.
    pub parent_id: Option<PaymentTransactionId>,
    /// How much of it later transactions have used, in minor units.
    pub claimed: i64,
    /// The provider.
    pub provider: String,
    /// The intent or refund at the provider, once it is known.
    pub provider_reference: Option<String>,
    /// The idempotency key sent to the provider; unique.
    pub idempotency_key: String,
    /// Why it failed.
    pub error_code: Option<String>,
    /// When the outcome was known.
    pub processed_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Kinds of requests to a provider.
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
    /// Authorise a payment.
    Authorization,
    /// Capture an authorised payment.
    Capture,
    /// Authorise and capture at once.
    Sale,
    /// Refund what was captured.
    Refund,
    /// Void an authorisation.
    Void,
}

/// Outcome of a request.
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
    /// The provider has not been asked yet, or has not responded.
    AwaitingResponse,
    /// The provider refused the request.
    Error,
    /// It was declined.
    Failure,
    /// The provider or the buyer is not finished.
    Pending,
    /// It succeeded.
    Success,
    /// The provider was asked and the response was lost: it must be asked again.
    Unknown,
}

/// When payments are captured.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum CaptureMode {
    /// As soon as the buyer confirms.
    Automatic,
    /// Later, by the merchant; until then the payment is only authorised.
    Manual,
}
