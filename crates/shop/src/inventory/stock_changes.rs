//! Changes quantities: all changes of a call or none, each with its ledger row.

use super::levels::{self, Place, QuantityName};
use crate::inventory::InventoryErrorCode;
use async_graphql::MaybeUndefined;
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    Timestamp,
    ids::{AdjustmentGroupId, InventoryItemId, LocationId, ProductId},
    inventory::{inventory_adjustment, inventory_item, inventory_level, location, variant_item},
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    rows,
    validators::{self as checks, Checked, refuse, short},
};
use std::collections::{BTreeSet, HashSet};

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
/// Units of one level at most, below zero too.
pub(crate) const MOST_UNITS: i64 = 1_000_000_000;

/// Why quantities change.
#[derive(Clone, Debug)]
pub(crate) struct Cause {
    /// As the ledger says it.
    pub(crate) reason: String,
    /// Document it refers to.
    pub(crate) reference: Option<String>,
}

impl Cause {
    /// Checks the reason and the document of an input.
    pub(crate) fn new(
        reason: String,
        reference: Option<String>,
    ) -> Checked<Self, InventoryErrorCode> {
        if !REASONS.contains(&reason.as_str()) {
            let why = format!("The reason must be one of {}.", REASONS.join(", "));
            return refuse(InventoryErrorCode::Invalid, "input.reason", why);
        }
        let reference = document(reference, "input.referenceDocumentUri")?;
        Ok(Self { reason, reference })
    }
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

/// What the caller takes a quantity for: it must be said, and null says that it does not matter.
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

/// How a quantity changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Amount {
    /// To what it shall be.
    To(i64),
    /// By this number. The result may be negative: a stock-take may find fewer units than were
    /// sold.
    By(i64),
    /// Down by this number of units, which must be there.
    Take(i64),
}

/// A change of a quantity.
#[derive(Clone, Debug)]
pub(crate) struct Step {
    /// Where.
    pub(crate) place: Place,
    /// Which quantity.
    pub(crate) name: QuantityName,
    /// How.
    pub(crate) amount: Amount,
    /// What the caller takes the quantity for; anything where absent.
    pub(crate) change_from: Option<i64>,
    /// Document it follows from.
    pub(crate) document: Option<String>,
    /// Path of the part of the input that names the item.
    pub(crate) item_field: String,
    /// Path of the part that names the rest.
    pub(crate) field: String,
}

/// What to do if the item is not stocked at the location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NotStocked {
    /// From now on it is.
    Stock,
    /// Refuse the change.
    Refuse,
}

/// Makes the changes and returns the rows of the ledger.
pub(crate) async fn write(
    app: &App,
    cause: &Cause,
    steps: &[Step],
    not_stocked: NotStocked,
) -> Result<Vec<inventory_adjustment::Model>, ChangeError<InventoryErrorCode>> {
    let now = app.clock.now();
    let places: BTreeSet<Place> = steps.iter().map(|step| step.place).collect();
    let items: BTreeSet<InventoryItemId> = places.iter().map(|place| place.0).collect();
    let txn = app.databases.inventory.begin().await?;
    if not_stocked == NotStocked::Stock {
        levels::make(&txn, &places, now).await?;
    }
    let mut stored = levels::lock(&txn, &items).await?;
    known(&txn, steps).await?; // under the lock, so that no item is deleted meanwhile
    let group: AdjustmentGroupId = app.next_id();
    let (mut changed, mut ledger) = (BTreeSet::new(), Vec::new());
    for step in steps {
        let level = stored.get_mut(&step.place);
        let level = level.filter(|level| level.active || not_stocked == NotStocked::Stock);
        let Some(level) = level else {
            let field = format!("{}.locationId", step.field);
            let why = "The item is not stocked at this location.";
            return Err(Refusal::new(InventoryErrorCode::NotFound, &field, why).into());
        };
        let was_active = level.active;
        let delta = step.apply(level, now)?;
        if delta != 0 || !was_active {
            changed.insert(step.place);
        }
        if delta != 0 {
            ledger.push(inventory_adjustment::Model {
                id: app.next_id(),
                group_id: group,
                item_id: step.place.0,
                location_id: step.place.1,
                name: step.name.text().to_owned(),
                delta,
                quantity_after: step.name.of(level),
                reason: cause.reason.clone(),
                reference: cause.reference.clone(),
                document: step.document.clone(),
                created_at: now,
            });
        }
    }
    stored.retain(|place, _| changed.contains(place));
    let rows = stored.into_values().collect();
    rows::upsert::<inventory_level::Entity>(&txn, rows).await?;
    rows::upsert::<inventory_adjustment::Entity>(&txn, ledger.clone()).await?;
    let items: Vec<InventoryItemId> = items.into_iter().collect();
    app.publish(&txn, &stock_changed(&txn, &items).await?)
        .await?;
    txn.commit().await?;
    Ok(ledger)
}

impl Step {
    /// Changes the level and returns the difference.
    fn apply(
        &self,
        level: &mut inventory_level::Model,
        now: Timestamp,
    ) -> Checked<i64, InventoryErrorCode> {
        let before = self.name.of(level);
        if self.change_from.is_some_and(|expected| expected != before) {
            let field = format!("{}.changeFromQuantity", self.field);
            let why = format!("The quantity is {before} now.");
            return refuse(InventoryErrorCode::ChangeFromQuantityStale, &field, why);
        }
        let after = match self.amount {
            Amount::To(quantity) => quantity,
            Amount::By(delta) => before + delta,
            Amount::Take(units) => before - units,
        };
        let may_be_owed = matches!(self.name, QuantityName::Available | QuantityName::OnHand)
            && !matches!(self.amount, Amount::Take(_));
        if after < 0 && !may_be_owed {
            let why = format!("Only {before} units are there.");
            return refuse(InventoryErrorCode::Invalid, &self.field, why);
        }
        if !(-MOST_UNITS..=MOST_UNITS).contains(&after) {
            return refuse(
                InventoryErrorCode::Invalid,
                &self.field,
                "The quantity is out of range.",
            );
        }
        Ok(levels::set(level, self.name, after, now))
    }
}

/// Refuses changes to items or locations that do not exist.
async fn known(
    txn: &DatabaseTransaction,
    steps: &[Step],
) -> Result<(), ChangeError<InventoryErrorCode>> {
    let items: Vec<InventoryItemId> = steps.iter().map(|step| step.place.0).collect();
    let column = inventory_item::Column::Id;
    let found = rows::find::<inventory_item::Entity, _>(txn, column, &items).await?;
    let items: HashSet<InventoryItemId> = found.iter().map(|row| row.id).collect();
    let locations: Vec<LocationId> = steps.iter().map(|step| step.place.1).collect();
    let column = location::Column::Id;
    let found = rows::find::<location::Entity, _>(txn, column, &locations).await?;
    let locations: HashSet<LocationId> = found.iter().map(|row| row.id).collect();
    for step in steps {
        let (field, why) = if !items.contains(&step.place.0) {
            let field = format!("{}.inventoryItemId", step.item_field);
            (field, super::NO_ITEM)
        } else if !locations.contains(&step.place.1) {
            (format!("{}.locationId", step.field), super::NO_LOCATION)
        } else {
            continue;
        };
        return Err(Refusal::new(InventoryErrorCode::NotFound, &field, why).into());
    }
    Ok(())
}

/// Tells that stock of the products changed whose variants need these items.
pub(crate) async fn stock_changed(
    txn: &DatabaseTransaction,
    items: &[InventoryItemId],
) -> Result<Vec<Event>, DbErr> {
    let column = variant_item::Column::ItemId;
    let links = rows::find::<variant_item::Entity, _>(txn, column, items).await?;
    let products: BTreeSet<ProductId> = links.iter().map(|link| link.product_id).collect();
    let products = products.into_iter();
    Ok(products
        .map(|product| Event::StockChanged { product })
        .collect())
}
