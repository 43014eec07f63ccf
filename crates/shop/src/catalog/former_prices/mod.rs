//! Former prices of variants, which some markets show as compare-at prices.

mod prior;
mod record;

pub use prior::prior_price;
pub(crate) use record::{Relisted, forget_former_prices, note_listed_prices, note_own_prices};
