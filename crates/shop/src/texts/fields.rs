//! The texts that each language has, a field for each, and how amounts are written.

#![allow(missing_docs)] // a field is named after the text it holds

use souk_kernel::{codes::CountryCode, money::Money};

/// All texts in one language.
pub struct Texts {
    /// Tag of the language, such as `de`.
    pub tag: &'static str,
    /// How amounts are written.
    pub amounts: Amounts,
    /// Name of a country.
    pub country: fn(CountryCode) -> &'static str,
    pub checkout: CheckoutTexts,
    pub costs: CostTexts,
    pub order: OrderTexts,
    pub letter: LetterTexts,
    pub outcome: OutcomeTexts,
    pub discounts: DiscountTexts,
}

/// How a language writes amounts of money.
pub struct Amounts {
    /// Decimal separator.
    pub(super) decimal: char,
    /// Separator of groups of three digits.
    pub(super) group: char,
    /// Whether the currency symbol comes before the number.
    pub(super) sign_first: bool,
}

/// Texts of the checkout page.
pub struct CheckoutTexts {
    pub title: &'static str,
    pub steps: &'static str,
    pub contact: &'static str,
    pub address: &'static str,
    pub delivery: &'static str,
    pub payment: &'static str,
    pub review: &'static str,
    pub next: &'static str,
    pub back: &'static str,
    pub change: &'static str,
    pub optional: &'static str,
    pub choose: &'static str,
    pub email: &'static str,
    pub email_hint: &'static str,
    pub phone: &'static str,
    pub first_name: &'static str,
    pub last_name: &'static str,
    pub company: &'static str,
    pub street: &'static str,
    pub street_more: &'static str,
    pub zip: &'static str,
    pub city: &'static str,
    pub province: &'static str,
    pub country: &'static str,
    pub other_country: &'static str,
    pub parcel: &'static str,
    pub later_parcels: &'static str,
    pub no_delivery: &'static str,
    pub pick_up: &'static str,
    /// How soon an order is ready to be picked up, by its name in the API.
    pub ready: fn(&str) -> &'static str,
    pub test_payment: &'static str,
    pub test_cards: TestCardTexts,
    pub script_needed: &'static str,
    pub payment_down: &'static str,
    pub nothing_to_pay: &'static str,
    pub a_test_card: &'static str,
    pub a_provider: &'static str,
    /// Label of the button that places the order, with the amount.
    pub buy: fn(&str) -> String,
    pub buy_for_nothing: &'static str,
    pub charged_once: &'static str,
    pub take_what_is_left: &'static str,
    pub sold_out: &'static str,
    /// How many are left.
    pub few_left: fn(i64) -> String,
    pub no_longer_sold: &'static str,
    /// Label of the field for gift card and discount codes.
    pub codes: &'static str,
    pub use_code: &'static str,
    pub remove: &'static str,
    pub errors: ErrorTexts,
    pub notices: NoticeTexts,
}

/// Effects of the cards of the test provider.
pub struct TestCardTexts {
    pub ok: &'static str,
    pub challenge: &'static str,
    pub decline: &'static str,
    pub poor: &'static str,
    pub slow: &'static str,
}

/// Why a discount does not apply, or that it does.
pub struct DiscountTexts {
    pub not_found: &'static str,
    pub not_yet: &'static str,
    pub ended: &'static str,
    pub not_here: &'static str,
    pub who_buys: &'static str,
    pub customer: &'static str,
    pub used_up: &'static str,
    pub used_before: &'static str,
    pub purchase: &'static str,
    pub goods: &'static str,
    pub more_units: &'static str,
    pub more_money: &'static str,
    pub delivery: &'static str,
    pub currency: &'static str,
    pub nothing: &'static str,
    pub others: &'static str,
    pub applies: &'static str,
}

/// Errors in what a buyer entered.
pub struct ErrorTexts {
    pub heading: &'static str,
    pub email: &'static str,
    pub missing: &'static str,
    pub card_number: &'static str,
    pub unusable: &'static str,
    pub province: &'static str,
    pub country: &'static str,
    pub choice: &'static str,
    pub code: &'static str,
    pub too_many_cards: &'static str,
    pub too_many_codes: &'static str,
}

/// Notices for a buyer before going on.
pub struct NoticeTexts {
    pub changed: &'static str,
    pub incomplete: &'static str,
    pub adjusted: &'static str,
    pub taxes: &'static str,
}

/// Labels of costs.
pub struct CostTexts {
    pub heading: &'static str,
    pub subtotal: &'static str,
    pub discounts: &'static str,
    pub discount: &'static str,
    pub delivery: &'static str,
    pub tax: &'static str,
    pub tax_contained: &'static str,
    pub total: &'static str,
    pub gift_card: &'static str,
    /// What is left to pay after gift cards.
    pub to_pay: &'static str,
    pub free: &'static str,
    pub not_known: &'static str,
    /// The price of one unit.
    pub each: fn(&str) -> String,
    pub quantity: &'static str,
}

/// The status page of an order.
pub struct OrderTexts {
    /// Heading with the name of an order.
    pub heading: fn(&str) -> String,
    pub received: &'static str,
    pub cancelled: &'static str,
    pub sent: &'static str,
    pub partly_sent: &'static str,
    pub not_sent: &'static str,
    pub parcels: &'static str,
    pub goes_to: &'static str,
}

/// E-mails about an order.
pub struct LetterTexts {
    pub placed: fn(&str) -> String,
    pub placed_opening: &'static str,
    pub cancelled: fn(&str) -> String,
    pub cancelled_opening: &'static str,
    pub shipped: fn(&str) -> String,
    pub shipped_opening: &'static str,
    pub refunded: fn(&str) -> String,
    pub refunded_opening: &'static str,
    pub you_get_back: &'static str,
    pub status_link: &'static str,
}

/// Outcomes of a checkout.
pub struct OutcomeTexts {
    pub thanks: &'static str,
    pub thanks_more: &'static str,
    /// Text with the name of an order.
    pub number: fn(&str) -> String,
    pub see_order: &'static str,
    pub bought: &'static str,
    pub bought_more: &'static str,
    pub placing: &'static str,
    pub placing_more: &'static str,
    pub bank: &'static str,
    pub bank_more: &'static str,
    pub to_the_bank: &'static str,
    pub failed: &'static str,
    pub to_the_checkout: &'static str,
    pub empty: &'static str,
    pub empty_more: &'static str,
    pub unknown: &'static str,
    pub unknown_more: &'static str,
    pub forged: &'static str,
    pub forged_more: &'static str,
    pub broken: &'static str,
    pub broken_more: &'static str,
    pub failures: FailureTexts,
}

/// Why there is no order. Nothing is charged in any of these cases.
pub struct FailureTexts {
    pub sold_out: &'static str,
    pub declined: &'static str,
    pub poor: &'static str,
    pub unusable: &'static str,
    pub too_late: &'static str,
    pub discount: &'static str,
    pub other: &'static str,
}

impl Texts {
    /// An amount with the symbol of its currency: `$1,234.50`, `1.234,50 €`.
    pub fn money(&self, money: Money) -> String {
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
    pub fn total(&self, money: Money) -> String {
        format!("{}\u{a0}{}", self.money(money), money.currency().code())
    }

    /// A price; the word for free if it is zero.
    pub fn price(&self, money: Money) -> String {
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
