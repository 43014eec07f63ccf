//! GraphQL types and mutations of markets.

pub mod localization;
pub mod mutations;

pub use localization::{LocalizationQuery, Market};
pub use mutations::MarketMutation;
