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
    /// Digest of its code that only this shop can compute. Unique.
    pub code_digest: String,
    /// The last four characters of its code.
    pub last_characters: String,
    /// Initial value.
    pub initial_value: i64,
    /// Balance: never below 0, never above the initial value.
    pub balance: i64,
    /// ISO 4217 code.
    pub currency: String,
    /// From when on it can no longer be used.
    pub expires_at: Option<Timestamp>,
    /// When the merchant deactivated it.
    pub deactivated_at: Option<Timestamp>,
    /// Merchant's note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}
