//! Shapes of merchant-defined records.
use crate::{Timestamp, ids::MetaobjectDefinitionId, json_column};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Shapes of merchant-defined records.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "metaobject_definition")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetaobjectDefinitionId,
    /// Type, unique.
    #[sea_orm(unique)]
    pub kind: String,
    /// Name for people.
    pub name: String,
    /// Fields in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: FieldDefinitions,
    /// Whether buyers may read the records.
    pub storefront_visible: bool,
    /// Path prefix where the records have pages of their own.
    pub online_store_path: Option<String>,
    /// When it was made.
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
    /// Name for people.
    pub name: String,
    /// Type, as of a metafield.
    #[serde(rename = "type")]
    pub kind: String,
    /// Whether a record must have it.
    pub required: bool,
}

json_column! {
    /// Fields in order.
    FieldDefinitions(Vec<FieldDefinition>)
}
