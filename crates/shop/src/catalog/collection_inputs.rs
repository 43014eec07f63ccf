//! Inputs for collections.

use super::{
    input_enums::{CollectionRuleColumn, CollectionRuleRelation, CollectionSortOrder},
    product_inputs::{ImageInput, MetafieldInput, PublicationInput, SeoInput},
};
use async_graphql::{ID, InputObject, MaybeUndefined};
use souk_kernel::scalars::{DateTime, Html};

/// A collection. Fields that are left out stay unchanged, or get their default on a new collection.
#[derive(InputObject, Clone, Debug, Default)]
pub struct CollectionInput {
    /// Description as HTML.
    pub description_html: Option<Html>,
    /// URL handle; for a new collection, derived from the title by default.
    pub handle: Option<String>,
    /// Id of the collection. Required for a change, not allowed for a new collection.
    pub id: Option<ID>,
    /// Image; null removes it.
    pub image: MaybeUndefined<ImageInput>,
    /// Custom fields to set, at most 250. Other fields stay unchanged.
    pub metafields: Option<Vec<MetafieldInput>>,
    /// Products of a new manual collection in order, at most 250.
    pub products: Option<Vec<ID>>,
    /// Sales channels that show it; null for every channel, which is the default.
    pub publications: MaybeUndefined<Vec<PublicationInput>>,
    /// When it is published; null unpublishes it. A new collection is published immediately by
    /// default.
    pub published_at: MaybeUndefined<DateTime>,
    /// Whether to redirect the old URL if the handle changes.
    pub redirect_new_handle: Option<bool>,
    /// Rules that select its products; null turns it into a manual collection with its current
    /// products.
    pub rule_set: MaybeUndefined<CollectionRuleSetInput>,
    /// Title and description for search engines.
    pub seo: Option<SeoInput>,
    /// Default order of its products: manual for a manual collection, best selling first for one
    /// with rules.
    pub sort_order: Option<CollectionSortOrder>,
    /// Name shown to buyers; required for a new collection.
    pub title: Option<String>,
}

/// Rules that select products.
#[derive(InputObject, Clone, Debug, Default)]
pub struct CollectionRuleSetInput {
    /// Whether a product needs to match only one rule; otherwise it must match all.
    pub applied_disjunctively: bool,
    /// The rules, at most 60.
    pub rules: Vec<CollectionRuleInput>,
}

/// A rule, such as vendor equals Acme.
#[derive(InputObject, Clone, Debug)]
pub struct CollectionRuleInput {
    /// The attribute that is tested.
    pub column: CollectionRuleColumn,
    /// The value it is compared with; ignored by rules that only test whether a value is set.
    pub condition: String,
    /// Id of the definition, for rules on a custom field.
    pub condition_object_id: Option<ID>,
    /// How the attribute is compared with the condition.
    pub relation: CollectionRuleRelation,
}
