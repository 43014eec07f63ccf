//! Payments of the test provider.
use crate::{Timestamp, ids::AttemptId, orders::payment_transaction::CaptureMode};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Payments of the test provider.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "intent")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Address of the page on which the buyer confirms.
    #[sea_orm(unique)]
    pub secret: String,
    /// The token it is paid with, which determines the outcome.
    pub token: String,
    /// Amount to pay, in minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When the payment is captured.
    pub capture: CaptureMode,
    /// The attempt it belongs to.
    pub attempt_id: AttemptId,
    /// State.
    pub state: State,
    /// Amount captured, in minor units.
    pub captured: i64,
    /// Amount refunded, in minor units.
    pub refunded: i64,
    /// Where the buyer returns to from the page.
    #[sea_orm(column_type = "Text", nullable)]
    pub return_url: Option<String>,
    /// When it was created.
    #[sea_orm(indexed)]
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// State of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum State {
    /// It was created.
    Unconfirmed,
    /// The buyer must confirm on a page.
    ActionRequired,
    /// It is authorised.
    Authorized,
    /// It is captured.
    Succeeded,
    /// The bank declined it.
    CardDeclined,
    /// The bank declined it for insufficient funds.
    InsufficientFunds,
    /// The buyer declined it on the page.
    AuthenticationFailed,
    /// It was cancelled.
    Cancelled,
}
