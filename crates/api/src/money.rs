//! Amounts of money as the API answers them.

use async_graphql::SimpleObject;
use souk_kernel::{codes::CurrencyCode, money::Money, scalars::Decimal};

/// An amount of money.
#[derive(Clone, Debug, SimpleObject)]
#[graphql(name = "MoneyV2")]
pub struct MoneyV2 {
    /// The amount as a decimal number.
    pub amount: Decimal,
    /// The currency.
    pub currency_code: CurrencyCode,
}

impl From<Money> for MoneyV2 {
    fn from(money: Money) -> Self {
        Self {
            amount: Decimal(money.decimal()),
            currency_code: money.currency(),
        }
    }
}
