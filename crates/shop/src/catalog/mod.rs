//! The catalogue: products, variants, prices, collections, selling plans, custom fields, and the
//! translations of all texts.
//!
//! Its tables are in the `catalog` database, beside those of content and market.

pub mod collection_inputs;
pub mod collections;
mod error_code;
pub mod former_prices;
pub mod input_enums;
pub mod lists;
pub mod loaders;
pub(crate) mod lookups;
pub mod media_url;
pub(crate) mod membership;
pub mod metafield_definition_inputs;
pub mod metafield_definitions;
pub mod metafield_errors;
pub mod metafield_loaders;
pub mod metafield_types;
pub mod metafields;
pub mod price_list_inputs;
pub mod price_lists;
pub(crate) mod price_ranges;
pub mod prices;
pub mod product_inputs;
pub mod products;
pub mod quantity_pricing;
pub mod quantity_rules;
pub mod recorded_work;
pub mod rules;
pub mod selling_plans;
pub mod shown;
pub mod store;
pub mod texts;
pub mod units;
pub mod visibility;

pub use collections::{
    CollectionDraft, members::add_products_to_collection, save::delete_collection, save_collection,
};
pub use error_code::CatalogErrorCode;
pub use input_enums::{InventoryPolicy, ProductStatus, WeightUnit};
pub use lists::{ListPosition, page_of_list};
pub use loaders::CatalogLoaders;
pub use lookups::{
    collections_of_products, products_by_id, selling_plans_by_variant, texts_of_products,
    variants_by_id,
};
pub use media_url::{CropRegion, ImageContentType, MediaSource, Transform, media_address};
pub use metafield_errors::MetafieldsSetUserErrorCode;
pub use metafield_loaders::{MetafieldById, MetafieldByKey};
pub use metafield_types::{DEFAULT_NAMESPACE, UnfitKind, check_metafield_value};
pub use metafields::{
    ExpectedMetafield, FieldChange, InventoryFacts, MOST_AT_ONCE, MetafieldOwner, set_metafields,
};
pub use price_list_inputs::{
    PriceListAdjustmentInput, PriceListAdjustmentType, PriceListCreateInput,
    PriceListParentCreateInput, PriceListPriceInput,
};
pub use price_lists::{add_fixed_prices, create_price_list, validate_price_list};
pub use prices::{Pricing, VariantPrice, price_of_variant, prices_for_variants};
pub use product_inputs::{
    FileSetInput, InventoryItemInput, InventoryItemMeasurementInput, MetafieldInput,
    OptionSetInput, ProductSetInventoryInput, ProductVariantSetInput, SeoInput,
    VariantOptionValueInput, WeightInput,
};
pub use products::{
    draft::{MediaDraft, ProductIdentity, VariantDraft},
    fields::{ProductDraft, ProductSetInput, validate_handle},
    names::ProductNames,
    stock_plan::{ProductStockPlan, VariantStockPlan},
    validate::{validate_metafield, variants::validate_variant},
    validate_product,
};
pub use quantity_rules::quantity_rule_of_variant;
pub use recorded_work::RecordedWork;
pub use rules::{ProductFacts, RuleCollection};
pub use selling_plans::{option_key, plan_in, price_with_plan};
pub use shown::{shown_picture, shown_title, shown_variant_title};
pub use store::{
    collection_by_handle, collections_by_ids, filterable_definitions, fixed_prices_of_products,
    metafields::MetafieldKey, metafields_of_owners, places_of_products, product_by_handle,
    products_by_ids, selling_plan_groups, translations_by_roots, variants_by_ids,
    variants_of_products,
};
pub use texts::{Translations, plain_text, text_digest, truncated_text};
pub use units::weight_in;
pub use visibility::{is_on_sale, is_published, sees_collection, sees_product};

pub(crate) use membership::{
    current_collection_rules, empty_collection, membership_change, metafields_after,
    products_after, rule_collections, rules_need_stock, rules_of_collection, settle_membership,
    touch_products,
};
pub(crate) use metafields::{find_metafield, metafield_row, products_of_owners};
pub(crate) use price_ranges::recompute_price_ranges;
pub(crate) use products::{
    build::{BuiltProduct, build_product, summarize_variants},
    existing::{ExistingProducts, StoredProduct},
    variants::{apply_variants, option_values_of, variant_title_of},
    write::{ProductRows, delete_product_rows},
};
pub(crate) use recorded_work::{earlier_stock_plans, finish_work, pending_work, record_work};
pub(crate) use store::{
    all_price_lists,
    bulk::{has_products, upsert_selling_plan_groups, variants_by_skus},
    collection_ids_after, collection_ids_among, delete_translations_of_parts,
    has_metafield_definitions, insert_metafield_definitions, lock_collection, lock_product,
    metafields::{lock_metafield, metafields_of_kind},
    product_ids_after, product_ids_among, products_with_number_in_options, upsert_translations,
    variant_by_id,
};
