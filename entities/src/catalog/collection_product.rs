//! Which products a collection holds, kept for rule-based collections too.
use crate::ids::{CollectionId, ProductId};
use sea_orm::entity::prelude::*;

/// Which products a collection holds, kept for rule-based collections too.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "collection_product")]
pub struct Model {
    /// The collection.
    #[sea_orm(primary_key, auto_increment = false)]
    pub collection_id: CollectionId,
    /// The product.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Place in the order of the merchant; gaps are allowed.
    pub position: i64,
}

impl ActiveModelBehavior for ActiveModel {}
