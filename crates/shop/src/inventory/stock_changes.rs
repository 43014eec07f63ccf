//! Changes quantities: all changes of a call or none, each with its ledger row.

use super::{
    ledger::{self, Adjustment, Cause, Changes, Refused, Stocking},
    levels::LevelKey,
    stock_requests,
    store::{
        self,
        levels::{insert_missing_levels, lock_levels},
    },
};
use crate::inventory::InventoryErrorCode;
use async_graphql::MaybeUndefined;
use sea_orm::DatabaseTransaction;
use souk_entities::{
    ids::{InventoryItemId, LocationId},
    inventory::inventory_adjustment,
};
use souk_kernel::{
    app::App,
    crash,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
    validators::{self as checks, Checked, refuse, short},
};
use std::{
    borrow::Cow,
    collections::{BTreeSet, HashSet},
};

/// Reasons for stock changes, as recorded in the ledger.
const REASONS: [&str; 8] = [
    "correction",
    "cycle_count_available",
    "damaged",
    "other",
    "promotion",
    "received",
    "restock",
    "shrinkage",
];

/// The cause of a change, after checking the reason and the document of an input.
pub(crate) fn cause(
    reason: String,
    reference: Option<String>,
) -> Checked<Cause, InventoryErrorCode> {
    if !REASONS.contains(&reason.as_str()) {
        let why = format!("The reason must be one of {}.", REASONS.join(", "));
        return refuse(InventoryErrorCode::Invalid, "input.reason", why);
    }
    let reference = document(reference, "input.referenceDocumentUri")?;
    let reason = Cow::Owned(reason);
    Ok(Cause { reason, reference })
}

/// The address of a document.
pub(crate) fn document(
    uri: Option<String>,
    field: &str,
) -> Checked<Option<String>, InventoryErrorCode> {
    let uri = checks::filled(uri);
    if let Some(uri) = &uri {
        short(uri, field)?;
        if !uri.contains("://") {
            let why = "The document must be given by its URI.";
            return refuse(InventoryErrorCode::Invalid, field, why);
        }
    }
    Ok(uri)
}

/// The quantity that the caller expects: required, and null for any quantity.
pub(crate) fn change_from(
    quantity: MaybeUndefined<i32>,
    field: &str,
) -> Checked<Option<i64>, InventoryErrorCode> {
    match quantity {
        MaybeUndefined::Value(quantity) => Ok(Some(quantity.into())),
        MaybeUndefined::Null => Ok(None),
        MaybeUndefined::Undefined => {
            let field = format!("{field}.changeFromQuantity");
            let why = "The expected quantity must be given, or null to change it without a check.";
            refuse(InventoryErrorCode::Blank, &field, why)
        }
    }
}

/// Changes of a call, with the paths of the input that they come from.
#[derive(Clone, Debug)]
pub(crate) struct StockChanges {
    /// Why.
    pub(crate) cause: Cause,
    /// The changes.
    pub(crate) adjustments: Vec<Adjustment>,
    /// The path of each.
    pub(crate) paths: Vec<Path>,
}

/// Where a change stands in the input.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    /// The part that names the item.
    pub(crate) item: String,
    /// The part that names the rest.
    pub(crate) rest: String,
}

impl StockChanges {
    /// Changes to make for this cause.
    pub(crate) fn new(cause: Cause, steps: Vec<(Adjustment, Path)>) -> Self {
        let (adjustments, paths) = steps.into_iter().unzip();
        Self {
            cause,
            adjustments,
            paths,
        }
    }

    /// Identifies the request for these changes by the client's key, if there is one.
    pub(crate) fn request(&self, mutation: &str, key: Option<&str>) -> Option<RequestKey> {
        let asked = (&self.cause, &self.adjustments);
        key.map(|key| RequestKey::new(mutation, Some(key), &asked))
    }

    fn places(&self) -> BTreeSet<LevelKey> {
        self.adjustments.iter().map(|it| it.place).collect()
    }

    /// The refusal of a change.
    fn refusal(&self, refused: Refused) -> Refusal<InventoryErrorCode> {
        let (index, code, name) = match refused {
            Refused::NotStocked { index } => (index, InventoryErrorCode::NotFound, ".locationId"),
            Refused::Stale { index, .. } => {
                let code = InventoryErrorCode::ChangeFromQuantityStale;
                (index, code, ".changeFromQuantity")
            }
            Refused::TooFew { index, .. } | Refused::OutOfRange { index } => {
                (index, InventoryErrorCode::Invalid, "")
            }
            Refused::TooFewToShift => (0, InventoryErrorCode::Invalid, ""),
        };
        let path = self.paths.get(index).map_or("input", |path| &path.rest);
        Refusal::new(code, &format!("{path}{name}"), refused.to_string())
    }
}

/// Makes the changes and returns the rows of the ledger. A repeated `request` changes nothing and
/// returns the rows of the first.
pub(crate) async fn write(
    app: &App,
    changes: &StockChanges,
    stocking: Stocking,
    request: Option<&RequestKey>,
) -> Result<Vec<inventory_adjustment::Model>, ChangeError<InventoryErrorCode>> {
    let places = changes.places();
    let items: BTreeSet<InventoryItemId> = places.iter().map(|place| place.0).collect();
    let txn = app.databases.inventory.begin().await?;
    if let Some(request) = request
        && !stock_requests::is_first(app, &txn, request).await?
    {
        txn.rollback().await?;
        return stock_requests::earlier_rows(app, request).await;
    }
    if stocking == Stocking::Starts {
        insert_missing_levels(&txn, &places, app.clock.now()).await?;
    }
    let levels = lock_levels(&txn, &items).await?;
    known(&txn, changes).await?; // under the lock, so that no item is deleted meanwhile
    let wanted = Changes::Adjustments {
        levels,
        adjustments: &changes.adjustments,
        stocking,
    };
    let recorded = ledger::record_changes(app, &txn, wanted, &changes.cause).await?;
    let recorded = recorded.map_err(|refused| changes.refusal(refused))?;
    if let Some(request) = request {
        stock_requests::record_rows(&txn, request, &recorded.rows).await?;
    }
    ledger::publish(app, &txn, &items).await?;
    txn.commit().await?;
    crash::point("stock:Written");
    Ok(recorded.rows)
}

/// Refuses changes to items or locations that do not exist.
async fn known(
    txn: &DatabaseTransaction,
    changes: &StockChanges,
) -> Result<(), ChangeError<InventoryErrorCode>> {
    let places = || changes.adjustments.iter().map(|it| it.place);
    let items: Vec<InventoryItemId> = places().map(|place| place.0).collect();
    let found = store::items_by_ids(txn, &items).await?;
    let items: HashSet<InventoryItemId> = found.iter().map(|row| row.id).collect();
    let locations: Vec<LocationId> = places().map(|place| place.1).collect();
    let found = store::locations_by_ids(txn, &locations).await?;
    let locations: HashSet<LocationId> = found.iter().map(|row| row.id).collect();
    for (place, path) in places().zip(&changes.paths) {
        let (field, why) = if !items.contains(&place.0) {
            let field = format!("{}.inventoryItemId", path.item);
            (field, super::NO_ITEM)
        } else if !locations.contains(&place.1) {
            (format!("{}.locationId", path.rest), super::NO_LOCATION)
        } else {
            continue;
        };
        return Err(Refusal::new(InventoryErrorCode::NotFound, &field, why).into());
    }
    Ok(())
}
