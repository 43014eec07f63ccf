//! Error codes of changes to orders, and the checks of their inputs.

use crate::{payments::LedgerError, pricing::PricingError};
use async_graphql::Enum;
use sea_orm::DbErr;
use souk_kernel::{
    codes::CurrencyCode,
    money::{Money, MoneyError},
    refusal::{ChangeError, CommonCode, Refusal},
    validators::{self as checks, refuse},
};

/// Error codes of order mutations.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderErrorCode {
    /// The amount exceeds what can be captured or refunded.
    AmountTooLarge,
    /// The same request is already in progress.
    IdempotencyConcurrentRequest,
    /// The idempotency key was used for a different request.
    IdempotencyKeyParameterMismatch,
    /// A value is invalid.
    Invalid,
    /// The order's current state does not allow the change.
    NotAllowed,
    /// The referenced object does not exist.
    NotFound,
    /// The location has too few units in stock.
    NotInStock,
    /// The payment provider rejected the request.
    PaymentRefused,
    /// The quantity exceeds the units there are.
    QuantityTooLarge,
    /// A text is too long.
    TooLong,
    /// A list is too long.
    TooMany,
}

impl CommonCode for OrderErrorCode {
    const INVALID: Self = Self::Invalid;
    const TOO_LONG: Self = Self::TooLong;
    const TOO_MANY: Self = Self::TooMany;
}

/// A stored order cannot be priced: its rows contradict each other.
impl From<PricingError> for ChangeError<OrderErrorCode> {
    fn from(error: PricingError) -> Self {
        Self::Database(DbErr::Type(format!(
            "a stored order cannot be priced: {error}"
        )))
    }
}

/// Converts a ledger error into a refusal where the caller is at fault.
pub(super) fn of_ledger(error: LedgerError, field: &str) -> ChangeError<OrderErrorCode> {
    let refused = |code, why: &str| Refusal::new(code, field, why).into();
    match error {
        LedgerError::NoParent => refused(
            OrderErrorCode::Invalid,
            "The transaction does not exist, has not succeeded, or is of another kind.",
        ),
        LedgerError::NotEnoughLeft => refused(
            OrderErrorCode::AmountTooLarge,
            "Less than this amount is left of the transaction.",
        ),
        LedgerError::KeyReused => refused(
            OrderErrorCode::IdempotencyKeyParameterMismatch,
            "The idempotency key was used for another request.",
        ),
        LedgerError::Database(error) => error.into(),
    }
}

/// Parses an amount above 0 into minor units.
pub fn amount(
    text: &str,
    currency: CurrencyCode,
    field: &str,
) -> Result<i64, Refusal<OrderErrorCode>> {
    if let Err(error @ MoneyError::OutOfRange) = Money::parse(text, currency) {
        let why = checks::not_an_amount(text, currency, &error);
        return refuse(OrderErrorCode::AmountTooLarge, field, why);
    }
    checks::above_zero(text, currency, field)
}

/// Checks that a text has at most `most` characters; a blank one becomes `None`.
pub fn text(
    text: Option<String>,
    most: usize,
    field: &str,
) -> Result<Option<String>, Refusal<OrderErrorCode>> {
    let text = checks::filled(text);
    checks::at_most(text.as_deref().unwrap_or_default(), most, field)?;
    Ok(text)
}

/// Refuses an empty list and one of more than 250 entries.
pub fn some<T>(list: &[T], field: &str) -> Result<(), Refusal<OrderErrorCode>> {
    if list.is_empty() {
        let why = format!("{} must not be empty.", checks::named(field));
        return refuse(OrderErrorCode::Invalid, field, why);
    }
    checks::few(list, field)
}

/// Checks that a number of units is above 0.
pub fn quantity(quantity: i32, field: &str) -> Result<i32, Refusal<OrderErrorCode>> {
    if quantity < 1 {
        let why = format!("The quantity must be above 0; it is {quantity}.");
        return refuse(OrderErrorCode::Invalid, field, why);
    }
    Ok(quantity)
}
