//! The merchant's side: everything that writes the catalogue, alone or together with stock.
//!
//! It has no database of its own. Work that spans two databases is recorded as an operation in the
//! first one and resumed after a crash, see [`operations`].

mod areas;
mod checks;
pub mod collections;
pub mod delivery_zones;
pub mod discounts;
pub mod graphql;
mod handles;
pub mod import;
pub mod inventory;
pub mod locations;
pub mod markets;
mod membership;
pub mod menus;
pub mod metafield_definitions;
pub mod metafields;
pub mod operations;
pub mod pages;
mod price_history;
pub mod price_lists;
mod price_ranges;
pub mod products;
pub mod quantity_pricing;
pub mod refusal;
pub mod seed;
pub mod tax_zones;
pub mod translations;

pub use membership::StockRules;

use crate::rows;
