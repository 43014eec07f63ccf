//! What a cart costs with its selected deliveries and the taxes of its delivery address.

use crate::{
    cart::{
        delivery,
        view::{CartView, LineView},
    },
    pricing::{self, Basket, Line, Priced, Rate, Taxed},
    tax::{TaxAnswer, TaxClass, TaxQuestion, Taxes},
};
use souk_kernel::{app::App, error::ApiError, money::Money};
use std::{collections::HashMap, sync::Arc};

/// Amounts of a cart, as far as known.
#[derive(Clone, Debug)]
pub struct Quote {
    /// Amounts; without tax if it is not known.
    pub priced: Priced,
    /// Whether the tax is known.
    pub has_tax: bool,
}

impl Quote {
    /// Total with tax and delivery, before gift cards.
    pub fn total(&self) -> Money {
        Money::new(self.priced.totals.total, self.priced.currency)
    }
}

/// What a cart costs with the selected delivery options and the taxes of its delivery address, or
/// of the buyer's country if there is none.
///
/// # Errors
///
/// When an amount is out of range.
pub async fn quote_cart(app: &App, view: &CartView) -> Result<Quote, ApiError> {
    let mut classes: HashMap<TaxClass, usize> = HashMap::new();
    for line in view.lines.iter().flat_map(parts) {
        if let Some(class) = class(line) {
            let next = classes.len();
            classes.entry(class).or_insert(next);
        }
    }
    let answer = app.part::<Taxes>().rates(&question(view, &classes)).await;
    let has_tax = answer.is_ok();
    let answer = answer.unwrap_or_default();
    let rates = |line: &Arc<LineView>| -> Vec<Rate> {
        let class = class(line).and_then(|class| classes.get(&class));
        let rates = class.and_then(|&place| answer.classes.get(place));
        rates.cloned().unwrap_or_default()
    };
    let basket = Basket {
        currency: view.audience.currency,
        prices_include_tax: view.audience.market.prices_include_tax,
        lines: (view.lines.iter())
            .map(|line| goods(view, line, &rates))
            .collect(),
        deliveries: deliveries(view, &answer),
    };
    let priced = pricing::price(&basket).map_err(ApiError::internal)?;
    Ok(Quote { priced, has_tax })
}

fn question(view: &CartView, classes: &HashMap<TaxClass, usize>) -> TaxQuestion {
    let address = delivery::delivery_address(&view.row).map(|address| &address.address);
    let mut asked: Vec<(&TaxClass, usize)> = classes.iter().map(|(it, at)| (it, *at)).collect();
    asked.sort_unstable_by_key(|(_, place)| *place);
    TaxQuestion {
        place: delivery::place(&view.audience, address),
        zip: address.and_then(|address| address.zip.clone()),
        city: address.and_then(|address| address.city.clone()),
        currency: view.audience.currency,
        prices_include_tax: view.audience.market.prices_include_tax,
        classes: asked.into_iter().map(|(class, _)| class.clone()).collect(),
    }
}

/// The lines that are taxed: the components of a bundle, else the line itself.
fn parts(line: &Arc<LineView>) -> &[Arc<LineView>] {
    match line.components.as_slice() {
        [] => std::slice::from_ref(line),
        parts => parts,
    }
}

/// The tax class of a line; `None` if it is not taxable.
fn class(line: &Arc<LineView>) -> Option<TaxClass> {
    let (variant, product) = (&line.item.variant, &line.item.product);
    variant.taxable.then(|| TaxClass {
        tax_code: variant.tax_code.clone(),
        category: product.category.clone(),
    })
}

fn goods(
    view: &CartView,
    line: &Arc<LineView>,
    rates: &impl Fn(&Arc<LineView>) -> Vec<Rate>,
) -> Line {
    let taxed = parts(line).iter().map(|part| Taxed {
        weight: u64::try_from(part.subtotal.minor()).unwrap_or(0),
        rates: rates(part),
    });
    Line {
        unit_price: line.each.minor(),
        quantity: line.line.quantity.into(),
        discounts: view.discounts().shares_of_line(line.line.id),
        taxed: taxed.collect(),
    }
}

fn deliveries(view: &CartView, answer: &TaxAnswer) -> Vec<Line> {
    let lines = view.paid_deliveries().enumerate();
    let lines = lines.map(|(at, offer)| Line {
        unit_price: offer.price,
        quantity: 1,
        discounts: view.discounts().shares_of_delivery(at),
        taxed: vec![Taxed {
            weight: 1,
            rates: answer.delivery.clone(),
        }],
    });
    lines.collect()
}
