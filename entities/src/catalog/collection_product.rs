//! Products of each collection, stored for rule-based collections too.
use crate::ids::{CollectionId, ProductId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Products of each collection, stored for rule-based collections too.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "collection_product")]
pub struct Model {
    /// The collection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub collection_id: CollectionId,
    /// The product.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Position in the merchant's order; gaps are allowed.
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
