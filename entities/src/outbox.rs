//! Events waiting to be published. Every database has this table, so that a change and its event
//! commit together.

use crate::{Timestamp, ids::EventId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// One event. Rows of one entity are published in id order.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    /// Time-ordered id, the id of the event.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: EventId,
    /// `hash(entity) % 64`: rows of one entity are in one shard, by which an index finds them.
    pub shard: i32,
    /// What the event is about, such as `product:42`.
    pub entity: String,
    /// Name of the event, such as `product_changed`.
    pub kind: String,
    /// The event as JSON.
    #[sea_orm(column_type = "Text")]
    pub payload: String,
    /// When the change happened.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
