//! Inputs for definitions of custom fields.

use async_graphql::{Enum, InputObject};

/// Types of resources that can have custom fields.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetafieldOwnerType {
    /// An article.
    Article,
    /// A blog.
    Blog,
    /// A collection.
    Collection,
    /// A location.
    Location,
    /// A market.
    Market,
    /// A page.
    Page,
    /// A product.
    Product,
    /// A variant.
    #[graphql(name = "PRODUCTVARIANT")]
    ProductVariant,
    /// The shop.
    Shop,
}

impl MetafieldOwnerType {
    /// The resource type as used in global ids.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Article => "Article",
            Self::Blog => "Blog",
            Self::Collection => "Collection",
            Self::Location => "Location",
            Self::Market => "Market",
            Self::Page => "Page",
            Self::Product => "Product",
            Self::ProductVariant => "ProductVariant",
            Self::Shop => "Shop",
        }
    }
}

/// Definition of a custom field.
#[derive(InputObject, Clone, Debug)]
pub struct MetafieldDefinitionInput {
    /// Who may read it; only merchants by default.
    pub access: Option<MetafieldAccessInput>,
    /// Description for merchants.
    pub description: Option<String>,
    /// Whether listings offer it as a filter. Only possible for fields of products and variants
    /// that buyers may read.
    pub filterable: Option<bool>,
    /// Key within the namespace.
    pub key: String,
    /// Display name.
    pub name: String,
    /// Namespace; `custom` by default.
    pub namespace: Option<String>,
    /// Type of resource it belongs to.
    pub owner_type: MetafieldOwnerType,
    /// Type, such as `single_line_text_field`.
    #[graphql(name = "type")]
    pub kind: String,
    /// Validation rules for values.
    pub validations: Option<Vec<MetafieldDefinitionValidationInput>>,
}

/// Who may read a custom field.
#[derive(InputObject, Clone, Copy, Debug, Default)]
pub struct MetafieldAccessInput {
    /// Access for buyers.
    pub storefront: Option<MetafieldStorefrontAccess>,
}

/// Access for buyers to a custom field.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MetafieldStorefrontAccess {
    /// Buyers may not read it.
    None,
    /// Buyers may read it.
    PublicRead,
}

impl MetafieldStorefrontAccess {
    /// Whether buyers may read it.
    pub fn is_public(self) -> bool {
        self == Self::PublicRead
    }
}

/// A validation rule for values.
#[derive(InputObject, Clone, Debug)]
pub struct MetafieldDefinitionValidationInput {
    /// Name of the rule: `min` and `max` limit a number, or the length of a text in characters;
    /// `choices` lists the allowed values.
    pub name: String,
    /// The limit, or a JSON list of texts.
    pub value: String,
}
