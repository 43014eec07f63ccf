//! How a cart is paid: what the buyer's client says before it submits.

use super::{
    change::{self, Changed},
    codes::CartErrorCode,
    refusal::{CartError, Refusal},
    token::CartToken,
};
use crate::{app::App, context::Audience, money::Money};
use souk_entities::cart::cart::{PaymentChoice, PaymentMethod, PostalAddress};

/// The most characters of a token of the payment provider.
const MOST_TOKEN_CHARACTERS: usize = 255;
/// Digits of card numbers, ISO/IEC 7812.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 12..=19;

/// What the client chose.
#[derive(Clone, Debug)]
pub struct NewPayment {
    /// What the buyer takes the cart for: a submit for another amount is refused.
    pub amount: Money,
    /// How it is paid.
    pub method: PaymentMethod,
    /// Where the bill goes.
    pub billing_address: PostalAddress,
    /// Path of the method in the input.
    pub field: &'static str,
}

/// Keeps how a cart is paid.
///
/// # Errors
///
/// When the cart is gone or empty, the payment cannot be used, or a database fails.
pub async fn set(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    new: &NewPayment,
) -> Result<Changed, CartError> {
    check(new)?;
    change::change(app, audience, token, |row| {
        if row.lines.0.is_empty() {
            let why = "An empty cart cannot be paid.";
            let code = CartErrorCode::InvalidPaymentEmptyCart;
            return Err(Refusal::new(code, &["cartId"], why).into());
        }
        row.payment = Some(PaymentChoice {
            amount: new.amount.minor(),
            currency: new.amount.currency().code().to_owned(),
            method: new.method.clone(),
        });
        row.billing_address = Some(new.billing_address.clone());
        Ok(Vec::new())
    })
    .await
}

fn check(new: &NewPayment) -> Result<(), Refusal> {
    let refuse = |field: &str, why: &str| {
        let code = CartErrorCode::InvalidPayment;
        Err(Refusal::new(code, &["payment", field], why))
    };
    if new.amount.minor() < 0 {
        return refuse("amount", "The amount is below 0.");
    }
    let token = match &new.method {
        PaymentMethod::Token(token) | PaymentMethod::Saved(token) => token,
        PaymentMethod::Free if new.amount.minor() == 0 => return Ok(()),
        PaymentMethod::Free => return refuse("amount", "Only a total of 0 is free."),
    };
    if token.trim().is_empty() || token.chars().count() > MOST_TOKEN_CHARACTERS {
        let why = "A payment needs a token of the payment provider.";
        return refuse(new.field, why);
    }
    if holds_card_number(token) {
        let why = "Card numbers must not be sent here, only tokens of the payment provider.";
        return refuse(new.field, why);
    }
    Ok(())
}

/// Whether a text holds what can be the number of a card: 12 to 19 digits, spaces and hyphens
/// between them aside, whose check digit is right (Luhn, ISO/IEC 7812-1).
pub fn holds_card_number(text: &str) -> bool {
    let mut digits: Vec<u32> = Vec::new();
    let ends = text.chars().map(Some).chain([None]);
    for character in ends {
        match character.map(|it| (it, it.to_digit(10))) {
            Some((_, Some(digit))) => digits.push(digit),
            Some((' ' | '-', None)) => {}
            _ => {
                if CARD_DIGITS.contains(&digits.len()) && passes_luhn(&digits) {
                    return true;
                }
                digits.clear();
            }
        }
    }
    false
}

fn passes_luhn(digits: &[u32]) -> bool {
    let sum = digits.iter().rev().enumerate().map(|(place, &digit)| {
        let doubled = if place % 2 == 1 { digit * 2 } else { digit };
        doubled / 10 + doubled % 10
    });
    sum.sum::<u32>() % 10 == 0
}

#[cfg(test)]
mod tests {
    use super::holds_card_number;

    #[test]
    fn card_numbers_are_told_from_tokens() {
        for number in [
            "4242424242424242",
            "4242 4242 4242 4242",
            "3782-822463-10005",
            "card=5555555555554444;",
        ] {
            assert!(holds_card_number(number), "{number}");
        }
        for token in [
            "test_ok",
            "pm_1PqLk2A8xTZ0c",
            "4242424242424241",
            "1234",
            "",
        ] {
            assert!(!holds_card_number(token), "{token}");
        }
    }
}
