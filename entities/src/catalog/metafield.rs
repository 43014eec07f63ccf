//! Custom fields of any resource.
use crate::{Timestamp, ids::MetafieldId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Custom fields of any resource.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "metafield")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetafieldId,
    /// Type of the owner as in its gid, such as `Product`.
    pub owner_type: String,
    /// Number of the owner.
    pub owner_id: i64,
    /// Namespace.
    pub namespace: String,
    /// Key within the namespace.
    pub key: String,
    /// Type, such as `single_line_text_field` or `list.product_reference`.
    pub kind: String,
    /// Value as text, in the format of its type.
    #[sea_orm(column_type = "Text")]
    pub value: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
