//! Variants as the catalog knows them; `schema.rs` joins what other domains add.

use super::{
    bundles::{self, ProductVariantComponentConnection},
    media::{self, Image},
    options::{self, SelectedOption},
    pricing::{
        Measurement, QuantityPriceBreak, QuantityPriceBreakConnection, QuantityRule, WeightUnit,
    },
    selling_plans::{self, SellingPlanAllocationConnection},
};
use crate::{
    catalog::{
        lists::{self, Place},
        loaders::CatalogContext,
        prices::{self, Pricing, VariantPrice},
        shown, units,
    },
    connection,
    error::ApiError,
    ids::Gid,
    pagination::{Page, list_cost},
    scalars::MoneyV2,
    schema::{Product, ProductVariant},
};
use async_graphql::{Context, Enum, ID, Object};
use souk_entities::catalog::{product, variant};
use std::{borrow::Cow, sync::Arc};

/// The fields of a variant that the catalog knows.
#[derive(Clone)]
pub struct VariantFields {
    /// The row.
    pub row: Arc<variant::Model>,
    /// The row of its product, already known to be visible to the caller.
    pub product: Arc<product::Model>,
}

impl VariantFields {
    /// What the variant costs in the market of the request.
    ///
    /// # Errors
    ///
    /// When the database fails or an amount gets out of range.
    pub async fn quote(&self, ctx: &Context<'_>) -> Result<VariantPrice, ApiError> {
        let pricing = Pricing::of(ctx);
        let fixed = match pricing.list {
            None => None,
            Some(list) => {
                let key = (self.row.product_id, list.id);
                ctx.catalog().fixed_prices.load_one(key).await?
            }
        };
        let fixed = fixed.as_ref().and_then(|fixed| fixed.get(&self.row.id));
        Ok(prices::of_variant(&self.row, fixed, &pricing)?)
    }

    async fn before_reduction(&self, ctx: &Context<'_>) -> Result<Option<MoneyV2>, ApiError> {
        let price = self.quote(ctx).await?;
        Ok(price.compare_at.map(MoneyV2::from))
    }

    async fn per_unit(&self, ctx: &Context<'_>) -> Result<Option<MoneyV2>, ApiError> {
        let Some(measurement) = &self.row.unit_price_measurement else {
            return Ok(None);
        };
        let price = self.quote(ctx).await?.price;
        let price = units::unit_price(price, measurement)?;
        Ok(price.map(MoneyV2::from))
    }
}

#[Object]
impl VariantFields {
    /// GTIN, EAN, UPC or ISBN.
    fn barcode(&self) -> Option<&str> {
        self.row.barcode.as_deref()
    }

    /// Price before a reduction.
    async fn compare_at_price(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.before_reduction(ctx).await.transpose()
    }

    /// Price before a reduction.
    #[graphql(name = "compareAtPriceV2", deprecation = "Use `compareAtPrice`.")]
    async fn compare_at_price_v2(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.before_reduction(ctx).await.transpose()
    }

    /// What a bundle is made of; empty for other variants.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn components(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<ProductVariantComponentConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        bundles::components(ctx, self, &page).await
    }

    /// Bundles that the variant is a part of.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn grouped_by(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<ProductVariantConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        bundles::grouped_by(ctx, self, &page).await
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Picture of the variant, or the first one of the product.
    fn image(&self) -> Option<Image> {
        shown::picture(&self.product, &self.row).map(Image::new)
    }

    /// Price of one unit.
    async fn price(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.quote(ctx).await?.price.into())
    }

    /// Price of one unit.
    #[graphql(name = "priceV2", deprecation = "Use `price`.")]
    async fn price_v2(&self, ctx: &Context<'_>) -> Result<MoneyV2, ApiError> {
        Ok(self.quote(ctx).await?.price.into())
    }

    /// The product.
    fn product(&self) -> Product {
        Product::new(Arc::clone(&self.product))
    }

    /// Lower prices for more units, from the smallest quantity on.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn quantity_price_breaks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<QuantityPriceBreakConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        let breaks = self.quote(ctx).await?.breaks;
        let slice = lists::page_of(breaks, &page, |step| i64::from(step.minimum));
        let slice = slice.map(|(cursor, step)| {
            let step = QuantityPriceBreak {
                minimum_quantity: step.minimum,
                price: step.price.into(),
            };
            (cursor, step)
        });
        Ok(QuantityPriceBreakConnection::new(slice))
    }

    /// How many units a buyer may take.
    fn quantity_rule(&self) -> QuantityRule {
        QuantityRule::of(&self.row)
    }

    /// Whether it is sold only as a bundle of its components.
    fn requires_components(&self) -> bool {
        self.row.requires_components
    }

    /// Whether something is sent to the buyer.
    fn requires_shipping(&self) -> bool {
        self.row.requires_shipping
    }

    /// The value it has for each option of the product.
    async fn selected_options(&self, ctx: &Context<'_>) -> Result<Vec<SelectedOption>, ApiError> {
        options::selected(ctx, &self.product, &self.row).await
    }

    /// What the variant costs under each selling plan of its product.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn selling_plan_allocations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Turn the order around.", default_with = "Some(false)")] reverse: Option<
            bool,
        >,
    ) -> Result<SellingPlanAllocationConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        let reverse = reverse.unwrap_or(false);
        selling_plans::allocations_of_variant(ctx, self, reverse, &page).await
    }

    /// Stock keeping unit.
    fn sku(&self) -> Option<&str> {
        self.row.sku.as_deref()
    }

    /// Whether tax is charged.
    fn taxable(&self) -> bool {
        self.row.taxable
    }

    /// Option values joined by ` / `.
    async fn title(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        options::title(ctx, &self.product, &self.row).await
    }

    /// Price of the reference quantity, such as of one litre; null where the content is unknown.
    async fn unit_price(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.per_unit(ctx).await.transpose()
    }

    /// What the package holds and what the unit price refers to.
    fn unit_price_measurement(&self) -> Option<Measurement> {
        let stored = self.row.unit_price_measurement.as_ref();
        stored.map(Measurement::from)
    }

    /// Weight in `weightUnit`; null where unknown.
    fn weight(&self) -> Option<f64> {
        let grams = self.row.weight_grams;
        (grams > 0).then(|| units::weight_in(self.row.weight_unit, grams))
    }

    /// Unit of the weight.
    fn weight_unit(&self) -> WeightUnit {
        self.row.weight_unit.into()
    }
}

connection!(
    ProductVariantConnection,
    ProductVariantEdge,
    ProductVariant,
    "variants"
);

/// Orders of the variants of a product.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductVariantSortKeys {
    /// By id.
    Id,
    /// As the merchant placed them.
    Position,
    /// As the merchant placed them: there is no search here.
    Relevance,
    /// By stock keeping unit.
    Sku,
    /// By title.
    Title,
}

/// A page of a product's variants. All of them are loaded at once, for every product of the
/// request together.
pub(super) async fn of_product(
    ctx: &Context<'_>,
    product: &Arc<product::Model>,
    key: ProductVariantSortKeys,
    reverse: bool,
    page: &Page<Place>,
) -> Result<ProductVariantConnection, ApiError> {
    let rows = ctx.catalog().variants_of.load_one(product.id).await?;
    let mut rows: Vec<Arc<variant::Model>> = rows.map(|rows| rows.to_vec()).unwrap_or_default();
    match key {
        ProductVariantSortKeys::Position | ProductVariantSortKeys::Relevance => {}
        ProductVariantSortKeys::Id => rows.sort_by_key(|row| row.id),
        ProductVariantSortKeys::Sku => rows.sort_by(|a, b| a.sku.cmp(&b.sku)),
        ProductVariantSortKeys::Title => rows.sort_by(|a, b| a.title.cmp(&b.title)),
    }
    if reverse {
        rows.reverse();
    }
    let slice = lists::page_of(rows, page, |row| row.id.0);
    let slice = slice.map(|(cursor, row)| (cursor, ProductVariant::new(row, Arc::clone(product))));
    Ok(ProductVariantConnection::new(slice))
}
