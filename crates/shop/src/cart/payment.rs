//! How a cart is paid: what the client sets before it submits.

use super::{
    addresses::{self, AddressNames},
    card_numbers::{WHY, holds_card_number},
    change::{self, Changed},
    codes::CartErrorCode,
    refusal::CartError,
    token::CartToken,
};
use crate::{
    market::Audience,
    payments::{Payments, TokenSource},
};
use souk_entities::cart::cart::{PaymentChoice, PaymentMethod, PostalAddress};
use souk_kernel::{app::App, money::Money, refusal::Refusal, validators::line_fault};

/// Longest token of the payment provider, in characters.
const MOST_TOKEN_CHARACTERS: usize = 255;

/// The payment the client chose.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// The amount the buyer expects to pay: a submission for another amount is refused.
    pub amount: Money,
    /// Payment method.
    pub method: PaymentMethod,
    /// Billing address.
    pub billing_address: PostalAddress,
    /// Path of the method in the input.
    pub path: &'static [&'static str],
    /// Other texts of the input, with their paths. They are checked but not stored.
    pub others: Vec<(Vec<&'static str>, String)>,
}

/// Stores how a cart is paid.
///
/// # Errors
///
/// When the cart is gone or empty, the payment cannot be used, or a database fails.
pub async fn set_payment(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    new: &NewPayment,
) -> Result<Changed, CartError> {
    check(app, new)?;
    let names = AddressNames {
        list: new.path,
        within: &["billingAddress"],
        country: "country",
        province: "province",
    };
    let billing_address = addresses::check_one(new.billing_address.clone(), names)?;
    change::change(app, audience, token, |row| {
        if row.lines.0.is_empty() {
            let why = "An empty cart cannot be paid.";
            let code = CartErrorCode::InvalidPaymentEmptyCart;
            return Err(Refusal::of_path(code, &["cartId"], why).into());
        }
        row.payment = Some(PaymentChoice {
            amount: new.amount.minor(),
            currency: new.amount.currency().code().to_owned(),
            method: new.method.clone(),
        });
        row.billing_address = Some(billing_address.clone());
        Ok(Vec::new())
    })
    .await
}

fn refuse(code: CartErrorCode, path: &[&str], why: &str) -> Result<(), Refusal<CartErrorCode>> {
    Err(Refusal::of_path(code, path, why))
}

fn check(app: &App, new: &NewPayment) -> Result<(), Refusal<CartErrorCode>> {
    let invalid = CartErrorCode::InvalidPayment;
    let amount = ["payment", "amount"];
    if new.amount.minor() < 0 {
        return refuse(invalid, &amount, "The amount is below 0.");
    }
    for (path, text) in &new.others {
        if holds_card_number(text) {
            return refuse(invalid, path, WHY);
        }
    }
    let (source, token) = match &new.method {
        PaymentMethod::Token(token) => (TokenSource::Entered, token),
        PaymentMethod::Saved(token) => (TokenSource::Saved, token),
        PaymentMethod::ApplePay(token) => (TokenSource::ApplePay, token),
        PaymentMethod::Free if new.amount.minor() == 0 => return Ok(()),
        PaymentMethod::Free => return refuse(invalid, &amount, "Only a total of 0 is free."),
    };
    check_token(app, source, token, new.path)
}

fn check_token(
    app: &App,
    source: TokenSource,
    token: &str,
    path: &[&str],
) -> Result<(), Refusal<CartErrorCode>> {
    let invalid = CartErrorCode::InvalidPayment;
    if holds_card_number(token) {
        return refuse(invalid, path, WHY);
    }
    if let Some(why) = line_fault(token) {
        return refuse(invalid, path, why);
    }
    if app
        .part::<Payments>()
        .provider()
        .method(source, token)
        .is_none()
    {
        let code = CartErrorCode::PaymentMethodNotSupported;
        let why = "The payment provider does not take this here: let its form make a token, and \
                   send that as directPaymentMethod.";
        return refuse(code, path, why);
    }
    if token.trim().is_empty() || token.chars().count() > MOST_TOKEN_CHARACTERS {
        let why = "A payment needs a token of the payment provider.";
        return refuse(invalid, path, why);
    }
    Ok(())
}
