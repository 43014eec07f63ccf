//! What buyers read on pages and in e-mails, in each supported language. A language is one value of
//! [`Texts`], so a missing text does not compile. Merchants' own texts are not here.

mod english;
mod fields;
mod german;
mod german_countries;

pub use fields::{
    Amounts, CheckoutTexts, CostTexts, DiscountTexts, ErrorTexts, FailureTexts, LetterTexts,
    NoticeTexts, OrderTexts, OutcomeTexts, TestCardTexts, Texts,
};

use souk_kernel::codes::LanguageCode;

/// The texts of a language; English if it is not supported.
pub fn texts_in(language: LanguageCode) -> &'static Texts {
    match language {
        LanguageCode::De => &german::TEXTS,
        _ => &english::TEXTS,
    }
}

/// The texts of the language with this tag, such as `de`; English if it is not supported.
pub fn of_locale(tag: &str) -> &'static Texts {
    texts_in(LanguageCode::from_locale(tag).unwrap_or(LanguageCode::En))
}

#[cfg(test)]
mod tests {
    use super::{english, german};
    use souk_kernel::{codes::CurrencyCode as C, money::Money};

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
