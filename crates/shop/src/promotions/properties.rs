//! Properties that hold for every cart and every set of discounts.

use super::{Candidate, DiscountBasket, apply_discounts, basket::BasketLine, samples::*};
use crate::pricing::{self, Rate, Taxed};
use proptest::prelude::*;
use souk_entities::orders::discount::{CombinesWith, Items, Minimum, Reward};

fn any_items() -> impl Strategy<Value = Items> {
    prop_oneof![
        Just(all()),
        prop::collection::vec(1_i64..6, 1..4).prop_map(|ids| products(&ids)),
    ]
}

fn any_reward() -> impl Strategy<Value = Reward> {
    prop_oneof![
        (0_i64..=100, any_items()).prop_map(|(share, items)| percent(share, items)),
        (0_i64..20_000, any_items()).prop_map(|(minor, items)| amount(minor, items)),
        (0_i64..2_000, any_items()).prop_map(|(minor, items)| each(minor, items)),
        (1_i64..4, any_items(), 1_i64..3, any_items(), 1_i64..=100).prop_map(
            |(buys, bought, gets, got, share)| buy_get((buys, bought), (gets, got), share)
        ),
        Just(free_shipping()),
    ]
}

fn any_minimum() -> impl Strategy<Value = Option<Minimum>> {
    prop_oneof![
        3 => Just(None),
        1 => (1_i64..8).prop_map(|units| Some(Minimum::Quantity(units))),
        1 => (1_i64..20_000).prop_map(|minor| Some(Minimum::Subtotal(dollars(minor)))),
    ]
}

fn any_candidates() -> impl Strategy<Value = Vec<Candidate>> {
    let combines = (any::<bool>(), any::<bool>(), any::<bool>());
    let one = (any_reward(), any_minimum(), combines, any::<bool>());
    prop::collection::vec(one, 0..8).prop_map(|all| {
        let numbered = (1_i64..).zip(all);
        let candidates = numbered.map(|(id, (reward, minimum, combines, coded))| {
            let (product, order, shipping) = combines;
            let candidate = with(automatic(id, reward), |it| {
                it.terms.minimum = minimum;
                it.terms.combines_with = CombinesWith {
                    product,
                    order,
                    shipping,
                };
            });
            if coded {
                by_code(candidate, &format!("CODE{id}"))
            } else {
                candidate
            }
        });
        candidates.collect()
    })
}

fn any_lines() -> impl Strategy<Value = Vec<BasketLine>> {
    let one = (1_i64..6, 0_i64..10_000, 1_i64..6);
    prop::collection::vec(one, 0..7).prop_map(|all| {
        let numbered = (1_i64..).zip(all);
        let lines = numbered.map(|(id, (product, price, quantity))| BasketLine {
            product: product.into(),
            ..line(id, price, quantity)
        });
        lines.collect()
    })
}

fn any_basket() -> impl Strategy<Value = DiscountBasket> {
    (any_lines(), prop::option::of(0_i64..2_000)).prop_map(|(lines, delivery)| match delivery {
        Some(price) => delivered(basket(lines), price),
        None => basket(lines),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn no_line_and_no_delivery_falls_below_zero(basket in any_basket(), candidates in any_candidates()) {
        let outcome = apply_discounts(&basket, &candidates).unwrap();
        prop_assert_eq!(outcome.verdicts.len(), candidates.len());
        prop_assert!(paid(&basket, &outcome).iter().all(|&it| it >= 0));
        for applied in &outcome.applied {
            prop_assert!(applied.lines.iter().chain(&applied.deliveries).all(|&it| it >= 0));
            prop_assert!(outcome.verdicts[applied.candidate].is_ok());
        }
        for (at, delivery) in basket.deliveries.iter().enumerate() {
            let taken = outcome.applied.iter().filter_map(|it| it.deliveries.get(at));
            prop_assert!(taken.sum::<i64>() <= delivery.price);
        }
    }

    #[test]
    fn an_amount_is_given_whole_where_there_is_enough(lines in any_lines(), minor in 1_i64..20_000) {
        let basket = basket(lines);
        let outcome = apply_discounts(&basket, &[automatic(1, amount(minor, all()))]).unwrap();
        let goods: i64 = basket.lines.iter().map(|line| line.subtotal().unwrap()).sum();
        let taken: i64 = outcome.applied.iter().flat_map(|it| &it.lines).sum();
        prop_assert_eq!(taken, minor.min(goods));
    }

    #[test]
    fn the_order_of_lines_and_of_discounts_changes_nothing(
        basket in any_basket(), candidates in any_candidates(), turn in 0_usize..8,
    ) {
        let (mut turned, mut others) = (basket.clone(), candidates.clone());
        turned.lines.reverse();
        let places = others.len().max(1);
        others.rotate_left(turn % places);
        let mut after = paid(&turned, &apply_discounts(&turned, &others).unwrap());
        after.reverse();
        let before = apply_discounts(&basket, &candidates).unwrap();
        prop_assert_eq!(paid(&basket, &before), after);
    }

    #[test]
    fn a_discount_more_that_goes_with_all_never_makes_it_dearer(
        basket in any_basket(), candidates in any_candidates(), more in any_reward(),
    ) {
        let cost = |candidates: &[Candidate]| {
            let outcome = apply_discounts(&basket, candidates).unwrap();
            let off = outcome.applied.iter().flat_map(|it| it.lines.iter().chain(&it.deliveries));
            -off.sum::<i64>()
        };
        let before = cost(&candidates);
        let mut larger = candidates;
        larger.push(automatic(100, more));
        prop_assert!(cost(&larger) <= before);
    }

    /// A shared amount is split anew when a product is added: because of its remainder a line may
    /// get one minor unit more off, and no more than that.
    #[test]
    fn a_product_more_moves_a_shared_amount_by_one_unit_at_most(
        lines in any_lines(), minor in 1_i64..20_000, price in 0_i64..10_000, some in any::<bool>(),
    ) {
        let items = if some { products(&[1, 2, 3]) } else { all() };
        let shared = [automatic(1, amount(minor, items))];
        let before = basket(lines);
        let mut after = before.clone();
        after.lines.push(BasketLine { product: 1.into(), ..line(99, price, 1) });
        let cost = |basket: &DiscountBasket| paid(basket, &apply_discounts(basket, &shared).unwrap());
        let (before, after) = (cost(&before), cost(&after));
        for (before, after) in before.iter().zip(&after) {
            prop_assert!(*after >= before - 1, "{} {}", before, after);
        }
    }

    #[test]
    fn refunding_every_unit_gives_back_exactly_what_was_paid(
        basket in any_basket(), candidates in any_candidates(),
        percents in prop::collection::vec(0_i64..40, 7), gross in any::<bool>(), step in 1_i64..4,
    ) {
        let priced = priced(&basket, &candidates, &percents, gross);
        let mut back = 0;
        for line in priced.lines.iter().chain(&priced.deliveries) {
            let mut taken = 0;
            while taken < line.quantity {
                let units = step.min(line.quantity - taken);
                let share = line.share(taken, units).unwrap();
                prop_assert!(share.total >= 0 && share.tax >= 0 && share.discount >= 0);
                back += share.total + if gross { 0 } else { share.tax };
                taken += units;
            }
        }
        prop_assert_eq!(back, priced.totals.total);
    }

    /// Discounts with a minimum, shared amounts, and discounts that exclude each other depend on
    /// the whole cart; every other one depends on a line.
    #[test]
    fn a_product_more_never_makes_another_cheaper(
        lines in any_lines(), rewards in prop::collection::vec(any_reward(), 0..5),
        product in 1_i64..6, price in 0_i64..10_000,
    ) {
        let of_lines = rewards.into_iter().filter(|it| matches!(
            it, Reward::Percentage { .. } | Reward::Amount { each_item: true, .. }
        ));
        let numbered = (1_i64..).zip(of_lines);
        let candidates: Vec<Candidate> = numbered.map(|(id, it)| automatic(id, it)).collect();
        let before = basket(lines);
        let mut after = before.clone();
        after.lines.push(BasketLine { product: product.into(), ..line(99, price, 1) });
        let cost = |basket: &DiscountBasket| paid(basket, &apply_discounts(basket, &candidates).unwrap());
        let (before, after) = (cost(&before), cost(&after));
        prop_assert_eq!(&before[..], &after[..before.len()]);
    }

    #[test]
    fn a_line_split_in_two_gives_away_no_other_units(
        prices in prop::collection::vec((1_i64..6, 0_i64..10_000, 1_i64..6), 1..6), buys in 1_i64..4, gets in 1_i64..3,
    ) {
        let whole = (1_i64..).zip(&prices).map(|(id, it)| BasketLine { product: it.0.into(), ..line(id, it.1, it.2) });
        let split = prices.iter().flat_map(|it| (0..it.2).map(move |_| (it.0, it.1)));
        let split = (1_i64..).zip(split).map(|(id, it)| BasketLine { product: it.0.into(), ..line(id, it.1, 1) });
        let two_for_one = [automatic(1, buy_get((buys, products(&[1, 2, 3])), (gets, products(&[3, 4])), 100))];
        let off = |lines: Vec<BasketLine>| {
            let outcome = apply_discounts(&basket(lines), &two_for_one).unwrap();
            outcome.applied.iter().flat_map(|it| &it.lines).sum::<i64>()
        };
        prop_assert_eq!(off(whole.collect()), off(split.collect()));
    }

    #[test]
    fn prices_with_tax_and_without_agree(
        lines in any_lines(), candidates in any_candidates(), percents in prop::collection::vec(0_i64..40, 7),
    ) {
        let basket = basket(lines);
        let added = totals(&basket, &candidates, &percents, false);
        let paid = paid(&basket, &apply_discounts(&basket, &candidates).unwrap());
        let lines = paid.iter().zip(&percents).map(|(&net, percent)| {
            let rate = Rate { title: String::new(), rate: percent * 10_000 };
            let line = pricing::Line {
                unit_price: net,
                quantity: 1,
                discounts: Vec::new(),
                taxed: vec![Taxed { weight: 1, rates: vec![rate] }],
            };
            let basket = |line: pricing::Line, gross| pricing::Basket {
                currency: basket.exchange.currency,
                prices_include_tax: gross,
                lines: vec![line],
                deliveries: Vec::new(),
            };
            let gross = pricing::price(&basket(line.clone(), false)).unwrap().totals.total;
            pricing::price(&basket(pricing::Line { unit_price: gross, ..line }, true)).unwrap().totals
        });
        let (tax, total) = lines.fold((0, 0), |sum, it| (sum.0 + it.tax, sum.1 + it.total));
        prop_assert_eq!((tax, total), (added.tax, added.total));
    }
}
