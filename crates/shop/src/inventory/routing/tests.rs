use super::*;
use proptest::prelude::*;

const ITEM: InventoryItemId = InventoryItemId(1);
const OTHER: InventoryItemId = InventoryItemId(2);

fn part(item: InventoryItemId, each: i32) -> Part {
    Part {
        item,
        each,
        counted: true,
    }
}

fn line(quantity: i64, parts: &[Part]) -> Line {
    Line {
        variant: VariantId(7),
        quantity,
        parts: parts.to_vec(),
        beyond_stock: false,
    }
}

/// Stock of the places 1, 2, … in order: units of `ITEM` and of `OTHER`.
fn stock(units: &[(i64, i64)]) -> Stock {
    let mut stock = Stock::default();
    for (place, (item, other)) in (1..).map(LocationId).zip(units) {
        stock.places.push(place);
        stock.units.insert((place, ITEM), *item);
        stock.units.insert((place, OTHER), *other);
    }
    stock
}

/// Line, item, place and units of each take.
fn routed(lines: &[Line], stock: &Stock) -> Vec<(usize, i64, i64, i64)> {
    let takes = route(lines, stock).unwrap();
    let plain = |take: &Take| {
        (
            take.line,
            take.part.item.0,
            take.place.unwrap().0,
            take.units,
        )
    };
    takes.iter().map(plain).collect()
}

#[test]
fn the_first_place_serves_what_it_can_serve_alone() {
    let one = line(2, &[part(ITEM, 1)]);
    assert_eq!(
        routed(std::slice::from_ref(&one), &stock(&[(5, 0), (5, 0)])),
        [(0, 1, 1, 2)]
    );
    assert_eq!(routed(&[one], &stock(&[(1, 0), (5, 0)])), [(0, 1, 2, 2)]);
}

#[test]
fn two_lines_go_to_the_place_that_has_both() {
    let lines = [line(1, &[part(ITEM, 1)]), line(1, &[part(OTHER, 1)])];
    let found = routed(&lines, &stock(&[(9, 0), (0, 9), (1, 1)]));
    assert_eq!(found, [(0, 1, 3, 1), (1, 2, 3, 1)]);
}

#[test]
fn a_line_is_split_where_no_place_has_enough() {
    let found = routed(
        &[line(5, &[part(ITEM, 1)])],
        &stock(&[(2, 0), (0, 0), (4, 0)]),
    );
    assert_eq!(found, [(0, 1, 1, 2), (0, 1, 3, 3)]);
}

#[test]
fn a_bundle_comes_whole_from_one_place_where_it_can() {
    let bundle = line(1, &[part(ITEM, 2), part(OTHER, 1)]);
    let whole = routed(
        std::slice::from_ref(&bundle),
        &stock(&[(2, 0), (1, 1), (2, 1)]),
    );
    assert_eq!(whole, [(0, 1, 3, 2), (0, 2, 3, 1)]);
    let parts = routed(&[bundle], &stock(&[(2, 0), (0, 1)]));
    assert_eq!(parts, [(0, 1, 1, 2), (0, 2, 2, 1)]);
}

#[test]
fn lines_that_share_an_item_are_summed_before_it_is_checked() {
    let lines = [line(1, &[part(ITEM, 1)]), line(1, &[part(ITEM, 1)])];
    let missing = route(&lines, &stock(&[(1, 0)])).unwrap_err();
    let (wanted, available) = (missing[0].wanted, missing[0].available);
    assert_eq!((missing.len(), wanted, available), (1, 1, 0));
}

#[test]
fn what_sells_beyond_stock_takes_only_what_others_leave() {
    let mut beyond = line(3, &[part(ITEM, 1)]);
    beyond.beyond_stock = true;
    let lines = [beyond, line(2, &[part(ITEM, 1)])];
    let found = routed(&lines, &stock(&[(1, 0), (2, 0)]));
    assert_eq!(
        found,
        [(0, 1, 1, 2), (0, 1, 2, 1), (1, 1, 1, 1), (1, 1, 2, 1)]
    );
    assert!(
        route(&lines[..1], &Stock::default()).is_err(),
        "no place serves"
    );
}

#[test]
fn what_is_not_counted_goes_along_or_nowhere() {
    let free = Part {
        counted: false,
        ..part(OTHER, 1)
    };
    let lines = [line(1, &[free]), line(1, &[part(ITEM, 1)])];
    let found = routed(&lines, &stock(&[(0, 0), (1, 0)]));
    assert_eq!(found, [(0, 2, 2, 1), (1, 1, 2, 1)]);
    let takes = route(&lines[..1], &Stock::default()).unwrap();
    assert_eq!(takes[0].place, None);
}

#[test]
fn a_variant_without_stock_records_is_missing() {
    assert_eq!(
        route(&[line(1, &[])], &stock(&[(9, 9)])).unwrap_err().len(),
        1
    );
}

fn any_stock() -> impl Strategy<Value = Stock> {
    prop::collection::vec((-2_i64..6, -2_i64..6), 0..5).prop_map(|units| stock(&units))
}

fn any_line() -> impl Strategy<Value = Line> {
    (1_i64..5, 0_i32..3, 0_i32..3, any::<bool>()).prop_map(|(quantity, one, two, beyond_stock)| {
        let parts = [part(ITEM, one), part(OTHER, two)];
        let parts: Vec<Part> = parts.into_iter().filter(|part| part.each > 0).collect();
        Line {
            beyond_stock,
            ..line(quantity, &parts)
        }
    })
}

/// The smallest number of places that have the units, found by trying all combinations.
fn fewest(wanted: &BTreeMap<InventoryItemId, i64>, stock: &Stock) -> u32 {
    let choices = (0_u32..1 << stock.places.len()).filter(|choice| {
        let chosen = |place: usize| choice & (1 << place) != 0;
        wanted.iter().all(|(item, units)| {
            let places = stock.places.iter().enumerate();
            let held = places.filter(|(place, _)| chosen(*place));
            let held = held.filter_map(|(_, place)| stock.units.get(&(*place, *item)));
            held.map(|units| (*units).max(0)).sum::<i64>() >= *units
        })
    });
    choices.map(u32::count_ones).min().unwrap()
}

proptest! {
    #[test]
    fn every_line_is_served_in_full_from_units_that_are_there(
        lines in prop::collection::vec(any_line(), 1..4),
        stock in any_stock(),
    ) {
        let Ok(takes) = route(&lines, &stock) else {
            return Ok(());
        };
        for (place, line) in lines.iter().enumerate() {
            for part in &line.parts {
                let mine = takes.iter().filter(|take| take.line == place);
                let mine = mine.filter(|take| take.part.item == part.item);
                let units: i64 = mine.map(|take| take.units).sum();
                prop_assert_eq!(units, line.quantity * i64::from(part.each));
            }
        }
        let firm = |take: &&Take| !lines[take.line].beyond_stock;
        let mut taken: BTreeMap<(LocationId, InventoryItemId), i64> = BTreeMap::new();
        for take in takes.iter().filter(firm) {
            *taken.entry((take.place.unwrap(), take.part.item)).or_default() += take.units;
        }
        for (place, units) in taken {
            prop_assert!(units <= stock.units[&place].max(0));
        }
    }

    #[test]
    fn lines_are_refused_only_where_something_is_short(
        lines in prop::collection::vec(any_line(), 1..4),
        stock in any_stock(),
    ) {
        let firm = lines.iter().filter(|line| !line.beyond_stock);
        let mut wanted: BTreeMap<InventoryItemId, i64> = BTreeMap::new();
        for line in firm.clone() {
            for part in &line.parts {
                *wanted.entry(part.item).or_default() += line.quantity * i64::from(part.each);
            }
        }
        let short = wanted.iter().any(|(item, units)| {
            let held = stock.units.iter().filter(|((_, held), _)| held == item);
            held.map(|(_, units)| (*units).max(0)).sum::<i64>() < *units
        });
        let unknown = lines.iter().any(|line| line.parts.is_empty());
        let nowhere = stock.places.is_empty();
        prop_assert_eq!(route(&lines, &stock).is_err(), short || unknown || nowhere);
    }

    #[test]
    fn no_fewer_places_could_serve(
        lines in prop::collection::vec(any_line(), 1..4),
        stock in any_stock(),
    ) {
        let firm: Vec<Line> = lines.into_iter().filter(|line| !line.beyond_stock).collect();
        let Ok(takes) = route(&firm, &stock) else {
            return Ok(());
        };
        let used: BTreeSet<_> = takes.iter().map(|take| take.place).collect();
        let wanted = demand(&firm, &stock).unwrap();
        prop_assert_eq!(u32::try_from(used.len()).unwrap(), fewest(&wanted, &stock));
    }
}
