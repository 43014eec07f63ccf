//! Requests to change stock that came with a key.
use crate::{Timestamp, ids::AdjustmentGroupId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// A request with a key whose changes were made. It is written with the changes, so that a repeated
/// request changes nothing.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "stock_request")]
pub struct Model {
    /// Name of the mutation and the client's key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Digest of the input: the same key with other input is refused.
    pub fingerprint: String,
    /// The ledger rows of the changes; `None` if every quantity was already as requested.
    pub group_id: Option<AdjustmentGroupId>,
    /// When the changes were made.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
