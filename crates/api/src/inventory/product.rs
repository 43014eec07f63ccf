//! Stock-dependent fields of products and of their option values.

use super::{
    loaders_context::InventoryContext,
    selection::{Match, Selection},
};
use crate::list::List;
use crate::{
    catalog::{self, CatalogContext, SelectedOptionInput},
    schema::ProductVariant,
};
use async_graphql::{Context, Object};
use souk_entities::catalog::{product, variant};
use souk_kernel::error::ApiError;
use souk_shop::inventory::{ProductAvailability, encoding};
use std::sync::Arc;

/// Product fields that the inventory domain owns.
#[derive(Clone)]
pub struct ProductStock {
    /// The product's row, already known to be visible to the caller.
    pub row: Arc<product::Model>,
}

type Variants = Arc<Vec<Arc<variant::Model>>>;

#[Object]
impl ProductStock {
    /// Variants that differ from the selected options in exactly one option, sorted by id. Without
    /// a selection, the neighbours of the first variant that can be bought.
    #[graphql(complexity = "10 * child_complexity + 1")]
    async fn adjacent_variants(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether names are compared case-insensitively.",
            default_with = "Some(false)"
        )]
        case_insensitive_match: Option<bool>,
        #[graphql(
            desc = "Whether options that the product does not have are ignored.",
            default_with = "Some(true)"
        )]
        ignore_unknown_options: Option<bool>,
        #[graphql(desc = "The selected options.", validator(max_items = 250))]
        selected_options: Option<Vec<SelectedOptionInput>>,
    ) -> Result<List<ProductVariant>, ApiError> {
        let chosen = selected_options.unwrap_or_default();
        let compare = Match::new(case_insensitive_match);
        let ignore = ignore_unknown_options.unwrap_or(true);
        self.adjacent(ctx, &chosen, compare, ignore)
            .await
            .map(Into::into)
    }

    /// Whether at least one variant can be bought.
    async fn available_for_sale(&self, ctx: &Context<'_>) -> Result<bool, ApiError> {
        Ok(self.stock(ctx).await?.any_for_sale())
    }

    /// The option value combinations that can be bought now, encoded as a trie. The first number is
    /// the position of the first option's value, and so on: `:` descends to the next option, `,`
    /// ends a prefix, a space separates values and `-` joins a range of them.
    async fn encoded_variant_availability(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<String, ApiError>> {
        self.encoded_available(ctx).await.transpose()
    }

    /// The option value combinations for which a variant exists, encoded like
    /// `encodedVariantAvailability`.
    async fn encoded_variant_existence(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<String, ApiError>> {
        self.encoded_existing(ctx).await.transpose()
    }

    /// The variant with the selected options, else the first that can be bought, else the first.
    async fn selected_or_first_available_variant(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether names are compared case-insensitively.",
            default_with = "Some(false)"
        )]
        case_insensitive_match: Option<bool>,
        #[graphql(
            desc = "Whether options that the product does not have are ignored.",
            default_with = "Some(true)"
        )]
        ignore_unknown_options: Option<bool>,
        #[graphql(desc = "The selected options.", validator(max_items = 250))]
        selected_options: Option<Vec<SelectedOptionInput>>,
    ) -> Option<Result<ProductVariant, ApiError>> {
        let chosen = selected_options.unwrap_or_default();
        let compare = Match::new(case_insensitive_match);
        let ignore = ignore_unknown_options.unwrap_or(true);
        let found = self.selected_or_first(ctx, &chosen, compare, ignore).await;
        let found = found.transpose()?;
        Some(found.map(|row| self.show(row)))
    }

    /// Total stock of all tracked variants; null if none is tracked.
    async fn total_inventory(&self, ctx: &Context<'_>) -> Option<Result<i32, ApiError>> {
        match self.stock(ctx).await {
            Ok(stock) => stock.total().map(|total| Ok(super::counts::to_int(total))),
            Err(error) => Some(Err(error)),
        }
    }

    /// The variant with the selected options; null if there is none.
    async fn variant_by_selected_options(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Whether names are compared case-insensitively.",
            default_with = "Some(false)"
        )]
        case_insensitive_match: Option<bool>,
        #[graphql(
            desc = "Whether options that the product does not have are ignored.",
            default_with = "Some(false)"
        )]
        ignore_unknown_options: Option<bool>,
        #[graphql(desc = "The selected options.", validator(max_items = 250))]
        selected_options: Vec<SelectedOptionInput>,
    ) -> Option<Result<ProductVariant, ApiError>> {
        let compare = Match::new(case_insensitive_match);
        let ignore = ignore_unknown_options.unwrap_or(false);
        let found = self.selected(ctx, &selected_options, compare, ignore).await;
        let found = found.transpose()?;
        Some(found.map(|row| self.show(row)))
    }
}

impl ProductStock {
    async fn stock(&self, ctx: &Context<'_>) -> Result<Arc<ProductAvailability>, ApiError> {
        let loader = &ctx.inventory().stock_by_product;
        Ok(loader.load_one(self.row.id).await?.unwrap_or_default())
    }

    async fn variants(&self, ctx: &Context<'_>) -> Result<Variants, ApiError> {
        let loader = &ctx.catalog().variants_of;
        Ok(loader.load_one(self.row.id).await?.unwrap_or_default())
    }

    fn show(&self, row: Arc<variant::Model>) -> ProductVariant {
        ProductVariant::new(row, Arc::clone(&self.row))
    }

    async fn encoded_existing(&self, ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
        let variants = self.variants(ctx).await?;
        let rows = variants.iter().map(AsRef::as_ref);
        Ok(encoding::encode(&self.row.options.0, rows))
    }

    async fn encoded_available(&self, ctx: &Context<'_>) -> Result<Option<String>, ApiError> {
        let variants = self.variants(ctx).await?;
        let stock = self.stock(ctx).await?;
        let rows = variants.iter().map(AsRef::as_ref);
        let rows = rows.filter(|row| stock.of(row.id).for_sale());
        Ok(encoding::encode(&self.row.options.0, rows))
    }

    async fn selection(
        &self,
        ctx: &Context<'_>,
        chosen: &[SelectedOptionInput],
        compare: Match,
        ignore_unknown: bool,
    ) -> Result<Option<Selection>, ApiError> {
        let texts = if chosen.is_empty() {
            None
        } else {
            catalog::texts_of(ctx, self.row.id.0).await?
        };
        let texts = texts.as_deref();
        let selection = Selection::read(&self.row, texts, chosen, compare, ignore_unknown);
        Ok(selection)
    }

    async fn selected(
        &self,
        ctx: &Context<'_>,
        chosen: &[SelectedOptionInput],
        compare: Match,
        ignore_unknown: bool,
    ) -> Result<Option<Arc<variant::Model>>, ApiError> {
        let selection = self.selection(ctx, chosen, compare, ignore_unknown).await?;
        let variants = self.variants(ctx).await?;
        let Some(selection) = selection else {
            return Ok(None);
        };
        if selection.is_empty() && variants.len() > 1 {
            return Ok(None);
        }
        let mut rows = variants.iter();
        Ok(rows.find(|row| selection.fits(&self.row, row)).cloned())
    }

    async fn selected_or_first(
        &self,
        ctx: &Context<'_>,
        chosen: &[SelectedOptionInput],
        compare: Match,
        ignore_unknown: bool,
    ) -> Result<Option<Arc<variant::Model>>, ApiError> {
        let selected = self.selected(ctx, chosen, compare, ignore_unknown).await?;
        if selected.is_some() {
            return Ok(selected);
        }
        let variants = self.variants(ctx).await?;
        let stock = self.stock(ctx).await?;
        let available = variants.iter().find(|row| stock.of(row.id).for_sale());
        Ok(available.or(variants.first()).cloned())
    }

    async fn adjacent(
        &self,
        ctx: &Context<'_>,
        chosen: &[SelectedOptionInput],
        compare: Match,
        ignore_unknown: bool,
    ) -> Result<Vec<ProductVariant>, ApiError> {
        let selection = self.selection(ctx, chosen, compare, ignore_unknown).await?;
        let base = self.selected_or_first(ctx, chosen, compare, ignore_unknown);
        let (Some(selection), Some(base)) = (selection, base.await?) else {
            return Ok(Vec::new());
        };
        let selection = selection.or(Selection::of(&self.row, &base));
        let variants = self.variants(ctx).await?;
        let near = variants
            .iter()
            .filter(|row| selection.distance(&self.row, row) == 1);
        let mut near: Vec<_> = near.cloned().collect();
        near.sort_by_key(|row| row.id);
        Ok(near.into_iter().map(|row| self.show(row)).collect())
    }
}

/// Option value fields that depend on variants.
#[derive(Clone)]
pub struct OptionValueStock {
    /// The product.
    pub product: Arc<product::Model>,
    /// Index of the option within the product.
    pub option: usize,
    /// Index of the value within the option.
    pub value: usize,
}

#[Object]
impl OptionValueStock {
    /// The first variant with this value, preferring the first values of the other options; null if
    /// no variant has the value.
    async fn first_selectable_variant(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<ProductVariant, ApiError>> {
        let loader = &ctx.catalog().variants_of;
        let variants = match loader.load_one(self.product.id).await {
            Ok(variants) => variants?,
            Err(error) => return Some(Err(error.into())),
        };
        let option = &self.product.options.0[self.option];
        let value = &option.values[self.value];
        let has_value = |row: &&Arc<variant::Model>| {
            let mut selected = row.selected_options.0.iter();
            selected.any(|chosen| chosen.name == option.name && chosen.value == value.name)
        };
        let first = variants
            .iter()
            .filter(has_value)
            .min_by_key(|row| self.places(row));
        first.map(|row| {
            Ok(ProductVariant::new(
                Arc::clone(row),
                Arc::clone(&self.product),
            ))
        })
    }
}

impl OptionValueStock {
    /// For each option, the index of the variant's value.
    fn places(&self, row: &variant::Model) -> Vec<usize> {
        let place = |option: &product::ProductOption| {
            let mut selected = row.selected_options.0.iter();
            let chosen = selected.find(|chosen| chosen.name == option.name);
            let mut values = option.values.iter();
            let place =
                chosen.and_then(|chosen| values.position(|value| value.name == chosen.value));
            place.unwrap_or(usize::MAX)
        };
        self.product.options.0.iter().map(place).collect()
    }
}
