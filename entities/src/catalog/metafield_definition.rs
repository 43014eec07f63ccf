//! Definitions of the custom fields that a type of resource may have.
use crate::{Timestamp, ids::MetafieldDefinitionId, json_column};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Definitions of the custom fields that a type of resource may have.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "metafield_definition")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetafieldDefinitionId,
    /// Type of the owner as in its gid.
    pub owner_type: String,
    /// Namespace.
    pub namespace: String,
    /// Key.
    pub key: String,
    /// Type.
    pub kind: String,
    /// Display name.
    pub name: String,
    /// Description of its purpose.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Validation rules for values.
    #[sea_orm(column_type = "JsonBinary")]
    pub validations: Validations,
    /// Whether buyers may read it.
    pub storefront_visible: bool,
    /// Whether listings offer it as a filter.
    pub filterable: bool,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// One validation rule, such as `max` = `100`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// Name: `min`, `max`, `regex`, `choices`.
    pub name: String,
    /// Value as text; a JSON list for `choices`.
    pub value: String,
}

json_column! {
    /// Validation rules for values.
    Validations(Vec<Validation>)
}
