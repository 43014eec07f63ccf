//! Chooses which locations serve which lines: as few as possible, and among equally many, those
//! with the highest priority.

use souk_entities::ids::{InventoryItemId, LocationId, VariantId};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Number of locations up to which every combination of up to [`MOST_TOGETHER`] is tried.
const MOST_TRIED: usize = 16;
/// Largest number of locations found by trying combinations; larger sets are built one by one,
/// starting with the location that has the most units.
const MOST_TOGETHER: usize = 3;

/// Units of an item in one unit of a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Part {
    /// The item.
    pub(super) item: InventoryItemId,
    /// Units of the item per unit of the variant.
    pub(super) each: i32,
    /// Whether the item is tracked; an item that is not tracked is available everywhere.
    pub(super) counted: bool,
}

/// A line to serve.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// The variant.
    pub(super) variant: VariantId,
    /// Units of the variant.
    pub(super) quantity: i64,
    /// The items it uses; empty if the variant has no stock records.
    pub(super) parts: Vec<Part>,
    /// Whether it may be oversold.
    pub(super) beyond_stock: bool,
}

/// Stock by location.
#[derive(Clone, Debug, Default)]
pub(super) struct Stock {
    /// Locations that may serve, in order of priority.
    pub(super) places: Vec<LocationId>,
    /// Units of tracked items that can be sold, where they are stocked.
    pub(super) units: HashMap<(LocationId, InventoryItemId), i64>,
}

/// Units that a line takes from a location.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Take {
    /// Index of the line.
    pub(super) line: usize,
    /// The part of the variant that is taken.
    pub(super) part: Part,
    /// The location it is taken from; `None` if no location serves and the item is not tracked.
    pub(super) place: Option<LocationId>,
    /// Units of the item.
    pub(super) units: i64,
}

/// A variant that is out of stock for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MissingStock {
    /// The variant.
    pub variant: VariantId,
    /// Units that the line requires.
    pub wanted: i64,
    /// Units available to the line.
    pub available: i64,
}

/// Serves all lines, or returns what is missing. Wherever possible, all parts of a unit of a
/// variant come from one location.
pub(super) fn route(lines: &[Line], stock: &Stock) -> Result<Vec<Take>, Vec<MissingStock>> {
    let demand = demand(lines, stock)?;
    let chosen = choose(&demand, stock);
    let mut router = Router {
        stock,
        chosen: &chosen,
        left: stock.units.clone(),
        takes: BTreeMap::new(),
    };
    for line in in_turn(lines) {
        router.serve(line, &lines[line]);
    }
    let takes = router.takes.into_iter();
    Ok(takes
        .map(|((line, part, place), units)| Take {
            line,
            part: lines[line].parts[part],
            place,
            units,
        })
        .collect())
}

/// Lines in the order they are served: first those that may not be oversold.
fn in_turn(lines: &[Line]) -> impl Iterator<Item = usize> {
    let places = |beyond: bool| {
        let mine = move |&line: &usize| lines[line].beyond_stock == beyond;
        (0..lines.len()).filter(mine)
    };
    places(false).chain(places(true))
}

/// Units of tracked items to take from stock, summed over the lines, because variants may share an
/// item.
fn demand(
    lines: &[Line],
    stock: &Stock,
) -> Result<BTreeMap<InventoryItemId, i64>, Vec<MissingStock>> {
    let mut left: HashMap<InventoryItemId, i64> = HashMap::new();
    for ((_, item), units) in &stock.units {
        *left.entry(*item).or_default() += (*units).max(0);
    }
    let mut demand: BTreeMap<InventoryItemId, i64> = BTreeMap::new();
    let mut missing = Vec::new();
    for line in in_turn(lines) {
        let line = &lines[line];
        let counted = || line.parts.iter().filter(|part| part.counted);
        let there = |part: &Part| left.get(&part.item).copied().unwrap_or(0);
        let most = counted().map(|part| there(part) / i64::from(part.each.max(1)));
        let most = most.min().unwrap_or(line.quantity);
        let nowhere = counted().next().is_some() && stock.places.is_empty();
        let enough = most >= line.quantity || (line.beyond_stock && !nowhere);
        if line.quantity > 0 && (line.parts.is_empty() || !enough) {
            missing.push(MissingStock {
                variant: line.variant,
                wanted: line.quantity,
                available: if line.parts.is_empty() { 0 } else { most },
            });
            continue;
        }
        for part in line.parts.iter().filter(|part| part.counted) {
            let known = left.entry(part.item).or_default();
            let taken = (*known).min(line.quantity.saturating_mul(part.each.into()));
            *known -= taken;
            *demand.entry(part.item).or_default() += taken;
        }
    }
    demand.retain(|_, units| *units > 0);
    if missing.is_empty() {
        Ok(demand)
    } else {
        Err(missing)
    }
}

/// The smallest set of places that together have the demanded units, in order of priority.
fn choose(demand: &BTreeMap<InventoryItemId, i64>, stock: &Stock) -> Vec<LocationId> {
    let held = |place: LocationId, item: InventoryItemId| {
        stock
            .units
            .get(&(place, item))
            .map_or(0, |units| (*units).max(0))
    };
    let useful: Vec<LocationId> = stock
        .places
        .iter()
        .copied()
        .filter(|&place| demand.keys().any(|&item| held(place, item) > 0))
        .collect();
    let enough = |places: &[LocationId]| {
        demand.iter().all(|(&item, &wanted)| {
            let held = places.iter().map(|&place| held(place, item));
            held.fold(0, i64::saturating_add) >= wanted
        })
    };
    let tried = &useful[..useful.len().min(MOST_TRIED)];
    let found = (0..=MOST_TOGETHER).find_map(|count| first_choice(tried, count, &enough));
    found.unwrap_or_else(|| one_by_one(demand, &useful, held))
}

/// The first combination of `count` places that suffices.
fn first_choice(
    places: &[LocationId],
    count: usize,
    enough: &impl Fn(&[LocationId]) -> bool,
) -> Option<Vec<LocationId>> {
    fn extend(
        places: &[LocationId],
        count: usize,
        chosen: &mut Vec<LocationId>,
        enough: &impl Fn(&[LocationId]) -> bool,
    ) -> bool {
        if count == 0 {
            return enough(chosen);
        }
        (0..places.len()).any(|first| {
            chosen.push(places[first]);
            let found = extend(&places[first + 1..], count - 1, chosen, enough);
            if !found {
                chosen.pop();
            }
            found
        })
    }
    let mut chosen = Vec::with_capacity(count);
    extend(places, count, &mut chosen, enough).then_some(chosen)
}

/// A set of places that together have the demanded units, built by always adding the place with the
/// most of what is still missing.
fn one_by_one(
    demand: &BTreeMap<InventoryItemId, i64>,
    places: &[LocationId],
    held: impl Fn(LocationId, InventoryItemId) -> i64,
) -> Vec<LocationId> {
    let mut wanted = demand.clone();
    let mut chosen = BTreeSet::new();
    while !wanted.is_empty() {
        let gain = |place: LocationId| -> i64 {
            let items = wanted.iter();
            items
                .map(|(&item, &units)| held(place, item).min(units))
                .sum()
        };
        let free = (0..places.len()).filter(|place| !chosen.contains(place));
        // `max_by_key` returns the last of equals, but the first by priority is needed.
        let Some(best) = free.rev().max_by_key(|&place| gain(places[place])) else {
            break;
        };
        for (&item, units) in &mut wanted {
            *units -= held(places[best], item).min(*units);
        }
        wanted.retain(|_, units| *units > 0);
        chosen.insert(best);
    }
    chosen.into_iter().map(|place| places[place]).collect()
}

/// Allocates the units of the chosen places.
struct Router<'a> {
    stock: &'a Stock,
    chosen: &'a [LocationId],
    left: HashMap<(LocationId, InventoryItemId), i64>,
    /// Units by line, part of the variant, and place.
    takes: BTreeMap<(usize, usize, Option<LocationId>), i64>,
}

impl Router<'_> {
    fn serve(&mut self, place: usize, line: &Line) {
        let mut wanted = line.quantity;
        let counted = || {
            line.parts
                .iter()
                .enumerate()
                .filter(|(_, part)| part.counted)
        };
        for &location in self.chosen {
            let most = counted()
                .map(|(_, part)| self.left_at(location, part.item) / i64::from(part.each.max(1)));
            let Some(whole) = most.min().map(|most| most.min(wanted)) else {
                break; // none of its parts is tracked
            };
            for (part, _) in line.parts.iter().enumerate() {
                self.take(place, line, part, Some(location), whole);
            }
            wanted -= whole;
        }
        if wanted > 0 {
            self.serve_in_parts(place, line, wanted);
        }
    }

    /// Takes the parts of `wanted` units of a variant from wherever they are.
    fn serve_in_parts(&mut self, place: usize, line: &Line, wanted: i64) {
        for (index, part) in line.parts.iter().enumerate() {
            let mut units = wanted.saturating_mul(part.each.into());
            if part.counted {
                for &location in self.chosen {
                    let here = self.left_at(location, part.item).min(units);
                    self.note(place, index, Some(location), here);
                    *self.left.entry((location, part.item)).or_default() -= here;
                    units -= here;
                }
            }
            self.note(place, index, self.home(part), units);
        }
    }

    fn left_at(&self, location: LocationId, item: InventoryItemId) -> i64 {
        let left = self.left.get(&(location, item));
        left.map_or(0, |units| (*units).max(0))
    }

    fn take(
        &mut self,
        place: usize,
        line: &Line,
        part: usize,
        location: Option<LocationId>,
        whole: i64,
    ) {
        let needed = line.parts[part];
        let units = whole.saturating_mul(needed.each.into());
        self.note(place, part, location, units);
        if let (true, Some(location)) = (needed.counted, location) {
            *self.left.entry((location, needed.item)).or_default() -= units;
        }
    }

    fn note(&mut self, line: usize, part: usize, location: Option<LocationId>, units: i64) {
        if units > 0 {
            *self.takes.entry((line, part, location)).or_default() += units;
        }
    }

    /// The place that oversold units are taken from: a chosen place that stocks the item, else any
    /// place that stocks it, else the first place.
    fn home(&self, part: &Part) -> Option<LocationId> {
        let mut all = self.chosen.iter().chain(&self.stock.places).copied();
        let first = all.clone().next();
        let stocked = |place: &LocationId| {
            !part.counted || self.stock.units.contains_key(&(*place, part.item))
        };
        all.find(stocked).or(first)
    }
}

#[cfg(test)]
mod tests;
