//! Amounts in Stripe's units. Its table differs from ISO 4217 in a few currencies, and some
//! currencies allow only certain amounts.

use crate::payments::{ProviderError, ProviderRefusalCode};
use souk_kernel::{codes::CurrencyCode, money::Money};

/// Stripe's number of decimal places, and the number its amounts must be multiples of.
fn rule(currency: CurrencyCode) -> (u32, i64) {
    use CurrencyCode as C;
    match currency {
        C::BIF
        | C::CLP
        | C::DJF
        | C::GNF
        | C::JPY
        | C::KMF
        | C::KRW
        | C::MGA
        | C::PYG
        | C::RWF
        | C::VND
        | C::VUV
        | C::XAF
        | C::XOF
        | C::XPF => (0, 1),
        // Whole units only, written with two zero decimals.
        C::ISK | C::UGX => (2, 100),
        // Three decimals, of which the last must be zero.
        C::BHD | C::JOD | C::KWD | C::OMR | C::TND => (3, 10),
        other => (other.digits(), 1),
    }
}

/// Converts an amount to Stripe's unit. It is never rounded, because the buyer agreed to this
/// amount.
///
/// # Errors
///
/// When Stripe cannot represent exactly this amount.
pub(super) fn to_stripe(amount: Money) -> Result<i64, ProviderError> {
    let (digits, step) = rule(amount.currency());
    scaled(amount.minor(), amount.currency().digits(), digits)
        .filter(|stripe| stripe % step == 0)
        .ok_or_else(|| {
            let (amount, code) = (amount.decimal(), amount.currency().code());
            let message = format!("Stripe cannot take {amount} {code}");
            ProviderError::refused(ProviderRefusalCode::InvalidAmount, message)
        })
}

/// Converts an amount from Stripe's unit.
///
/// # Errors
///
/// When the currency or the amount is not valid here.
pub(super) fn from_stripe(amount: i64, currency: &str) -> Result<Money, ProviderError> {
    let currency = CurrencyCode::from_code(&currency.to_uppercase());
    let money = currency.and_then(|currency| {
        let minor = scaled(amount, rule(currency).0, currency.digits())?;
        Some(Money::new(minor, currency))
    });
    money.ok_or_else(|| ProviderError::Unknown("Stripe named an amount we cannot read".to_owned()))
}

/// `amount` with a different number of decimal places, if that is exact.
fn scaled(amount: i64, from: u32, to: u32) -> Option<i64> {
    if to >= from {
        return amount.checked_mul(10_i64.pow(to - from));
    }
    let unit = 10_i64.pow(from - to);
    (amount % unit == 0).then(|| amount / unit)
}

#[cfg(test)]
mod tests {
    use super::*;
    use CurrencyCode as C;

    #[test]
    fn amounts_follow_the_table_of_stripe() {
        for (minor, currency, stripe) in [
            (1_000, C::USD, Some(1_000)),
            (500, C::JPY, Some(500)),
            (500, C::ISK, Some(50_000)),
            (5, C::UGX, Some(500)),
            (1_000, C::MGA, Some(10)),
            (1_050, C::MGA, None),
            (5_120, C::KWD, Some(5_120)),
            (5_124, C::KWD, None),
            (1_045, C::HUF, Some(1_045)),
            (i64::MAX, C::ISK, None),
        ] {
            let answer = to_stripe(Money::new(minor, currency)).ok();
            assert_eq!(answer, stripe, "{minor} {currency:?}");
        }
    }

    #[test]
    fn what_stripe_names_is_what_was_asked() {
        for &currency in CurrencyCode::VALUES {
            let amount = Money::new(12_000, currency);
            let stripe = to_stripe(amount).unwrap();
            let code = currency.code().to_lowercase();
            assert_eq!(from_stripe(stripe, &code), Ok(amount));
        }
        assert!(from_stripe(1, "doubloons").is_err());
        assert!(from_stripe(1, "isk").is_err(), "a hundredth of a krona");
    }
}
