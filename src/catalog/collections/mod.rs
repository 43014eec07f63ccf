//! Collections: making, changing and deleting them, and choosing their products by hand.

mod members;
mod save;
mod validate;

pub use members::{add_products, remove_products};
pub use save::{Saved, delete, save};
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

/// A collection as it should be. What is `None` stays as it is, or gets its default on a new one.
#[derive(Clone, Debug, Default)]
pub struct CollectionDraft {
    /// Name in addresses; made from the title where a new collection has none.
    pub handle: Option<String>,
    /// Whether the address under the old handle leads to the new one.
    pub redirect_new_handle: bool,
    /// Title; a new collection needs one.
    pub title: Option<String>,
    /// Description as HTML.
    pub description_html: Option<String>,
    /// Picture; an inner `None` removes it.
    pub image: Option<Option<MediaDraft>>,
    /// Title and description for search engines.
    pub seo: Option<(Option<String>, Option<String>)>,
    /// Order of its products where the client asks for none.
    pub sort_order: Option<CollectionSortOrder>,
    /// Rules that choose its products; an inner `None` leaves its products to the merchant's hand.
    pub rule_set: Option<Option<RuleSet>>,
    /// When it is published; an inner `None` unpublishes it. A new one is published at once.
    pub published_at: Option<Option<Timestamp>>,
    /// The channels that show it; an inner `None` is every channel.
    pub publications: Option<Option<Publications>>,
    /// Custom fields to set; others stay.
    pub metafields: Vec<MetafieldDraft>,
    /// Products of a new collection, chosen by hand, in their order.
    pub products: Vec<ProductId>,
}
