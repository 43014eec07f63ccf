//! Prices of variants: the market's price list takes precedence over the shop's own prices.
//! Everything that shows or adds up a price starts here.

mod shown;
mod variant_price;

pub use shown::{prices_for_variants, shown_prices};
pub use variant_price::{
    AmountRange, PriceBreak, PriceError, Pricing, VariantPrice, adjusted_price, compare_at_range,
    price_of_variant, price_range,
};
