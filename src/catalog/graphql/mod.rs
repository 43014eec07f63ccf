//! GraphQL types and resolvers of the catalogue.

pub mod bundles;
pub mod collection;
pub mod media;
pub mod options;
pub mod pricing;
pub mod product;
mod queries;
pub mod selling_plans;
pub mod taxonomy;
pub mod variant;

pub use collection::{CollectionConnection, CollectionFields, CollectionSortKeys};
pub use media::{Image, ImageConnection, Media, MediaImage};
pub use options::{OptionValueFields, ProductOption, SelectedOption, SelectedOptionInput};
pub use pricing::{
    CompareAtPricePolicy, ProductPriceRange, QuantityPriceBreak, QuantityRule, WeightUnit,
};
pub use product::{ProductFields, Seo};
pub use queries::CatalogQuery;
pub(crate) use selling_plans::option_key;
pub use selling_plans::{SellingPlan, SellingPlanAllocation};
pub use taxonomy::TaxonomyCategory;
pub use variant::{ProductVariantConnection, VariantFields};
