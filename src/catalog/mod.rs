//! The catalogue: products, variants, prices, collections, menus, pages, translations, custom
//! fields.
//!
//! Owns the `catalog` database. Its interface for other domains is exported here.

pub mod collections;
pub mod content;
pub mod directory;
pub mod graphql;
pub mod lists;
pub mod loaders;
pub mod media_url;
pub mod price_history;
pub mod prices;
pub mod quantity_rules;
mod reads;
pub mod rules;
pub mod selling_plans;
pub mod shown;
pub mod store;
pub mod texts;
pub mod units;
pub mod visibility;

pub use reads::{collections_of_products, products, selling_plans, texts_of_products, variants};
