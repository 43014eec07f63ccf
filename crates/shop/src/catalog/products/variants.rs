//! Builds the variants of a product.

use super::{
    draft::{MediaDraft, VariantDraft},
    existing::StoredProduct,
    fields::ProductDraft,
    options,
};
use crate::catalog::CatalogErrorCode;
use souk_entities::{
    Timestamp,
    catalog::{
        product::{PriceRange, ProductOptions},
        variant::{self, Component, Components, SelectedOption, SelectedOptions},
    },
    ids::{MediaId, ProductId, VariantId},
};
use souk_kernel::{app::App, refusal::Refusal};
use std::collections::{HashMap, HashSet};

/// Variants a product may have.
pub(crate) const MOST_VARIANTS: usize = 2_048;

/// What variants are built with.
pub(crate) struct VariantContext<'a> {
    pub(crate) app: &'a App,
    pub(crate) product: ProductId,
    pub(crate) options: &'a ProductOptions,
    pub(crate) stored: Option<&'a StoredProduct>,
    pub(crate) now: Timestamp,
}

/// The variants of a product in order, one for each of its drafts.
pub(crate) fn build(
    context: &VariantContext<'_>,
    draft: &ProductDraft,
    media: &mut dyn FnMut(&MediaDraft) -> Option<MediaId>,
) -> Result<Vec<variant::Model>, Refusal<CatalogErrorCode>> {
    let Some(drafts) = &draft.variants else {
        return kept(context);
    };
    if drafts.len() > MOST_VARIANTS {
        let why = format!(
            "At most {MOST_VARIANTS} variants are allowed; {} were given.",
            drafts.len()
        );
        return Err(Refusal::new(
            CatalogErrorCode::TooMany,
            "input.variants",
            why,
        ));
    }
    if drafts.is_empty() {
        let why = "A product must have a variant.";
        return Err(Refusal::new(CatalogErrorCode::Blank, "input.variants", why));
    }
    let mut seen: HashSet<Vec<String>> = HashSet::with_capacity(drafts.len());
    let known = Known::of(context.stored);
    let mut used: HashSet<VariantId> = HashSet::with_capacity(drafts.len());
    let mut variants = Vec::with_capacity(drafts.len());
    for (index, draft) in drafts.iter().enumerate() {
        let field = format!("input.variants.{index}");
        let selected = options::select(context.options, &draft.option_values, &field)?;
        if !seen.insert(option_values_of(&selected)) {
            let why = "Another variant has the same option values.";
            return Err(Refusal::new(CatalogErrorCode::Duplicate, &field, why));
        }
        let before = known.find(draft, &selected, &field)?;
        let before = before.filter(|before| used.insert(before.id));
        let mut variant = match before {
            Some(before) => before.clone(),
            None => fresh(context, draft, &field)?,
        };
        apply_variants(&mut variant, draft);
        if let Some(picture) = &draft.media {
            variant.media_id = media(picture);
        }
        variant.position = i32::try_from(index + 1).unwrap_or(i32::MAX);
        variant.title = variant_title_of(&selected);
        variant.selected_options = SelectedOptions(selected);
        variant.updated_at = context.now;
        variants.push(variant);
    }
    Ok(variants)
}

/// The stored variants with renamed options applied; one default variant for a new product.
fn kept(context: &VariantContext<'_>) -> Result<Vec<variant::Model>, Refusal<CatalogErrorCode>> {
    let missing = |why: &str| Refusal::new(CatalogErrorCode::Blank, "input.variants", why);
    let Some(stored) = context.stored else {
        if !options::is_without_options(context.options) {
            return Err(missing(
                "A product with options must be given with its variants.",
            ));
        }
        let mut variant = bare(context, 0);
        let selected = options::select(context.options, &[], "input.variants")?;
        variant.title = variant_title_of(&selected);
        variant.selected_options = SelectedOptions(selected);
        return Ok(vec![variant]);
    };
    let mut variants = stored.variants.clone();
    for variant in &mut variants {
        let before = &stored.product.options;
        let selected = options::renamed(before, context.options, &variant.selected_options.0)
            .ok_or_else(|| {
                missing("The variants must be given when options are added or removed.")
            })?;
        variant.title = variant_title_of(&selected);
        variant.selected_options = SelectedOptions(selected);
    }
    Ok(variants)
}

/// Stored variants, by id and by option values.
struct Known<'a> {
    by_id: HashMap<VariantId, &'a variant::Model>,
    by_values: HashMap<Vec<String>, &'a variant::Model>,
}

impl<'a> Known<'a> {
    fn of(stored: Option<&'a StoredProduct>) -> Self {
        let variants = stored.map(|stored| stored.variants.as_slice());
        let variants = variants.unwrap_or_default();
        Self {
            by_id: variants
                .iter()
                .map(|variant| (variant.id, variant))
                .collect(),
            by_values: variants
                .iter()
                .map(|variant| (option_values_of(&variant.selected_options.0), variant))
                .collect(),
        }
    }

    fn find(
        &self,
        draft: &VariantDraft,
        selected: &[SelectedOption],
        field: &str,
    ) -> Result<Option<&'a variant::Model>, Refusal<CatalogErrorCode>> {
        let Some(id) = draft.id else {
            return Ok(self.by_values.get(&option_values_of(selected)).copied());
        };
        let found = self.by_id.get(&id).copied();
        found.map(Some).ok_or_else(|| {
            let field = format!("{field}.id");
            Refusal::new(
                CatalogErrorCode::NotFound,
                &field,
                "The product does not have this variant.",
            )
        })
    }
}

/// The values of a variant, in the order of the options.
pub(crate) fn option_values_of(selected: &[SelectedOption]) -> Vec<String> {
    selected.iter().map(|option| option.value.clone()).collect()
}

/// Title of a variant: its values.
pub(crate) fn variant_title_of(selected: &[SelectedOption]) -> String {
    let values: Vec<&str> = selected
        .iter()
        .map(|option| option.value.as_str())
        .collect();
    values.join(" / ")
}

fn fresh(
    context: &VariantContext<'_>,
    draft: &VariantDraft,
    field: &str,
) -> Result<variant::Model, Refusal<CatalogErrorCode>> {
    let Some(price) = draft.price else {
        let field = format!("{field}.price");
        return Err(Refusal::new(
            CatalogErrorCode::Blank,
            &field,
            "The price must not be empty.",
        ));
    };
    Ok(bare(context, price))
}

fn bare(context: &VariantContext<'_>, price: i64) -> variant::Model {
    let id = context.app.next_id();
    variant::Model::new(id, context.product, price, context.now)
}

/// Takes over what the draft gives.
pub(crate) fn apply_variants(variant: &mut variant::Model, draft: &VariantDraft) {
    let text = |value: &String| Some(value.clone()).filter(|value| !value.is_empty());
    if let Some(sku) = &draft.sku {
        variant.sku = text(sku);
    }
    if let Some(barcode) = &draft.barcode {
        variant.barcode = text(barcode);
    }
    variant.price = draft.price.unwrap_or(variant.price);
    variant.compare_at_price = draft.compare_at_price.unwrap_or(variant.compare_at_price);
    if let Some((grams, unit)) = draft.weight {
        variant.weight_grams = grams;
        variant.weight_unit = unit;
    }
    if let Some(measurement) = &draft.unit_price_measurement {
        variant.unit_price_measurement = measurement.clone();
    }
    variant.requires_shipping = draft.requires_shipping.unwrap_or(variant.requires_shipping);
    variant.taxable = draft.taxable.unwrap_or(variant.taxable);
    if let Some(tax_code) = &draft.tax_code {
        variant.tax_code = text(tax_code);
    }
    variant.quantity_rule = draft.quantity_rule.or(variant.quantity_rule);
    if let Some(components) = &draft.components {
        let parts = components.iter().map(|part| Component {
            variant: part.variant,
            quantity: part.quantity,
        });
        variant.components = Components(parts.collect());
    }
    variant.requires_components = draft
        .requires_components
        .unwrap_or(variant.requires_components);
}

/// Lowest and highest prices and compare-at prices.
pub(crate) fn price_range(prices: impl Iterator<Item = (i64, Option<i64>)>) -> PriceRange {
    let (prices, before): (Vec<i64>, Vec<Option<i64>>) = prices.unzip();
    let before: Vec<i64> = before.into_iter().flatten().collect();
    PriceRange {
        min: prices.iter().copied().min().unwrap_or(0),
        max: prices.iter().copied().max().unwrap_or(0),
        compare_at_min: before.iter().copied().min().unwrap_or(0),
        compare_at_max: before.iter().copied().max().unwrap_or(0),
    }
}
