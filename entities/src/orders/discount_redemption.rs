//! Redemptions of discount codes: by an order, or by an attempt that may still become one.
use crate::{
    Timestamp,
    ids::{AttemptId, DiscountId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Redemptions of discount codes: by an order, or by an attempt that may still become one.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "discount_redemption")]
pub struct Model {
    /// The attempt: it redeems a discount once.
    #[sea_orm(primary_key, auto_increment = false)]
    pub attempt_id: AttemptId,
    /// The discount.
    #[sea_orm(primary_key, auto_increment = false)]
    pub discount_id: DiscountId,
    /// The code in lower case.
    pub code: String,
    /// E-mail address of the customer in lower case, if a customer may use the discount only once:
    /// unique for the discount. `None` once the redemption is given back.
    #[sea_orm(column_type = "Text", nullable)]
    pub customer: Option<String>,
    /// When it was given back because the attempt ended without an order; then it no longer counts,
    /// and the attempt cannot redeem it again.
    pub undone_at: Option<Timestamp>,
    /// When it was redeemed.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
