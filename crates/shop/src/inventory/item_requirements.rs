//! What a checkout attempt needs in stock, where it is, and what taking it changes.

use super::{
    ledger::Shift,
    levels::LevelKey,
    reservation_request::ReservationRequest,
    routing::{self, Line, MissingStock, Part, Stock, Take},
    steps::ReservationStep,
    store::reservations,
};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    ids::{InventoryItemId, ProductId, ReservationId, VariantId},
    inventory::{reservation_line, variant_item::InventoryPolicy},
};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The lines of an attempt and the stock that can serve them.
pub(super) struct Needs {
    lines: Vec<Line>,
    stock: Stock,
    products: BTreeSet<ProductId>,
    shared: bool,
}

impl Needs {
    /// Reads what `wanted` needs, with one statement per 500 variants.
    pub(super) async fn read(
        db: &impl ConnectionTrait,
        wanted: &ReservationRequest<'_>,
    ) -> Result<Self, DbErr> {
        let variants: BTreeSet<VariantId> =
            wanted.demands.iter().map(|demand| demand.variant).collect();
        let variants: Vec<VariantId> = variants.into_iter().collect();
        let rows = reservations::needs(db, wanted.channel, wanted.pickup_at, &variants).await?;
        let mut stock = Stock::default();
        let mut known: HashMap<VariantId, (Vec<Part>, bool)> = HashMap::new();
        let (mut products, mut shared) = (BTreeSet::new(), false);
        for row in &rows {
            let variant = known.entry(row.variant_id).or_default();
            variant.1 = row.policy == InventoryPolicy::Continue;
            if variant.0.iter().all(|part| part.item != row.item_id) {
                variant.0.push(Part {
                    item: row.item_id,
                    each: row.units,
                    counted: row.tracked,
                });
            }
            products.insert(row.product_id);
            shared |= row.shared != 0;
            let Some(place) = row.location_id else {
                continue;
            };
            if stock.places.last() != Some(&place) {
                stock.places.push(place); // rows are sorted by place
            }
            if let (true, Some(available)) = (row.tracked, row.available) {
                stock.units.insert((place, row.item_id), available);
            }
        }
        let lines = wanted.demands.iter().map(|demand| {
            let (parts, beyond_stock) = known.get(&demand.variant).cloned().unwrap_or_default();
            Line {
                variant: demand.variant,
                quantity: demand.quantity.into(),
                parts,
                beyond_stock,
            }
        });
        Ok(Self {
            lines: lines.collect(),
            stock,
            products,
            shared,
        })
    }

    /// Chooses the locations that serve each line.
    pub(super) fn route(&self) -> Result<Vec<Take>, Vec<MissingStock>> {
        routing::route(&self.lines, &self.stock)
    }

    /// Items whose stock is tracked.
    pub(super) fn counted(&self) -> BTreeSet<InventoryItemId> {
        let parts = self.lines.iter().flat_map(|line| &line.parts);
        let counted = parts.filter(|part| part.counted);
        counted.map(|part| part.item).collect()
    }

    /// Products of the variants.
    pub(super) fn products(&self) -> impl Iterator<Item = ProductId> {
        self.products.iter().copied()
    }

    /// Whether variants of other products use the same items.
    pub(super) fn share_items(&self) -> bool {
        self.shared
    }

    /// Places from which units are taken of items that are not stocked there.
    pub(super) fn not_stocked(&self, takes: &[Take]) -> BTreeSet<LevelKey> {
        let counted = takes.iter().filter(|take| take.part.counted);
        let places = counted.filter_map(|take| Some((take.part.item, take.place?)));
        let missing =
            places.filter(|&(item, place)| !self.stock.units.contains_key(&(place, item)));
        missing.collect()
    }

    /// The shifts of levels by reserving the units, summed by place. Only units taken by lines that
    /// may not be oversold have to be available.
    pub(super) fn shifts(&self, takes: &[Take]) -> BTreeMap<LevelKey, Shift> {
        let mut shifts: BTreeMap<LevelKey, Shift> = BTreeMap::new();
        for take in takes.iter().filter(|take| take.part.counted) {
            let Some(place) = take.place else {
                continue;
            };
            let mut shift = ReservationStep::Reserve.shift(take.units);
            if !self.lines[take.line].beyond_stock {
                shift.least = Some(take.units);
            }
            let of_place = shifts.entry((take.part.item, place)).or_default();
            of_place.add(shift);
        }
        shifts
    }

    /// Builds the lines of the reservation.
    pub(super) fn lines(
        &self,
        reservation_id: ReservationId,
        takes: &[Take],
    ) -> Vec<reservation_line::Model> {
        (0..)
            .zip(takes)
            .map(|(position, take)| reservation_line::Model {
                reservation_id,
                position,
                line: i32::try_from(take.line).expect("an order has few lines"),
                variant_id: self.lines[take.line].variant,
                item_id: take.part.item,
                location_id: take.place,
                units_each: take.part.each,
                counted: take.part.counted,
                units: take.units,
                sent: 0,
                given_back: 0,
                returned: 0,
            })
            .collect()
    }
}
