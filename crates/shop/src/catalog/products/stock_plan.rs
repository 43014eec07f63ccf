//! What the inventory has to follow of a saved product, recorded with the product.

use super::draft::{QuantityDraft, VariantDraft};
use serde::{Deserialize, Serialize};
use souk_entities::{
    catalog::variant,
    ids::{ProductId, VariantId},
    inventory::variant_item::InventoryPolicy,
};

/// What the inventory has to know of a product at one version.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ProductStockPlan {
    /// The product.
    pub product: ProductId,
    /// Version of the product; an older one never overwrites a newer one.
    pub version: i64,
    /// Its variants.
    pub variants: Vec<VariantStockPlan>,
    /// Variants it no longer has.
    pub removed: Vec<VariantId>,
}

impl ProductStockPlan {
    /// Its variants.
    pub(crate) fn ids(&self) -> impl Iterator<Item = VariantId> {
        self.variants.iter().map(|variant| variant.variant)
    }

    /// Parts of those that are bundles.
    pub(crate) fn parts(&self) -> impl Iterator<Item = VariantId> {
        let variants = self.variants.iter();
        variants.flat_map(|variant| variant.components.iter().map(|(part, _)| *part))
    }
}

/// What the inventory has to know of a variant. `None` leaves what is stored.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VariantStockPlan {
    pub(crate) variant: VariantId,
    pub(crate) sku: Option<String>,
    pub(crate) requires_shipping: bool,
    pub(crate) tracked: Option<bool>,
    pub(crate) policy: Option<InventoryPolicy>,
    pub(crate) unit_cost: Option<i64>,
    pub(crate) country_of_origin: Option<String>,
    pub(crate) harmonized_system_code: Option<String>,
    pub(crate) quantities: Vec<QuantityDraft>,
    /// Variants it is a bundle of, with units of each.
    pub(crate) components: Vec<(VariantId, i32)>,
}

impl VariantStockPlan {
    /// The stock part of a variant row and the draft it was made from.
    pub(crate) fn new(variant: &variant::Model, draft: Option<&VariantDraft>) -> Self {
        let components = variant.components.0.iter();
        Self {
            variant: variant.id,
            sku: variant.sku.clone(),
            requires_shipping: variant.requires_shipping,
            tracked: draft.and_then(|draft| {
                let counted = !draft.quantities.is_empty();
                draft.tracked.or(counted.then_some(true))
            }),
            policy: draft.and_then(|draft| draft.policy),
            unit_cost: draft.and_then(|draft| draft.unit_cost),
            country_of_origin: draft.and_then(|draft| draft.country_of_origin.clone()),
            harmonized_system_code: draft.and_then(|draft| draft.harmonized_system_code.clone()),
            quantities: draft
                .map(|draft| draft.quantities.clone())
                .unwrap_or_default(),
            components: components
                .map(|part| (part.variant, part.quantity))
                .collect(),
        }
    }
}
