//! The catalog: products, variants, prices, collections, menus, pages, translations, custom fields.
//!
//! Owns the `catalog` database. What it offers to other domains is exported here.

pub mod directory;
pub mod graphql;
pub mod loaders;
pub mod store;
