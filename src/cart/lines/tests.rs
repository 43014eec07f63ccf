//! What holds for every cart, whatever is put into it.

use super::*;
use proptest::prelude::*;

/// Variants that are sold, with no limit of stock.
const VARIANTS: i64 = 4;
/// Plans each of them is sold with.
const PLANS: i64 = 2;

fn offers() -> Offers {
    let offer = Offer {
        rule: QuantityRule {
            minimum: 1,
            maximum: None,
            increment: 1,
        },
        most: None,
        requires_plan: false,
        plans: (1..=PLANS).map(SellingPlanId).collect(),
        is_bundle: false,
    };
    let variants = 1..=VARIANTS;
    variants
        .map(|number| (VariantId(number), Some(offer.clone())))
        .collect()
}

fn attribute(key: &str, value: u8) -> Attribute {
    Attribute {
        key: key.to_owned(),
        value: Some(value.to_string()),
    }
}

prop_compose! {
    /// A line without a parent. Attributes come in any order.
    fn a_line(quantities: std::ops::RangeInclusive<i32>)(
        variant in 1..=VARIANTS,
        quantity in quantities,
        engraving in prop::option::of(0_u8..2),
        wrapping in prop::option::of(0_u8..2),
        turned in any::<bool>(),
        plan in prop::option::of(1..=PLANS),
    ) -> NewLine {
        let mut attributes = Vec::new();
        attributes.extend(engraving.map(|value| attribute("engraving", value)));
        attributes.extend(wrapping.map(|value| attribute("wrapping", value)));
        if turned {
            attributes.reverse();
        }
        NewLine {
            variant: VariantId(variant),
            quantity,
            attributes,
            selling_plan: plan.map(SellingPlanId),
            parent: None,
        }
    }
}

/// Calls of `cartLinesAdd`, one after the other.
fn calls(quantities: std::ops::RangeInclusive<i32>) -> impl Strategy<Value = Vec<Vec<NewLine>>> {
    prop::collection::vec(prop::collection::vec(a_line(quantities), 1..8), 1..8)
}

/// A line many times over, each time as merchandise of its own.
fn different(count: usize) -> Vec<NewLine> {
    let line = |number: usize| NewLine {
        variant: VariantId(1),
        quantity: 1,
        attributes: vec![Attribute {
            key: "number".to_owned(),
            value: Some(number.to_string()),
        }],
        selling_plan: None,
        parent: None,
    };
    (0..count).map(line).collect()
}

/// How a line is bought: what two lines of a cart never share.
type Way = (VariantId, Option<SellingPlanId>, Vec<Attribute>);

fn way(variant: VariantId, plan: Option<SellingPlanId>, attributes: &[Attribute]) -> Way {
    let mut attributes = attributes.to_vec();
    attributes.sort();
    (variant, plan, attributes)
}

fn way_of_new(line: &NewLine) -> Way {
    way(line.variant, line.selling_plan, &line.attributes)
}

fn way_of(line: &CartLine) -> Way {
    way(line.variant, line.selling_plan, &line.attributes)
}

/// A cart that only grows, with ids that count up.
#[derive(Default)]
struct Cart {
    lines: Vec<CartLine>,
    last_id: i64,
}

impl Cart {
    fn add(&mut self, new: &[NewLine]) -> Result<(), Vec<Refusal>> {
        let mut last_id = self.last_id;
        let outcome = add(&self.lines, new, &offers(), &["lines"], || {
            last_id += 1;
            CartLineId(last_id)
        })?;
        self.last_id = last_id;
        self.lines = outcome.lines;
        assert_eq!(outcome.warnings, [], "stock has no limit");
        Ok(())
    }

    fn ids(&self) -> Vec<CartLineId> {
        self.lines.iter().map(|line| line.id).collect()
    }
}

/// Units of each way, in the order of lines that carts keep: the newest call first, and the lines
/// of a call as they were given.
fn expected(calls: &[Vec<NewLine>]) -> Vec<(Way, i64)> {
    let mut lines: Vec<(Way, i64)> = Vec::new();
    for call in calls {
        let mut fresh: Vec<(Way, i64)> = Vec::new();
        for line in call {
            let way = way_of_new(line);
            let mut known = lines.iter_mut().chain(&mut fresh);
            match known.find(|(other, _)| *other == way) {
                Some((_, units)) => *units += i64::from(line.quantity),
                None => fresh.push((way, i64::from(line.quantity))),
            }
        }
        lines.splice(0..0, fresh);
    }
    lines
}

fn codes(refusals: &[Refusal]) -> Vec<Code> {
    refusals.iter().map(|refusal| refusal.code).collect()
}

proptest! {
    #[test]
    fn nothing_is_lost_and_equal_lines_are_one(calls in calls(1..=9)) {
        let mut cart = Cart::default();
        for call in &calls {
            cart.add(call).unwrap();
        }

        let found: Vec<(Way, i64)> =
            cart.lines.iter().map(|line| (way_of(line), i64::from(line.quantity))).collect();
        prop_assert_eq!(found, expected(&calls));
        let mut ids = cart.ids();
        ids.sort_unstable();
        ids.dedup();
        prop_assert_eq!(ids.len(), cart.lines.len());
    }

    #[test]
    fn a_line_takes_a_million_units_and_no_more(calls in calls(300_000..=1_000_001)) {
        let mut cart = Cart::default();
        for call in &calls {
            let before = cart.lines.clone();
            let mut so_far: HashMap<Way, i64> = HashMap::new();
            let kept = before.iter().map(|line| (way_of(line), line.quantity));
            for (way, units) in kept.chain(call.iter().map(|line| (way_of_new(line), line.quantity))) {
                *so_far.entry(way).or_default() += i64::from(units);
            }
            let fits = so_far.values().all(|units| *units <= i64::from(MOST_UNITS));

            let added = cart.add(call);

            prop_assert_eq!(added.is_ok(), fits);
            if let Err(refusals) = added {
                prop_assert!(codes(&refusals).iter().all(|code| *code == Code::LessThan));
                prop_assert_eq!(&cart.lines, &before);
            }
            prop_assert!(cart.lines.iter().all(|line| (1..=MOST_UNITS).contains(&line.quantity)));
        }
    }

    #[test]
    fn removing_what_was_added_gives_the_cart_back(
        calls in calls(1..=9),
        chosen in any::<prop::sample::Index>(),
    ) {
        let mut cart = Cart::default();
        for call in &calls {
            cart.add(call).unwrap();
        }
        let before = cart.lines.clone();
        let known = cart.ids();
        let more = different(3);
        cart.add(&more).unwrap();
        let fresh: Vec<CartLineId> =
            cart.ids().into_iter().filter(|id| !known.contains(id)).collect();
        prop_assert_eq!(fresh.len(), more.len());

        prop_assert_eq!(&remove(&cart.lines, &fresh).unwrap().lines, &before);
        prop_assert_eq!(&remove(&cart.lines, &cart.ids()).unwrap().lines, &[]);
        let one = *chosen.get(&known);
        let rest = remove(&before, &[one]).unwrap().lines;
        let others: Vec<CartLine> = before.iter().filter(|line| line.id != one).cloned().collect();
        prop_assert_eq!(&rest, &others);
        prop_assert_eq!(codes(&remove(&rest, &[one]).unwrap_err()), [Code::InvalidMerchandiseLine]);
    }

    #[test]
    fn lines_made_equal_are_merged_with_all_their_units(calls in calls(1..=9)) {
        let mut cart = Cart::default();
        for call in &calls {
            cart.add(call).unwrap();
        }
        let units = |lines: &[CartLine]| lines.iter().map(|line| line.quantity).sum::<i32>();
        let changes: Vec<LineChange> = cart.ids().into_iter().map(|id| LineChange {
            id,
            quantity: None,
            variant: Some(VariantId(1)),
            attributes: Some(Vec::new()),
            selling_plan: Some(None),
        }).collect();

        let changed = update(&cart.lines, &changes, &offers(), &["lines"]).unwrap();

        prop_assert_eq!(changed.lines.len(), 1);
        prop_assert_eq!(changed.lines[0].quantity, units(&cart.lines));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))] // each compares 500 lines with 500

    #[test]
    fn a_cart_takes_500_lines_and_no_more(first in 1..=MOST_LINES, second in 1..=MOST_LINES) {
        let mut cart = Cart::default();
        cart.add(&different(first)).unwrap();
        let before = cart.lines.clone();
        let all = different(first + second);

        let added = cart.add(&all[first..]);

        if first + second <= MOST_LINES {
            added.unwrap();
            prop_assert_eq!(cart.lines.len(), first + second);
        } else {
            prop_assert_eq!(codes(&added.unwrap_err()), [Code::CartTooLarge]);
            prop_assert_eq!(&cart.lines, &before);
        }
        cart.add(&all[..1]).unwrap(); // a line that is there needs no place
    }
}
