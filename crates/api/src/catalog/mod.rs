//! GraphQL types and resolvers of the catalogue.

pub mod bundles;
pub mod collection;
pub mod collection_list;
pub mod collection_mutations;
pub mod loaders_context;
pub mod media;
pub mod metafield;
pub mod metafield_errors;
pub mod metafield_mutations;
pub mod metafields_of;
pub mod options;
pub mod price_list_mutations;
pub mod pricing;
pub mod product;
pub mod product_mutations;
pub mod quantity_pricing_mutations;
mod queries;
pub mod selling_plans;
pub mod taxonomy;
pub mod texts;
pub mod variant;
pub mod variant_mutations;

pub use collection::{CollectionConnection, CollectionFields, CollectionSortKeys};
pub use loaders_context::CatalogContext;
pub use media::{Image, ImageConnection, Media, MediaImage};
pub use options::{OptionValueFields, ProductOption, SelectedOption, SelectedOptionInput};
pub use pricing::{CompareAtPricePolicy, ProductPriceRange, QuantityPriceBreak, QuantityRule};
pub use product::{ProductFields, Seo};
pub use queries::CatalogQuery;
pub use selling_plans::{SellingPlan, SellingPlanAllocation};
pub use taxonomy::TaxonomyCategory;
pub use variant::{ProductVariantConnection, VariantFields};
