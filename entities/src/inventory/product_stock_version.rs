//! The version of each product by which its stock was last set.
use crate::ids::ProductId;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// The version of each product by which its stock was last set. The row stays when the product is
/// deleted, so that late work finds itself outdated.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "product_stock_version")]
pub struct Model {
    /// The product.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
    /// Version of the product.
    pub version: i64,
}

impl ActiveModelBehavior for ActiveModel {}
