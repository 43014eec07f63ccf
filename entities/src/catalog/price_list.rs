//! Price lists.
use crate::{Timestamp, ids::PriceListId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Price lists.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "price_list")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: PriceListId,
    /// Name. Unique.
    #[sea_orm(unique)]
    pub name: String,
    /// ISO 4217 code.
    pub currency: String,
    /// Units of its currency for a unit of the shop's, in millionths.
    pub exchange_rate: i64,
    /// Added to the shop's prices, in hundredths of a percent; negative lowers them.
    pub adjustment: i64,
    /// What becomes of prices before a reduction.
    pub compare_at_mode: CompareAtMode,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What a percentage list does with prices before a reduction.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum CompareAtMode {
    /// They are adjusted alike.
    Adjusted,
    /// They are dropped.
    Nullify,
}
