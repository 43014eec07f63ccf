//! GraphQL types and mutations of markets.

pub mod localization;
pub mod mutations;
