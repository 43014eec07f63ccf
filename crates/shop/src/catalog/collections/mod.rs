//! Collections: creating, changing and deleting them, and the products of manual collections.

pub(crate) mod members;
pub(crate) mod save;
pub mod validate;

pub use super::collections::members::add_products_to_collection;
pub use super::collections::save::{SavedCollection, delete_collection, save_collection};
pub use members::remove_products;
pub use validate::{products, validate};

use super::products::draft::{MediaDraft, MetafieldDraft};
use souk_entities::{
    Timestamp,
    catalog::{
        collection::{CollectionSortOrder, RuleSet},
        product::Publications,
    },
    ids::ProductId,
};

/// A new or changed collection. `None` leaves a value unchanged, or gives a new collection its
/// default.
#[derive(Clone, Debug, Default)]
pub struct CollectionDraft {
    /// URL handle; for a new collection, derived from the title by default.
    pub handle: Option<String>,
    /// Whether the URL with the old handle redirects to the new one.
    pub redirect_new_handle: bool,
    /// Title; required for a new collection.
    pub title: Option<String>,
    /// Description as HTML.
    pub description_html: Option<String>,
    /// Image; an inner `None` removes it.
    pub image: Option<Option<MediaDraft>>,
    /// Title and description for search engines.
    pub seo: Option<(Option<String>, Option<String>)>,
    /// Default order of its products.
    pub sort_order: Option<CollectionSortOrder>,
    /// Rules that select its products; an inner `None` makes it a manual collection.
    pub rule_set: Option<Option<RuleSet>>,
    /// When it is published; an inner `None` unpublishes it. A new one is published immediately.
    pub published_at: Option<Option<Timestamp>>,
    /// Sales channels that show it; an inner `None` means every channel.
    pub publications: Option<Option<Publications>>,
    /// Custom fields to set; other fields stay unchanged.
    pub metafields: Vec<MetafieldDraft>,
    /// Products of a new manual collection, in order.
    pub products: Vec<ProductId>,
}
