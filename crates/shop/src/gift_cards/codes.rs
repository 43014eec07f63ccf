//! Gift card codes. Anyone who knows one may spend the balance of the card, so the shop stores
//! none: only a digest that cannot be computed without the key in its data folder, and the last
//! characters.

use hmac::Mac;
use rand::Rng;
use souk_kernel::keys::{self, KEY_BYTES};
use std::{fmt, path::Path};

/// Fewest characters of a code.
pub const FEWEST: usize = 8;
/// Most characters of a code.
pub const MOST: usize = 20;
/// Characters of a generated code.
const MADE: usize = 16;
/// Alphabet of generated codes: no two characters look alike.
const ALPHABET: &[u8] = b"ABCDEFGHJKMNPQRSTUVWXYZ23456789";
/// Characters of a code that may be shown.
const SHOWN: usize = 4;

/// A code in the form in which codes are compared: capital letters and digits. It can be neither
/// logged nor stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// Why a text is not a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// It has characters other than letters and digits.
    #[error("The code must have only letters from A to Z and digits.")]
    Sign,
    /// It has fewer than 8 characters.
    #[error("The code must have at least {FEWEST} characters.")]
    TooShort,
    /// It has more than 20 characters.
    #[error("The code must have at most {MOST} characters.")]
    TooLong,
}

impl Code {
    /// Parses what somebody typed: case, spaces and dashes are ignored.
    ///
    /// # Errors
    ///
    /// [`CodeError`] if it cannot be the code of any card.
    pub fn parse(text: &str) -> Result<Self, CodeError> {
        let typed = text.chars().filter(|it| !it.is_whitespace() && *it != '-');
        let code: String = typed.take(MOST + 1).collect();
        if !code.chars().all(|it| it.is_ascii_alphanumeric()) {
            return Err(CodeError::Sign);
        }
        match code.len() {
            ..FEWEST => Err(CodeError::TooShort),
            FEWEST..=MOST => Ok(Self(code.to_ascii_uppercase())),
            _ => Err(CodeError::TooLong),
        }
    }

    /// A new code that nobody can guess.
    pub fn make() -> Self {
        let mut random = rand::rng();
        let character = || char::from(ALPHABET[random.random_range(0..ALPHABET.len())]);
        Self(std::iter::repeat_with(character).take(MADE).collect())
    }

    /// The code itself, for the response to the creation of the card.
    pub fn reveal(self) -> String {
        self.0
    }

    /// Its last characters, which may be shown.
    pub fn last_characters(&self) -> &str {
        &self.0[self.0.len() - SHOWN..]
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Code(secret)")
    }
}

/// Computes the digests of codes.
#[derive(Clone)]
pub struct GiftCardKeys([u8; KEY_BYTES]);

impl souk_kernel::app::Part for GiftCardKeys {}

impl GiftCardKeys {
    /// Reads or creates the key in the data folder.
    ///
    /// # Errors
    ///
    /// When the key cannot be read or written.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        keys::load_or_create(data_dir, "gift-card").map(Self)
    }

    /// The digest that is stored of a code.
    pub fn digest(&self, code: &Code) -> String {
        let mut mac = keys::mac(&self.0);
        mac.update(code.0.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::{Code, CodeError, GiftCardKeys};

    #[test]
    fn case_blanks_and_dashes_say_nothing() {
        let code = Code::parse(" abcd-EFGH 2345\t").unwrap();

        assert_eq!(code, Code::parse("ABCDEFGH2345").unwrap());
        assert_eq!(code.last_characters(), "2345");
        assert_eq!(format!("{code:?}"), "Code(secret)");
        for (text, error) in [
            ("", CodeError::TooShort),
            ("1234567", CodeError::TooShort),
            ("123456789012345678901", CodeError::TooLong),
            ("12345678ä", CodeError::Sign),
            ("1234_5678", CodeError::Sign),
        ] {
            assert_eq!(Code::parse(text), Err(error), "{text}");
        }
    }

    #[test]
    fn codes_that_are_made_are_codes_and_differ() {
        let code = Code::make();

        assert_eq!(Code::parse(&code.clone().reveal()), Ok(code.clone()));
        assert_ne!(code, Code::make());
    }

    #[test]
    fn a_digest_needs_the_key_of_the_shop() {
        let code = Code::parse("ABCDEFGH").unwrap();

        let digest = GiftCardKeys([1; 32]).digest(&code);

        assert_eq!(digest, GiftCardKeys([1; 32]).digest(&code));
        assert_ne!(digest, GiftCardKeys([2; 32]).digest(&code));
    }
}
