//! Stock of variants at locations that offer pickup.

use super::store;
use crate::texts;
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::ids::{LocationId, VariantId};
use souk_kernel::{app::App, codes::LanguageCode};
use std::collections::{BTreeMap, HashMap};

/// Units of a variant at a pickup location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PickupStock {
    /// The location.
    pub location: LocationId,
    /// Units; `None` if stock is not tracked.
    pub quantity: Option<i64>,
}

/// Stock of variants at the pickup locations that stock them. Runs one statement per 500 variants.
///
/// # Errors
///
/// When the database fails.
pub async fn pickup_stock(
    app: &App,
    variants: &[VariantId],
) -> Result<HashMap<VariantId, Vec<PickupStock>>, DbErr> {
    by_variant(app.databases.inventory.reader(), variants).await
}

/// Stock of variants at the pickup locations that stock them.
pub(super) async fn by_variant(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
) -> Result<HashMap<VariantId, Vec<PickupStock>>, DbErr> {
    let mut items: HashMap<VariantId, usize> = HashMap::new();
    let mut places: BTreeMap<(VariantId, LocationId), (usize, Option<i64>)> = BTreeMap::new();
    for variants in variants.chunks(500) {
        for row in store::pickup_stock(db, variants).await? {
            let most = items.entry(row.variant_id).or_default();
            *most = (*most).max(usize::try_from(row.items).unwrap_or(usize::MAX));
            let units = i64::from(row.units.max(1));
            let quantity = match (row.tracked, row.available) {
                (false, _) => None,
                (true, Some(available)) => Some(available.div_euclid(units)),
                (true, None) => continue, // the item is not stocked here
            };
            let place = places
                .entry((row.variant_id, row.location_id))
                .or_insert((0, None));
            place.0 += 1;
            place.1 = match (place.1, quantity) {
                (Some(known), Some(new)) => Some(known.min(new)),
                (known, new) => known.or(new),
            };
        }
    }
    let mut found: HashMap<VariantId, Vec<PickupStock>> = HashMap::new();
    for ((variant, location), (kept, quantity)) in places {
        // A variant that uses several items is available only where all of them are.
        if items.get(&variant) == Some(&kept) {
            let of_variant = found.entry(variant).or_default();
            of_variant.push(PickupStock { location, quantity });
        }
    }
    Ok(found)
}

/// How soon an order is ready, as English text.
pub fn pickup_time_in_words(pickup_time: &str) -> &'static str {
    (texts::texts_in(LanguageCode::En).checkout.ready)(pickup_time)
}
