//! What buyers read on pages and in e-mails, in each supported language. A language is one value of
//! [`Texts`], so a missing text does not compile. Merchants' own texts are not here.

mod english;
mod german;
mod german_countries;

use crate::{
    codes::{CountryCode, LanguageCode},
    money::Money,
};

/// All texts in one language.
pub(crate) struct Texts {
    /// Tag of the language, such as `de`.
    pub(crate) tag: &'static str,
    /// How amounts are written.
    pub(crate) amounts: Amounts,
    /// Name of a country.
    pub(crate) country: fn(CountryCode) -> &'static str,
    pub(crate) checkout: CheckoutTexts,
    pub(crate) costs: CostTexts,
    pub(crate) order: OrderTexts,
    pub(crate) letter: LetterTexts,
    pub(crate) outcome: OutcomeTexts,
    pub(crate) discounts: DiscountTexts,
}

/// How a language writes amounts of money.
pub(crate) struct Amounts {
    /// Decimal separator.
    decimal: char,
    /// Separator of groups of three digits.
    group: char,
    /// Whether the currency symbol comes before the number.
    sign_first: bool,
}

/// Texts of the checkout page.
pub(crate) struct CheckoutTexts {
    pub(crate) title: &'static str,
    pub(crate) steps: &'static str,
    pub(crate) contact: &'static str,
    pub(crate) address: &'static str,
    pub(crate) delivery: &'static str,
    pub(crate) payment: &'static str,
    pub(crate) review: &'static str,
    pub(crate) next: &'static str,
    pub(crate) back: &'static str,
    pub(crate) change: &'static str,
    pub(crate) optional: &'static str,
    pub(crate) choose: &'static str,
    pub(crate) email: &'static str,
    pub(crate) email_hint: &'static str,
    pub(crate) phone: &'static str,
    pub(crate) first_name: &'static str,
    pub(crate) last_name: &'static str,
    pub(crate) company: &'static str,
    pub(crate) street: &'static str,
    pub(crate) street_more: &'static str,
    pub(crate) zip: &'static str,
    pub(crate) city: &'static str,
    pub(crate) province: &'static str,
    pub(crate) country: &'static str,
    pub(crate) other_country: &'static str,
    pub(crate) parcel: &'static str,
    pub(crate) later_parcels: &'static str,
    pub(crate) no_delivery: &'static str,
    pub(crate) pick_up: &'static str,
    /// How soon an order is ready to be picked up, by its name in the API.
    pub(crate) ready: fn(&str) -> &'static str,
    pub(crate) test_payment: &'static str,
    pub(crate) test_cards: TestCardTexts,
    pub(crate) script_needed: &'static str,
    pub(crate) payment_down: &'static str,
    pub(crate) nothing_to_pay: &'static str,
    pub(crate) a_test_card: &'static str,
    pub(crate) a_provider: &'static str,
    /// Label of the button that places the order, with the amount.
    pub(crate) buy: fn(&str) -> String,
    pub(crate) buy_for_nothing: &'static str,
    pub(crate) charged_once: &'static str,
    pub(crate) take_what_is_left: &'static str,
    pub(crate) sold_out: &'static str,
    /// How many are left.
    pub(crate) few_left: fn(i64) -> String,
    pub(crate) no_longer_sold: &'static str,
    /// Label of the field for gift card and discount codes.
    pub(crate) codes: &'static str,
    pub(crate) use_code: &'static str,
    pub(crate) remove: &'static str,
    pub(crate) errors: ErrorTexts,
    pub(crate) notices: NoticeTexts,
}

/// Effects of the cards of the test provider.
pub(crate) struct TestCardTexts {
    pub(crate) ok: &'static str,
    pub(crate) challenge: &'static str,
    pub(crate) decline: &'static str,
    pub(crate) poor: &'static str,
    pub(crate) slow: &'static str,
}

/// Why a discount does not apply, or that it does.
pub(crate) struct DiscountTexts {
    pub(crate) not_found: &'static str,
    pub(crate) not_yet: &'static str,
    pub(crate) ended: &'static str,
    pub(crate) not_here: &'static str,
    pub(crate) who_buys: &'static str,
    pub(crate) customer: &'static str,
    pub(crate) used_up: &'static str,
    pub(crate) used_before: &'static str,
    pub(crate) purchase: &'static str,
    pub(crate) goods: &'static str,
    pub(crate) more_units: &'static str,
    pub(crate) more_money: &'static str,
    pub(crate) delivery: &'static str,
    pub(crate) currency: &'static str,
    pub(crate) nothing: &'static str,
    pub(crate) others: &'static str,
    pub(crate) applies: &'static str,
}

/// Errors in what a buyer entered.
pub(crate) struct ErrorTexts {
    pub(crate) heading: &'static str,
    pub(crate) email: &'static str,
    pub(crate) missing: &'static str,
    pub(crate) card_number: &'static str,
    pub(crate) unusable: &'static str,
    pub(crate) province: &'static str,
    pub(crate) country: &'static str,
    pub(crate) choice: &'static str,
    pub(crate) code: &'static str,
    pub(crate) too_many_cards: &'static str,
    pub(crate) too_many_codes: &'static str,
}

/// Notices for a buyer before going on.
pub(crate) struct NoticeTexts {
    pub(crate) changed: &'static str,
    pub(crate) incomplete: &'static str,
    pub(crate) adjusted: &'static str,
    pub(crate) taxes: &'static str,
}

/// Labels of costs.
pub(crate) struct CostTexts {
    pub(crate) heading: &'static str,
    pub(crate) subtotal: &'static str,
    pub(crate) discounts: &'static str,
    pub(crate) discount: &'static str,
    pub(crate) delivery: &'static str,
    pub(crate) tax: &'static str,
    pub(crate) tax_contained: &'static str,
    pub(crate) total: &'static str,
    pub(crate) gift_card: &'static str,
    /// What is left to pay after gift cards.
    pub(crate) to_pay: &'static str,
    pub(crate) free: &'static str,
    pub(crate) not_known: &'static str,
    /// The price of one unit.
    pub(crate) each: fn(&str) -> String,
    pub(crate) quantity: &'static str,
}

/// The status page of an order.
pub(crate) struct OrderTexts {
    /// Heading with the name of an order.
    pub(crate) heading: fn(&str) -> String,
    pub(crate) received: &'static str,
    pub(crate) cancelled: &'static str,
    pub(crate) sent: &'static str,
    pub(crate) partly_sent: &'static str,
    pub(crate) not_sent: &'static str,
    pub(crate) parcels: &'static str,
    pub(crate) goes_to: &'static str,
}

/// E-mails about an order.
pub(crate) struct LetterTexts {
    pub(crate) placed: fn(&str) -> String,
    pub(crate) placed_opening: &'static str,
    pub(crate) cancelled: fn(&str) -> String,
    pub(crate) cancelled_opening: &'static str,
    pub(crate) shipped: fn(&str) -> String,
    pub(crate) shipped_opening: &'static str,
    pub(crate) refunded: fn(&str) -> String,
    pub(crate) refunded_opening: &'static str,
    pub(crate) you_get_back: &'static str,
    pub(crate) status_link: &'static str,
}

/// Outcomes of a checkout.
pub(crate) struct OutcomeTexts {
    pub(crate) thanks: &'static str,
    pub(crate) thanks_more: &'static str,
    /// Text with the name of an order.
    pub(crate) number: fn(&str) -> String,
    pub(crate) see_order: &'static str,
    pub(crate) bought: &'static str,
    pub(crate) bought_more: &'static str,
    pub(crate) placing: &'static str,
    pub(crate) placing_more: &'static str,
    pub(crate) bank: &'static str,
    pub(crate) bank_more: &'static str,
    pub(crate) to_the_bank: &'static str,
    pub(crate) failed: &'static str,
    pub(crate) to_the_checkout: &'static str,
    pub(crate) empty: &'static str,
    pub(crate) empty_more: &'static str,
    pub(crate) unknown: &'static str,
    pub(crate) unknown_more: &'static str,
    pub(crate) forged: &'static str,
    pub(crate) forged_more: &'static str,
    pub(crate) broken: &'static str,
    pub(crate) broken_more: &'static str,
    pub(crate) failures: FailureTexts,
}

/// Why there is no order. Nothing is charged in any of these cases.
pub(crate) struct FailureTexts {
    pub(crate) sold_out: &'static str,
    pub(crate) declined: &'static str,
    pub(crate) poor: &'static str,
    pub(crate) unusable: &'static str,
    pub(crate) too_late: &'static str,
    pub(crate) other: &'static str,
}

/// The texts of a language; English if it is not supported.
pub(crate) fn of(language: LanguageCode) -> &'static Texts {
    match language {
        LanguageCode::De => &german::TEXTS,
        _ => &english::TEXTS,
    }
}

/// The texts of the language with this tag, such as `de`; English if it is not supported.
pub(crate) fn of_locale(tag: &str) -> &'static Texts {
    of(LanguageCode::from_locale(tag).unwrap_or(LanguageCode::En))
}

impl Texts {
    /// An amount with the symbol of its currency: `$1,234.50`, `1.234,50 €`.
    pub(crate) fn money(&self, money: Money) -> String {
        let Amounts {
            decimal,
            group,
            sign_first,
        } = self.amounts;
        let places = money.currency().digits();
        let unit = 10_u64.pow(places);
        let absolute = money.minor().unsigned_abs();
        let mut number = grouped(absolute / unit, group);
        if places > 0 {
            let parts = absolute % unit;
            let width = places as usize;
            number.push(decimal);
            number.push_str(&format!("{parts:0width$}"));
        }
        let minus = if money.minor() < 0 { "−" } else { "" };
        let sign = money.currency().symbol();
        match (sign_first, sign.chars().all(char::is_alphabetic)) {
            (true, false) => format!("{minus}{sign}{number}"),
            (true, true) => format!("{minus}{sign}\u{a0}{number}"),
            (false, _) => format!("{minus}{number}\u{a0}{sign}"),
        }
    }

    /// An amount to pay, with an unambiguous currency: `$1,234.50 USD`.
    pub(crate) fn total(&self, money: Money) -> String {
        format!("{}\u{a0}{}", self.money(money), money.currency().code())
    }

    /// A price; the word for free if it is zero.
    pub(crate) fn price(&self, money: Money) -> String {
        match money.minor() {
            0 => self.costs.free.to_owned(),
            _ => self.money(money),
        }
    }
}

/// Digits in groups of three.
fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{english, german};
    use crate::{codes::CurrencyCode as C, money::Money};

    #[test]
    fn amounts_are_written_as_the_language_does() {
        for (minor, currency, in_english, in_german) in [
            (123_450, C::USD, "$1,234.50", "1.234,50\u{a0}$"),
            (5, C::EUR, "€0.05", "0,05\u{a0}€"),
            (
                -100_000_000,
                C::EUR,
                "−€1,000,000.00",
                "−1.000.000,00\u{a0}€",
            ),
            (1_234, C::JPY, "¥1,234", "1.234\u{a0}¥"),
            (1_234, C::KWD, "KWD\u{a0}1.234", "1,234\u{a0}KWD"),
            (100, C::SEK, "kr\u{a0}1.00", "1,00\u{a0}kr"),
        ] {
            let money = Money::new(minor, currency);
            assert_eq!(english::TEXTS.money(money), in_english);
            assert_eq!(german::TEXTS.money(money), in_german);
        }
        let total = english::TEXTS.total(Money::new(2_700, C::USD));
        assert_eq!(total, "$27.00\u{a0}USD");
    }
}
