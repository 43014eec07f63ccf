//! The catalogue: products, variants, prices, collections, menus, pages, translations, custom
//! fields.
//!
//! Owns the `catalog` database. Its interface for other domains is exported here.

pub mod collection_inputs;
pub mod collections;
mod error_code;
pub(crate) mod former_prices;
pub mod input_enums;
pub mod lists;
pub mod loaders;
pub mod media_url;
pub(crate) mod membership;
pub mod metafield_definition_inputs;
pub mod metafield_definitions;
pub mod metafield_errors;
pub mod metafield_loaders;
pub mod metafield_types;
pub mod metafields;
pub mod price_history;
pub mod price_list_inputs;
pub mod price_lists;
pub(crate) mod price_ranges;
pub mod prices;
pub mod product_inputs;
pub mod products;
pub mod quantity_pricing;
pub mod quantity_rules;
mod reads;
pub mod recorded_work;
pub mod rules;
pub mod selling_plans;
pub mod shown;
pub mod store;
pub mod texts;
pub mod units;
pub mod visibility;

pub use error_code::CatalogErrorCode;
pub use reads::{collections_of_products, products, selling_plans, texts_of_products, variants};
pub(crate) use store::{
    collection_ids_after, collection_ids_among, delete_translations_of_parts, lock_collection,
    lock_product, metafields::lock_metafield, product_ids_after, product_ids_among,
    products_with_number_in_options, upsert_translations, variant_by_id,
};
