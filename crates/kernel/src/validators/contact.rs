//! Checks of what people write about themselves: e-mail addresses, phone numbers, names and lines of
//! addresses, and longer texts.
//!
//! Such text goes into headers of e-mails, onto labels and into merchants' lists. Each function
//! returns why the text is refused, as a sentence for whoever wrote it, or `None`.

use lettre::Address;

/// Most bytes of an e-mail address, RFC 5321.
const MOST_EMAIL: usize = 254;
/// Most characters of a phone number, with its punctuation.
const MOST_PHONE: usize = 40;
/// Digits of a phone number: the shortest has three, and the longest 15 (ITU-T E.164), with room for an
/// extension.
const PHONE_DIGITS: std::ops::RangeInclusive<usize> = 3..=20;

/// Why a text is not one e-mail address.
pub fn email_fault(text: &str) -> Option<&'static str> {
    let is_between = |letter: char| letter.is_whitespace() || ",;<>\"".contains(letter);
    if let Some(why) = line_fault(text) {
        Some(why)
    } else if text.chars().any(is_between) {
        Some("This field takes one e-mail address, without a name, spaces, commas or quotes.")
    } else if text.len() > MOST_EMAIL {
        Some("An e-mail address has at most 254 bytes.")
    } else if text.parse::<Address>().is_err() {
        Some("This is not an e-mail address such as name@example.com.")
    } else {
        None
    }
}

/// Why a text is not one phone number: digits with the punctuation that people write between them,
/// and perhaps an extension, as in `+49 (30) 123-456 ext. 7`.
pub fn phone_fault(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    let (number, extension) = match lower.split_once("ext").or_else(|| lower.split_once('x')) {
        Some((number, extension)) => (number, extension),
        None => (lower.as_str(), ""),
    };
    let fits = |letter: char| {
        letter.is_numeric() || letter.is_whitespace() || "+-–().,/#*".contains(letter)
    };
    let digits = |text: &str| text.chars().filter(|it| it.is_numeric()).count();
    let is_number = number.chars().chain(extension.chars()).all(fits)
        && digits(number) >= *PHONE_DIGITS.start()
        && digits(number) + digits(extension) <= *PHONE_DIGITS.end();
    if let Some(why) = line_fault(text) {
        Some(why)
    } else if text.chars().count() > MOST_PHONE {
        Some("A phone number has at most 40 characters.")
    } else if !is_number || number.matches('+').count() > 1 {
        Some("This is not one phone number such as +49 30 123456.")
    } else {
        None
    }
}

/// Why a text cannot be a name, or a line of an address: it must be one line, and show in the order
/// in which it is written.
pub fn line_fault(text: &str) -> Option<&'static str> {
    let breaks = |letter| matches!(letter, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}');
    if text.contains(breaks) {
        Some("This text must be one line, without line breaks.")
    } else if text.contains(char::is_control) {
        Some("This text must not have control characters.")
    } else if text.contains(changes_direction) {
        Some(
            "This text must not have characters that change its direction (U+202A to U+202E, U+2066 to U+2069).",
        )
    } else {
        None
    }
}

/// Why a text of several lines, such as a note, cannot be stored.
pub fn text_fault(text: &str) -> Option<&'static str> {
    let is_layout = |letter| matches!(letter, '\n' | '\r' | '\t');
    let is_unfit = |letter: char| letter.is_control() && !is_layout(letter);
    text.contains(is_unfit)
        .then_some("This text must not have control characters other than tabs and line breaks.")
}

/// Whether a character overrides or embeds a writing direction, so that text shows in another order
/// than it is stored in.
fn changes_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::{email_fault, line_fault, phone_fault, text_fault};

    #[test]
    fn one_email_address_is_told_from_anything_else() {
        for email in ["ada@example.com", "a.b+c@b-ü.example", "o'hara@example.com"] {
            assert_eq!(email_fault(email), None, "{email}");
        }
        for email in [
            "",
            "ada",
            "ada@",
            "@example.com",
            "ada@exa mple.com",
            "ada@example.com, bob@example.com",
            "ada@example.com;bob@example.com",
            "ada@example.com bob@example.com",
            "ada@bob@example.com",
            "Ada <ada@example.com>",
            "\"ada@example.com,bob\"@example.com",
            "ada@example.com\r\nBcc: bob@example.com",
            "ada\0@example.com",
            "ada\u{202e}@example.com",
        ] {
            assert!(email_fault(email).is_some(), "{email:?}");
        }
        let long = format!("ada@{}.example", "x.".repeat(130));
        assert!(email_fault(&long).is_some());
    }

    #[test]
    fn one_phone_number_is_told_from_anything_else() {
        for phone in [
            "+49 151 2345 67890",
            "555 0100",
            "(030) 123-456/7",
            "1-800-555-0100 ext. 12",
            "1 800 555 0100 x12",
            "٠١٢٣٤٥٦٧٨٩",
            "112",
        ] {
            assert_eq!(phone_fault(phone), None, "{phone}");
        }
        for phone in [
            "",
            "12",
            "call me",
            "+49 30 123456 +49 30 654321",
            "030 123456\n030 654321",
            "030\u{2066}123456",
            "030\x00123456",
            "123456789012345678901",
        ] {
            assert!(phone_fault(phone).is_some(), "{phone:?}");
        }
    }

    #[test]
    fn a_line_is_one_line_in_the_order_it_is_written() {
        assert_eq!(line_fault("Zoë O’Hara-Łukasz 李 عمر"), None);
        for line in [
            "a\nb",
            "a\u{2028}b",
            "a\tb",
            "a\0",
            "a\u{7f}",
            "\u{202b}a\u{202c}",
            "\u{2067}a",
        ] {
            assert!(line_fault(line).is_some(), "{line:?}");
        }
        assert_eq!(text_fault("Dear Ada,\r\n\tיום \u{2067}א\u{2069}"), None);
        assert!(text_fault("a\0b").is_some());
        assert!(text_fault("a\u{1b}[31m").is_some());
    }
}
