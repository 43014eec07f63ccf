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
    /// Exchange rate: units of its currency per unit of the shop's currency, in millionths.
    pub exchange_rate: i64,
    /// Adjustment of the shop's prices in hundredths of a percent; negative values lower them.
    pub adjustment: i64,
    /// How compare-at prices are treated.
    pub compare_at_mode: CompareAtMode,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// How a percentage-based price list treats compare-at prices.
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
    /// They are adjusted like prices.
    Adjusted,
    /// They are removed.
    Nullify,
}
