//! Prices a cart once and keeps everything its order needs: what is frozen is what is charged.

use super::codes::SubmissionErrorCode as Code;
use crate::{
    cart::{self, CartToken, PricedCart},
    delivery::Way,
    gift_cards::GiftCardSpend,
    inventory::{Demand, MissingStock},
    market::Audience,
};
use serde::{Deserialize, Serialize};
use souk_entities::{
    cart::cart::{PaymentChoice, PaymentMethod},
    ids::LocationId,
};
use souk_kernel::{app::App, error::ApiError, money::Money};

/// Something that keeps a cart from being submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missing {
    /// Error code.
    pub code: Code,
    /// Error message.
    pub message: String,
}

impl Missing {
    /// Something that is missing or wrong.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
        }
    }
}

/// A cart as it was submitted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Frozen {
    /// The cart with its prices.
    pub cart: PricedCart,
    /// Payment method.
    pub payment: PaymentMethod,
}

impl Frozen {
    /// What the payment provider charges: what is left to pay after gift cards.
    pub fn charge(&self) -> Money {
        self.cart.left_to_pay()
    }

    /// What is taken from gift cards.
    pub fn spends(&self) -> Vec<GiftCardSpend> {
        let parts = self.cart.gift_cards.iter().filter(|part| part.amount > 0);
        parts
            .map(|part| GiftCardSpend {
                card: part.card,
                amount: part.amount,
            })
            .collect()
    }

    /// The location where the buyer picks the order up.
    pub fn pickup_at(&self) -> Option<LocationId> {
        let ways = self.cart.deliveries.iter().map(|offer| offer.way);
        ways.filter_map(|way| match way {
            Way::PickUp(location) => Some(location),
            Way::Shipping => None,
        })
        .next()
    }

    /// The stock to reserve, one demand for each line.
    pub fn demands(&self) -> Vec<Demand> {
        let lines = self.cart.lines.iter();
        lines
            .map(|line| Demand {
                variant: line.variant,
                quantity: line.quantity.unsigned_abs(),
            })
            .collect()
    }
}

/// The priced cart and everything that keeps it from being submitted; `None` if it has expired or
/// was bought.
///
/// # Errors
///
/// When a database fails or an amount is out of range.
pub async fn look(
    app: &App,
    audience: &Audience,
    token: &CartToken,
) -> Result<Option<(PricedCart, Vec<Missing>)>, ApiError> {
    let Some(cart) = cart::price_cart(app, audience, token).await? else {
        return Ok(None);
    };
    let mut missing: Vec<Missing> = cart.missing.iter().map(Missing::from).collect();
    missing.extend(missing_payment(&cart));
    Ok(Some((cart, missing)))
}

/// Freezes a cart, or returns everything that keeps it from being submitted.
///
/// # Errors
///
/// When a database fails or an amount is out of range.
pub async fn freeze(
    app: &App,
    audience: &Audience,
    token: &CartToken,
) -> Result<Result<Frozen, Vec<Missing>>, ApiError> {
    let Some((cart, missing)) = look(app, audience, token).await? else {
        let why = "The cart does not exist, has expired, or was bought.";
        return Ok(Err(vec![Missing::new(Code::MerchandiseNotApplicable, why)]));
    };
    let payment = cart.payment.clone().map(|payment| payment.method);
    Ok(match payment {
        Some(payment) if missing.is_empty() => Ok(Frozen { cart, payment }),
        _ => Err(missing),
    })
}

fn missing_payment(cart: &PricedCart) -> Option<Missing> {
    let charge = cart.left_to_pay();
    let Some(payment) = &cart.payment else {
        let why = "Nothing says how the cart is paid.";
        return Some(Missing::new(Code::PaymentsMethodRequired, why));
    };
    if !is_for(payment, charge) {
        let why = format!(
            "What is to be paid is {} {}, not what the payment is for.",
            charge.decimal(),
            charge.currency().code()
        );
        return Some(Missing::new(Code::PaymentsUnacceptablePaymentAmount, why));
    }
    let is_free = payment.method == PaymentMethod::Free;
    (is_free && charge.minor() > 0).then(|| {
        let why = "A payment method is needed.";
        Missing::new(Code::PaymentsMethodUnavailable, why)
    })
}

fn is_for(payment: &PaymentChoice, charge: Money) -> bool {
    payment.amount == charge.minor() && payment.currency == charge.currency().code()
}

impl From<&MissingStock> for Missing {
    fn from(short: &MissingStock) -> Self {
        match short.available {
            ..=0 => Self::new(
                Code::MerchandiseOutOfStock,
                "Something in the cart is sold out.",
            ),
            left => Self::new(
                Code::MerchandiseNotEnoughStockAvailable,
                format!("Of something in the cart {left} are left."),
            ),
        }
    }
}

impl From<&cart::MissingMerchandise> for Missing {
    fn from(missing: &cart::MissingMerchandise) -> Self {
        use crate::cart::MissingMerchandise as M;
        let (code, message) = match missing {
            M::Lines => (Code::MerchandiseNotApplicable, "The cart is empty."),
            M::Merchandise(_) => (
                Code::MerchandiseProductNotPublished,
                "Something in the cart is no longer sold.",
            ),
            M::Email => (
                Code::BuyerIdentityEmailRequired,
                "An e-mail address is needed.",
            ),
            M::Address => (
                Code::DeliveryAddressRequired,
                "An address to deliver to is needed.",
            ),
            M::AddressLine(line) => return missing_line(line),
            M::DeliveryOption(_) => (
                Code::NoDeliveryGroupSelected,
                "A way of delivery must be chosen.",
            ),
            M::Taxes => (
                Code::Error,
                "The taxes are not known at the moment. Try again.",
            ),
        };
        Self::new(code, message)
    }
}

fn missing_line(line: &str) -> Missing {
    let (code, name) = match line {
        "address1" => (Code::DeliveryAddress1Required, "street"),
        "city" => (Code::DeliveryCityRequired, "city"),
        "countryCode" => (Code::DeliveryCountryRequired, "country"),
        _ => (Code::DeliveryAddressRequired, "line"),
    };
    let message = format!("The address to deliver to has no {name}.");
    Missing::new(code, message)
}
