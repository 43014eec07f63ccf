//! Definitions of merchant-defined records.
use crate::{Timestamp, ids::MetaobjectDefinitionId, json_column};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Definitions of merchant-defined records.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "metaobject_definition")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetaobjectDefinitionId,
    /// Type. Unique.
    #[sea_orm(unique)]
    pub kind: String,
    /// Display name.
    pub name: String,
    /// Fields in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: FieldDefinitions,
    /// Whether buyers may read the records.
    pub storefront_visible: bool,
    /// Path prefix of the records' own pages; null if they have none.
    pub online_store_path: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// One field of a definition.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldDefinition {
    /// Key.
    pub key: String,
    /// Display name.
    pub name: String,
    /// Type, as for a metafield.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether every record must have it.
    pub required: bool,
}

json_column! {
    /// Fields in order.
    FieldDefinitions(Vec<FieldDefinition>)
}
