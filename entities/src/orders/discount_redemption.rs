//! Uses of codes of discounts: by an order, or by an attempt that may still become one.
use crate::{
    Timestamp,
    ids::{AttemptId, DiscountId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Uses of codes of discounts: by an order, or by an attempt that may still become one.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "discount_redemption")]
pub struct Model {
    /// The attempt: it uses a discount once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: AttemptId,
    /// The discount.
    #[sea_orm(primary_key, auto_increment = false)]
    pub discount_id: DiscountId,
    /// The code in lower case.
    pub code: String,
    /// E-mail address of the customer in lower case, where a customer may use the discount once
    /// only: unique for the discount. Nothing where it was given back.
    #[sea_orm(column_type = "Text", nullable)]
    pub customer: Option<String>,
    /// When it was given back, as the attempt ended without an order; then it counts no longer, and the
    /// attempt cannot use it again.
    pub undone_at: Option<Timestamp>,
    /// When it was used.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
