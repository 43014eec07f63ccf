//! Amounts of orders in the buyer's currency and in the shop's.

use crate::money::MoneyV2;
use async_graphql::SimpleObject;
use souk_entities::orders::order;
use souk_kernel::{
    codes::CurrencyCode,
    error::ApiError,
    money::{Money, MoneyError, divide_half_away},
};
use souk_shop::pricing::WHOLE;

/// An amount in two currencies.
#[derive(Clone, Debug, SimpleObject)]
pub struct MoneyBag {
    /// The amount in the buyer's currency, in which the order was paid.
    presentment_money: MoneyV2,
    /// The amount in the shop's currency, at the exchange rate of the day of the order.
    shop_money: MoneyV2,
}

impl MoneyBag {
    /// Converts minor units of the order's currency into both currencies.
    ///
    /// # Errors
    ///
    /// When the amount does not fit into 64 bits.
    pub fn of(order: &order::Model, minor: i64) -> Result<Self, ApiError> {
        Ok(Self {
            presentment_money: amount(order, minor),
            shop_money: in_shop_currency(order, minor)?.into(),
        })
    }
}

/// An amount in minor units of the order's currency.
pub(super) fn amount(order: &order::Model, minor: i64) -> MoneyV2 {
    Money::new(minor, currency(&order.currency)).into()
}

pub(super) fn currency(code: &str) -> CurrencyCode {
    CurrencyCode::from_code(code).unwrap_or(CurrencyCode::XXX)
}

fn in_shop_currency(order: &order::Model, minor: i64) -> Result<Money, MoneyError> {
    let (from, to) = (currency(&order.currency), currency(&order.shop_currency));
    let mut dividend = i128::from(minor) * i128::from(WHOLE);
    let mut divisor = i128::from(order.exchange_rate.max(1));
    if to.digits() > from.digits() {
        dividend *= 10_i128.pow(to.digits() - from.digits());
    } else {
        divisor *= 10_i128.pow(from.digits() - to.digits());
    }
    Ok(Money::new(divide_half_away(dividend, divisor)?, to))
}
