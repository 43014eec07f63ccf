//! What carts, orders and refunds cost. There is one pipeline: price × quantity → discounts → tax →
//! total, and everything that needs an amount uses it. It uses no database, and no currency but the
//! one it is given.
//!
//! Amounts are whole minor units. Tax is computed for each line as a whole and rounded once, half
//! away from zero; several rates of a line are added up before that, and share the tax by largest
//! remainder. So the tax of a basket is the sum of the taxes of its lines, whatever their order.

mod basket;
mod price;
mod priced;
mod sums;
mod tax;
#[cfg(test)]
mod vectors;

pub use basket::{Basket, Line, Rate, Taxed, WHOLE};
pub use price::price;
pub use priced::{Priced, PricedLine, Totals};
pub use souk_entities::orders::{order::TaxLine, order_line::DiscountShare};
pub use sums::PricingError;
