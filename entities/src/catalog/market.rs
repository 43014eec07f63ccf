//! Markets: countries that share a currency, languages and prices.
use crate::{
    Timestamp,
    ids::{MarketId, PriceListId},
    json_column,
};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Markets: countries that share a currency, languages and prices.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "market")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MarketId,
    /// Handle. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Display name.
    pub name: String,
    /// Whether buyers may choose it.
    pub enabled: bool,
    /// Whether it also serves countries that belong to no market. Exactly one market does.
    pub is_primary: bool,
    /// ISO 3166 codes of its countries.
    #[sea_orm(column_type = "JsonBinary")]
    pub countries: Codes,
    /// Languages, the default first.
    #[sea_orm(column_type = "JsonBinary")]
    pub languages: Codes,
    /// ISO 4217 code.
    pub currency: String,
    /// Its price list; null to use the shop's own prices.
    pub price_list_id: Option<PriceListId>,
    /// Whether displayed prices include tax.
    pub prices_include_tax: bool,
    /// Which price is shown as the compare-at price.
    pub compare_at_policy: CompareAtPolicy,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which price a market shows as the compare-at price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum CompareAtPolicy {
    /// The compare-at price the merchant set.
    #[sea_orm(string_value = "AS_SET")]
    AsSet,
    /// The lowest price of the 30 days before the reduction; none if the price was not reduced.
    #[sea_orm(string_value = "LOWEST_OF_30_DAYS")]
    LowestOf30Days,
}

json_column! {
    /// Codes of countries or languages, in order.
    Codes(Vec<String>)
}
