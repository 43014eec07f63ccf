//! Money of the test provider that the buyer's bank wants back.
use crate::Timestamp;
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Money of the test provider that the buyer's bank wants back.
#[derive(Clone, Debug, PartialEq, Eq, Table)]
#[sea_orm(table_name = "dispute")]
pub struct Model {
    /// Its name.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// The payment.
    #[sea_orm(indexed)]
    pub intent_id: String,
    /// How much, in minor units.
    pub amount: i64,
    /// Who keeps the money.
    pub state: State,
    /// When it was made.
    pub created_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Who keeps the money of a dispute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum State {
    /// Nobody knows yet; the bank has it meanwhile.
    Open,
    /// The buyer.
    Lost,
    /// The shop.
    Won,
}
