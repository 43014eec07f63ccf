//! Merchant-defined records.
use crate::{Timestamp, ids::MetaobjectId, json_column};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Merchant-defined records.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "metaobject")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MetaobjectId,
    /// Type of its definition.
    pub kind: String,
    /// Handle, unique within its type.
    pub handle: String,
    /// Values by key.
    #[sea_orm(column_type = "JsonBinary")]
    pub fields: MetaobjectFields,
    /// Title for search engines; null to use the title.
    pub seo_title: Option<String>,
    /// Description for search engines; null to use the description.
    #[sea_orm(column_type = "Text", nullable)]
    pub seo_description: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// One value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MetaobjectField {
    /// Key.
    pub key: String,
    /// Type, as for a metafield.
    #[serde(rename = "type")]
    pub kind: String,
    /// Value as text.
    pub value: Option<String>,
}

json_column! {
    /// Values in the order of the definition.
    MetaobjectFields(Vec<MetaobjectField>)
}
