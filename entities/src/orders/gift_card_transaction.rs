//! What was taken from gift cards, and what went back to them.
use crate::{
    Timestamp,
    ids::{AttemptId, GiftCardId, GiftCardTransactionId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// What was taken from gift cards, and what went back to them. A card's balance is what it was worth
/// less what was spent and not undone, and more what was refunded.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "gift_card_transaction")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GiftCardTransactionId,
    /// The card.
    pub gift_card_id: GiftCardId,
    /// Names it, so that it happens once: the attempt that spends, or the refund.
    pub key: String,
    /// What it was.
    pub kind: GiftCardTransactionKind,
    /// The attempt it was spent for.
    pub attempt_id: AttemptId,
    /// How much, in minor units of the card's currency.
    pub amount: i64,
    /// When what was spent went back, because the attempt ended without an order.
    pub undone_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What happens to a gift card.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum GiftCardTransactionKind {
    /// A part of an order that was paid with it went back.
    Refunded,
    /// It paid for an order.
    Spent,
}
