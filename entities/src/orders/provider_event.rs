//! Events from payment providers, each recorded once.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Events from payment providers, each recorded once.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "provider_event")]
pub struct Model {
    /// The provider.
    #[sea_orm(primary_key, auto_increment = false)]
    pub provider: String,
    /// The provider's id of the event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub event_id: String,
    /// The provider's name for the event.
    pub kind: String,
    /// The intent it is about.
    pub object_reference: String,
    /// What we read from it, as JSON; not the message itself, which may hold personal data.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// How often it was passed to its handler.
    pub tries: i32,
    /// When it may be passed to its handler next; far ahead while it is being handled.
    pub due_at: Timestamp,
    /// When it was handled.
    pub handled_at: Option<Timestamp>,
    /// When it was received.
    pub received_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
