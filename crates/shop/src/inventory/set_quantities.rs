//! Sets quantities by item and location: all of a call, or none.

use super::{
    ledger::{Adjustment, Amount, MOST_UNITS, Stocking},
    levels::QuantityName,
    stock_changes::{self, Path, StockChanges},
};
use crate::inventory::InventoryErrorCode;
use async_graphql::{ID, InputObject, MaybeUndefined};
use souk_entities::inventory::inventory_adjustment;
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, few, refuse},
};
use std::collections::HashSet;

/// Quantities to set.
#[derive(InputObject, Clone, Debug)]
pub struct InventorySetQuantitiesInput {
    /// The quantity to set: `available` or `on_hand`.
    pub name: String,
    /// The new quantities, at most 250; each item at most once per location.
    pub quantities: Vec<InventoryQuantityInput>,
    /// Reason for the change: `correction`, `cycle_count_available`, `damaged`, `other`,
    /// `promotion`, `received`, `restock` or `shrinkage`.
    pub reason: String,
    /// URI of the source document, such as `erp://receipts/12`.
    pub reference_document_uri: Option<String>,
}

/// A new quantity of an item at a location.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryQuantityInput {
    /// The quantity the caller expects. If the current quantity differs, nothing is set. The field
    /// is required; null skips the check.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// Id of the inventory item.
    pub inventory_item_id: ID,
    /// Id of the location.
    pub location_id: ID,
    /// The new quantity.
    pub quantity: i32,
}

/// Quantities to set, at most one for each item at a location.
#[derive(Clone, Debug)]
pub struct QuantitiesDraft(StockChanges);

/// Validates an input of `inventorySetQuantities`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate(
    input: InventorySetQuantitiesInput,
) -> Result<QuantitiesDraft, Refusal<InventoryErrorCode>> {
    let name = match QuantityName::parse(&input.name) {
        Some(name @ (QuantityName::Available | QuantityName::OnHand)) => name,
        _ => {
            let why = "The name of a quantity must be `available` or `on_hand`.";
            return refuse(InventoryErrorCode::Invalid, "input.name", why);
        }
    };
    let cause = stock_changes::cause(input.reason, input.reference_document_uri)?;
    few(&input.quantities, "input.quantities")?;
    let mut seen = HashSet::new();
    let quantities = input.quantities.iter().enumerate();
    let steps = quantities.map(|(index, wanted)| {
        let field = format!("input.quantities.{index}");
        let step = step(wanted, name, &field)?;
        if !seen.insert(step.0.place) {
            let why = "The item is given twice for this location.";
            return refuse(InventoryErrorCode::Duplicate, &field, why);
        }
        Ok(step)
    });
    let steps = steps.collect::<Checked<Vec<_>, InventoryErrorCode>>()?;
    Ok(QuantitiesDraft(StockChanges::new(cause, steps)))
}

fn step(
    input: &InventoryQuantityInput,
    name: QuantityName,
    field: &str,
) -> Checked<(Adjustment, Path), InventoryErrorCode> {
    let item = format!("{field}.inventoryItemId");
    let item = checks::id(&input.inventory_item_id, &item)?;
    let location = checks::id(&input.location_id, &format!("{field}.locationId"))?;
    let quantity = i64::from(input.quantity);
    if !(-MOST_UNITS..=MOST_UNITS).contains(&quantity) {
        let field = format!("{field}.quantity");
        return refuse(
            InventoryErrorCode::Invalid,
            &field,
            "The quantity is out of range.",
        );
    }
    let adjustment = Adjustment {
        place: (item, location),
        name,
        amount: Amount::To(quantity),
        change_from: stock_changes::change_from(input.change_from_quantity, field)?,
        document: None,
    };
    let path = Path {
        item: field.to_owned(),
        rest: field.to_owned(),
    };
    Ok((adjustment, path))
}

/// Sets the quantities and returns the ledger rows. A repeated request with
/// the client's `key` changes nothing and returns the rows of the first.
///
/// # Errors
///
/// When an item or location does not exist, a quantity differs from the one the caller expects, or
/// the database fails; nothing is changed then.
pub async fn set(
    app: &App,
    draft: &QuantitiesDraft,
    key: Option<&str>,
) -> Result<Vec<inventory_adjustment::Model>, ChangeError<InventoryErrorCode>> {
    let request = draft.0.request("inventorySetQuantities", key);
    stock_changes::write(app, &draft.0, Stocking::Starts, request.as_ref()).await
}
