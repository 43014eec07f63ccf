//! Sums of amounts, and the errors of pricing.

use souk_kernel::money::MoneyError;

/// Why a basket has no price.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PricingError {
    /// A price, quantity, discount or rate is below 0.
    #[error("a price, quantity, discount or rate is negative")]
    Negative,
    /// Discounts take off more than a line costs.
    #[error("discounts exceed the price of a line")]
    DiscountTooLarge,
    /// An amount does not fit into 64 bits.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

/// An amount does not fit into 64 bits.
pub(super) const OUT_OF_RANGE: PricingError = PricingError::Money(MoneyError::OutOfRange);

/// The sum of two amounts.
pub(super) fn plus(left: i64, right: i64) -> Result<i64, PricingError> {
    left.checked_add(right).ok_or(OUT_OF_RANGE)
}

/// The sum of amounts.
pub(super) fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, PricingError> {
    amounts.into_iter().try_fold(0, plus)
}
