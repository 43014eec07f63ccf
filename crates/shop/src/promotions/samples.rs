//! Baskets and discounts for the tests.

use super::{
    Candidate, DiscountAsker, DiscountBasket, DiscountOutcome, EnteredCode, apply_discounts,
    basket::{BasketDelivery, BasketLine, Exchange},
};
use crate::pricing::{self, DiscountShare, Priced, Rate, Taxed, Totals};
use souk_entities::{
    Timestamp,
    ids::{CartLineId, DiscountId, ProductId, VariantId},
    orders::discount::{
        self, Amounts, Buys, CombinesWith, CurrencyAmount, DiscountTerms, Effect, Items, Minimum,
        Reward,
    },
};
use souk_kernel::codes::CurrencyCode;
use std::sync::Arc;

/// Combines with everything.
pub(super) const SOCIAL: CombinesWith = CombinesWith {
    product: true,
    order: true,
    shipping: true,
};

pub(super) fn line(id: i64, unit_price: i64, quantity: i64) -> BasketLine {
    BasketLine {
        id: CartLineId(id),
        variant: VariantId(id),
        product: ProductId(id),
        collections: Vec::new(),
        unit_price,
        quantity,
        is_subscription: false,
    }
}

pub(super) fn basket(lines: Vec<BasketLine>) -> DiscountBasket {
    DiscountBasket {
        exchange: Exchange {
            currency: CurrencyCode::USD,
            shop_currency: CurrencyCode::USD,
            rate: Some(pricing::WHOLE),
        },
        market: 1.into(),
        channel: 1.into(),
        email: None,
        asker: DiscountAsker::Buyer,
        now: Timestamp(1_000),
        lines,
        deliveries: Vec::new(),
        delivery_is_open: false,
    }
}

pub(super) fn delivered(mut basket: DiscountBasket, price: i64) -> DiscountBasket {
    let country = "US".to_owned();
    basket.deliveries.push(BasketDelivery { price, country });
    basket
}

pub(super) fn all() -> Items {
    Items {
        all: true,
        ..Items::default()
    }
}

pub(super) fn products(ids: &[i64]) -> Items {
    Items {
        products: ids.iter().copied().map(ProductId).collect(),
        ..Items::default()
    }
}

pub(super) fn dollars(minor: i64) -> Amounts {
    Amounts(vec![CurrencyAmount {
        currency: "USD".to_owned(),
        minor,
    }])
}

pub(super) fn percent(percent: i64, items: Items) -> Reward {
    let millionths = percent * 10_000;
    Reward::Percentage { millionths, items }
}

pub(super) fn amount(minor: i64, items: Items) -> Reward {
    Reward::Amount {
        amounts: dollars(minor),
        each_item: false,
        items,
    }
}

pub(super) fn each(minor: i64, items: Items) -> Reward {
    Reward::Amount {
        amounts: dollars(minor),
        each_item: true,
        items,
    }
}

/// Buy a number of some items, get a number of others for less.
pub(super) fn buy_get(buys: (i64, Items), gets: (i64, Items), percent: i64) -> Reward {
    Reward::BuyGet {
        buys: Buys {
            items: buys.1,
            value: Minimum::Quantity(buys.0),
        },
        gets: gets.1,
        quantity: gets.0,
        effect: Effect::Percentage(percent * 10_000),
        uses_per_order: None,
    }
}

pub(super) fn free_shipping() -> Reward {
    Reward::FreeShipping {
        countries: Vec::new(),
        maximum_price: None,
    }
}

/// An automatic discount that combines with everything.
pub(super) fn automatic(id: i64, reward: Reward) -> Candidate {
    let discount = discount::Model {
        id: DiscountId(id),
        title: format!("Discount {id}"),
        is_automatic: true,
        terms: DiscountTerms {
            reward,
            minimum: None,
            audience: Default::default(),
            combines_with: SOCIAL,
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
    };
    Candidate {
        discount: Arc::new(discount),
        code: None,
    }
}

pub(super) fn with(
    mut candidate: Candidate,
    change: impl FnOnce(&mut discount::Model),
) -> Candidate {
    change(Arc::make_mut(&mut candidate.discount));
    candidate
}

pub(super) fn alone(candidate: Candidate) -> Candidate {
    with(candidate, |it| {
        it.terms.combines_with = CombinesWith::default()
    })
}

pub(super) fn from(minimum: Minimum, candidate: Candidate) -> Candidate {
    with(candidate, |it| it.terms.minimum = Some(minimum))
}

/// The same discount by a code that was entered.
pub(super) fn by_code(candidate: Candidate, code: &str) -> Candidate {
    let mut candidate = with(candidate, |it| it.is_automatic = false);
    candidate.code = Some(EnteredCode {
        code: code.to_lowercase(),
        shown: code.to_owned(),
        used: 0,
        used_by_customer: false,
    });
    candidate
}

/// What each line costs after all discounts.
pub(super) fn paid(basket: &DiscountBasket, outcome: &DiscountOutcome) -> Vec<i64> {
    let lines = basket.lines.iter().enumerate();
    lines
        .map(|(at, line)| {
            let taken = outcome.applied.iter().map(|it| it.lines[at]);
            line.subtotal().unwrap() - taken.sum::<i64>()
        })
        .collect()
}

/// What a basket costs with its discounts, with the given tax in percent for each line.
pub(super) fn totals(
    basket: &DiscountBasket,
    candidates: &[Candidate],
    percents: &[i64],
    gross: bool,
) -> Totals {
    priced(basket, candidates, percents, gross).totals
}

/// The same, with each line.
pub(super) fn priced(
    basket: &DiscountBasket,
    candidates: &[Candidate],
    percents: &[i64],
    gross: bool,
) -> Priced {
    let outcome = apply_discounts(basket, candidates).unwrap();
    let taxed = |percent: i64| {
        let title = format!("{percent} %");
        let rate = percent * 10_000;
        vec![Taxed {
            weight: 1,
            rates: vec![Rate { title, rate }],
        }]
    };
    let off = |amount: i64| DiscountShare {
        title: "Sale".to_owned(),
        amount,
        ..DiscountShare::default()
    };
    let lines = basket.lines.iter().zip(percents).enumerate();
    let lines = lines.map(|(at, (line, percent))| pricing::Line {
        unit_price: line.unit_price,
        quantity: line.quantity,
        discounts: outcome.applied.iter().map(|it| off(it.lines[at])).collect(),
        taxed: taxed(*percent),
    });
    let deliveries = basket.deliveries.iter().enumerate();
    let deliveries = deliveries.map(|(at, delivery)| pricing::Line {
        unit_price: delivery.price,
        quantity: 1,
        discounts: (outcome.applied.iter())
            .filter_map(|it| it.deliveries.get(at).copied().map(off))
            .collect(),
        taxed: taxed(20),
    });
    let basket = pricing::Basket {
        currency: basket.exchange.currency,
        prices_include_tax: gross,
        lines: lines.collect(),
        deliveries: deliveries.collect(),
    };
    pricing::price(&basket).unwrap()
}
