//! Lines of orders.

use super::{
    access::for_merchants,
    discounts::{self, DiscountAllocation},
    loaders_context::OrderContext,
    money::{MoneyBag, amount},
};
use crate::list::List;
use crate::{
    cart::Attribute,
    catalog::{CatalogContext, Image},
    connection,
    context::RequestContext,
    money::MoneyV2,
    schema::{Product, ProductVariant},
    visibility::reads_orders,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::orders::{
    order::{self, TaxLine as StoredTax},
    order_line,
};
use souk_kernel::{error::ApiError, ids::Gid};
use souk_shop::catalog;
use std::sync::Arc;

connection!(
    OrderLineItemConnection,
    OrderLineItemEdge,
    OrderLineItem,
    "lines of an order"
);

/// A line of an order: units of a variant as it was when bought.
#[derive(Clone, Description)]
pub struct OrderLineItem {
    order: Arc<order::Model>,
    row: order_line::Model,
}

impl OrderLineItem {
    /// Wraps a line of an order.
    pub fn new(order: Arc<order::Model>, row: order_line::Model) -> Self {
        Self { order, row }
    }

    /// The number of its id.
    pub(super) fn number(&self) -> i64 {
        self.row.id.0
    }
}

/// Tax at one rate.
#[derive(Clone, Debug, SimpleObject)]
pub struct TaxLine {
    /// Amount of the tax.
    price: MoneyV2,
    /// Rate as a decimal fraction, such as 0.19.
    rate: f64,
    /// Rate in percent, such as 19.
    rate_percentage: f64,
    /// Name of the tax, such as `VAT`.
    title: String,
}

impl TaxLine {
    /// Converts the stored taxes of an order.
    #[allow(clippy::cast_precision_loss)]
    pub(super) fn all(order: &order::Model, stored: &[StoredTax]) -> Vec<Self> {
        let stored = stored.iter();
        stored
            .map(|tax| Self {
                price: amount(order, tax.amount),
                rate: tax.rate as f64 / 1_000_000.0,
                rate_percentage: tax.rate as f64 / 10_000.0,
                title: tax.title.clone(),
            })
            .collect()
    }
}

#[Object(use_type_description)]
impl OrderLineItem {
    /// Units that have not been refunded.
    async fn current_quantity(&self) -> i32 {
        self.row.quantity - self.row.refunded
    }

    /// Custom attributes that the storefront added.
    async fn custom_attributes(&self) -> List<Attribute> {
        Attribute::all(&self.row.attributes.0).into()
    }

    /// Discounts applied to the line, each with its share.
    async fn discount_allocations(
        &self,
        ctx: &Context<'_>,
    ) -> Result<List<DiscountAllocation>, ApiError> {
        let lines = ctx.orders().lines.load_one(self.order.id).await?;
        let lines = lines.unwrap_or_default();
        Ok(discounts::of_line(&self.order, &lines, &self.row).into())
    }

    /// Price of all units after discounts.
    async fn discounted_total_price(&self) -> MoneyV2 {
        amount(&self.order, self.row.total)
    }

    /// Global id. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn id(&self, ctx: &Context<'_>) -> Option<Result<ID, ApiError>> {
        for_merchants(ctx, || self.row.id.gid())
    }

    /// Image of the product at the time of purchase. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn image(&self, ctx: &Context<'_>) -> Option<Result<Image, ApiError>> {
        let source = for_merchants(ctx, || self.row.image.as_ref())?.transpose()?;
        Some(source.map(|source| Image::of_source(source, &self.row.title)))
    }

    /// Price of all units before discounts.
    async fn original_total_price(&self) -> MoneyV2 {
        amount(&self.order, self.row.subtotal)
    }

    /// Price of one unit before discounts. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn original_unit_price_set(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<MoneyBag, ApiError>> {
        let set = for_merchants(ctx, || MoneyBag::of(&self.order, self.row.unit_price));
        set.map(Result::flatten)
    }

    /// The product in its current state; null if it was deleted. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn product(&self, ctx: &Context<'_>) -> Option<Result<Product, ApiError>> {
        if let Some(Err(error)) = for_merchants(ctx, || ()) {
            return Some(Err(error));
        }
        let found = ctx.catalog().products.load_one(self.row.product_id).await;
        let found = found.map_err(ApiError::from).transpose()?;
        Some(found.map(Product::new))
    }

    /// Units that were ordered.
    async fn quantity(&self) -> i32 {
        self.row.quantity
    }

    /// Units that can be refunded. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn refundable_quantity(&self, ctx: &Context<'_>) -> Option<Result<i32, ApiError>> {
        for_merchants(ctx, || self.row.quantity - self.row.refunded)
    }

    /// Whether the line has to be shipped. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn requires_shipping(&self, ctx: &Context<'_>) -> Option<Result<bool, ApiError>> {
        for_merchants(ctx, || self.row.requires_shipping)
    }

    /// Stock keeping unit. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn sku(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let sku = for_merchants(ctx, || self.row.sku.clone())?;
        sku.transpose()
    }

    /// Tax on all units by rate. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn tax_lines(&self, ctx: &Context<'_>) -> Option<Result<List<TaxLine>, ApiError>> {
        for_merchants(ctx, || TaxLine::all(&self.order, &self.row.taxes.0))
            .map(|found| found.map(Into::into))
    }

    /// Title of the product at the time of purchase, in the buyer's language.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// Total discount on all units. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_discount_set(&self, ctx: &Context<'_>) -> Option<Result<MoneyBag, ApiError>> {
        let set = for_merchants(ctx, || MoneyBag::of(&self.order, self.row.discount));
        set.map(Result::flatten)
    }

    /// The variant in its current state; null if buyers can no longer see it.
    async fn variant(&self, ctx: &Context<'_>) -> Option<Result<ProductVariant, ApiError>> {
        self.visible_variant(ctx).await.transpose()
    }

    /// Title of the variant at the time of purchase, in the buyer's language; null if the product
    /// has a single variant. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn variant_title(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let title = for_merchants(ctx, || self.row.variant_title.clone())?;
        title.transpose()
    }
}

impl OrderLineItem {
    async fn visible_variant(&self, ctx: &Context<'_>) -> Result<Option<ProductVariant>, ApiError> {
        let Some(row) = ctx.catalog().variants.load_one(self.row.variant_id).await? else {
            return Ok(None);
        };
        let product = ctx.catalog().products.load_one(row.product_id).await?;
        let sees = |row: &Arc<_>| catalog::sees_product(ctx.audience(), ctx.viewer(), row);
        let product = product.filter(sees);
        Ok(product.map(|product| ProductVariant::new(row, product)))
    }
}
