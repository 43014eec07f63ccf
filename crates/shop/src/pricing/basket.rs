//! What is priced: lines, deliveries, their discounts and their tax rates.

use serde::{Deserialize, Serialize};
use souk_entities::orders::order_line::DiscountShare;
use souk_kernel::codes::CurrencyCode;

/// A rate of 100 %.
pub const WHOLE: i64 = 1_000_000;

/// What is priced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Basket {
    /// Currency of every amount in it.
    pub currency: CurrencyCode,
    /// Whether prices include tax; else it is added.
    pub prices_include_tax: bool,
    /// What is bought.
    pub lines: Vec<Line>,
    /// What is paid for delivery, one line for each delivery.
    pub deliveries: Vec<Line>,
}

/// A number of units of something, or a delivery.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Price of one unit, at least 0.
    pub unit_price: i64,
    /// Number of units, at least 0.
    pub quantity: i64,
    /// What is taken off all units together, at most their price.
    pub discounts: Vec<DiscountShare>,
    /// How it is taxed. Most lines are taxed as a whole; a bundle is taxed by its components, which
    /// share its price by weight. Empty if there is no tax.
    pub taxed: Vec<Taxed>,
}

/// A part of a line that is taxed uniformly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taxed {
    /// Its weight in the line's price, relative to the other parts.
    pub weight: u64,
    /// The rates, which add up.
    pub rates: Vec<Rate>,
}

/// A tax rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rate {
    /// Name shown, such as `VAT`.
    pub title: String,
    /// In millionths: 19 % is 190,000.
    pub rate: i64,
}
