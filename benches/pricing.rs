//! How long the pipeline takes to price a cart of 500 lines: `cargo bench --bench pricing`.

use souk_kernel::codes::CurrencyCode;
use souk_shop::pricing::{Basket, DiscountShare, Line, Rate, Taxed, price};
use std::{hint::black_box, time::Instant};

const LINES: i64 = 500;
const TIMES: u32 = 200;

fn line(number: i64) -> Line {
    let rate = |title: &str, rate| Rate {
        title: title.to_owned(),
        rate,
    };
    Line {
        unit_price: 1_000 + number * 37,
        quantity: 1 + number % 7,
        discounts: vec![DiscountShare {
            title: "Sale".to_owned(),
            amount: number % 100,
            ..DiscountShare::default()
        }],
        taxed: vec![Taxed {
            weight: 1,
            rates: vec![rate("State", 50_000), rate("City", 32_500)],
        }],
    }
}

fn main() {
    let basket = Basket {
        currency: CurrencyCode::USD,
        prices_include_tax: true,
        lines: (0..LINES).map(line).collect(),
        deliveries: vec![line(0)],
    };
    let started = Instant::now();
    for _ in 0..TIMES {
        black_box(price(black_box(&basket)).expect("the basket can be priced"));
    }
    let each = started.elapsed() / TIMES;
    println!("{LINES} lines with two tax rates and a discount each: {each:?}");
}
