//! Keeps out of carts what must not be stored: input with card numbers, control characters, or contact
//! details that are none is refused.

use super::codes::CartErrorCode;
use souk_entities::cart::cart::{Attribute, Buyer};
use souk_kernel::{
    refusal::Refusal,
    validators::{email_fault, phone_fault, text_fault},
};

/// Number of digits in a card number, ISO/IEC 7812.
const CARD_DIGITS: std::ops::RangeInclusive<usize> = 14..=19;
/// Most digits in a phone number, ITU-T E.164.
const MOST_PHONE_DIGITS: usize = 15;
/// The message buyers see.
pub const WHY: &str = "Card numbers must not be sent here.";

/// Collects the places in a request where a text must not be stored.
#[derive(Debug, Default)]
pub struct Search(Vec<Refusal<CartErrorCode>>);

impl Search {
    /// Checks the text at `path` in the input.
    pub fn text(&mut self, path: &[&str], text: Option<&str>) {
        self.check(path, text, text_fault);
    }

    /// Checks the text at `path` for card numbers and by `fault`, which returns why it is refused.
    fn check(
        &mut self,
        path: &[&str],
        text: Option<&str>,
        fault: impl Fn(&str) -> Option<&'static str>,
    ) {
        let why = match text {
            Some(text) if holds_card_number(text) => Some(WHY),
            text => text.and_then(fault),
        };
        if let Some(why) = why {
            self.0
                .push(Refusal::of_path(CartErrorCode::Invalid, path, why));
        }
    }

    /// Checks the keys and values of attributes.
    pub fn attributes(&mut self, list: &[&str], attributes: &[Attribute]) {
        for (index, attribute) in attributes.iter().enumerate() {
            let index = index.to_string();
            let path = |field| [list, &[index.as_str(), field]].concat();
            self.text(&path("key"), Some(&attribute.key));
            self.text(&path("value"), attribute.value.as_deref());
        }
    }

    /// Checks the attributes of lines.
    pub fn lines<'a>(&mut self, list: &[&str], lines: impl Iterator<Item = &'a [Attribute]>) {
        for (index, attributes) in lines.enumerate() {
            let index = index.to_string();
            let path = [list, &[index.as_str(), "attributes"]].concat();
            self.attributes(&path, attributes);
        }
    }

    /// Checks a list of texts.
    pub fn texts<'a>(&mut self, list: &[&str], texts: impl IntoIterator<Item = &'a String>) {
        for (index, text) in texts.into_iter().enumerate() {
            self.text(&[list, &[&index.to_string()]].concat(), Some(text));
        }
    }

    /// Checks the buyer's details, contact details only where they differ from those `stored`.
    pub fn buyer(&mut self, before: &[&str], buyer: &Buyer, stored: &Buyer) {
        let path = |field| [before, &["buyerIdentity", field]].concat();
        let token = buyer.customer_access_token.as_deref();
        self.text(&path("customerAccessToken"), token);
        if buyer.email != stored.email {
            self.check(&path("email"), buyer.email.as_deref(), email_fault);
        }
        if buyer.phone != stored.phone {
            self.check(&path("phone"), buyer.phone.as_deref(), phone_fault);
        }
        let Some(preferences) = &buyer.preferences else {
            return;
        };
        let within = path("preferences");
        self.texts(
            &[&within[..], &["wallet"]].concat(),
            preferences.wallet.iter().flatten(),
        );
        let handles = preferences.delivery.iter();
        self.texts(
            &[&within[..], &["delivery", "pickupHandle"]].concat(),
            handles.flat_map(|delivery| &delivery.pickup_handles),
        );
    }

    /// Succeeds if nothing was found.
    ///
    /// # Errors
    ///
    /// Every place where text must not be stored.
    pub fn end(self) -> Result<(), Vec<Refusal<CartErrorCode>>> {
        match self.0.is_empty() {
            true => Ok(()),
            false => Err(self.0),
        }
    }
}

/// Whether a text holds what may be a card number: 14 to 19 digits that start with a digit card
/// networks use and pass the Luhn check (ISO/IEC 7812-1). Spaces and dashes may separate the
/// digits, and other numbers may come before and after. A phone number that begins with + does not
/// count; nor does an EAN, because 13-digit card numbers are no longer issued.
pub fn holds_card_number(text: &str) -> bool {
    let mut run = Run::default();
    for character in text.chars() {
        match character.to_digit(10) {
            Some(digit) => run.digit(digit),
            None if character.is_whitespace() || is_dash(character) => run.gap = true,
            None => {
                if run.holds_card_number() {
                    return true;
                }
                run = Run::default();
                run.is_phone = character == '+';
            }
        }
    }
    run.holds_card_number()
}

fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Digits separated by nothing but spaces and dashes.
#[derive(Default)]
struct Run {
    digits: Vec<u32>,
    /// Start of each group of digits.
    groups: Vec<usize>,
    /// Whether the last character was a space or dash.
    gap: bool,
    is_phone: bool,
}

impl Run {
    fn digit(&mut self, digit: u32) {
        if self.gap || self.digits.is_empty() {
            self.groups.push(self.digits.len());
        }
        self.gap = false;
        self.digits.push(digit);
    }

    /// Whether some consecutive groups may form a card number.
    fn holds_card_number(&self) -> bool {
        if self.is_phone && self.digits.len() <= MOST_PHONE_DIGITS {
            return false;
        }
        let all = self.digits.len();
        self.groups.iter().enumerate().any(|(place, &begin)| {
            let ends = self.groups[place + 1..].iter().copied().chain([all]);
            let mut ends = ends.take_while(|end| end - begin <= *CARD_DIGITS.end());
            ends.any(|end| is_card_number(&self.digits[begin..end]))
        })
    }
}

fn is_card_number(digits: &[u32]) -> bool {
    CARD_DIGITS.contains(&digits.len()) && (2..=6).contains(&digits[0]) && passes_luhn(digits)
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
    use super::*;

    #[test]
    fn card_numbers_are_told_from_other_numbers() {
        for number in [
            "4242424242424242",
            "4242 4242 4242 4242",
            "3782-822463-10005",
            "card=5555555555554444;",
            "4242\u{2013}4242\u{a0}4242 4242",
            "12/28 4242 4242 4242 4242 123",
            "1 4242424242424242",
            "+4242 4242 4242 4242",
        ] {
            assert!(holds_card_number(number), "{number}");
        }
        for token in [
            "test_ok",
            "pm_1PqLk2A8xTZ0c",
            "4242424242424241",
            "42424242424242424242424242424242",
            "+49 151 2345 67892 00",
            "0000 0000 0000 0000",
            "4006381333931",
            "1234",
            "",
        ] {
            assert!(!holds_card_number(token), "{token}");
        }
    }

    #[test]
    fn every_place_is_named() {
        let attribute = |value: &str| Attribute {
            key: "engraving".to_owned(),
            value: Some(value.to_owned()),
        };
        let mut search = Search::default();
        search.lines(
            &["lines"],
            [[attribute("Ada")], [attribute("4242424242424242")]]
                .iter()
                .map(|it| it.as_slice()),
        );
        search.buyer(
            &["input"],
            &Buyer {
                email: Some("4242424242424242@shop.example".to_owned()),
                ..Buyer::default()
            },
            &Buyer::default(),
        );
        let refusals = search.end().unwrap_err();
        let places: Vec<_> = refusals.iter().map(|it| it.field.join(".")).collect();
        let expected = ["lines.1.attributes.0.value", "input.buyerIdentity.email"];
        assert_eq!(places, expected);
    }
}
