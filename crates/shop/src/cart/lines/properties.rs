//! Properties of lines that hold whatever buyers do with them.

use super::*;
use crate::cart::{codes::CartErrorCode, refusal::Warning};
use proptest::prelude::*;
use souk_entities::{
    cart::cart::{Attribute, CartLine},
    catalog::variant::QuantityRule,
    ids::{CartLineId, SellingPlanId, VariantId},
};
use souk_kernel::refusal::Refusal;
use std::collections::BTreeMap;

/// What makes two lines equal: variant, attributes in any order, selling plan.
type Kind = (i64, Vec<Attribute>, Option<i64>);

const RULE: QuantityRule = QuantityRule {
    minimum: 1,
    maximum: None,
    increment: 1,
};

/// Three variants with two plans each, and `most` units in stock.
fn offers(most: Option<i64>) -> Offers {
    let offer = LineOffer {
        rule: RULE,
        most,
        requires_plan: false,
        plans: vec![SellingPlanId(1), SellingPlanId(2)],
        is_bundle: false,
    };
    (0..3)
        .map(|id| (VariantId(id), Some(offer.clone())))
        .collect()
}

fn attributes() -> impl Strategy<Value = Vec<Attribute>> {
    let gift = |key: &str| Attribute {
        key: key.to_owned(),
        value: Some("yes".to_owned()),
    };
    prop::sample::subsequence(vec![gift("gift"), gift("card")], 0..=2).prop_shuffle()
}

fn new_line() -> impl Strategy<Value = NewLine> {
    let plan = prop::option::of(1..3_i64);
    (0..3_i64, 1..6, attributes(), plan).prop_map(|(variant, quantity, attributes, plan)| NewLine {
        variant: VariantId(variant),
        quantity,
        attributes,
        selling_plan: plan.map(SellingPlanId),
        parent: None,
    })
}

fn kind(variant: VariantId, attributes: &[Attribute], plan: Option<SellingPlanId>) -> Kind {
    let mut attributes = attributes.to_vec();
    attributes.sort();
    (variant.0, attributes, plan.map(|plan| plan.0))
}

fn kind_of(line: &CartLine) -> Kind {
    kind(line.variant, &line.attributes, line.selling_plan)
}

/// Units by kind. Fails if two lines are of one kind.
fn units(lines: &[CartLine]) -> BTreeMap<Kind, i64> {
    let mut units = BTreeMap::new();
    for line in lines {
        let twice = units.insert(kind_of(line), i64::from(line.quantity));
        assert_eq!(twice, None, "two lines of one kind");
    }
    units
}

fn asked(new: &[NewLine]) -> BTreeMap<Kind, i64> {
    let mut units = BTreeMap::new();
    for line in new {
        let kind = kind(line.variant, &line.attributes, line.selling_plan);
        *units.entry(kind).or_default() += i64::from(line.quantity);
    }
    units
}

/// A cart to add lines to, each with the next number as its id.
#[derive(Default)]
struct Cart {
    lines: Vec<CartLine>,
    last_id: i64,
}

impl Cart {
    fn add(
        &mut self,
        new: &[NewLine],
        offers: &Offers,
    ) -> Result<Vec<Warning>, Vec<Refusal<CartErrorCode>>> {
        let last_id = &mut self.last_id;
        let outcome = add(&self.lines, new, offers, &["lines"], || {
            *last_id += 1;
            CartLineId(*last_id)
        })?;
        self.lines = outcome.lines;
        Ok(outcome.warnings)
    }

    fn filled(new: &[NewLine]) -> Self {
        let mut cart = Self::default();
        cart.add(new, &offers(None)).unwrap();
        cart
    }
}

proptest! {
    #[test]
    fn nothing_added_is_lost_and_no_kind_has_two_lines(
        calls in prop::collection::vec(prop::collection::vec(new_line(), 0..6), 0..5)
    ) {
        let mut cart = Cart::default();
        for new in &calls {
            let before = cart.lines.clone();
            let warnings = cart.add(new, &offers(None)).unwrap();
            prop_assert!(warnings.is_empty());
            // Existing lines keep their ids and order, after the new ones.
            let kept = &cart.lines[cart.lines.len() - before.len()..];
            let ids = |lines: &[CartLine]| lines.iter().map(|line| line.id).collect::<Vec<_>>();
            prop_assert_eq!(ids(kept), ids(&before));
        }
        prop_assert_eq!(units(&cart.lines), asked(&calls.concat()));
    }

    #[test]
    fn the_order_and_the_number_of_calls_do_not_matter(
        (one, other) in prop::collection::vec(new_line(), 0..12)
            .prop_flat_map(|new| (Just(new.clone()), Just(new).prop_shuffle()))
    ) {
        let at_once = Cart::filled(&one);
        let mut one_by_one = Cart::default();
        for line in &other {
            one_by_one.add(std::slice::from_ref(line), &offers(None)).unwrap();
        }
        prop_assert_eq!(units(&at_once.lines), units(&one_by_one.lines));
    }

    #[test]
    fn new_lines_stand_in_the_order_they_were_given(
        new in prop::collection::vec(new_line(), 0..12)
    ) {
        let cart = Cart::filled(&new);
        let mut kinds: Vec<Kind> = Vec::new();
        for line in &new {
            let kind = kind(line.variant, &line.attributes, line.selling_plan);
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        prop_assert_eq!(cart.lines.iter().map(kind_of).collect::<Vec<_>>(), kinds);
    }

    #[test]
    fn changed_lines_keep_their_units_also_where_they_become_one(
        new in prop::collection::vec(new_line(), 1..8),
        wishes in prop::collection::vec((any::<prop::sample::Index>(), new_line()), 0..6)
    ) {
        let cart = Cart::filled(&new);
        let mut expected: BTreeMap<CartLineId, (Kind, i64)> = BTreeMap::new();
        for line in &cart.lines {
            expected.insert(line.id, (kind_of(line), i64::from(line.quantity)));
        }
        let mut changes = Vec::new();
        for (place, wish) in &wishes {
            let id = place.get(&cart.lines).id;
            let kind = kind(wish.variant, &wish.attributes, wish.selling_plan);
            expected.insert(id, (kind, i64::from(wish.quantity)));
            changes.push(LineChange {
                id,
                quantity: Some(wish.quantity),
                variant: Some(wish.variant),
                attributes: Some(wish.attributes.clone()),
                selling_plan: Some(wish.selling_plan),
            });
        }

        let outcome = update(&cart.lines, &changes, &offers(None), &["lines"]).unwrap();

        let mut wanted: BTreeMap<Kind, i64> = BTreeMap::new();
        for (kind, quantity) in expected.into_values() {
            *wanted.entry(kind).or_default() += quantity;
        }
        prop_assert_eq!(units(&outcome.lines), wanted);
    }

    #[test]
    fn removing_takes_the_named_lines_and_no_others(
        new in prop::collection::vec(new_line(), 1..8),
        places in prop::collection::vec(any::<prop::sample::Index>(), 0..4)
    ) {
        let cart = Cart::filled(&new);
        let ids: Vec<CartLineId> = places.iter().map(|place| place.get(&cart.lines).id).collect();
        let outcome = remove(&cart.lines, &ids).unwrap();
        let mut kept = cart.lines.clone();
        kept.retain(|line| !ids.contains(&line.id));
        prop_assert_eq!(outcome.lines, kept);
        let gone = CartLineId(cart.last_id + 1);
        prop_assert_eq!(remove(&cart.lines, &[gone]).unwrap_err().len(), 1);
    }

    #[test]
    fn no_more_is_taken_than_there_is_and_the_buyer_is_told(
        calls in prop::collection::vec(prop::collection::vec(new_line(), 1..5), 1..4),
        most in 0..12_i64
    ) {
        let mut cart = Cart::default();
        for new in &calls {
            let before: i64 = cart.lines.iter().map(|line| i64::from(line.quantity)).sum();
            let warnings = cart.add(new, &offers(Some(most))).unwrap();
            units(&cart.lines);
            for variant in (0..3).map(VariantId) {
                let taken = cart.lines.iter().filter(|line| line.variant == variant);
                let taken: i64 = taken.map(|line| i64::from(line.quantity)).sum();
                prop_assert!(taken <= most, "{} of {}", taken, most);
            }
            let after: i64 = cart.lines.iter().map(|line| i64::from(line.quantity)).sum();
            let asked: i64 = new.iter().map(|line| i64::from(line.quantity)).sum();
            prop_assert!(after >= before, "units that were there are gone");
            prop_assert_eq!(warnings.is_empty(), after == before + asked);
        }
    }

    #[test]
    fn changed_lines_take_no_more_than_there_is(
        new in prop::collection::vec(new_line(), 1..8),
        wishes in prop::collection::vec((any::<prop::sample::Index>(), new_line()), 1..6),
        most in 0..12_i64
    ) {
        let cart = Cart::filled(&new);
        let changes: Vec<LineChange> = wishes.iter().map(|(place, wish)| LineChange {
            id: place.get(&cart.lines).id,
            quantity: Some(wish.quantity),
            variant: Some(wish.variant),
            attributes: None,
            selling_plan: None,
        }).collect();

        let outcome = update(&cart.lines, &changes, &offers(Some(most)), &["lines"]).unwrap();

        for variant in (0..3).map(VariantId) {
            let taken = |lines: &[CartLine]| -> i64 {
                let lines = lines.iter().filter(|line| line.variant == variant);
                lines.map(|line| i64::from(line.quantity)).sum()
            };
            // What was in the cart before the stock fell may stay.
            prop_assert!(taken(&outcome.lines) <= most.max(taken(&cart.lines)));
        }
    }

    #[test]
    fn a_line_holds_a_million_units_and_no_more(quantity in any::<i32>(), more in 1..9_i32) {
        let line = NewLine {
            variant: VariantId(0),
            quantity,
            attributes: Vec::new(),
            selling_plan: None,
            parent: None,
        };
        let mut cart = Cart::default();
        let added = cart.add(std::slice::from_ref(&line), &offers(None));
        prop_assert_eq!(added.is_ok(), (1..=MOST_UNITS).contains(&quantity));

        let mut cart = Cart::filled(&[NewLine { quantity: MOST_UNITS - 4, ..line.clone() }]);
        let added = cart.add(&[NewLine { quantity: more, ..line }], &offers(None));
        match added {
            Ok(_) => prop_assert!(more <= 4),
            Err(refusals) => {
                prop_assert!(more > 4);
                prop_assert_eq!(refusals[0].code, CartErrorCode::LessThan);
                prop_assert_eq!(cart.lines[0].quantity, MOST_UNITS - 4);
            }
        }
    }
}

#[test]
fn a_cart_keeps_five_hundred_lines_and_no_more() {
    let line = |number: usize| NewLine {
        variant: VariantId(0),
        quantity: 1,
        attributes: vec![Attribute {
            key: "number".to_owned(),
            value: Some(number.to_string()),
        }],
        selling_plan: None,
        parent: None,
    };
    let full: Vec<NewLine> = (0..MOST_LINES).map(line).collect();
    let mut cart = Cart::filled(&full);
    assert_eq!(cart.lines.len(), MOST_LINES);

    let refused = cart.add(&[line(MOST_LINES)], &offers(None)).unwrap_err();

    assert_eq!(refused[0].code, CartErrorCode::CartTooLarge);
    assert_eq!(cart.lines.len(), MOST_LINES);
    cart.add(&[line(7)], &offers(None)).unwrap();
    assert_eq!(cart.lines.len(), MOST_LINES);
}
