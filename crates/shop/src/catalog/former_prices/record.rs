//! Records former prices of variants for as long as compare-at prices depend on them. Every price
//! change is recorded in its own transaction.

use super::prior::{WINDOW_MS, former};
use crate::catalog::{
    prices::{PriceError, Pricing, adjusted_price},
    store::{self, OWN_PRICES},
};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    Timestamp,
    catalog::{price_history, price_list, variant},
    ids::{PriceListId, VariantId},
};
use std::collections::HashMap;

/// A change of a variant's price in a list, in minor units of the list's currency.
pub(crate) struct Relisted<'a> {
    /// The variant, with the shop's current price.
    pub(crate) variant: &'a variant::Model,
    /// Its fixed price before; `None` if its price was derived from the shop's price.
    pub(crate) before: Option<i64>,
    /// Its fixed price now.
    pub(crate) now: Option<i64>,
}

/// Records former prices of the shop itself.
pub(crate) async fn note_own_prices(
    db: &impl ConnectionTrait,
    before: &[(VariantId, i64)],
    now: Timestamp,
) -> Result<(), DbErr> {
    let ended = before
        .iter()
        .map(|&(variant_id, price)| price_history::Model {
            variant_id,
            price_list_id: OWN_PRICES,
            until: now,
            price,
        });
    store::insert_former_prices(db, ended.collect()).await?;
    let variants: Vec<VariantId> = before.iter().map(|(variant, _)| *variant).collect();
    prune(db, OWN_PRICES, &variants, now).await
}

/// Records former prices in a price list. When a price is fixed, former prices that were derived
/// from the shop's prices are recorded for the list, so that they no longer depend on those.
///
/// # Errors
///
/// When an amount is out of range, or the database fails.
pub(crate) async fn note_listed_prices(
    db: &impl ConnectionTrait,
    list: &price_list::Model,
    pricing: &Pricing<'_>,
    changes: &[Relisted<'_>],
    now: Timestamp,
) -> Result<(), PriceError> {
    let changes = changes.iter().filter(|it| it.before != it.now);
    let changes: Vec<&Relisted<'_>> = changes.collect();
    let followed = changes.iter().filter(|it| it.before.is_none());
    let followed: Vec<VariantId> = followed.map(|it| it.variant.id).collect();
    let mut known: HashMap<VariantId, Vec<price_history::Model>> = HashMap::new();
    for row in store::former_prices(db, Some(list.id), &followed).await? {
        known.entry(row.variant_id).or_default().push(row);
    }
    let mut ended = Vec::new();
    let mut repriced = Vec::new();
    for change in changes {
        let id = change.variant.id;
        let own = adjusted_price(change.variant.price, list, pricing)?;
        let row = |until, price| price_history::Model {
            variant_id: id,
            price_list_id: list.id,
            until,
            price,
        };
        if change.before.is_none() {
            let rows = known.get(&id).map_or(&[][..], Vec::as_slice);
            let before = former(rows, false, pricing)?.into_iter();
            let counts = before.filter(|it| it.until.0 > now.0 - WINDOW_MS);
            ended.extend(counts.map(|it| row(it.until, it.price)));
        }
        ended.push(row(now, change.before.unwrap_or(own)));
        if change.before.unwrap_or(own) != change.now.unwrap_or(own) {
            repriced.push(id);
        }
    }
    store::insert_former_prices(db, ended).await?;
    prune(db, list.id, &repriced, now).await?;
    Ok(())
}

/// Deletes all former prices of deleted variants.
pub(crate) async fn forget_former_prices(
    db: &impl ConnectionTrait,
    variants: &[VariantId],
) -> Result<(), DbErr> {
    store::delete_former_prices(db, variants).await
}

/// Deletes prices that ended too long ago to matter, for variants whose price changed now.
async fn prune(
    db: &impl ConnectionTrait,
    list: PriceListId,
    variants: &[VariantId],
    now: Timestamp,
) -> Result<(), DbErr> {
    store::delete_prices_ended(db, list, variants, Timestamp(now.0 - WINDOW_MS)).await
}
