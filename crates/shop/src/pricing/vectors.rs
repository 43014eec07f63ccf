//! Known answers from other shops' test suites, and properties that hold for every basket.

use super::{sums::OUT_OF_RANGE, *};
use proptest::prelude::*;
use souk_kernel::codes::CurrencyCode;

fn rates(percents: &[i64]) -> Vec<Rate> {
    let rates = percents.iter();
    rates
        .map(|percent| Rate {
            title: format!("{percent} %"),
            rate: percent * 10_000,
        })
        .collect()
}

fn taxed(rates: Vec<Rate>) -> Vec<Taxed> {
    vec![Taxed { weight: 1, rates }]
}

fn line(unit_price: i64, quantity: i64, percents: &[i64]) -> Line {
    Line {
        unit_price,
        quantity,
        discounts: Vec::new(),
        taxed: taxed(rates(percents)),
    }
}

fn less(mut line: Line, amount: i64) -> Line {
    line.discounts.push(DiscountShare {
        title: "Sale".to_owned(),
        amount,
        ..DiscountShare::default()
    });
    line
}

fn basket(prices_include_tax: bool, lines: Vec<Line>, deliveries: Vec<Line>) -> Basket {
    Basket {
        currency: CurrencyCode::USD,
        prices_include_tax,
        lines,
        deliveries,
    }
}

fn net(lines: Vec<Line>, deliveries: Vec<Line>) -> Totals {
    price(&basket(false, lines, deliveries)).unwrap().totals
}

fn gross(lines: Vec<Line>, deliveries: Vec<Line>) -> Totals {
    price(&basket(true, lines, deliveries)).unwrap().totals
}

#[test]
fn tax_is_added_to_net_prices_by_line() {
    for (unit_price, quantity, percents, total) in [
        (123, 1, &[20][..], 148),
        (123, 3, &[20], 443),
        (108, 3, &[19], 386),
        (3_000, 1, &[5], 3_150),
        (2_000, 1, &[5, 10], 2_300),
        (1_000, 1, &[20], 1_200),
    ] {
        let totals = net(vec![line(unit_price, quantity, percents)], Vec::new());
        assert_eq!(totals.total, total, "{unit_price} × {quantity}");
    }
    let three = |discount| {
        let lines = [discount, 0, 0].map(|off| less(line(1_000, 1, &[5]), off));
        net(lines.to_vec(), Vec::new()).tax
    };
    assert_eq!((three(0), three(100)), (150, 145));
    // 10.33 at 5 % is 0.5165.
    assert_eq!(net(vec![line(1_033, 1, &[5])], Vec::new()).tax, 52);
    // Without intermediate rounding: 30 × 2 at 10 % and 5 at 50 %.
    let mixed = vec![line(3_000, 2, &[10]), line(500, 1, &[50])];
    let totals = net(mixed, Vec::new());
    assert_eq!(
        (totals.subtotal, totals.tax, totals.total),
        (6_500, 850, 7_350)
    );
}

#[test]
fn delivery_is_taxed_like_a_line() {
    for (lines, delivery, tax) in [
        (vec![line(2_000, 1, &[5, 10])], line(800, 1, &[5, 10]), 120),
        (vec![line(1_000, 1, &[20])], line(200, 1, &[20]), 40),
    ] {
        let alone = net(lines.clone(), Vec::new());
        let totals = net(lines, vec![delivery.clone()]);
        assert_eq!(totals.delivery, delivery.unit_price);
        assert_eq!(totals.tax - alone.tax, tax);
        assert_eq!(totals.total - alone.total, delivery.unit_price + tax);
    }
    let shipped = |includes| {
        let basket = basket(includes, Vec::new(), vec![line(500, 1, &[20])]);
        let totals = price(&basket).unwrap().totals;
        (totals.total - totals.tax, totals.total)
    };
    assert_eq!(shipped(false), (500, 600));
    assert_eq!(shipped(true), (417, 500));
    let free = vec![less(line(500, 1, &[20]), 500)];
    assert_eq!(net(Vec::new(), free), zero_at(20));
}

fn zero_at(percent: i64) -> Totals {
    let taxes = rates(&[percent]).into_iter().map(|rate| TaxLine {
        title: rate.title,
        rate: rate.rate,
        amount: 0,
    });
    Totals {
        taxes: taxes.collect(),
        ..Totals::default()
    }
}

#[test]
fn tax_is_taken_out_of_gross_prices() {
    for (price, percent, tax) in [
        (100, 20, 17),
        (500, 20, 83),
        (1_230, 20, 205),
        (2_000, 7, 131),
        (800, 7, 52),
        (3_000, 19, 479),
        (1_600, 19, 255),
        (1_000, 19, 160),
        (200, 19, 32),
        (500, 9, 41),
        (200, 24, 39),
        (6_000, 5, 286),
        (3_000, 5, 143),
    ] {
        let totals = gross(vec![line(price, 1, &[percent])], Vec::new());
        assert_eq!(
            (totals.tax, totals.total),
            (tax, price),
            "{price} at {percent}"
        );
    }
    let discounted = vec![less(line(3_000, 1, &[5]), 100)];
    assert_eq!(gross(discounted, Vec::new()).tax, 138);
    // 50 × 2 including 10 %: 9.0909… of tax.
    assert_eq!(gross(vec![line(5_000, 2, &[10])], Vec::new()).tax, 909);
}

#[test]
fn the_cents_that_others_lost_are_there() {
    // 45.00 and 49.00 including 21 %, and delivery at 4.96 net, which is 6.00 gross.
    let lines = vec![line(4_500, 1, &[21]), line(4_900, 1, &[21])];
    let delivery = net(Vec::new(), vec![line(496, 1, &[21])]).total;
    assert_eq!(gross(lines, vec![line(delivery, 1, &[21])]).total, 10_000);
    // 51.86 less 40 %, and 8.25 %.
    let rate = Rate {
        title: "Sales tax".to_owned(),
        rate: 82_500,
    };
    let discounted = less(line(5_186, 1, &[]), 2_074);
    let discounted = Line {
        taxed: taxed(vec![rate]),
        ..discounted
    };
    let totals = net(vec![discounted], Vec::new());
    assert_eq!((totals.tax, totals.total), (257, 3_369));
    // Two rates included in 599.00 are 91.37 together, and they add up.
    let totals = gross(vec![line(59_900, 1, &[9, 9])], Vec::new());
    assert_eq!((totals.tax, totals.total - totals.tax), (9_137, 50_763));
    assert_eq!(totals.taxes.iter().map(|it| it.amount).sum::<i64>(), 9_137);
}

#[test]
fn the_parts_of_a_bundle_are_taxed_each_in_its_way() {
    let part = |weight, percent| Taxed {
        weight,
        rates: rates(&[percent]),
    };
    let bundle = Line {
        unit_price: 3_000,
        quantity: 1,
        discounts: Vec::new(),
        taxed: vec![part(1_000, 19), part(500, 7), part(500, 19)],
    };
    let priced = price(&basket(true, vec![bundle], Vec::new())).unwrap();
    let taxes = priced.lines[0].taxes.iter();
    let taxes: Vec<_> = taxes.map(|it| (it.rate, it.amount)).collect();
    assert_eq!(taxes, [(190_000, 239 + 120), (70_000, 49)]);
}

#[test]
fn what_cannot_be_priced_is_refused() {
    let refused = |line: Line| price(&basket(false, vec![line], Vec::new())).unwrap_err();
    assert_eq!(refused(line(-1, 1, &[20])), PricingError::Negative);
    assert_eq!(refused(line(1, -1, &[20])), PricingError::Negative);
    assert_eq!(refused(line(1, 1, &[-20])), PricingError::Negative);
    assert_eq!(refused(less(line(1, 1, &[20]), -1)), PricingError::Negative);
    let discounted = less(line(5, 1, &[20]), 6);
    assert_eq!(refused(discounted), PricingError::DiscountTooLarge);
    assert_eq!(refused(line(i64::MAX, 2, &[20])), OUT_OF_RANGE);
    assert_eq!(refused(line(i64::MAX, 1, &[20])), OUT_OF_RANGE);
    let two = vec![line(i64::MAX, 1, &[]), line(1, 1, &[])];
    assert_eq!(price(&basket(true, two, Vec::new())), Err(OUT_OF_RANGE));
}

#[test]
fn what_was_priced_can_be_kept_as_text() {
    let lines = vec![less(line(3_000, 2, &[5, 10]), 100)];
    let priced = price(&basket(true, lines, vec![line(500, 1, &[20])])).unwrap();
    let text = serde_json::to_string(&priced).unwrap();
    assert!(text.contains("\"currency\":\"USD\""), "{text}");
    assert_eq!(serde_json::from_str::<Priced>(&text).unwrap(), priced);
}

fn any_line() -> impl Strategy<Value = Line> {
    let part = (0_u64..1_000, prop::collection::vec(0_i64..60, 0..3));
    let parts = prop::collection::vec(part, 0..3);
    let price = (0_i64..1_000_000, 0_i64..500, 0_i64..=100);
    (price, parts).prop_map(|((unit_price, quantity, off), parts)| {
        let parts = parts.into_iter().map(|(weight, percents)| Taxed {
            weight,
            rates: rates(&percents),
        });
        let line = Line {
            unit_price,
            quantity,
            discounts: Vec::new(),
            taxed: parts.collect(),
        };
        less(line, unit_price * quantity * off / 100)
    })
}

fn any_basket() -> impl Strategy<Value = Basket> {
    let lines = || prop::collection::vec(any_line(), 0..12);
    (any::<bool>(), lines(), lines())
        .prop_map(|(includes, lines, deliveries)| basket(includes, lines, deliveries))
}

proptest! {
    #[test]
    fn lines_add_up_to_the_totals(basket in any_basket()) {
        let Priced { lines, deliveries, totals, prices_include_tax, .. } = price(&basket).unwrap();
        let goods: i64 = lines.iter().map(|line| line.total).sum();
        prop_assert_eq!(goods, totals.subtotal - totals.discount);
        let all = || lines.iter().chain(&deliveries);
        prop_assert_eq!(all().map(|line| line.tax).sum::<i64>(), totals.tax);
        let added = if prices_include_tax { 0 } else { totals.tax };
        prop_assert_eq!(totals.total, goods + totals.delivery + added);
        for line in all() {
            prop_assert!(line.total >= 0 && line.tax >= 0);
            prop_assert_eq!(line.taxes.iter().map(|tax| tax.amount).sum::<i64>(), line.tax);
            prop_assert!(!prices_include_tax || line.tax <= line.total);
        }
    }

    #[test]
    fn the_order_of_lines_changes_nothing(basket in any_basket(), turn in 0_usize..12) {
        let mut turned = basket.clone();
        let places = turned.lines.len().max(1);
        turned.lines.rotate_left(turn % places);
        turned.lines.reverse();
        let (before, mut after) = (price(&basket).unwrap(), price(&turned).unwrap());
        after.lines.reverse();
        after.lines.rotate_right(turn % places);
        prop_assert_eq!(&before.lines, &after.lines);
        prop_assert_eq!(before.totals.total, after.totals.total);
        prop_assert_eq!(before.totals.tax, after.totals.tax);
    }

    #[test]
    fn net_and_gross_prices_agree(
        unit_price in 0_i64..10_000_000, percents in prop::collection::vec(1_i64..50, 1..4),
    ) {
        let added = net(vec![line(unit_price, 1, &percents)], Vec::new());
        let contained = gross(vec![line(added.total, 1, &percents)], Vec::new());
        prop_assert_eq!(added.tax, contained.tax);
        prop_assert_eq!(contained.total - contained.tax, unit_price);
    }

    #[test]
    fn a_line_more_changes_no_other(basket in any_basket(), more in any_line()) {
        let before = price(&basket).unwrap();
        let mut larger = basket;
        larger.lines.push(more);
        let after = price(&larger).unwrap();
        prop_assert_eq!(&before.lines[..], &after.lines[..before.lines.len()]);
        prop_assert_eq!(before.deliveries, after.deliveries);
    }

    #[test]
    fn shares_of_units_add_up_however_they_are_taken(
        line in any_line(), includes in any::<bool>(), steps in prop::collection::vec(1_i64..40, 1..60),
    ) {
        let basket = basket(includes, vec![line], Vec::new());
        let whole = price(&basket).unwrap().lines.remove(0);
        let mut taken = 0;
        let mut shares = Vec::new();
        for step in steps.into_iter().chain([i64::MAX]) {
            let units = step.min(whole.quantity - taken);
            shares.push(whole.share(taken, units).unwrap());
            taken += units;
        }
        let sum = |part: fn(&PricedLine) -> i64| shares.iter().map(part).sum::<i64>();
        prop_assert_eq!(sum(|it| it.quantity), whole.quantity);
        prop_assert_eq!(sum(|it| it.total), whole.total);
        prop_assert_eq!(sum(|it| it.subtotal), whole.subtotal);
        prop_assert_eq!(sum(|it| it.discount), whole.discount);
        prop_assert_eq!(sum(|it| it.tax), whole.tax);
        prop_assert!(shares.iter().all(|it| it.total >= 0 && it.tax >= 0 && it.discount >= 0));
        prop_assert!(whole.share(taken, 1).is_err());
    }
}
