//! Former prices of variants, kept for as long as they may have to be shown.
use crate::{
    Timestamp,
    ids::{PriceListId, VariantId},
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Former prices of variants, kept for as long as they may have to be shown.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "price_history")]
pub struct Model {
    /// The variant.
    #[sea_orm(primary_key, auto_increment = false)]
    pub variant_id: VariantId,
    /// The price list; 0 for the shop's own prices.
    #[sea_orm(primary_key, auto_increment = false)]
    pub price_list_id: PriceListId,
    /// When another price replaced it.
    #[sea_orm(primary_key, auto_increment = false)]
    pub until: Timestamp,
    /// Price in minor units of the price list's currency, or of the shop's currency.
    pub price: i64,
}

impl ActiveModelBehavior for ActiveModel {}
