//! Keys of requests that may come again.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// A request with a key, and what it was answered.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "idempotency_key")]
pub struct Model {
    /// Digest of the mutation, the caller and the key.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Digest of what was asked: the same key with another request is refused.
    pub fingerprint: String,
    /// Names the run that works on the request: one that lost its lease writes nothing.
    pub claim: i64,
    /// The answer, as JSON; absent while the request is worked on.
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    /// Until when the run works on it, where there is no answer yet.
    pub leased_until: Timestamp,
    /// When the key is forgotten.
    pub expires_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
