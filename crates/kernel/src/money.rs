//! Amounts of money: whole minor units and a currency. No float touches an amount.

use crate::{
    codes::CurrencyCode,
    decimal::{self, DecimalError},
};
use std::cmp::Reverse;

/// An amount in the smallest unit of its currency (cents for EUR, yen for JPY).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: CurrencyCode,
}

/// Why an amount could not be computed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// There are no weights to split an amount by.
    #[error("no weights to split by")]
    NoWeights,
    /// The result does not fit into 64 bits.
    #[error("amount out of range")]
    OutOfRange,
    /// The amounts have different currencies; they are never converted implicitly.
    #[error("amounts have different currencies")]
    CurrencyMismatch,
    /// The text is not an amount, or has more decimal places than the currency.
    #[error("not an amount in this currency")]
    Malformed,
}

impl Money {
    /// An amount of `minor` units.
    pub fn new(minor: i64, currency: CurrencyCode) -> Self {
        Self { minor, currency }
    }

    /// The amount in minor units.
    pub fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    pub fn currency(&self) -> CurrencyCode {
        self.currency
    }

    /// Parses a decimal string such as `49.9`. Decimal places beyond those of the currency must be
    /// zero.
    ///
    /// # Errors
    ///
    /// [`MoneyError::Malformed`] for anything else, [`MoneyError::OutOfRange`] beyond 64 bits.
    pub fn parse(text: &str, currency: CurrencyCode) -> Result<Self, MoneyError> {
        match decimal::units(text, currency.digits()) {
            Ok(minor) => Ok(Self::new(minor, currency)),
            Err(DecimalError::OutOfRange) => Err(MoneyError::OutOfRange),
            Err(DecimalError::Malformed | DecimalError::TooPrecise) => Err(MoneyError::Malformed),
        }
    }

    /// The amount as returned to clients: `49.9`, `49.0`, `0.05`. It has at least one decimal
    /// place, as in the reference API.
    pub fn decimal(&self) -> String {
        decimal::with_point(self.minor, self.currency.digits())
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    ///
    /// [`MoneyError::CurrencyMismatch`] or [`MoneyError::OutOfRange`].
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::CurrencyMismatch);
        }
        let minor = self
            .minor
            .checked_add(other.minor)
            .ok_or(MoneyError::OutOfRange)?;
        Ok(Self::new(minor, self.currency))
    }

    /// The amount multiplied by `quantity`.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] beyond 64 bits.
    pub fn times(self, quantity: i64) -> Result<Self, MoneyError> {
        let minor = self
            .minor
            .checked_mul(quantity)
            .ok_or(MoneyError::OutOfRange)?;
        Ok(Self::new(minor, self.currency))
    }

    /// `amount × numerator ÷ denominator`, rounded half away from zero.
    ///
    /// # Errors
    ///
    /// [`MoneyError::OutOfRange`] beyond 64 bits or for a denominator that is not positive.
    pub fn fraction(self, numerator: i64, denominator: i64) -> Result<Self, MoneyError> {
        let minor = divide_half_away(
            i128::from(self.minor) * i128::from(numerator),
            i128::from(denominator),
        )?;
        Ok(Self::new(minor, self.currency))
    }

    /// Splits the amount over `weights` without losing or inventing a minor unit.
    ///
    /// Every share is rounded towards zero; what is left over goes one unit each to the shares with
    /// the largest remainder, the first index winning ties. Weights that are all zero count as
    /// equal. A negative amount splits like its opposite.
    ///
    /// ```
    /// # use souk_kernel::{codes::CurrencyCode, money::Money};
    /// let discount = Money::new(1_000, CurrencyCode::EUR); // 10.00 €
    /// let shares = discount.split(&[1, 1, 1])?;
    /// assert_eq!(shares.iter().map(Money::minor).collect::<Vec<_>>(), [334, 333, 333]);
    /// # Ok::<(), souk_kernel::money::MoneyError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`MoneyError::NoWeights`] when `weights` is empty.
    pub fn split(self, weights: &[u64]) -> Result<Vec<Money>, MoneyError> {
        if weights.is_empty() {
            return Err(MoneyError::NoWeights);
        }
        let equal = weights.iter().all(|&weight| weight == 0);
        let weight = |weight: u64| if equal { 1 } else { i128::from(weight) };
        let total: i128 = weights.iter().map(|&each| weight(each)).sum();
        let parts: Vec<i128> = weights
            .iter()
            .map(|&each| i128::from(self.minor) * weight(each))
            .collect();
        let mut shares: Vec<i128> = parts.iter().map(|part| part / total).collect();
        let left_over = i128::from(self.minor) - shares.iter().sum::<i128>();

        let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
        by_remainder.sort_by_key(|&index| Reverse((parts[index] % total).abs())); // stable
        let units = usize::try_from(left_over.abs()).expect("fewer units than shares are left");
        for &index in by_remainder.iter().take(units) {
            shares[index] += left_over.signum();
        }

        let share = |minor| i64::try_from(minor).expect("a share is never larger than the whole");
        Ok(shares
            .into_iter()
            .map(|minor| Money::new(share(minor), self.currency))
            .collect())
    }
}

/// `dividend ÷ divisor`, rounded half away from zero.
///
/// # Errors
///
/// [`MoneyError::OutOfRange`] beyond 64 bits or for a divisor that is not positive.
pub fn divide_half_away(dividend: i128, divisor: i128) -> Result<i64, MoneyError> {
    if divisor <= 0 {
        return Err(MoneyError::OutOfRange);
    }
    let rounded = (dividend.abs() * 2 + divisor) / (divisor * 2);
    i64::try_from(rounded * dividend.signum()).map_err(|_| MoneyError::OutOfRange)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn split(minor: i64, weights: &[u64]) -> Vec<i64> {
        let shares = Money::new(minor, CurrencyCode::USD).split(weights).unwrap();
        shares.iter().map(Money::minor).collect()
    }

    #[test]
    fn largest_remainder_wins_and_ties_go_to_the_first() {
        assert_eq!(split(300, &[123]), [300]);
        assert_eq!(split(300, &[4_000, 2_000, 2_000]), [150, 75, 75]);
        assert_eq!(split(-300, &[4_000, 2_000, 2_000]), [-150, -75, -75]);
        assert_eq!(split(299, &[4_300, 1_400, 2_300]), [161, 52, 86]);
        assert_eq!(split(299, &[1_000, 1_000, 1_000]), [100, 100, 99]);
        let weights = [10, 20, 10, 30, 50, 20, 10, 40];
        assert_eq!(split(95, &weights), [5, 10, 5, 15, 25, 10, 5, 20]);
        assert_eq!(split(93, &weights), [5, 10, 5, 15, 24, 10, 5, 19]);
        assert_eq!(split(40, &[10, 0]), [40, 0]);
        assert_eq!(split(10, &[0, 0]), [5, 5]);
        assert_eq!(split(0, &[0, 0]), [0, 0]);
        assert_eq!(split(-20, &[100, 100]), [-10, -10]);
        assert_eq!(
            Money::new(1, CurrencyCode::USD).split(&[]),
            Err(MoneyError::NoWeights)
        );
    }

    #[test]
    fn halves_round_away_from_zero() {
        for (dividend, rounded) in [(15, 2), (25, 3), (-15, -2), (-25, -3), (14, 1), (-14, -1)] {
            assert_eq!(divide_half_away(dividend, 10), Ok(rounded));
        }
        assert_eq!(divide_half_away(1, 0), Err(MoneyError::OutOfRange));
        assert_eq!(
            divide_half_away(i128::from(i64::MAX) * 2, 1),
            Err(MoneyError::OutOfRange)
        );
    }

    #[test]
    fn digits_follow_iso_4217() {
        let with = |digits| {
            CurrencyCode::VALUES
                .iter()
                .filter(|code| code.digits() == digits)
                .count()
        };
        assert_eq!((with(0), with(3)), (16, 7), "UYI is no currency of the API");
        assert_eq!(CurrencyCode::MGA.digits(), 2);
    }

    #[test]
    fn amounts_are_written_and_read_by_the_digits_of_their_currency() {
        use CurrencyCode as C;
        for (minor, currency, text) in [
            (4_990, C::USD, "49.9"),
            (4_900, C::EUR, "49.0"),
            (5, C::USD, "0.05"),
            (-5, C::USD, "-0.05"),
            (1_200, C::JPY, "1200.0"),
            (1_234, C::KWD, "1.234"),
        ] {
            assert_eq!(Money::new(minor, currency).decimal(), text);
            assert_eq!(Money::parse(text, currency).unwrap().minor(), minor);
        }
        for text in ["", ".5", "1,5", "1.005", "+1", "1e3", "--1", "1.-5", "٣"] {
            assert_eq!(
                Money::parse(text, C::USD),
                Err(MoneyError::Malformed),
                "{text}"
            );
        }
        let huge = "9".repeat(30);
        assert_eq!(Money::parse(&huge, C::USD), Err(MoneyError::OutOfRange));
    }

    proptest! {
        #[test]
        fn shares_add_up_and_stay_within_one_unit(
            minor in -1_000_000_000_i64..1_000_000_000,
            weights in prop::collection::vec(0_u64..1_000_000, 1..40),
        ) {
            let shares = split(minor, &weights);
            prop_assert_eq!(shares.iter().sum::<i64>(), minor);
            let total: u64 = weights.iter().sum();
            if total > 0 {
                for (share, &weight) in shares.iter().zip(&weights) {
                    let exact = i128::from(minor) * i128::from(weight);
                    let distance = (i128::from(*share) * i128::from(total) - exact).abs();
                    prop_assert!(distance < i128::from(total));
                    prop_assert!(weight > 0 || *share == 0);
                }
            }
        }

        #[test]
        fn what_is_written_is_read_back(minor in any::<i64>()) {
            prop_assume!(minor != i64::MIN);
            let money = Money::new(minor, CurrencyCode::EUR);
            prop_assert_eq!(Money::parse(&money.decimal(), CurrencyCode::EUR), Ok(money));
        }
    }
}
