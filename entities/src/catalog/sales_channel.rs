//! Sales channels: where products are published.
use crate::{Timestamp, ids::ChannelId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Sales channels: where products are published.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "sales_channel")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ChannelId,
    /// Handle. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Display name.
    pub name: String,
    /// Whether it serves callers whose token selects no channel. Exactly one channel does.
    pub is_default: bool,
    /// Public storefront token that selects it.
    pub access_token: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
