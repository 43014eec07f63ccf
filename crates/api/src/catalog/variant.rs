//! The catalogue's fields of variants; `schema/joined.rs` joins them with those of other domains.

use super::{
    CatalogContext,
    bundles::{self, ProductVariantComponentConnection},
    media::{self, Image},
    options::{self, SelectedOption},
    pricing::{
        Measurement, ProductPriceRange, QuantityPriceBreak, QuantityPriceBreakConnection,
        QuantityRule, pricing_of,
    },
    selling_plans::{self, SellingPlanAllocationConnection},
    variant_connection::ProductVariantConnection,
};
use crate::list::List;
use crate::{
    connections::list_cost,
    context::RequestContext,
    money::MoneyV2,
    schema::{Product, ProductVariant},
};
use async_graphql::{Context, Enum, ID, Object};
use futures_util::future::try_join_all;
use souk_entities::catalog::{
    market::CompareAtPolicy, price_history, price_list_price, product, variant,
};
use souk_kernel::{error::ApiError, ids::Gid, money::Money, pagination::RequestedPage};
use souk_shop::catalog::{
    former_prices::prior_price,
    input_enums::WeightUnit,
    lists::{self, ListPosition},
    prices::{self, AmountRange, Pricing, VariantPrice},
    quantity_pricing::break_ids,
    shown, units,
};
use std::{borrow::Cow, sync::Arc};

/// Fields of a variant that the catalogue owns.
#[derive(Clone)]
pub struct VariantFields {
    /// The row.
    pub row: Arc<variant::Model>,
    /// The row of its product, already known to be visible to the caller.
    pub product: Arc<product::Model>,
}

impl VariantFields {
    /// Price of the variant in the market of the request.
    ///
    /// # Errors
    ///
    /// When the database fails or an amount is out of range.
    pub async fn quote(&self, ctx: &Context<'_>) -> Result<VariantPrice, ApiError> {
        let pricing = pricing_of(ctx);
        let fixed = self.fixed(ctx, &pricing).await?;
        Ok(prices::price_of_variant(
            &self.row,
            fixed.as_ref(),
            &pricing,
        )?)
    }

    async fn fixed(
        &self,
        ctx: &Context<'_>,
        pricing: &Pricing<'_>,
    ) -> Result<Option<price_list_price::Model>, ApiError> {
        let Some(list) = pricing.list else {
            return Ok(None);
        };
        let key = (self.row.product_id, list.id);
        let fixed = ctx.catalog().fixed_prices.load_one(key).await?;
        Ok(fixed.and_then(|fixed| fixed.get(&self.row.id).cloned()))
    }

    async fn former(
        &self,
        ctx: &Context<'_>,
        pricing: &Pricing<'_>,
    ) -> Result<Arc<Vec<price_history::Model>>, ApiError> {
        let key = (self.row.id, pricing.list.map(|list| list.id));
        let found = ctx.catalog().former_prices.load_one(key).await?;
        Ok(found.unwrap_or_default())
    }

    /// The compare-at price as the market of the request shows it.
    pub(super) async fn compare_at(&self, ctx: &Context<'_>) -> Result<Option<Money>, ApiError> {
        let pricing = pricing_of(ctx);
        let fixed = self.fixed(ctx, &pricing).await?;
        let former = match pricing.compare_at {
            CompareAtPolicy::AsSet => Arc::default(),
            CompareAtPolicy::LowestOf30Days => self.former(ctx, &pricing).await?,
        };
        Ok(prices::shown_prices(&self.row, fixed.as_ref(), &former, &pricing)?.compare_at)
    }

    async fn before_reduction(&self, ctx: &Context<'_>) -> Result<Option<MoneyV2>, ApiError> {
        Ok(self.compare_at(ctx).await?.map(MoneyV2::from))
    }

    async fn prior(&self, ctx: &Context<'_>) -> Result<Option<MoneyV2>, ApiError> {
        let pricing = pricing_of(ctx);
        let fixed = self.fixed(ctx, &pricing).await?;
        let former = self.former(ctx, &pricing).await?;
        let prior = prior_price(&self.row, fixed.as_ref(), &former, &pricing)?;
        Ok(prior.map(|minor| Money::new(minor, pricing.currency).into()))
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

    /// Compare-at price: as the merchant set it or, if the market requires it, the lowest price of
    /// the 30 days before the reduction.
    async fn compare_at_price(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.before_reduction(ctx).await.transpose()
    }

    /// Compare-at price: the price before a reduction.
    #[graphql(name = "compareAtPriceV2", deprecation = "Use `compareAtPrice`.")]
    async fn compare_at_price_v2(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.before_reduction(ctx).await.transpose()
    }

    /// Components of a bundle; empty if the variant is not a bundle.
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
        bundles::components(ctx, &self.row, &page).await
    }

    /// Bundles that the variant is a component of.
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
        bundles::grouped_by(ctx, &self.row, &page).await
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Image of the variant, or the first image of the product.
    fn image(&self) -> Option<Image> {
        shown::shown_picture(&self.product, &self.row).map(Image::new)
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

    /// The lowest price of the 30 days before the last price reduction, as defined by Article 6a of
    /// Directive 98/6/EC; null if the last price change was not a reduction.
    async fn prior_price(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.prior(ctx).await.transpose()
    }

    /// The product.
    fn product(&self) -> Product {
        Product::new(Arc::clone(&self.product))
    }

    /// Lower prices for larger quantities, by ascending minimum quantity.
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
        let slice = lists::page_of_list(breaks, &page, |step| i64::from(step.minimum));
        let slice = slice.map(|(cursor, step)| {
            let step = QuantityPriceBreak {
                id: break_ids::gid(self.row.id, step.minimum),
                minimum_quantity: step.minimum,
                price: step.price.into(),
            };
            (cursor, step)
        });
        Ok(QuantityPriceBreakConnection::new(slice))
    }

    /// How many units may be bought at once.
    fn quantity_rule(&self, ctx: &Context<'_>) -> QuantityRule {
        let list = ctx.audience().price_list.as_ref();
        QuantityRule::of(&self.row, list.map(|list| list.id))
    }

    /// Whether it is sold only as a bundle of its components.
    fn requires_components(&self) -> bool {
        self.row.requires_components
    }

    /// Whether it is shipped to the buyer.
    fn requires_shipping(&self) -> bool {
        self.row.requires_shipping
    }

    /// The value of each product option.
    async fn selected_options(&self, ctx: &Context<'_>) -> Result<List<SelectedOption>, ApiError> {
        options::selected(ctx, &self.product, &self.row)
            .await
            .map(Into::into)
    }

    /// Prices of the variant under each selling plan of its product.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn selling_plan_allocations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<SellingPlanAllocationConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        let reverse = reverse.unwrap_or(false);
        let price = self.quote(ctx).await?.price;
        selling_plans::allocations_of_variant(ctx, &self.row, price, reverse, &page).await
    }

    /// Stock keeping unit.
    fn sku(&self) -> Option<&str> {
        self.row.sku.as_deref()
    }

    /// Whether it is taxed.
    fn taxable(&self) -> bool {
        self.row.taxable
    }

    /// Option values joined by ` / `.
    async fn title(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        options::title(ctx, &self.product, &self.row).await
    }

    /// Price per reference quantity, such as per litre; null if the content of the package is
    /// unknown.
    async fn unit_price(&self, ctx: &Context<'_>) -> Option<Result<MoneyV2, ApiError>> {
        self.per_unit(ctx).await.transpose()
    }

    /// Content of the package and reference quantity of the unit price.
    fn unit_price_measurement(&self) -> Option<Measurement> {
        let stored = self.row.unit_price_measurement.as_ref();
        stored.map(Measurement::from)
    }

    /// Weight in `weightUnit`; null if unknown.
    fn weight(&self) -> Option<f64> {
        let grams = self.row.weight_grams;
        (grams > 0).then(|| units::weight_in(self.row.weight_unit, grams))
    }

    /// Unit of the weight.
    fn weight_unit(&self) -> WeightUnit {
        self.row.weight_unit.into()
    }
}

/// Sort orders for the variants of a product.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductVariantSortKeys {
    /// By id.
    Id,
    /// As arranged by the merchant.
    Position,
    /// As arranged by the merchant, because there is no search here.
    Relevance,
    /// By stock keeping unit.
    Sku,
    /// By title.
    Title,
}

/// A page of a product's variants. All variants are loaded at once, together for every product of
/// the request.
pub(super) async fn of_product(
    ctx: &Context<'_>,
    product: &Arc<product::Model>,
    key: ProductVariantSortKeys,
    reverse: bool,
    page: &RequestedPage<ListPosition>,
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
    let slice = lists::page_of_list(rows, page, |row| row.id.0);
    let slice = slice.map(|(cursor, row)| (cursor, ProductVariant::new(row, Arc::clone(product))));
    Ok(ProductVariantConnection::new(slice))
}

/// Lowest and highest compare-at price of a product. The values that merchants set are stored on
/// its row; in markets that show former prices they are read, together for all products of the
/// request.
pub(super) async fn compare_at_range(
    ctx: &Context<'_>,
    product: &Arc<product::Model>,
) -> Result<ProductPriceRange, ApiError> {
    let pricing = pricing_of(ctx);
    if pricing.compare_at == CompareAtPolicy::AsSet {
        return Ok(prices::compare_at_range(product, &pricing)?.into());
    }
    let rows = ctx.catalog().variants_of.load_one(product.id).await?;
    let rows = rows.unwrap_or_default();
    let variants = rows.iter().map(|row| VariantFields {
        row: Arc::clone(row),
        product: Arc::clone(product),
    });
    let variants: Vec<VariantFields> = variants.collect();
    let before = try_join_all(variants.iter().map(|variant| variant.compare_at(ctx))).await?;
    let amounts = || before.iter().flatten().copied();
    let none = Money::new(0, pricing.currency);
    let range = AmountRange {
        min: amounts().min_by_key(|it| it.minor()).unwrap_or(none),
        max: amounts().max_by_key(|it| it.minor()).unwrap_or(none),
    };
    Ok(range.into())
}
