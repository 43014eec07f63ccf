//! Adds units to quantities and removes them: all changes of a call, or none.

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

/// Quantities to adjust.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryAdjustQuantitiesInput {
    /// The adjustments, at most 250; each item at most once per location.
    pub changes: Vec<InventoryChangeInput>,
    /// The quantity to adjust: `available`, `damaged`, `incoming`, `quality_control` or
    /// `safety_stock`.
    pub name: String,
    /// Reason for the change: `correction`, `cycle_count_available`, `damaged`, `other`,
    /// `promotion`, `received`, `restock` or `shrinkage`.
    pub reason: String,
    /// URI of the source document, such as `erp://receipts/12`.
    pub reference_document_uri: Option<String>,
}

/// An adjustment of a quantity.
#[derive(InputObject, Clone, Debug)]
pub struct InventoryChangeInput {
    /// The quantity the caller expects. If the current quantity differs, nothing is changed. The
    /// field is required; null skips the check.
    pub change_from_quantity: MaybeUndefined<i32>,
    /// Units to add; a negative number removes units.
    pub delta: i32,
    /// Id of the inventory item.
    pub inventory_item_id: ID,
    /// URI of the source document for this change only.
    pub ledger_document_uri: Option<String>,
    /// Id of the location. The item must be stocked there.
    pub location_id: ID,
}

/// Adjustments, at most one for each item at a location.
#[derive(Clone, Debug)]
pub struct AdjustmentsDraft(StockChanges);

/// Validates an input of `inventoryAdjustQuantities`.
///
/// # Errors
///
/// The first error found in the input.
pub fn validate(
    input: InventoryAdjustQuantitiesInput,
) -> Result<AdjustmentsDraft, Refusal<InventoryErrorCode>> {
    let name = state(&input.name, "input.name")?;
    let cause = stock_changes::cause(input.reason, input.reference_document_uri)?;
    few(&input.changes, "input.changes")?;
    let mut seen = HashSet::new();
    let steps = input
        .changes
        .into_iter()
        .enumerate()
        .map(|(index, change)| {
            let field = format!("input.changes.{index}");
            let step = step(change, name, &field)?;
            if !seen.insert(step.0.place) {
                let why = "The item is given twice for this location.";
                return refuse(InventoryErrorCode::Duplicate, &field, why);
            }
            Ok(step)
        });
    let steps = steps.collect::<Checked<Vec<_>, InventoryErrorCode>>()?;
    Ok(AdjustmentsDraft(StockChanges::new(cause, steps)))
}

/// A quantity that is a state of units: not the sum of the others, nor what checkouts and orders
/// decide.
pub(crate) fn state(name: &str, field: &str) -> Checked<QuantityName, InventoryErrorCode> {
    match QuantityName::parse(name) {
        Some(QuantityName::OnHand) | None => {
            let why = "The quantity must be `available`, `damaged`, `incoming`, `quality_control` or \
                       `safety_stock`.";
            refuse(InventoryErrorCode::Invalid, field, why)
        }
        Some(name) => Ok(name),
    }
}

fn step(
    input: InventoryChangeInput,
    name: QuantityName,
    field: &str,
) -> Checked<(Adjustment, Path), InventoryErrorCode> {
    let item = format!("{field}.inventoryItemId");
    let item = checks::id(&input.inventory_item_id, &item)?;
    let location = checks::id(&input.location_id, &format!("{field}.locationId"))?;
    let delta = i64::from(input.delta);
    if !(-MOST_UNITS..=MOST_UNITS).contains(&delta) {
        let field = format!("{field}.delta");
        return refuse(
            InventoryErrorCode::Invalid,
            &field,
            "The change is out of range.",
        );
    }
    let document = format!("{field}.ledgerDocumentUri");
    let adjustment = Adjustment {
        place: (item, location),
        name,
        amount: Amount::By(delta),
        change_from: stock_changes::change_from(input.change_from_quantity, field)?,
        document: stock_changes::document(input.ledger_document_uri, &document)?,
    };
    let path = Path {
        item: field.to_owned(),
        rest: field.to_owned(),
    };
    Ok((adjustment, path))
}

/// Adjusts the quantities and returns the ledger rows. A repeated request with
/// the client's `key` changes nothing and returns the rows of the first.
///
/// # Errors
///
/// When an item is not stocked at the location, a quantity differs from the one the caller expects,
/// or the database fails; nothing is changed then.
pub async fn adjust(
    app: &App,
    draft: &AdjustmentsDraft,
    key: Option<&str>,
) -> Result<Vec<inventory_adjustment::Model>, ChangeError<InventoryErrorCode>> {
    let request = draft.0.request("inventoryAdjustQuantities", key);
    stock_changes::write(app, &draft.0, Stocking::Required, request.as_ref()).await
}
