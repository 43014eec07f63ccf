//! What payment providers told us, each once.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// What payment providers told us, each once.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "provider_event")]
pub struct Model {
    /// The provider.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// The provider's id of the event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// The provider's name of what happened.
    pub kind: String,
    /// The intent it is about.
    pub object_reference: String,
    /// What we read of it, as JSON; not the message itself, which may hold personal data.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// How often it was handed over.
    pub tries: i32,
    /// When it may be handed over next; far ahead while somebody works on it.
    pub due_at: Timestamp,
    /// When it was handled.
    pub handled_at: Option<Timestamp>,
    /// When it came.
    pub received_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
