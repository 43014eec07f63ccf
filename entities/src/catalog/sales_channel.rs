//! Sales channels: where products are published.
use crate::{Timestamp, ids::ChannelId};
use sea_orm::entity::prelude::*;

/// Sales channels: where products are published.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
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
