//! Attempts to turn a cart into an order.
use crate::{
    Timestamp,
    ids::{AttemptId, OrderId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Attempts to turn a cart into an order. A cart has at most one that is live or has succeeded.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "checkout_attempt")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: AttemptId,
    /// Unguessable key by which clients query the attempt.
    pub key: String,
    /// The cart.
    pub cart_id: String,
    /// The client's token for the attempt, unique for its cart.
    pub token: String,
    /// Digest of what was submitted: the same token with different input is refused.
    pub fingerprint: String,
    /// State, for the client.
    pub state: AttemptState,
    /// Last completed step, for the saga.
    pub step: AttemptStep,
    /// The cart as it was priced, as JSON.
    #[sea_orm(column_type = "Text")]
    pub frozen: String,
    /// The provider's reference of the payment, once there is one.
    #[sea_orm(column_type = "Text", nullable)]
    pub payment: Option<String>,
    /// Page on which the buyer confirms the payment, while that is needed.
    #[sea_orm(column_type = "Text", nullable)]
    pub action_url: Option<String>,
    /// The order, once it is placed.
    pub order_id: Option<OrderId>,
    /// Why it failed.
    #[sea_orm(column_type = "JsonBinary")]
    pub failures: AttemptFailures,
    /// Until when it may become an order.
    pub deadline_at: Timestamp,
    /// Identifies the driver that works on it. Whoever takes the attempt over writes a claim of its
    /// own, and the earlier driver can write nothing more.
    pub claim: i64,
    /// Until when its driver has it to itself, unless the driver renews the lease.
    pub leased_until: Timestamp,
    /// When it began.
    pub created_at: Timestamp,
    /// When it last progressed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// State of an attempt, for the client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum AttemptState {
    /// It is in progress.
    Processing,
    /// The buyer must confirm the payment.
    ActionRequired,
    /// The order is placed.
    Succeeded,
    /// There will be no order, and nothing is reserved or charged.
    Failed,
}

/// The last completed step of the saga.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum AttemptStep {
    /// The cart is priced and stored.
    Frozen,
    /// Stock is reserved, for a limited time.
    Reserved,
    /// Discount codes and gift cards are redeemed.
    Redeemed,
    /// Stock is reserved until the saga releases it.
    Pinned,
    /// The provider knows the payment, and nothing is charged.
    Intended,
    /// The payment is authorised or captured.
    Authorised,
    /// The order is placed.
    Ordered,
    /// The stock is committed to the order: nothing is left to do.
    Completed,
    /// It will not become an order; what it holds is being released.
    Retreating,
    /// Everything is released: nothing is left to do.
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
    /// Error code, as the API names it.
    pub code: String,
    /// Error message.
    pub message: String,
}

json_column! {
    /// Why an attempt failed.
    AttemptFailures(Vec<AttemptFailure>)
}
