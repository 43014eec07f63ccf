//! Fields that queries for each resource may use.

/// Types of field values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text compared as a whole, case ignored; a comma separates alternatives.
    Keyword,
    /// Text searched by its words.
    Words,
    /// `true` or `false`.
    Flag,
    /// A decimal number.
    Number,
    /// An instant, a day, a month or a year; `now` is the current time.
    Time,
    /// An id: a number, or a global id.
    Id,
}

/// A field that a query may use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// Name in the query.
    pub name: &'static str,
    /// Type of its values.
    pub kind: Kind,
}

/// The fields of a resource.
pub type Fields = [Field];

const fn field(name: &'static str, kind: Kind) -> Field {
    Field { name, kind }
}

/// Fields of products.
pub const PRODUCTS: &Fields = &[
    field("available_for_sale", Kind::Flag),
    field("barcode", Kind::Keyword),
    field("created_at", Kind::Time),
    field("handle", Kind::Keyword),
    field("id", Kind::Id),
    field("product_type", Kind::Keyword),
    field("published_at", Kind::Time),
    field("sku", Kind::Keyword),
    field("tag", Kind::Keyword),
    field("tag_not", Kind::Keyword),
    field("title", Kind::Words),
    field("updated_at", Kind::Time),
    field("variants.price", Kind::Number),
    field("vendor", Kind::Keyword),
];

/// Fields of collections.
pub const COLLECTIONS: &Fields = &[
    field("collection_type", Kind::Keyword),
    field("handle", Kind::Keyword),
    field("id", Kind::Id),
    field("title", Kind::Words),
    field("updated_at", Kind::Time),
];

/// Fields of articles.
pub const ARTICLES: &Fields = &[
    field("author", Kind::Keyword),
    field("blog_title", Kind::Keyword),
    field("created_at", Kind::Time),
    field("handle", Kind::Keyword),
    field("id", Kind::Id),
    field("published_at", Kind::Time),
    field("tag", Kind::Keyword),
    field("tag_not", Kind::Keyword),
    field("title", Kind::Words),
    field("updated_at", Kind::Time),
];

/// Fields of pages.
pub const PAGES: &Fields = &[
    field("created_at", Kind::Time),
    field("handle", Kind::Keyword),
    field("id", Kind::Id),
    field("title", Kind::Words),
    field("updated_at", Kind::Time),
];

/// Fields of blogs.
pub const BLOGS: &Fields = PAGES;

/// Fields of URL redirects.
pub const REDIRECTS: &Fields = &[
    field("created_at", Kind::Time),
    field("id", Kind::Id),
    field("path", Kind::Keyword),
    field("target", Kind::Keyword),
];

/// Fields of gift cards.
pub const GIFT_CARDS: &Fields = &[
    field("balance_status", Kind::Keyword),
    field("created_at", Kind::Time),
    field("expires_on", Kind::Time),
    field("id", Kind::Id),
    field("last_characters", Kind::Keyword),
    field("status", Kind::Keyword),
    field("updated_at", Kind::Time),
];
