//! Why a change to a cart was refused, and the warnings about one that was not.

use super::codes::{CartErrorCode, CartWarningCode};
use sea_orm::DbErr;
use souk_entities::{
    cart::cart::GroupKind,
    ids::{CartLineId, VariantId},
};
use souk_kernel::error::ApiError;

/// One reason why nothing was changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// Error code.
    pub code: CartErrorCode,
    /// Path of the argument at fault.
    pub field: Vec<String>,
    /// Error message.
    pub message: String,
}

impl Refusal {
    /// A refusal that concerns the argument at `field`.
    pub fn new(code: CartErrorCode, field: &[&str], message: impl Into<String>) -> Self {
        Self {
            code,
            field: field.iter().map(|&step| step.to_owned()).collect(),
            message: message.into(),
        }
    }

    /// A refusal that concerns `field` of the item `index` of the list argument `list`.
    pub fn at(
        code: CartErrorCode,
        list: &[&str],
        index: usize,
        field: &str,
        message: impl Into<String>,
    ) -> Self {
        let mut path: Vec<String> = list.iter().map(|&step| step.to_owned()).collect();
        path.push(index.to_string());
        path.push(field.to_owned());
        Self {
            code,
            field: path,
            message: message.into(),
        }
    }

    /// The cart does not exist or has expired.
    pub fn no_cart() -> Self {
        Self::new(
            CartErrorCode::Invalid,
            &["cartId"],
            "The cart does not exist or has expired.",
        )
    }
}

/// A difference between the result of a change and what was requested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// Warning code.
    pub code: CartWarningCode,
    /// What it is about.
    pub target: WarningTarget,
    /// Warning message.
    pub message: String,
}

/// What a warning is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WarningTarget {
    /// A line of the cart.
    Line(CartLineId),
    /// Merchandise that is not in the cart.
    Variant(VariantId),
    /// A delivery address of the cart.
    Address(i64),
    /// The delivery group of an address.
    Delivery(i64, GroupKind),
    /// The cart.
    Cart,
}

/// Why a change did not happen.
#[derive(Clone, Debug)]
pub enum CartError {
    /// The buyer can do something about it.
    Refused(Vec<Refusal>),
    /// A failure on our side.
    Failed(ApiError),
}

impl From<Refusal> for CartError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal>> for CartError {
    fn from(refusals: Vec<Refusal>) -> Self {
        Self::Refused(refusals)
    }
}

impl From<DbErr> for CartError {
    fn from(error: DbErr) -> Self {
        Self::Failed(error.into())
    }
}

impl From<ApiError> for CartError {
    fn from(error: ApiError) -> Self {
        Self::Failed(error)
    }
}
