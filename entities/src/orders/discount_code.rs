//! Discount codes.
use crate::{Timestamp, ids::DiscountId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Discount codes.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "discount_code")]
pub struct Model {
    /// The code in lower case: codes are compared without case.
    #[sea_orm(primary_key, auto_increment = false)]
    pub code: String,
    /// The discount.
    pub discount_id: DiscountId,
    /// The code as the merchant writes it.
    pub shown: String,
    /// How often it has been used: by orders, and by attempts that may still become one.
    pub used: i64,
    /// When it was created.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
