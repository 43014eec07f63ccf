//! Mutations for quantity rules and quantity price breaks.

use super::price_list_mutations::PriceListPriceInput;
use crate::{
    catalog::quantity_pricing::{self, UpdateError},
    context::RequestContext,
    error::ApiError,
    ids::Gid,
    scalars::MoneyInput,
    schema::{
        ProductVariant,
        node::{Node, node_of},
    },
    viewer::Scope,
    visibility::writes_markets,
};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::{PriceListId, VariantId};

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

/// Error codes of `quantityPricingByVariantUpdate`.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityPricingByVariantUserErrorCode {
    /// The price list does not exist.
    PriceListNotFound,
    /// The amount is not in the currency of the list.
    PriceAddCurrencyMismatch,
    /// Two prices are for the same variant.
    PriceAddDuplicateInputForVariant,
    /// The amount is invalid.
    PriceAddInvalid,
    /// The variant does not exist.
    PriceAddVariantNotFound,
    /// The variant has no fixed price.
    PriceDeletePriceNotFixed,
    /// The variant does not exist.
    PriceDeleteVariantNotFound,
    /// The amount is not in the currency of the list.
    QuantityPriceBreakAddCurrencyMismatch,
    /// Two quantity price breaks are for the same variant and quantity.
    QuantityPriceBreakAddDuplicateInputForVariantAndMin,
    /// The amount or the quantity is invalid.
    QuantityPriceBreakAddInvalid,
    /// The variant would have more than 10 quantity price breaks.
    QuantityPriceBreakAddLimitExceeded,
    /// The minimum quantity is above the maximum of the quantity rule.
    QuantityPriceBreakAddMinHigherThanQuantityRulesMax,
    /// The minimum quantity is below the minimum of the quantity rule.
    QuantityPriceBreakAddMinLowerThanQuantityRulesMin,
    /// The minimum quantity is not a multiple of the quantity rule's increment.
    QuantityPriceBreakAddMinNotAMultipleOfQuantityRulesIncrement,
    /// The variant has no fixed price in the list.
    QuantityPriceBreakAddPriceListPriceNotFound,
    /// The variant does not exist.
    QuantityPriceBreakAddVariantNotFound,
    /// The variant does not exist.
    QuantityPriceBreakDeleteByVariantIdVariantNotFound,
    /// The quantity price break does not exist.
    QuantityPriceBreakDeleteNotFound,
    /// Two quantity rules are for the same variant.
    QuantityRuleAddDuplicateInputForVariant,
    /// The increment is above the minimum.
    QuantityRuleAddIncrementIsGreaterThanMinimum,
    /// The increment is below 1.
    QuantityRuleAddIncrementIsLessThanOne,
    /// A quantity price break starts at a quantity that is not a multiple of the increment.
    QuantityRuleAddIncrementNotAMultipleOfQuantityPriceBreakMin,
    /// A quantity price break starts above the maximum.
    QuantityRuleAddMaximumLowerThanQuantityPriceBreakMin,
    /// The maximum is not a multiple of the increment.
    QuantityRuleAddMaximumNotAMultipleOfIncrement,
    /// A quantity price break starts below the minimum.
    QuantityRuleAddMinimumHigherThanQuantityPriceBreakMin,
    /// The minimum is above the maximum.
    QuantityRuleAddMinimumGreaterThanMaximum,
    /// The minimum is below 1.
    QuantityRuleAddMinimumIsLessThanOne,
    /// The minimum is not a multiple of the increment.
    QuantityRuleAddMinimumNotAMultipleOfIncrement,
    /// The variant does not exist.
    QuantityRuleAddVariantNotFound,
    /// The variant has no quantity rule in the list.
    QuantityRuleDeleteRuleNotFound,
    /// The variant does not exist.
    QuantityRuleDeleteVariantNotFound,
    /// A list has more than 250 entries.
    TooMany,
}

/// An error in the input of `quantityPricingByVariantUpdate`.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuantityPricingByVariantUserError {
    /// Machine-readable error code.
    pub code: Option<QuantityPricingByVariantUserErrorCode>,
    /// Path to the input field that caused the error.
    pub field: Option<Vec<String>>,
    /// Human-readable error message.
    pub message: String,
}

/// Payload of `quantityPricingByVariantUpdate`.
#[derive(SimpleObject)]
pub struct QuantityPricingByVariantUpdatePayload {
    /// The variants named in the input, or null if the change was rejected.
    pub product_variants: Option<Vec<ProductVariant>>,
    /// All errors in the input; empty on success.
    pub user_errors: Vec<QuantityPricingByVariantUserError>,
}

/// Mutations for quantity rules and quantity price breaks.
#[derive(Debug, Default)]
pub struct QuantityPricingMutation;

#[Object]
impl QuantityPricingMutation {
    /// Sets quantity rules, fixed prices and quantity price breaks of a price list. If one change
    /// is rejected, none is made.
    #[graphql(visible = "writes_markets")]
    async fn quantity_pricing_by_variant_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] input: QuantityPricingByVariantUpdateInput,
        #[graphql(desc = "Id of the price list.")] price_list_id: ID,
    ) -> Option<Result<QuantityPricingByVariantUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteMarkets) {
            return Some(Err(error));
        }
        let list = match PriceListId::parse(&price_list_id) {
            Ok(list) => list,
            Err(error) => return Some(Err(error)),
        };
        Some(Box::pin(update(ctx, list, &input)).await)
    }
}

async fn update(
    ctx: &Context<'_>,
    list: PriceListId,
    input: &QuantityPricingByVariantUpdateInput,
) -> Result<QuantityPricingByVariantUpdatePayload, ApiError> {
    let named = match quantity_pricing::update(ctx.app(), list, input).await {
        Ok(named) => named,
        Err(UpdateError::Refused(user_errors)) => {
            return Ok(QuantityPricingByVariantUpdatePayload {
                product_variants: None,
                user_errors,
            });
        }
        Err(UpdateError::Failed(error)) => return Err(error),
    };
    let mut variants = Vec::with_capacity(named.len());
    for id in named {
        if let Some(Node::ProductVariant(variant)) = node_of(ctx, VariantId::KIND, id.0).await? {
            variants.push(variant);
        }
    }
    Ok(QuantityPricingByVariantUpdatePayload {
        product_variants: Some(variants),
        user_errors: Vec::new(),
    })
}
