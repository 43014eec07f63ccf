//! Predictive search: results while the buyer types.

use super::{
    listing::listing,
    results::{Rows, SearchResultItem, tracking},
};
use crate::list::List;
use crate::{
    catalog::CatalogContext,
    content::{Article, Page},
    context::RequestContext,
    schema::{Collection, Product},
};
use async_graphql::{Context, Enum, SimpleObject};
use souk_entities::ids::CollectionId;
use souk_kernel::error::ApiError;
use souk_shop::{
    catalog,
    search::{
        SearchIndex,
        engine::{
            DocumentKind, SearchOrder, SearchRequest, SearchResult, SearchSortKey, TextField,
            TextQuery, UnavailableProducts,
        },
    },
};
use std::sync::Arc;

/// What the limit of a predictive search applies to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PredictiveSearchLimitScope {
    /// All results together.
    All,
    /// The results of each type separately.
    Each,
}

/// Types of results of a predictive search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum PredictiveSearchType {
    /// Articles.
    Article,
    /// Collections.
    Collection,
    /// Pages.
    Page,
    /// Products.
    Product,
    /// Suggested searches that begin with the text typed.
    Query,
}

/// Fields that can be searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum SearchableField {
    /// Authors.
    Author,
    /// Descriptions and body texts.
    Body,
    /// Product types.
    ProductType,
    /// Tags.
    Tag,
    /// Titles.
    Title,
    /// Barcodes of variants.
    VariantsBarcode,
    /// Stock keeping units of variants.
    VariantsSku,
    /// Titles of variants.
    VariantsTitle,
    /// Vendors.
    Vendor,
}

impl From<SearchableField> for TextField {
    fn from(field: SearchableField) -> Self {
        match field {
            SearchableField::Author => Self::Author,
            SearchableField::Body => Self::Body,
            SearchableField::ProductType => Self::ProductType,
            SearchableField::Tag => Self::Tag,
            SearchableField::Title => Self::Title,
            SearchableField::VariantsBarcode => Self::Barcode,
            SearchableField::VariantsSku => Self::Sku,
            SearchableField::VariantsTitle => Self::Variant,
            SearchableField::Vendor => Self::Vendor,
        }
    }
}

/// Results of a predictive search.
#[derive(Clone, Default, SimpleObject)]
pub struct PredictiveSearchResult {
    /// Articles.
    pub articles: List<Article>,
    /// Collections.
    pub collections: List<Collection>,
    /// Pages.
    pub pages: List<Page>,
    /// Products.
    pub products: List<Product>,
    /// Suggested searches that begin with the text typed.
    pub queries: List<SearchQuerySuggestion>,
}

/// A suggested search that begins with the text typed.
#[derive(Clone, SimpleObject)]
pub struct SearchQuerySuggestion {
    /// The search as HTML: the text typed is in `mark`, the completion in `span`.
    pub styled_text: String,
    /// The search as plain text.
    pub text: String,
    /// Parameters to add to links so that searches can be counted.
    pub tracking_parameters: Option<String>,
}

/// Arguments of a predictive search.
pub(super) struct Wish {
    pub(super) limit: Option<i32>,
    pub(super) scope: PredictiveSearchLimitScope,
    pub(super) query: String,
    pub(super) fields: Vec<SearchableField>,
    pub(super) types: Vec<PredictiveSearchType>,
    pub(super) unavailable: UnavailableProducts,
}

impl Wish {
    fn wants(&self, kind: PredictiveSearchType) -> bool {
        self.types.is_empty() || self.types.contains(&kind)
    }

    /// The best-matching documents of a type, at most `size`.
    async fn find(
        &self,
        ctx: &Context<'_>,
        kind: DocumentKind,
        size: usize,
    ) -> Result<Arc<SearchResult>, ApiError> {
        let listing = SearchRequest {
            text: Some(TextQuery {
                text: self.query.clone(),
                prefix: true,
                fields: self.fields.iter().copied().map(Into::into).collect(),
            }),
            unavailable: self.unavailable,
            order: SearchOrder {
                key: SearchSortKey::Relevance,
                reverse: false,
            },
            size,
            ..listing(ctx, vec![kind])
        };
        Ok(ctx.app().part::<SearchIndex>().find(&listing).await?)
    }
}

/// Runs a predictive search.
pub(super) async fn search(
    ctx: &Context<'_>,
    wish: Wish,
) -> Result<PredictiveSearchResult, ApiError> {
    use PredictiveSearchType as Kind;
    let limit = wish.limit.unwrap_or(10);
    let bad = || ApiError::BadInput("limit must be between 1 and 10".to_owned());
    let limit = usize::try_from(limit)
        .ok()
        .filter(|limit| (1..=10).contains(limit));
    let limit = limit.ok_or_else(bad)?;
    let mut result = PredictiveSearchResult::default();
    if wish.query.trim().is_empty() {
        return Ok(result);
    }
    let mut left = limit;
    for (kind, documents) in [
        (Kind::Product, DocumentKind::Product),
        (Kind::Collection, DocumentKind::Collection),
        (Kind::Page, DocumentKind::Page),
        (Kind::Article, DocumentKind::Article),
    ] {
        let wanted = wish.wants(kind) || kind == Kind::Product && wish.wants(Kind::Query);
        if !wanted || left == 0 {
            continue;
        }
        let found = wish.find(ctx, documents, left).await?;
        let before = result.len();
        if kind == Kind::Collection {
            result.collections = collections(ctx, &wish.query, &found).await?.into();
        } else {
            let rows = Rows::read(ctx, &found).await?;
            for (place, hit) in found.hits.iter().enumerate() {
                match rows.item(hit, &wish.query, place) {
                    Some(SearchResultItem::Article(it)) => result.articles.push(it),
                    Some(SearchResultItem::Page(it)) => result.pages.push(it),
                    Some(SearchResultItem::Product(it)) => result.products.push(it),
                    None => {}
                }
            }
        }
        if kind == Kind::Product {
            if wish.wants(Kind::Query) {
                result.queries = suggestions(&wish.query, &result.products).into();
            }
            if !wish.wants(Kind::Product) {
                result.products.clear();
            }
        }
        if wish.scope == PredictiveSearchLimitScope::All {
            left -= (result.len() - before).min(left);
        }
    }
    Ok(result)
}

impl PredictiveSearchResult {
    fn len(&self) -> usize {
        self.articles.len() + self.collections.len() + self.pages.len() + self.products.len()
    }
}

async fn collections(
    ctx: &Context<'_>,
    words: &str,
    found: &SearchResult,
) -> Result<Vec<Collection>, ApiError> {
    let ids = found.hits.iter().map(|hit| CollectionId(hit.key.id));
    let rows = ctx.catalog().collections.load_many(ids).await?;
    let hits = found.hits.iter().enumerate();
    Ok(hits
        .filter_map(|(place, hit)| {
            let row = rows.get(&CollectionId(hit.key.id))?;
            catalog::sees_collection(ctx.audience(), ctx.viewer(), row)
                .then(|| Collection::new(Arc::clone(row)).tracked(tracking(words, place)))
        })
        .collect())
}

/// Suggests completions of the last word from the titles of the products found.
fn suggestions(typed: &str, products: &[Product]) -> Vec<SearchQuerySuggestion> {
    let typed = typed.trim().to_lowercase();
    let (before, last) = match typed.rfind(char::is_whitespace) {
        Some(space) => typed.split_at(space + 1),
        None => ("", typed.as_str()),
    };
    let mut texts: Vec<String> = Vec::new();
    for product in products {
        for word in product
            .row
            .title
            .split(|letter: char| !letter.is_alphanumeric())
        {
            let word = word.to_lowercase();
            let text = format!("{before}{word}");
            if word.starts_with(last) && word != last && !texts.contains(&text) {
                texts.push(text);
            }
        }
    }
    texts.truncate(10);
    texts
        .into_iter()
        .map(|text| SearchQuerySuggestion {
            styled_text: styled(&typed, &text[typed.len()..]),
            tracking_parameters: Some(tracking(&typed, 0).to_string()),
            text,
        })
        .collect()
}

fn styled(typed: &str, rest: &str) -> String {
    let safe = |text: &str| {
        let text = text.replace('&', "&amp;").replace('<', "&lt;");
        text.replace('>', "&gt;")
    };
    format!("<mark>{}</mark><span>{}</span>", safe(typed), safe(rest))
}
