//! What custom fields a kind of resource may carry.
use crate::{Timestamp, ids::MetafieldDefinitionId, json_column};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// What custom fields a kind of resource may carry.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "metafield_definition")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetafieldDefinitionId,
    /// Kind of the owner as in its gid.
    pub owner_type: String,
    /// Namespace.
    pub namespace: String,
    /// Key.
    pub key: String,
    /// Type.
    pub kind: String,
    /// Name for people.
    pub name: String,
    /// What it is for.
    #[sea_orm(column_type = "Text", nullable)]
    pub description: Option<String>,
    /// Rules a value must keep.
    #[sea_orm(column_type = "JsonBinary")]
    pub validations: Validations,
    /// Whether buyers may read it.
    pub storefront_visible: bool,
    /// Whether listings offer it as a filter.
    pub filterable: bool,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// One rule, such as `max` = `100`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Validation {
    /// Name: `min`, `max`, `regex`, `choices`.
    pub name: String,
    /// Value as text; a JSON list for `choices`.
    pub value: String,
}

json_column! {
    /// Rules a value must keep.
    Validations(Vec<Validation>)
}
