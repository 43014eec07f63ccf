//! Writes the shop's settings, its markets and sales channels as a whole, which no mutation does.

pub(crate) mod store;

pub(crate) use store::{save_channels, save_markets, save_shop};
