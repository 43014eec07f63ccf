//! Payments of the test provider.
use crate::{Timestamp, ids::AttemptId, orders::payment_transaction::CaptureMode};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Payments of the test provider.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "intent")]
pub struct Model {
    /// Its name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Address of the page on which the buyer confirms.
    #[sea_orm(unique)]
    pub secret: String,
    /// What it is paid with: says how it ends.
    pub token: String,
    /// What is to be paid, in minor units.
    pub amount: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// When the money is collected.
    pub capture: CaptureMode,
    /// The attempt it belongs to.
    pub attempt_id: AttemptId,
    /// Where it stands.
    pub state: State,
    /// What was collected, in minor units.
    pub captured: i64,
    /// What was given back, in minor units.
    pub refunded: i64,
    /// Where the buyer comes back to from the page.
    #[sea_orm(column_type = "Text", nullable)]
    pub return_url: Option<String>,
    /// When it was made.
    #[sea_orm(indexed)]
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Where a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum State {
    /// It was made.
    Unconfirmed,
    /// The buyer must confirm on a page.
    ActionRequired,
    /// The money is held.
    Authorized,
    /// The money was collected.
    Succeeded,
    /// The bank said no.
    CardDeclined,
    /// The bank said why.
    InsufficientFunds,
    /// The buyer refused on the page.
    AuthenticationFailed,
    /// It was ended.
    Cancelled,
}
