//! Changing stock.

use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    inventory::graphql::InventoryAdjustmentGroup,
    merchant::{
        inventory_quantities,
        refusal::{ChangeError, user_errors},
    },
    visibility::writes_inventory,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};

user_errors!(
    InventorySetQuantitiesUserError,
    InventorySetQuantitiesUserErrorCode,
    "inventorySetQuantities"
);

/// Stock to set.
#[derive(InputObject, Clone, Debug)]
pub struct InventorySetQuantitiesInput {
    /// Which quantity is set: `available` or `on_hand`.
    pub name: String,
    /// What shall be where, at most 250, each item once for a location.
    pub quantities: Vec<InventoryQuantityInput>,
    /// Why: `correction`, `cycle_count_available`, `damaged`, `other`, `promotion`, `received`,
    /// `restock` or `shrinkage`.
    pub reason: String,
    /// Address of the document it follows from, such as `erp://receipts/12`.
    pub reference_document_uri: Option<String>,
}

/// What a quantity shall be.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryQuantityInput {
    /// What the quantity is now, as far as the caller knows: when it is something else, nothing is
    /// set. Null sets it whatever it is; it must be given.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// The item.
    pub inventory_item_id: ID,
    /// The location.
    pub location_id: ID,
    /// What it shall be.
    pub quantity: i32,
}

/// What became of `inventorySetQuantities`.
#[derive(SimpleObject)]
pub struct InventorySetQuantitiesPayload {
    /// What changed; null where nothing did.
    pub inventory_adjustment_group: Option<InventoryAdjustmentGroup>,
    /// Why nothing was set; empty where all was.
    pub user_errors: Vec<InventorySetQuantitiesUserError>,
}

/// Mutations of stock.
#[derive(Debug, Default)]
pub struct InventoryMutation;

#[Object]
impl InventoryMutation {
    /// Sets quantities of items at locations, all of them or none.
    #[graphql(visible = "writes_inventory")]
    async fn inventory_set_quantities(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be where.")] input: InventorySetQuantitiesInput,
    ) -> Option<Result<InventorySetQuantitiesPayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteInventory) {
            return Some(Err(error));
        }
        Some(match set(ctx, input).await {
            Ok(inventory_adjustment_group) => Ok(InventorySetQuantitiesPayload {
                inventory_adjustment_group,
                user_errors: Vec::new(),
            }),
            Err(ChangeError::Refused(refusal)) => Ok(InventorySetQuantitiesPayload {
                inventory_adjustment_group: None,
                user_errors: vec![refusal.into()],
            }),
            Err(ChangeError::Database(error)) => Err(error.into()),
        })
    }
}

async fn set(
    ctx: &Context<'_>,
    input: InventorySetQuantitiesInput,
) -> Result<Option<InventoryAdjustmentGroup>, ChangeError> {
    let draft = inventory_quantities::validate(input)?;
    let changes = inventory_quantities::set(ctx.app(), &draft).await?;
    Ok(InventoryAdjustmentGroup::new(changes))
}
