//! Moves units between quantities or locations: all moves of a call, or none.

use super::{
    adjust::state,
    ledger::{Adjustment, Amount, MOST_UNITS, Stocking},
    stock_changes::{self, Path, StockChanges},
};
use crate::inventory::InventoryErrorCode;
use async_graphql::{ID, InputObject, MaybeUndefined};
use souk_entities::{ids::InventoryItemId, inventory::inventory_adjustment};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, Checked, few, refuse},
};

/// Stock to move.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantitiesInput {
    /// The moves, at most 250.
    pub changes: Vec<InventoryMoveQuantityChange>,
    /// Reason for the change: `correction`, `cycle_count_available`, `damaged`, `other`,
    /// `promotion`, `received`, `restock` or `shrinkage`.
    pub reason: String,
    /// URI of the source document, such as `erp://inspections/7`.
    pub reference_document_uri: String,
}

/// A move of units of an item.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantityChange {
    /// Where the units come from.
    pub from: InventoryMoveQuantityTerminalInput,
    /// Id of the inventory item.
    pub inventory_item_id: ID,
    /// Number of units, at least 1.
    pub quantity: i32,
    /// Where the units go.
    pub to: InventoryMoveQuantityTerminalInput,
}

/// One end of a move: a quantity at a location.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryMoveQuantityTerminalInput {
    /// The quantity the caller expects. If the current quantity differs, nothing is moved. The
    /// field is required; null skips the check.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// URI of the source document for this change only.
    pub ledger_document_uri: Option<String>,
    /// Id of the location. The item must be stocked there.
    pub location_id: ID,
    /// The quantity: `available`, `damaged`, `incoming`, `quality_control` or `safety_stock`.
    pub name: String,
}

/// Units to move: two changes for each move, one at the source, one at the destination.
#[derive(Clone, Debug)]
pub struct MovesDraft(StockChanges);

/// Validates an input of `inventoryMoveQuantities`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate(
    input: InventoryMoveQuantitiesInput,
) -> Result<MovesDraft, Refusal<InventoryErrorCode>> {
    let cause = stock_changes::cause(input.reason, Some(input.reference_document_uri))?;
    if cause.reference.is_none() {
        let why = "The reference document URI must not be empty.";
        return refuse(InventoryErrorCode::Blank, "input.referenceDocumentUri", why);
    }
    few(&input.changes, "input.changes")?;
    let mut steps = Vec::with_capacity(2 * input.changes.len());
    for (index, change) in input.changes.into_iter().enumerate() {
        steps.extend(two_steps(change, &format!("input.changes.{index}"))?);
    }
    Ok(MovesDraft(StockChanges::new(cause, steps)))
}

fn two_steps(
    input: InventoryMoveQuantityChange,
    field: &str,
) -> Checked<[(Adjustment, Path); 2], InventoryErrorCode> {
    let item = format!("{field}.inventoryItemId");
    let item: InventoryItemId = checks::id(&input.inventory_item_id, &item)?;
    let units = i64::from(input.quantity);
    if !(1..=MOST_UNITS).contains(&units) {
        let field = format!("{field}.quantity");
        return refuse(
            InventoryErrorCode::Invalid,
            &field,
            "The quantity must be at least 1.",
        );
    }
    let step = |end: InventoryMoveQuantityTerminalInput, name: &str, amount: Amount| {
        let path = format!("{field}.{name}");
        let location = checks::id(&end.location_id, &format!("{path}.locationId"))?;
        let document = format!("{path}.ledgerDocumentUri");
        let adjustment = Adjustment {
            place: (item, location),
            name: state(&end.name, &format!("{path}.name"))?,
            amount,
            change_from: stock_changes::change_from(end.change_from_quantity, &path)?,
            document: stock_changes::document(end.ledger_document_uri, &document)?,
        };
        let path = Path {
            item: field.to_owned(),
            rest: path,
        };
        Ok((adjustment, path))
    };
    let from = step(input.from, "from", Amount::Take(units))?;
    let to = step(input.to, "to", Amount::By(units))?;
    if (from.0.place, from.0.name) == (to.0.place, to.0.name) {
        let why = "The units are already there.";
        return refuse(InventoryErrorCode::Invalid, &to.1.rest, why);
    }
    Ok([from, to])
}

/// Moves the units and returns the ledger rows. A repeated request with
/// the client's `key` changes nothing and returns the rows of the first.
///
/// # Errors
///
/// When there are fewer units than should be moved, an item is not stocked at a location, a
/// quantity differs from the one the caller expects, or the database fails; nothing is changed
/// then.
pub async fn move_quantities(
    app: &App,
    draft: &MovesDraft,
    key: Option<&str>,
) -> Result<Vec<inventory_adjustment::Model>, ChangeError<InventoryErrorCode>> {
    let request = draft.0.request("inventoryMoveQuantities", key);
    stock_changes::write(app, &draft.0, Stocking::Required, request.as_ref()).await
}
