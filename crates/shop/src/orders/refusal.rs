//! Why a change to an order was refused: data for the merchant, not an internal error.

use crate::{payments::ledger::LedgerError, pricing::PricingError};
use async_graphql::ID;
use sea_orm::DbErr;
use souk_kernel::{
    codes::CurrencyCode,
    error::ApiError,
    ids::Gid,
    money::{Money, MoneyError},
};

/// Error codes of order mutations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefusalCode {
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

/// A refused change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct Refusal {
    /// Path of the invalid input field, such as `["input", "id"]`.
    pub field: Vec<String>,
    /// Human-readable message.
    pub message: String,
    /// Machine-readable code.
    pub code: RefusalCode,
}

impl Refusal {
    /// Refuses the input at `field`, a dotted path such as `input.id`.
    pub fn new(code: RefusalCode, field: &str, message: impl Into<String>) -> Self {
        let parts = field.split('.').filter(|part| !part.is_empty());
        Self {
            field: parts.map(str::to_owned).collect(),
            message: message.into(),
            code,
        }
    }
}

/// Why an order was not changed.
#[derive(Clone, Debug, thiserror::Error)]
pub enum ChangeError {
    /// The input was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] DbErr),
    /// An amount is out of range.
    #[error(transparent)]
    Price(#[from] PricingError),
}

impl ChangeError {
    /// Converts a ledger error into a refusal where the caller is at fault.
    pub(super) fn of_ledger(error: LedgerError, field: &str) -> Self {
        let refused = |code, why: &str| Self::Refused(Refusal::new(code, field, why));
        match error {
            LedgerError::NoParent => refused(
                RefusalCode::Invalid,
                "the transaction does not exist, has not succeeded, or is of another kind",
            ),
            LedgerError::NotEnoughLeft => refused(
                RefusalCode::AmountTooLarge,
                "less than that is left of the transaction",
            ),
            LedgerError::KeyReused => refused(
                RefusalCode::IdempotencyKeyParameterMismatch,
                "the key was used for another request",
            ),
            LedgerError::Database(error) => Self::Database(error),
        }
    }
}

impl From<ChangeError> for ApiError {
    fn from(error: ChangeError) -> Self {
        match error {
            ChangeError::Refused(refusal) => Self::BadInput(refusal.message),
            ChangeError::Database(error) => error.into(),
            ChangeError::Price(error) => Self::internal(error),
        }
    }
}

/// Refuses the input at `field`.
pub fn refuse<T>(code: RefusalCode, field: &str, why: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal::new(code, field, why))
}

/// Parses a global id of one kind.
pub fn id<I: Gid>(id: &ID, field: &str) -> Result<I, Refusal> {
    let wrong = || Refusal::new(RefusalCode::Invalid, field, format!("no {} id", I::KIND));
    I::parse(id).map_err(|_| wrong())
}

/// Parses an amount above 0 into minor units.
pub fn amount(text: &str, currency: CurrencyCode, field: &str) -> Result<i64, Refusal> {
    match Money::parse(text, currency) {
        Ok(money) if money.minor() > 0 => Ok(money.minor()),
        Ok(_) => refuse(RefusalCode::Invalid, field, "an amount must be above 0"),
        Err(MoneyError::OutOfRange) => refuse(
            RefusalCode::AmountTooLarge,
            field,
            "the amount is too large",
        ),
        Err(error) => refuse(RefusalCode::Invalid, field, error.to_string()),
    }
}

/// Checks that a text has at most `most` characters; a blank one becomes `None`.
pub fn text(text: Option<String>, most: usize, field: &str) -> Result<Option<String>, Refusal> {
    let text = text.filter(|text| !text.trim().is_empty());
    if text
        .as_ref()
        .is_some_and(|text| text.chars().count() > most)
    {
        return refuse(
            RefusalCode::TooLong,
            field,
            format!("at most {most} characters"),
        );
    }
    Ok(text)
}

/// Refuses an empty list and one of more than 250 entries.
pub fn some<T>(list: &[T], field: &str) -> Result<(), Refusal> {
    match list.len() {
        0 => refuse(RefusalCode::Invalid, field, "this must not be empty"),
        1..=250 => Ok(()),
        _ => refuse(RefusalCode::TooMany, field, "at most 250 entries"),
    }
}

/// Checks that a number of units is above 0.
pub fn quantity(quantity: i32, field: &str) -> Result<i32, Refusal> {
    if quantity < 1 {
        return refuse(RefusalCode::Invalid, field, "a quantity must be above 0");
    }
    Ok(quantity)
}
