//! Sets stock by item and location: all of a call or nothing.

use super::{
    checks::{self, Checked, few, refuse, short},
    graphql::inventory::{InventoryQuantityInput, InventorySetQuantitiesInput},
    products::QuantityName,
    refusal::{ChangeError, Refusal, RefusalCode},
    rows,
    stock_levels::{self, Place},
};
use crate::{app::App, events::Event};
use async_graphql::MaybeUndefined;
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    ids::{AdjustmentGroupId, InventoryItemId, LocationId, ProductId},
    inventory::{inventory_adjustment, inventory_item, inventory_level, location, variant_item},
};
use std::collections::{BTreeSet, HashSet};

/// Why stock changes, as the ledger says it.
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
const MOST_UNITS: u32 = 1_000_000_000;

/// Quantities to set, each place once.
#[derive(Clone, Debug)]
pub struct QuantitiesDraft {
    /// Which quantity.
    name: QuantityName,
    /// Why, as the ledger says it.
    reason: String,
    /// Document it refers to.
    reference: Option<String>,
    /// What shall be where.
    quantities: Vec<Wanted>,
}

#[derive(Clone, Copy, Debug)]
struct Wanted {
    place: Place,
    quantity: i64,
    /// What the caller takes the quantity for; anything where absent.
    change_from: Option<i64>,
}

/// Checks an input of `inventorySetQuantities`.
///
/// # Errors
///
/// The first thing that is wrong.
pub fn validate(input: InventorySetQuantitiesInput) -> Result<QuantitiesDraft, Refusal> {
    let name = match input.name.as_str() {
        "available" => QuantityName::Available,
        "on_hand" => QuantityName::OnHand,
        _ => {
            let why = "only available and on_hand can be set";
            return refuse(RefusalCode::Invalid, "input.name", why);
        }
    };
    if !REASONS.contains(&input.reason.as_str()) {
        let why = format!("a reason is one of {}", REASONS.join(", "));
        return refuse(RefusalCode::Invalid, "input.reason", why);
    }
    let reference = checks::filled(input.reference_document_uri);
    if let Some(uri) = &reference {
        let field = "input.referenceDocumentUri";
        short(uri, field)?;
        if !uri.contains("://") {
            let why = "a document is named by its address";
            return refuse(RefusalCode::Invalid, field, why);
        }
    }
    few(&input.quantities, "input.quantities")?;
    let mut seen = HashSet::new();
    let quantities = input.quantities.iter().enumerate().map(|(index, wanted)| {
        let field = format!("input.quantities.{index}");
        let wanted = quantity(wanted, &field)?;
        if !seen.insert(wanted.place) {
            let why = "the item is given twice for this location";
            return refuse(RefusalCode::Duplicate, &field, why);
        }
        Ok(wanted)
    });
    Ok(QuantitiesDraft {
        name,
        reason: input.reason,
        reference,
        quantities: quantities.collect::<Checked<_>>()?,
    })
}

fn quantity(input: &InventoryQuantityInput, field: &str) -> Checked<Wanted> {
    let item = checks::id(
        &input.inventory_item_id,
        &format!("{field}.inventoryItemId"),
    )?;
    let location = checks::id(&input.location_id, &format!("{field}.locationId"))?;
    if input.quantity.unsigned_abs() > MOST_UNITS {
        let field = format!("{field}.quantity");
        return refuse(RefusalCode::Invalid, &field, "the quantity is out of range");
    }
    let change_from = match input.change_from_quantity {
        MaybeUndefined::Value(quantity) => Some(quantity.into()),
        MaybeUndefined::Null => None,
        MaybeUndefined::Undefined => {
            let field = format!("{field}.changeFromQuantity");
            let why = "say what the quantity was, or null to set it whatever it is";
            return refuse(RefusalCode::Blank, &field, why);
        }
    };
    Ok(Wanted {
        place: (item, location),
        quantity: input.quantity.into(),
        change_from,
    })
}

/// Sets the quantities and returns what changed, as the ledger has it.
///
/// # Errors
///
/// When something named does not exist, a quantity is not what the caller takes it for, or the
/// database fails: then nothing changed.
pub async fn set(
    app: &App,
    draft: &QuantitiesDraft,
) -> Result<Vec<inventory_adjustment::Model>, ChangeError> {
    let now = app.clock.now();
    let places: BTreeSet<Place> = draft.quantities.iter().map(|it| it.place).collect();
    let items: BTreeSet<InventoryItemId> = places.iter().map(|place| place.0).collect();
    let txn = app.databases.inventory.begin().await?;
    let mut levels = stock_levels::lock(&txn, &items, &places, now).await?;
    known(&txn, draft).await?; // under the lock: an item cannot go meanwhile
    let group: AdjustmentGroupId = app.next_id();
    let (mut changed, mut ledger) = (Vec::new(), Vec::new());
    for (index, wanted) in draft.quantities.iter().enumerate() {
        let Some(mut level) = levels.remove(&wanted.place) else {
            continue; // every place was made above
        };
        let before = draft.name.of(&level);
        if wanted
            .change_from
            .is_some_and(|expected| expected != before)
        {
            let field = format!("input.quantities.{index}.changeFromQuantity");
            let why = format!("the quantity is {before} by now");
            return Err(Refusal::new(RefusalCode::ChangeFromQuantityStale, &field, why).into());
        }
        let delta = stock_levels::set(&mut level, draft.name, wanted.quantity, now);
        changed.push(level);
        if delta != 0 {
            let (item_id, location_id) = wanted.place;
            ledger.push(inventory_adjustment::Model {
                id: app.next_id(),
                group_id: group,
                item_id,
                location_id,
                name: draft.name.text().to_owned(),
                delta,
                quantity_after: wanted.quantity,
                reason: draft.reason.clone(),
                reference: draft.reference.clone(),
                created_at: now,
            });
        }
    }
    rows::upsert::<inventory_level::Entity>(&txn, changed).await?;
    rows::upsert::<inventory_adjustment::Entity>(&txn, ledger.clone()).await?;
    app.publish(&txn, &events(&txn, &ledger).await?).await?;
    txn.commit().await?;
    Ok(ledger)
}

/// Refuses a draft that names an item or location there is not.
async fn known(txn: &DatabaseTransaction, draft: &QuantitiesDraft) -> Result<(), ChangeError> {
    let wanted = || draft.quantities.iter().map(|it| it.place);
    let items: Vec<InventoryItemId> = wanted().map(|place| place.0).collect();
    let column = inventory_item::Column::Id;
    let found = rows::find::<inventory_item::Entity, _>(txn, column, &items).await?;
    let items: HashSet<InventoryItemId> = found.iter().map(|row| row.id).collect();
    let locations: Vec<LocationId> = wanted().map(|place| place.1).collect();
    let column = location::Column::Id;
    let found = rows::find::<location::Entity, _>(txn, column, &locations).await?;
    let locations: HashSet<LocationId> = found.iter().map(|row| row.id).collect();
    for (index, (item, location)) in wanted().enumerate() {
        let missing = if !items.contains(&item) {
            ("inventoryItemId", "inventory item not found")
        } else if !locations.contains(&location) {
            ("locationId", "location not found")
        } else {
            continue;
        };
        let field = format!("input.quantities.{index}.{}", missing.0);
        return Err(Refusal::new(RefusalCode::NotFound, &field, missing.1).into());
    }
    Ok(())
}

/// Tells that stock of the products changed whose variants need these items.
async fn events(
    txn: &DatabaseTransaction,
    ledger: &[inventory_adjustment::Model],
) -> Result<Vec<Event>, DbErr> {
    let items: Vec<InventoryItemId> = ledger.iter().map(|row| row.item_id).collect();
    let column = variant_item::Column::ItemId;
    let links = rows::find::<variant_item::Entity, _>(txn, column, &items).await?;
    let products: BTreeSet<ProductId> = links.iter().map(|link| link.product_id).collect();
    let products = products.into_iter();
    Ok(products
        .map(|product| Event::StockChanged { product })
        .collect())
}
