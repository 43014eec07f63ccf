//! Which locations serve a sales channel.
use crate::ids::{ChannelId, LocationId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Which locations serve a sales channel.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "channel_location")]
pub struct Model {
    /// The channel.
    #[sea_orm(primary_key, auto_increment = false)]
    pub channel_id: ChannelId,
    /// The location.
    #[sea_orm(primary_key, auto_increment = false)]
    pub location_id: LocationId,
    /// Priority: lower comes first.
    pub priority: i32,
}

impl ActiveModelBehavior for ActiveModel {}
