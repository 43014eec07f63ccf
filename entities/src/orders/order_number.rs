//! The number of the last order.
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// The number of the last order: one row, counted up in the transaction that places an order.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "order_number")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i32,
    /// The number.
    pub last: i64,
}

impl ActiveModelBehavior for ActiveModel {}
