//! GraphQL types and mutations of markets.

pub mod localization;
pub mod mutations;

pub use localization::LocalizationQuery;
pub use localization::Market;
pub use mutations::MarketMutation;
