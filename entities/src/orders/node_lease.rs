//! Which process has which number.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// The number of a process, which is part of the ids it makes, as a lease that it renews.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "node_lease")]
pub struct Model {
    /// The number.
    #[sea_orm(primary_key, auto_increment = false)]
    pub node: i32,
    /// The host and data folder of the process; empty before the first.
    pub home: String,
    /// The process; empty where it gave the number back.
    pub holder: String,
    /// Until when the lease runs, by the clock of the database.
    pub leased_until: Timestamp,
    /// The clock of the process when it last renewed the lease.
    pub renewed_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
