//! Idempotency keys of requests.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// A request with a key, and its answer.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Digest of the mutation, the caller and the key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Digest of the request: the same key with a different request is refused.
    pub fingerprint: String,
    /// Identifies the run that works on the request: one that lost its lease writes nothing.
    pub claim: i64,
    /// The answer, as JSON; absent while the request is running.
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    /// Until when the run may work on it, if there is no answer yet.
    pub leased_until: Timestamp,
    /// When the key expires.
    pub expires_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
