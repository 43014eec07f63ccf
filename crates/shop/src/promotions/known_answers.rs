//! Known answers: totals from other shops' test suites, and each rule on its own.

use super::{IneligibleReason, apply_discounts, outcome::DiscountOutcome, samples::*};
use souk_entities::{
    Timestamp,
    orders::discount::{CurrencyAmount, Minimum, Reward},
};
use souk_kernel::codes::CurrencyCode;

fn net_and_total(
    lines: &[(i64, i64, i64)],
    candidates: &[super::Candidate],
    gross: bool,
) -> (i64, i64) {
    let places = 1_i64..;
    let basket = basket(
        places
            .zip(lines)
            .map(|(id, it)| line(id, it.0, it.1))
            .collect(),
    );
    let percents: Vec<i64> = lines.iter().map(|line| line.2).collect();
    let totals = totals(&basket, candidates, &percents, gross);
    (totals.total - totals.tax, totals.total)
}

/// A case: what is bought (price, units, tax in percent), the discounts, whether prices include
/// tax, and the expected net amount and total.
type Case = (
    &'static [(i64, i64, i64)],
    Vec<super::Candidate>,
    bool,
    (i64, i64),
);

fn check(cases: Vec<Case>) {
    for (lines, candidates, gross, expected) in cases {
        let found = net_and_total(lines, &candidates, gross);
        assert_eq!(found, expected, "{lines:?} {gross} {candidates:#?}");
    }
}

fn half() -> super::Candidate {
    automatic(1, percent(50, products(&[1, 2])))
}

fn tenth() -> super::Candidate {
    automatic(2, percent(10, all()))
}

#[test]
fn totals_with_shares_of_items_and_orders() {
    const ONE: &[(i64, i64, i64)] = &[(155_880, 1, 20)];
    const TWO: &[(i64, i64, i64)] = &[(800, 3, 20)];
    let tenth_of_items = || automatic(1, percent(10, products(&[1])));
    let half_order = || automatic(1, percent(50, all()));
    check(vec![
        (&[(8_333, 1, 20)], vec![half()], false, (4_167, 5_000)),
        (
            &[(1_400, 1, 20), (650, 2, 10)],
            vec![half()],
            true,
            (1_174, 1_350),
        ),
        (&[(100, 1, 20)], vec![half_order()], false, (50, 60)),
        (&[(100, 1, 20)], vec![half_order()], true, (42, 50)),
        (&[(100, 1, 0)], vec![half_order()], true, (50, 50)),
        (&[(800, 2, 20)], vec![tenth()], false, (1_440, 1_728)),
        (TWO, vec![half(), tenth()], false, (1_080, 1_296)),
        (TWO, vec![half(), tenth()], true, (900, 1_080)),
        (ONE, vec![tenth_of_items()], false, (140_292, 168_350)),
        (ONE, vec![tenth_of_items()], true, (116_910, 140_292)),
        (
            ONE,
            vec![tenth_of_items(), tenth()],
            false,
            (126_263, 151_516),
        ),
        (
            ONE,
            vec![tenth_of_items(), tenth()],
            true,
            (105_219, 126_263),
        ),
        (
            &[(5_186, 1, 0)],
            vec![automatic(1, percent(40, all()))],
            false,
            (3_112, 3_112),
        ),
    ]);
}

#[test]
fn totals_with_amounts_and_minimums() {
    let off = |minor| vec![automatic(1, amount(minor, all()))];
    let from_ten = || from(Minimum::Subtotal(dollars(1_000)), tenth());
    let three = || {
        from(
            Minimum::Quantity(3),
            automatic(1, percent(50, products(&[1]))),
        )
    };
    check(vec![
        (&[(1_230, 1, 20)], off(500), false, (730, 876)),
        (
            &[(2_000, 1, 20), (1_000, 2, 10)],
            off(500),
            true,
            (3_049, 3_500),
        ),
        (&[(500, 1, 20), (500, 1, 0)], off(500), true, (458, 500)),
        (&[(5_000, 2, 10)], off(1_000), false, (9_000, 9_900)),
        (&[(500, 2, 20)], vec![from_ten()], false, (900, 1_080)),
        // 10.00 is no longer reached once three are at half price.
        (
            &[(500, 3, 20)],
            vec![three(), from_ten()],
            false,
            (750, 900),
        ),
    ]);
}

#[test]
fn tax_of_lines_is_not_tax_of_the_total() {
    // 40.9952, or 41.00 where the total is taxed; each line is rounded here.
    let lines = basket(vec![line(1, 274, 20), line(2, 336, 50)]);
    let off = [automatic(1, percent(8, all()))];
    assert_eq!(totals(&lines, &off, &[20, 20], false).tax, 4_099);
}

#[test]
fn what_is_free_anyway_uses_up_no_code() {
    let free = by_code(automatic(1, free_shipping()), "FREE");
    let lamp = || basket(vec![line(1, 1_000, 1)]);
    let of = |basket: &super::DiscountBasket| {
        apply_discounts(basket, std::slice::from_ref(&free))
            .unwrap()
            .verdicts[0]
    };
    assert_eq!(of(&delivered(lamp(), 0)), Err(IneligibleReason::Nothing));
    assert_eq!(of(&delivered(lamp(), 1)), Ok(()));
    let mut open = lamp();
    open.delivery_is_open = true;
    assert_eq!(of(&open), Ok(()), "the buyer may still choose");
    let subscriptions = with(free.clone(), |it| it.terms.one_time_purchases = false);
    let verdict = apply_discounts(&delivered(lamp(), 1), &[subscriptions])
        .unwrap()
        .verdicts[0];
    assert_eq!(verdict, Err(IneligibleReason::PurchaseType));
}

#[test]
fn a_discount_that_would_cost_the_buyer_a_better_one_is_left_out() {
    let lines = || basket(vec![line(1, 3_175, 3), line(4, 4_107, 3)]);
    let order = with(
        from(
            Minimum::Subtotal(dollars(11_757)),
            automatic(1, percent(26, all())),
        ),
        |it| it.terms.combines_with.order = false,
    );
    let two = automatic(2, buy_get((1, all()), (2, products(&[4])), 75));
    let cost = |candidates: &[super::Candidate]| -> i64 {
        paid(&lines(), &apply_discounts(&lines(), candidates).unwrap())
            .iter()
            .sum()
    };
    let before = cost(&[order.clone(), two.clone()]);
    assert_eq!(
        cost(&[order, two, automatic(3, each(1_310, all()))]),
        before
    );
}

#[test]
fn of_amounts_that_take_all_the_code_applies() {
    let hundred = alone(automatic(1, amount(10_000, all())));
    let fifty = alone(by_code(automatic(2, amount(5_000, all())), "FIFTY"));
    let outcome = apply_discounts(&basket(vec![line(1, 4_000, 1)]), &[hundred, fifty]).unwrap();
    assert_eq!(outcome.verdicts, [Err(IneligibleReason::Nothing), Ok(())]);
}

#[test]
fn free_delivery_takes_off_all_of_it() {
    for gross in [false, true] {
        let basket = delivered(basket(vec![line(1, 1_000, 1)]), 500);
        let free = [automatic(1, free_shipping())];
        let totals = totals(&basket, &free, &[20], gross);
        assert_eq!(totals.delivery, 0);
    }
}

fn taken(lines: &[(i64, i64)], candidates: &[super::Candidate]) -> Vec<i64> {
    let places = 1_i64..;
    let basket = basket(
        places
            .zip(lines)
            .map(|(id, it)| line(id, it.0, it.1))
            .collect(),
    );
    let outcome = apply_discounts(&basket, candidates).unwrap();
    let paid = paid(&basket, &outcome);
    let lines = basket.lines.iter().zip(paid);
    lines
        .map(|(line, paid)| line.subtotal().unwrap() - paid)
        .collect()
}

#[test]
fn a_share_is_taken_of_each_line() {
    let tenth = [automatic(1, percent(10, all()))];
    let prices = [106, 206, 306, 406].map(|price| (price, 1));
    assert_eq!(taken(&prices, &tenth), [11, 21, 31, 41]);
    let prices = [104, 204, 304, 404].map(|price| (price, 1));
    assert_eq!(taken(&prices, &tenth), [10, 20, 30, 40]);
}

#[test]
fn an_amount_is_shared_by_largest_remainder() {
    let off = |minor| [automatic(1, amount(minor, all()))];
    assert_eq!(
        taken(&[(4_300, 1), (1_400, 1), (2_300, 1)], &off(299)),
        [161, 52, 86]
    );
    assert_eq!(
        taken(&[(1_000, 1), (1_000, 1), (1_000, 1)], &off(299)),
        [100, 100, 99]
    );
    assert_eq!(taken(&[(500, 1), (300, 1)], &off(10_000)), [500, 300]);
    let each = [automatic(1, each(150, products(&[1, 2])))];
    assert_eq!(taken(&[(100, 3), (200, 2), (500, 1)], &each), [300, 300, 0]);
}

#[test]
fn what_was_bought_for_a_discount_does_not_get_cheaper() {
    let two_for_one = [automatic(1, buy_get((1, all()), (1, all()), 100))];
    assert_eq!(taken(&[(1_000, 1)], &two_for_one), [0]);
    assert_eq!(taken(&[(1_000, 1), (400, 1)], &two_for_one), [0, 400]);
    assert_eq!(taken(&[(1_000, 2), (400, 3)], &two_for_one), [0, 800]);
    // Split over several lines, the result is the same.
    assert_eq!(
        taken(&[(1_000, 1), (400, 1), (1_000, 1), (400, 2)], &two_for_one)
            .iter()
            .sum::<i64>(),
        800
    );
    let other = [automatic(
        1,
        buy_get((2, products(&[1])), (1, products(&[2])), 50),
    )];
    assert_eq!(taken(&[(1_000, 5), (301, 3)], &other), [0, 300]);
    let once = with(automatic(1, buy_get((1, all()), (1, all()), 100)), |it| {
        let Reward::BuyGet { uses_per_order, .. } = &mut it.terms.reward else {
            unreachable!()
        };
        *uses_per_order = Some(1);
    });
    assert_eq!(taken(&[(400, 10)], &[once]), [400]);
    let spend = with(
        automatic(1, buy_get((1, products(&[1])), (1, products(&[2])), 100)),
        |it| {
            let Reward::BuyGet { buys, .. } = &mut it.terms.reward else {
                unreachable!()
            };
            buys.value = Minimum::Subtotal(dollars(2_500));
        },
    );
    assert_eq!(
        taken(&[(1_000, 2), (300, 1)], std::slice::from_ref(&spend)),
        [0, 0]
    );
    assert_eq!(taken(&[(1_000, 3), (300, 2)], &[spend]), [0, 300]);
}

fn reason(candidate: super::Candidate) -> Result<(), IneligibleReason> {
    let outcome = apply_discounts(&basket(vec![line(1, 1_000, 2)]), &[candidate]).unwrap();
    outcome.verdicts[0]
}

#[test]
fn each_rule_says_why_a_discount_does_not_apply() {
    use IneligibleReason as Why;
    let tenth = || automatic(1, percent(10, all()));
    assert_eq!(reason(tenth()), Ok(()));
    for (candidate, why) in [
        (
            with(tenth(), |it| it.starts_at = Timestamp(1_001)),
            Why::NotStarted,
        ),
        (
            with(tenth(), |it| it.ends_at = Some(Timestamp(1_000))),
            Why::Ended,
        ),
        (
            with(tenth(), |it| it.terms.audience.markets = vec![2.into()]),
            Why::Market,
        ),
        (
            with(tenth(), |it| it.terms.audience.channels = vec![2.into()]),
            Why::Channel,
        ),
        (
            with(tenth(), |it| {
                it.terms.audience.emails = vec!["a@b.c".to_owned()]
            }),
            Why::CustomerUnknown,
        ),
        (automatic(1, percent(10, products(&[2]))), Why::Items),
        (
            with(tenth(), |it| it.terms.one_time_purchases = false),
            Why::PurchaseType,
        ),
        (from(Minimum::Quantity(3), tenth()), Why::Quantity),
        (
            from(Minimum::Subtotal(dollars(2_001)), tenth()),
            Why::Subtotal,
        ),
        (automatic(1, percent(0, products(&[1]))), Why::Nothing),
        (automatic(1, free_shipping()), Why::Delivery),
        (
            automatic(1, buy_get((2, all()), (1, all()), 100)),
            Why::Quantity,
        ),
    ] {
        assert_eq!(reason(candidate), Err(why));
    }
    let mut used = by_code(tenth(), "TEN");
    used = with(used, |it| it.usage_limit = Some(1));
    assert_eq!(reason(used.clone()), Ok(()));
    used.code.as_mut().unwrap().used = 1;
    assert_eq!(reason(used), Err(Why::UsageLimit));
    let mut once = with(by_code(tenth(), "TEN"), |it| {
        it.terms.once_per_customer = true
    });
    once.code.as_mut().unwrap().used_by_customer = true;
    assert_eq!(reason(once), Err(Why::CustomerUsageLimit));
}

#[test]
fn the_buyer_gets_the_best_of_what_goes_together() {
    let lines = [(10_000, 1), (2_000, 1)];
    let applied = |candidates: &[super::Candidate]| {
        let basket = basket(vec![line(1, 10_000, 1), line(2, 2_000, 1)]);
        let outcome: DiscountOutcome = apply_discounts(&basket, candidates).unwrap();
        let ids = outcome
            .applied
            .iter()
            .map(|it| candidates[it.candidate].discount.id.0);
        (ids.collect::<Vec<_>>(), outcome.verdicts)
    };
    // Not combined, the better one wins; combined, each line gets its best.
    let a = || automatic(1, percent(10, products(&[1, 2])));
    let b = || automatic(2, each(500, products(&[1, 2])));
    assert_eq!(taken(&lines, &[alone(a()), alone(b())]), [1_000, 200]);
    assert_eq!(taken(&lines, &[a(), b()]), [1_000, 500]);
    let (ids, verdicts) = applied(&[alone(b()), alone(a())]);
    assert_eq!(
        (ids, verdicts),
        (vec![1], vec![Err(IneligibleReason::Combination), Ok(())])
    );
    // One that does not combine with order discounts is left out if that is better.
    let order = || automatic(3, percent(20, all()));
    assert_eq!(applied(&[alone(a()), order()]).0, [3]);
    assert_eq!(applied(&[a(), order()]).0, [1, 3]);
    // Percentages first, then amounts.
    assert_eq!(
        taken(
            &[(10_000, 1)],
            &[
                automatic(1, amount(1_000, all())),
                automatic(2, percent(10, all()))
            ]
        ),
        [2_000]
    );
    // Among equals: the code, then the older one.
    let (x, y) = (
        alone(automatic(7, percent(10, all()))),
        alone(automatic(8, percent(10, all()))),
    );
    assert_eq!(applied(&[y.clone(), x.clone()]).0, [7]);
    assert_eq!(applied(&[by_code(y, "Y"), x]).0, [8]);
}

#[test]
fn amounts_of_other_currencies_are_named_or_converted_or_missing() {
    let mut basket = basket(vec![line(1, 10_000, 1)]);
    let five = |amounts| {
        let reward = Reward::Amount {
            amounts,
            each_item: false,
            items: all(),
        };
        automatic(1, reward)
    };
    let off = |basket: &super::DiscountBasket, candidate| {
        let outcome = apply_discounts(basket, &[candidate]).unwrap();
        outcome.verdicts[0].map(|()| outcome.applied[0].lines[0])
    };
    basket.exchange.currency = CurrencyCode::EUR;
    basket.exchange.rate = Some(920_000);
    assert_eq!(off(&basket, five(dollars(500))), Ok(460));
    let mut named = dollars(500);
    named.0.push(CurrencyAmount {
        currency: "EUR".to_owned(),
        minor: 450,
    });
    assert_eq!(off(&basket, five(named)), Ok(450));
    basket.exchange.rate = None;
    assert_eq!(
        off(&basket, five(dollars(500))),
        Err(IneligibleReason::Currency)
    );
    basket.exchange = super::basket::Exchange {
        currency: CurrencyCode::JPY,
        shop_currency: CurrencyCode::USD,
        rate: Some(150_000_000),
    };
    assert_eq!(off(&basket, five(dollars(505))), Ok(758));
}
