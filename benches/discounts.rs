//! How long it takes to choose among discounts: `cargo bench --bench discounts`.

use souk_entities::{
    Timestamp,
    ids::{CartLineId, DiscountId, ProductId, VariantId},
    orders::discount::{
        self, Amounts, Buys, CombinesWith, CurrencyAmount, DiscountTerms, Effect, Items, Minimum,
        Reward,
    },
};
use souk_kernel::codes::CurrencyCode;
use souk_shop::promotions::{
    BasketDelivery, BasketLine, Candidate, DiscountAsker, DiscountBasket, Exchange, apply_discounts,
};
use std::{hint::black_box, sync::Arc, time::Instant};

fn line(number: i64) -> BasketLine {
    BasketLine {
        id: CartLineId(number),
        variant: VariantId(number),
        product: ProductId(number % 50),
        collections: Vec::new(),
        unit_price: 1_000 + number * 37,
        quantity: 1 + number % 7,
        is_subscription: false,
    }
}

fn basket(lines: i64) -> DiscountBasket {
    DiscountBasket {
        exchange: Exchange {
            currency: CurrencyCode::USD,
            shop_currency: CurrencyCode::USD,
            rate: Some(1_000_000),
        },
        market: 1.into(),
        channel: 1.into(),
        email: None,
        asker: DiscountAsker::Buyer,
        now: Timestamp(1),
        lines: (0..lines).map(line).collect(),
        deliveries: vec![BasketDelivery {
            price: 500,
            country: "US".to_owned(),
        }],
        delivery_is_open: false,
    }
}

fn all() -> Items {
    Items {
        all: true,
        ..Items::default()
    }
}

fn products(number: i64) -> Items {
    Items {
        products: (number..number + 10).map(|id| ProductId(id % 50)).collect(),
        ..Items::default()
    }
}

fn dollars(minor: i64) -> Amounts {
    Amounts(vec![CurrencyAmount {
        currency: "USD".to_owned(),
        minor,
    }])
}

/// Discounts of every kind in turn; a half go together with others, some ask for a minimum.
fn candidate(number: i64) -> Candidate {
    let share = 10_000 * (1 + number % 30);
    let reward = match number % 6 {
        0 => Reward::Percentage {
            millionths: share,
            items: all(),
        },
        1 => Reward::Percentage {
            millionths: share,
            items: products(number),
        },
        2 => Reward::Amount {
            amounts: dollars(100 * number),
            each_item: false,
            items: all(),
        },
        3 => Reward::Amount {
            amounts: dollars(10 * number),
            each_item: true,
            items: products(number),
        },
        4 => Reward::BuyGet {
            buys: Buys {
                items: products(number),
                value: Minimum::Quantity(2),
            },
            gets: products(number + 5),
            quantity: 1,
            effect: Effect::Percentage(share),
            uses_per_order: None,
        },
        _ => Reward::FreeShipping {
            countries: Vec::new(),
            maximum_price: None,
        },
    };
    let is_social = number % 4 < 2;
    let combines_with = CombinesWith {
        product: is_social,
        order: is_social,
        shipping: is_social,
    };
    Candidate {
        discount: Arc::new(discount::Model {
            id: DiscountId(number),
            title: format!("Discount {number}"),
            is_automatic: true,
            terms: DiscountTerms {
                reward,
                minimum: (number % 3 == 0).then(|| Minimum::Subtotal(dollars(1_000))),
                audience: Default::default(),
                combines_with,
                once_per_customer: false,
                one_time_purchases: true,
                subscriptions: false,
                tags: Vec::new(),
            },
            usage_limit: None,
            starts_at: Timestamp(0),
            ends_at: None,
            created_at: Timestamp(0),
            updated_at: Timestamp(0),
        }),
        code: None,
    }
}

/// The most work: a half are discounts of some goods that go with no other of their kind, a half shares
/// of the order that go with all, so that each of the first is tried with all of the second.
fn hardest(number: i64) -> Candidate {
    let mut hardest = candidate(number * 6 + number % 2);
    let discount = Arc::make_mut(&mut hardest.discount);
    discount.id = DiscountId(number);
    discount.terms.minimum = None;
    discount.terms.combines_with = CombinesWith {
        product: number % 2 == 0,
        order: true,
        shipping: true,
    };
    hardest
}

fn main() {
    let (mixed, hard) = (candidate as fn(i64) -> Candidate, hardest as _);
    for (what, make, lines, discounts, times) in [
        ("discounts of every kind", mixed, 500, 100, 100_u32),
        ("discounts of every kind", mixed, 3, 20, 10_000),
        (
            "discounts that must all be tried with each other",
            hard,
            500,
            100,
            20,
        ),
    ] {
        let basket = basket(lines);
        let candidates: Vec<Candidate> = (0..discounts).map(make).collect();
        let started = Instant::now();
        for _ in 0..times {
            let outcome = apply_discounts(black_box(&basket), black_box(&candidates));
            black_box(outcome.expect("the basket can be priced"));
        }
        let each = started.elapsed() / times;
        println!("{lines} lines, {discounts} {what}: {each:?}");
    }
}
