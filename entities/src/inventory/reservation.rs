//! Stock reserved for an attempt to place an order.
use crate::{
    Timestamp,
    ids::{AttemptId, ReservationId},
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Stock reserved for an attempt to place an order.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "reservation")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ReservationId,
    /// The attempt. Unique: an attempt reserves stock once.
    #[sea_orm(unique)]
    pub attempt_id: AttemptId,
    /// State.
    pub state: ReservationState,
    /// When it expires while it is held.
    pub expires_at: Timestamp,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// State of a reservation.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ReservationState {
    /// Its units are reserved until it expires.
    Held,
    /// Its units are reserved until the attempt ends: a payment is in progress.
    Pinned,
    /// Its units are sold.
    Committed,
    /// Its units were released.
    Released,
}
