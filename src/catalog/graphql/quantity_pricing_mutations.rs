//! Setting quantity rules and prices by quantity.

use super::price_list_mutations::PriceListPriceInput;
use crate::{
    catalog::quantity_pricing::{self, UpdateError},
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    scalars::MoneyInput,
    schema::{
        ProductVariant,
        node::{Node, node_of},
    },
    visibility::writes_markets,
};
use async_graphql::{Context, Enum, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::{PriceListId, VariantId};

/// What shall be other with quantities and prices in a list. Deletions come before additions. At
/// most 250 entries in each.
#[derive(InputObject, Clone, Debug)]
pub struct QuantityPricingByVariantUpdateInput {
    /// Prices to fix, in place of those their variants had. Prices by quantity stay.
    pub prices_to_add: Vec<PriceListPriceInput>,
    /// Variants whose price shall no longer be fixed. Their prices by quantity go with it.
    pub prices_to_delete_by_variant_id: Vec<ID>,
    /// Prices from a quantity on, each in place of one from the same quantity. The price of the
    /// variant must be fixed in the list; it has at most 10 of them.
    pub quantity_price_breaks_to_add: Vec<QuantityPriceBreakInput>,
    /// Global ids of prices by quantity to delete.
    pub quantity_price_breaks_to_delete: Vec<ID>,
    /// Variants whose prices by quantity shall all be deleted.
    pub quantity_price_breaks_to_delete_by_variant_id: Option<Vec<ID>>,
    /// Quantity rules to set, in place of those their variants had in the list.
    pub quantity_rules_to_add: Vec<QuantityRuleOfVariantInput>,
    /// Variants whose quantity rule in the list shall be deleted. Their own rule counts again.
    pub quantity_rules_to_delete_by_variant_id: Vec<ID>,
}

/// A price from a quantity on.
#[derive(InputObject, Clone, Debug)]
pub struct QuantityPriceBreakInput {
    /// From so many units on.
    pub minimum_quantity: i32,
    /// Price of each unit, in the list's currency.
    pub price: MoneyInput,
    /// The variant.
    pub variant_id: ID,
}

/// How many units of a variant a buyer may take.
#[derive(InputObject, Clone, Debug)]
pub struct QuantityRuleOfVariantInput {
    /// Only multiples of this.
    pub increment: i32,
    /// At most so many; any number where absent.
    pub maximum: Option<i32>,
    /// At least so many.
    pub minimum: i32,
    /// The variant.
    pub variant_id: ID,
}

/// What was wrong with an input of `quantityPricingByVariantUpdate`, for programs.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum QuantityPricingByVariantUserErrorCode {
    /// There is no such price list.
    PriceListNotFound,
    /// The amount is not in the currency of the list.
    PriceAddCurrencyMismatch,
    /// Two prices are for the same variant.
    PriceAddDuplicateInputForVariant,
    /// The amount is not possible.
    PriceAddInvalid,
    /// There is no such variant.
    PriceAddVariantNotFound,
    /// Nothing is fixed for the variant.
    PriceDeletePriceNotFixed,
    /// There is no such variant.
    PriceDeleteVariantNotFound,
    /// The amount is not in the currency of the list.
    QuantityPriceBreakAddCurrencyMismatch,
    /// Two prices are for the same variant and quantity.
    QuantityPriceBreakAddDuplicateInputForVariantAndMin,
    /// The amount or the quantity is not possible.
    QuantityPriceBreakAddInvalid,
    /// The variant would have more than 10 prices by quantity.
    QuantityPriceBreakAddLimitExceeded,
    /// More units than the quantity rule allows.
    QuantityPriceBreakAddMinHigherThanQuantityRulesMax,
    /// Fewer units than the quantity rule asks for.
    QuantityPriceBreakAddMinLowerThanQuantityRulesMin,
    /// No multiple of the increment of the quantity rule.
    QuantityPriceBreakAddMinNotAMultipleOfQuantityRulesIncrement,
    /// The price of the variant is not fixed in the list.
    QuantityPriceBreakAddPriceListPriceNotFound,
    /// There is no such variant.
    QuantityPriceBreakAddVariantNotFound,
    /// There is no such variant.
    QuantityPriceBreakDeleteByVariantIdVariantNotFound,
    /// There is no such price by quantity.
    QuantityPriceBreakDeleteNotFound,
    /// Two rules are for the same variant.
    QuantityRuleAddDuplicateInputForVariant,
    /// The increment is above the minimum.
    QuantityRuleAddIncrementIsGreaterThanMinimum,
    /// The increment is below 1.
    QuantityRuleAddIncrementIsLessThanOne,
    /// A price by quantity begins at no multiple of the increment.
    QuantityRuleAddIncrementNotAMultipleOfQuantityPriceBreakMin,
    /// A price by quantity begins above the maximum.
    QuantityRuleAddMaximumLowerThanQuantityPriceBreakMin,
    /// The maximum is no multiple of the increment.
    QuantityRuleAddMaximumNotAMultipleOfIncrement,
    /// A price by quantity begins below the minimum.
    QuantityRuleAddMinimumHigherThanQuantityPriceBreakMin,
    /// The minimum is above the maximum.
    QuantityRuleAddMinimumGreaterThanMaximum,
    /// The minimum is below 1.
    QuantityRuleAddMinimumIsLessThanOne,
    /// The minimum is no multiple of the increment.
    QuantityRuleAddMinimumNotAMultipleOfIncrement,
    /// There is no such variant.
    QuantityRuleAddVariantNotFound,
    /// The variant has no rule in the list.
    QuantityRuleDeleteRuleNotFound,
    /// There is no such variant.
    QuantityRuleDeleteVariantNotFound,
    /// A list has more than 250 entries.
    TooMany,
}

/// Why `quantityPricingByVariantUpdate` changed nothing.
#[derive(SimpleObject, Clone, Debug)]
pub struct QuantityPricingByVariantUserError {
    /// What was wrong, for programs.
    pub code: Option<QuantityPricingByVariantUserErrorCode>,
    /// Path of the input that was wrong.
    pub field: Option<Vec<String>>,
    /// What was wrong, for people.
    pub message: String,
}

/// What became of `quantityPricingByVariantUpdate`.
#[derive(SimpleObject)]
pub struct QuantityPricingByVariantUpdatePayload {
    /// The variants that were named, as they are now; null where nothing was changed.
    pub product_variants: Option<Vec<ProductVariant>>,
    /// Everything that was wrong; empty where all was changed.
    pub user_errors: Vec<QuantityPricingByVariantUserError>,
}

/// Mutations of quantity rules and prices by quantity.
#[derive(Debug, Default)]
pub struct QuantityPricingMutation;

#[Object]
impl QuantityPricingMutation {
    /// Sets quantity rules, fixed prices and prices by quantity of a list: all of them or none.
    #[graphql(visible = "writes_markets")]
    async fn quantity_pricing_by_variant_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other.")] input: QuantityPricingByVariantUpdateInput,
        #[graphql(desc = "Which list.")] price_list_id: ID,
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
