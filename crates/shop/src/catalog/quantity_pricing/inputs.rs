//! Inputs for quantity rules and quantity price breaks.

use crate::catalog::price_list_inputs::PriceListPriceInput;
use async_graphql::{ID, InputObject};
use souk_kernel::scalars::MoneyInput;

/// Changes to quantity rules and prices in a price list. Deletions are applied before additions.
/// Each list has at most 250 entries.
#[derive(InputObject, Clone, Debug)]
pub struct QuantityPricingByVariantUpdateInput {
    /// Fixed prices to set, replacing existing ones. Quantity price breaks are kept.
    pub prices_to_add: Vec<PriceListPriceInput>,
    /// Variants whose fixed price is removed, together with their quantity price breaks.
    pub prices_to_delete_by_variant_id: Vec<ID>,
    /// Quantity price breaks to set, replacing those with the same minimum quantity. The variant
    /// needs a fixed price in the list, and has at most 10 quantity price breaks.
    pub quantity_price_breaks_to_add: Vec<QuantityPriceBreakInput>,
    /// Ids of the quantity price breaks to delete.
    pub quantity_price_breaks_to_delete: Vec<ID>,
    /// Variants whose quantity price breaks are all deleted.
    pub quantity_price_breaks_to_delete_by_variant_id: Option<Vec<ID>>,
    /// Quantity rules to set, replacing existing ones in the list.
    pub quantity_rules_to_add: Vec<QuantityRuleOfVariantInput>,
    /// Variants whose quantity rule in the list is deleted. The variant's own rule applies again.
    pub quantity_rules_to_delete_by_variant_id: Vec<ID>,
}

/// A price per unit from a minimum quantity on.
#[derive(InputObject, Clone, Debug)]
pub struct QuantityPriceBreakInput {
    /// Number of units from which the price applies.
    pub minimum_quantity: i32,
    /// Price per unit, in the currency of the list.
    pub price: MoneyInput,
    /// Id of the variant.
    pub variant_id: ID,
}

/// How many units of a variant a buyer may take.
#[derive(InputObject, Clone, Debug)]
pub struct QuantityRuleOfVariantInput {
    /// Quantities must be a multiple of this.
    pub increment: i32,
    /// Maximum quantity; unlimited by default.
    pub maximum: Option<i32>,
    /// Minimum quantity.
    pub minimum: i32,
    /// Id of the variant.
    pub variant_id: ID,
}
