//! Payments with gift cards, and refunds to them.
use crate::{
    Timestamp,
    ids::{AttemptId, GiftCardId, GiftCardTransactionId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Payments with gift cards, and refunds to them. A card's balance is its initial value, less
/// payments that were not undone, plus refunds.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "gift_card_transaction")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GiftCardTransactionId,
    /// The card.
    pub gift_card_id: GiftCardId,
    /// Identifies the payment or refund, so that it happens once.
    pub key: String,
    /// Payment or refund.
    pub kind: GiftCardTransactionKind,
    /// The attempt that the payment was for.
    pub attempt_id: AttemptId,
    /// Amount, in minor units of the card's currency.
    pub amount: i64,
    /// When the payment was undone because the attempt ended without an order.
    pub undone_at: Option<Timestamp>,
    /// When it was created.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Kinds of gift card transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum GiftCardTransactionKind {
    /// Part of an order that was paid with the card was refunded to it.
    Refunded,
    /// The card paid for an order.
    Spent,
}
