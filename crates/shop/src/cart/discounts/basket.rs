//! Passes a cart to promotions, which choose its discounts.

use super::cart_discounts::CartDiscounts;
use crate::{
    cart::{
        delivery,
        view::{CartView, LineView},
    },
    market::{Audience, Directory},
    pricing::WHOLE,
    promotions::{
        self, BasketDelivery, BasketLine, DiscountAsker, DiscountBasket, Exchange, normalized_code,
    },
};
use souk_kernel::{app::App, error::ApiError};
use std::sync::Arc;

/// Considers a cart's discounts and the codes entered, for the one who asks. At most one statement for the codes and one
/// for the collections a discount requires.
///
/// # Errors
///
/// When a database fails or an amount is out of range.
pub async fn consider_discounts(
    app: &App,
    view: &CartView,
    codes: &[String],
    asker: DiscountAsker,
) -> Result<CartDiscounts, ApiError> {
    let places = view.lines.iter().enumerate();
    let basket = basket(app, view, asker);
    Ok(CartDiscounts {
        exchange: Some(basket.exchange),
        considered: promotions::consider_discounts(app, basket, codes).await?,
        places: places.map(|(at, line)| (line.line.id, at)).collect(),
    })
}

fn basket(app: &App, view: &CartView, asker: DiscountAsker) -> DiscountBasket {
    let address = delivery::delivery_address(&view.row).map(|address| &address.address);
    let place = delivery::place(&view.audience, address);
    let deliveries: Vec<BasketDelivery> = (view.paid_deliveries())
        .map(|offer| BasketDelivery {
            price: offer.price,
            country: place.country.code().to_owned(),
        })
        .collect();
    DiscountBasket {
        exchange: exchange(app, &view.audience),
        market: view.audience.market.id,
        channel: view.row.channel_id,
        email: view.row.buyer.email.as_deref().map(normalized_code),
        asker,
        now: view.audience.now,
        lines: view.lines.iter().map(line).collect(),
        delivery_is_open: deliveries.is_empty() && view.is_shipped(),
        deliveries,
    }
}

/// How the shop's amounts are converted into the cart's: at the rate of the market's price list.
fn exchange(app: &App, audience: &Audience) -> Exchange {
    let (currency, shop_currency) = (audience.currency, Directory::current(app).currency);
    let list = audience.price_list.as_ref();
    let list = list.filter(|list| list.currency == currency.code());
    Exchange {
        currency,
        shop_currency,
        rate: match currency == shop_currency {
            true => Some(WHOLE),
            false => list.map(|list| list.exchange_rate),
        },
    }
}

fn line(view: &Arc<LineView>) -> BasketLine {
    BasketLine {
        id: view.line.id,
        variant: view.item.variant.id,
        product: view.item.product.id,
        collections: Vec::new(),
        unit_price: view.each.minor(),
        quantity: view.line.quantity.into(),
        is_subscription: view.line.selling_plan.is_some(),
    }
}
