//! Gift cards.
use crate::{Timestamp, ids::GiftCardId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Gift cards. Amounts are minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "gift_card")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: GiftCardId,
    /// What is kept of its code: a digest that only this shop can compute. Unique.
    pub code_digest: String,
    /// The last four characters of its code.
    pub last_characters: String,
    /// What it was worth at first.
    pub initial_value: i64,
    /// What is left of it: never below 0, never above what it was worth.
    pub balance: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// From when on nothing can be bought with it.
    pub expires_at: Option<Timestamp>,
    /// When the merchant ended it.
    pub deactivated_at: Option<Timestamp>,
    /// Note of the merchant.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
