//! Attempts to turn a cart into an order.
use crate::{
    Timestamp,
    ids::{AttemptId, OrderId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Attempts to turn a cart into an order. A cart has one that is live or succeeded at most.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "checkout_attempt")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttemptId,
    /// Unguessable text by which clients ask how the attempt goes.
    pub key: String,
    /// The cart.
    pub cart_id: String,
    /// What the client calls the attempt, unique for its cart.
    pub token: String,
    /// Digest of what was submitted: the same token with other input is refused.
    pub fingerprint: String,
    /// How far it is, for the client.
    pub state: AttemptState,
    /// How far it is, for the saga.
    pub step: AttemptStep,
    /// The cart as it was priced once, as JSON.
    #[sea_orm(column_type = "Text")]
    pub frozen: String,
    /// The provider's name of the payment, once there is one.
    #[sea_orm(column_type = "Text", nullable)]
    pub payment: Option<String>,
    /// Where the buyer confirms the payment, while that is needed.
    #[sea_orm(column_type = "Text", nullable)]
    pub action_url: Option<String>,
    /// The order, once it is placed.
    pub order_id: Option<OrderId>,
    /// Why it failed.
    #[sea_orm(column_type = "JsonBinary")]
    pub failures: AttemptFailures,
    /// Until when it may still become an order.
    pub deadline_at: Timestamp,
    /// Until when one process works on it; others leave it alone.
    pub leased_until: Timestamp,
    /// When it was begun.
    pub created_at: Timestamp,
    /// When it last went on.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// How far an attempt is, for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum AttemptState {
    /// It goes on by itself.
    Processing,
    /// The buyer must confirm the payment.
    ActionRequired,
    /// There is an order.
    Succeeded,
    /// There will be no order, and nothing is held or charged.
    Failed,
}

/// The last step of the saga that is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum AttemptStep {
    /// The cart is priced and stored.
    Frozen,
    /// Stock is held, for a while.
    Reserved,
    /// Codes of discounts are used, and gift cards have given what they pay.
    Redeemed,
    /// Stock is held until the saga lets go.
    Pinned,
    /// The provider knows of the payment, and nothing is charged.
    Intended,
    /// The payment is authorised or captured.
    Authorised,
    /// The order is placed.
    Ordered,
    /// The stock is committed to the order: nothing is left to do.
    Completed,
    /// It will not become an order; what it holds is being given back.
    Retreating,
    /// Nothing is held: nothing is left to do.
    Retreated,
}

impl AttemptStep {
    /// Whether nothing is left to do.
    pub fn is_last(self) -> bool {
        matches!(self, Self::Completed | Self::Retreated)
    }
}

/// Why an attempt failed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttemptFailure {
    /// What is wrong, for programs, as the API names it.
    pub code: String,
    /// What is wrong, for people.
    pub message: String,
}

json_column! {
    /// Why an attempt failed.
    AttemptFailures(Vec<AttemptFailure>)
}
