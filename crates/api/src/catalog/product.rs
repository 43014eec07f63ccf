//! The catalogue's fields of products; `schema/joined.rs` joins them with those of other domains.

use super::{
    collection::{self, CollectionConnection},
    media::{
        self, Image, ImageConnection, MediaConnection, ProductImageSortKeys, ProductMediaSortKeys,
    },
    options::ProductOption,
    pricing::{ProductPriceRange, pricing_of},
    selling_plans::{self, SellingPlanGroupConnection},
    seo::{Seo, seo_of},
    taxonomy::TaxonomyCategory,
    texts,
    variant::{self, ProductVariantSortKeys},
    variant_connection::ProductVariantConnection,
};
use crate::list::List;
use crate::{
    connections::{Count, list_cost},
    content,
    context::RequestContext,
};
use async_graphql::{Context, ID, Object};
use souk_entities::catalog::product;
use souk_kernel::{
    codes::CountryCode,
    error::ApiError,
    ids::Gid,
    scalars::{DateTime, Html, Url},
};
use souk_shop::catalog::{prices, visibility};
use std::{borrow::Cow, sync::Arc};

/// Fields of a product that the catalogue owns.
#[derive(Clone)]
pub struct ProductFields {
    /// The row, already known to be visible to the caller.
    pub row: Arc<product::Model>,
    /// Tracking parameters that a search adds to links to the product.
    pub(crate) tracking: Option<Arc<str>>,
}

impl ProductFields {
    /// The fields of a product that the caller may see.
    pub fn new(row: Arc<product::Model>) -> Self {
        Self {
            row,
            tracking: None,
        }
    }

    async fn text<'a>(
        &'a self,
        ctx: &Context<'_>,
        key: &str,
        own: &'a str,
    ) -> Result<Cow<'a, str>, ApiError> {
        let id = self.row.id.0;
        texts::read_text(ctx, id, id, key, own).await
    }
}

#[Object]
impl ProductFields {
    /// Category of the product in the taxonomy.
    fn category(&self) -> Option<TaxonomyCategory> {
        self.row.category.as_deref().map(TaxonomyCategory::new)
    }

    /// Collections that contain the product, oldest first.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn collections(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<CollectionConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        collection::of_product(ctx, self.row.id, reverse.unwrap_or(false), &page).await
    }

    /// Lowest and highest compare-at price; 0 if no variant is reduced.
    async fn compare_at_price_range(
        &self,
        ctx: &Context<'_>,
    ) -> Result<ProductPriceRange, ApiError> {
        variant::compare_at_range(ctx, &self.row).await
    }

    /// Country where the product was made.
    fn country_of_origin(&self) -> Option<CountryCode> {
        let code = self.row.country_of_origin.as_deref();
        code.and_then(CountryCode::from_code)
    }

    /// When the product was created.
    fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// Description without markup.
    async fn description(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Maximum number of characters; no limit if omitted.")] truncate_at: Option<
            i32,
        >,
    ) -> Result<Cow<'_, str>, ApiError> {
        let (id, own) = (self.row.id.0, &*self.row.description);
        texts::description_of(ctx, id, own, truncate_at).await
    }

    /// Description with markup.
    async fn description_html(&self, ctx: &Context<'_>) -> Result<Html, ApiError> {
        let text = self.text(ctx, "body_html", &self.row.description_html);
        Ok(Html(text.await?.into_owned()))
    }

    /// The first image.
    fn featured_image(&self) -> Option<Image> {
        Image::featured(&self.row)
    }

    /// Handle used in URLs, unique in the shop.
    pub fn handle(&self) -> &str {
        &self.row.handle
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Images.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn images(
        &self,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the images.",
            default_with = "Some(ProductImageSortKeys::Position)"
        )]
        sort_key: Option<ProductImageSortKeys>,
    ) -> Result<ImageConnection, ApiError> {
        use ProductImageSortKeys as Key;
        let page = media::page(first, after, last, before)?;
        let by_id = matches!(sort_key, Some(Key::Id | Key::CreatedAt));
        let reverse = reverse.unwrap_or(false);
        Ok(media::image_page(&self.row, by_id, reverse, &page))
    }

    /// Whether it is a gift card.
    fn is_gift_card(&self) -> bool {
        self.row.gift_card
    }

    /// Images, videos and 3D models.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn media(
        &self,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the media.",
            default_with = "Some(ProductMediaSortKeys::Position)"
        )]
        sort_key: Option<ProductMediaSortKeys>,
    ) -> Result<MediaConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        let by_id = matches!(sort_key, Some(ProductMediaSortKeys::Id));
        let reverse = reverse.unwrap_or(false);
        Ok(media::media_page(&self.row, by_id, reverse, &page))
    }

    /// URL of the product's page; null if the product is not in the online store.
    pub async fn online_store_url(&self, ctx: &Context<'_>) -> Option<Url> {
        let store = ctx.directory().channels.first()?.id;
        visibility::is_on_sale(&self.row, store, ctx.audience().now)
            .then(|| content::online_store_url_of(ctx, &format!("/products/{}", self.row.handle)))
    }

    /// Properties in which the variants differ, such as colour and size.
    #[graphql(complexity = "list_cost(first.or(Some(3)), None, child_complexity)")]
    fn options(
        &self,
        #[graphql(desc = "Number of options; all if omitted.")] first: Option<i32>,
    ) -> List<ProductOption> {
        let count = first.map_or(usize::MAX, |first| usize::try_from(first).unwrap_or(0));
        ProductOption::all(&self.row).take(count).collect()
    }

    /// Lowest and highest price of the variants.
    fn price_range(&self, ctx: &Context<'_>) -> Result<ProductPriceRange, ApiError> {
        Ok(prices::price_range(&self.row, &pricing_of(ctx))?.into())
    }

    /// Product type, as named by the merchant.
    async fn product_type(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        let own = &self.row.product_type;
        self.text(ctx, "product_type", own).await
    }

    /// When the product was published.
    fn published_at(&self) -> DateTime {
        DateTime(self.row.published_at.unwrap_or(self.row.created_at))
    }

    /// Whether it is sold only with a selling plan.
    fn requires_selling_plan(&self) -> bool {
        self.row.requires_selling_plan
    }

    /// Groups of the selling plans that the product is offered with.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn selling_plan_groups(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<SellingPlanGroupConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        let reverse = reverse.unwrap_or(false);
        selling_plans::groups_of_product(ctx, self.row.id, reverse, &page).await
    }

    /// Title and description for search engines.
    async fn seo(&self, ctx: &Context<'_>) -> Result<Seo, ApiError> {
        let row = &self.row;
        let own = (row.seo_title.as_deref(), row.seo_description.as_deref());
        seo_of(ctx, row.id.0, own).await
    }

    /// Tags, sorted.
    fn tags(&self) -> &[String] {
        &self.row.tags.0
    }

    /// Name shown to buyers.
    async fn title(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        self.text(ctx, "title", &self.row.title).await
    }

    /// Parameters to add to links so that clicks on search results can be counted; null outside
    /// search results.
    pub async fn tracking_parameters(&self) -> Option<&str> {
        self.tracking.as_deref()
    }

    /// When the product last changed.
    fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }

    /// Variants: the purchasable versions of the product.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn variants(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(
            desc = "Order of the variants.",
            default_with = "Some(ProductVariantSortKeys::Position)"
        )]
        sort_key: Option<ProductVariantSortKeys>,
    ) -> Result<ProductVariantConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        let key = sort_key.unwrap_or(ProductVariantSortKeys::Position);
        variant::of_product(ctx, &self.row, key, reverse.unwrap_or(false), &page).await
    }

    /// Number of variants.
    #[allow(clippy::unnecessary_wraps)] // nullable in the reference schema
    fn variants_count(&self) -> Option<Count> {
        Some(Count::exact(self.row.variants_count))
    }

    /// Manufacturer or seller.
    fn vendor(&self) -> &str {
        &self.row.vendor
    }
}
