//! Decimal numbers: how they are read from text into whole units, and written. `0.19` with two
//! digits is 19 units.

use rust_decimal::Decimal;
pub use rust_decimal::RoundingStrategy;

/// Maximum number of characters of a decimal number, its sign left out.
const MOST_CHARACTERS: usize = 40;

/// Why a text could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecimalError {
    /// The text is not a decimal number.
    #[error("no such number")]
    Malformed,
    /// It has more digits behind the point than are allowed.
    #[error("too many digits behind the point")]
    TooPrecise,
    /// The number does not fit into 64 bits.
    #[error("the number is out of range")]
    OutOfRange,
}

/// Whether the text is a decimal number: digits, which a minus may precede and a point with more
/// digits may follow.
pub fn is_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    plain(whole) && plain(fraction) && digits.len() <= MOST_CHARACTERS
}

/// Reads a decimal number as units of 10^-`digits`. Digits beyond those must be zero.
///
/// # Errors
///
/// Why the text has no such value.
pub fn units(text: &str, digits: u32) -> Result<i64, DecimalError> {
    let number = parse(text)?;
    if number.scale() > digits {
        return Err(DecimalError::TooPrecise);
    }
    in_units(number, digits)
}

/// Reads a decimal number as units of 10^-`digits`, rounding what is between two of them.
///
/// # Errors
///
/// Why the text has no such value.
pub fn rounded_units(
    text: &str,
    digits: u32,
    rounding: RoundingStrategy,
) -> Result<i64, DecimalError> {
    let number = parse(text)?;
    in_units(number.round_dp_with_strategy(digits, rounding), digits)
}

/// Writes units of 10^-`digits` with no more digits than needed: `8.25`, `8`.
pub fn shortest(units: i64, digits: u32) -> String {
    Decimal::new(units, digits).normalize().to_string()
}

/// Writes units of 10^-`digits` with at least one digit behind the point: `8.25`, `8.0`.
pub fn with_point(units: i64, digits: u32) -> String {
    let mut number = Decimal::new(units, digits).normalize();
    number.rescale(number.scale().max(1));
    number.to_string()
}

/// The number without zeros behind the point. The library alone would also accept `1_000`, `.5` and
/// `+1`. It rounds from the 29th digit on, far behind the point of a number that fits into 64 bits.
fn parse(text: &str) -> Result<Decimal, DecimalError> {
    if !is_decimal(text) {
        return Err(DecimalError::Malformed);
    }
    let needed = match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.'),
        false => text,
    };
    needed.parse().map_err(|_| DecimalError::OutOfRange)
}

fn in_units(mut number: Decimal, digits: u32) -> Result<i64, DecimalError> {
    number.rescale(digits);
    // It stays at a smaller scale when it is too large for this one.
    if number.scale() != digits {
        return Err(DecimalError::OutOfRange);
    }
    i64::try_from(number.mantissa()).map_err(|_| DecimalError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_read_exactly() {
        let zeros = format!("1.{}", "0".repeat(38));
        for (text, digits, read) in [
            ("0.19", 2, Ok(19)),
            ("-0.5", 2, Ok(-50)),
            ("007", 0, Ok(7)),
            ("1.500", 1, Ok(15)),
            (&zeros, 0, Ok(1)),
            ("0.001", 2, Err(DecimalError::TooPrecise)),
            ("92233720368547758.08", 2, Err(DecimalError::OutOfRange)),
            (&"9".repeat(30), 0, Err(DecimalError::OutOfRange)),
            (&"9".repeat(28), 6, Err(DecimalError::OutOfRange)),
            (
                &format!("{}.12", "9".repeat(28)),
                2,
                Err(DecimalError::OutOfRange),
            ),
            (
                &format!("1.{}1", "0".repeat(30)),
                6,
                Err(DecimalError::TooPrecise),
            ),
        ] {
            assert_eq!(units(text, digits), read, "{text}");
        }
        for text in ["", "-", ".5", "5.", "+5", "1_000", "1e3", "1.2.3", "½"] {
            assert_eq!(units(text, 2), Err(DecimalError::Malformed), "{text}");
        }
    }

    #[test]
    fn what_is_between_two_units_is_rounded_as_asked() {
        use RoundingStrategy::{ToNegativeInfinity, ToPositiveInfinity, ToZero};
        assert_eq!(rounded_units("-1.239", 2, ToZero), Ok(-123));
        assert_eq!(rounded_units("1.231", 2, ToPositiveInfinity), Ok(124));
        assert_eq!(rounded_units("1.239", 2, ToNegativeInfinity), Ok(123));
    }

    #[test]
    fn numbers_are_written_with_the_digits_they_need() {
        assert_eq!(shortest(82_500, 4), "8.25");
        assert_eq!(shortest(1, 4), "0.0001");
        assert_eq!(shortest(0, 4), "0");
        assert_eq!(shortest(100, 2), "1");
        assert_eq!(with_point(100, 2), "1.0");
        assert_eq!(with_point(-5, 2), "-0.05");
        assert_eq!(with_point(i64::MIN, 0), "-9223372036854775808.0");
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(number: i64, digits in 0_u32..9) {
            prop_assert_eq!(units(&shortest(number, digits), digits), Ok(number));
            prop_assert_eq!(units(&with_point(number, digits), digits), Ok(number));
        }
    }
}
