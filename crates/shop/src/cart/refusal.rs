//! Why a change to a cart was refused, and the warnings about one that was not.

use super::codes::{CartErrorCode, CartWarningCode};
use sea_orm::DbErr;
use souk_entities::{
    cart::cart::GroupKind,
    ids::{CartLineId, VariantId},
};
use souk_kernel::{error::ApiError, refusal::Refusal};

/// The refusal of a cart that does not exist or has expired.
pub fn no_cart() -> Refusal<CartErrorCode> {
    Refusal::new(
        CartErrorCode::Invalid,
        "cartId",
        "The cart does not exist or has expired.",
    )
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
    Refused(Vec<Refusal<CartErrorCode>>),
    /// A failure on our side.
    Failed(ApiError),
}

impl CartError {
    /// The same error, with other paths of the refused input.
    pub(super) fn with_paths(self, path: impl Fn(Vec<String>) -> Vec<String>) -> Self {
        match self {
            Self::Refused(mut refusals) => {
                for refusal in &mut refusals {
                    refusal.field = path(std::mem::take(&mut refusal.field));
                }
                Self::Refused(refusals)
            }
            failed @ Self::Failed(_) => failed,
        }
    }
}

impl From<Refusal<CartErrorCode>> for CartError {
    fn from(refusal: Refusal<CartErrorCode>) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<Vec<Refusal<CartErrorCode>>> for CartError {
    fn from(refusals: Vec<Refusal<CartErrorCode>>) -> Self {
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
