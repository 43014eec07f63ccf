//! Answers to changes of carts.

use super::cart::Cart;
use crate::{
    cart::{
        change::Changed,
        codes::{CartErrorCode, CartWarningCode},
        delivery::group_gid,
        refusal::{CartError, Refusal, Warning, WarningTarget},
        token::CartToken,
    },
    error::ApiError,
    ids::Gid,
};
use async_graphql::{ID, SimpleObject};

/// Why a cart was not changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartUserError {
    /// What is wrong, for programs.
    code: Option<CartErrorCode>,
    /// Path of the argument at fault.
    field: Option<Vec<String>>,
    /// What is wrong, for people.
    message: String,
}

impl From<Refusal> for CartUserError {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: Some(refusal.code),
            field: Some(refusal.field),
            message: refusal.message,
        }
    }
}

/// What was done differently from what was asked.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartWarning {
    /// What happened, for programs.
    code: CartWarningCode,
    /// What happened, for people.
    message: String,
    /// Global id of what it happened to.
    target: ID,
}

impl CartWarning {
    fn new(token: &CartToken, warning: Warning) -> Self {
        Self {
            code: warning.code,
            message: warning.message,
            target: match warning.target {
                WarningTarget::Line(line) => token.line_gid(line),
                WarningTarget::Variant(variant) => variant.gid(),
                WarningTarget::Address(id) => token.part_gid("CartSelectableAddress", id),
                WarningTarget::Delivery(address, kind) => group_gid(token, address, kind),
                WarningTarget::Cart => token.gid(),
            },
        }
    }
}

/// An answer to a change, by the parts every one has.
pub(super) struct Parts {
    cart: Option<Cart>,
    user_errors: Vec<CartUserError>,
    warnings: Vec<CartWarning>,
}

impl Parts {
    /// The answer that tells how a change went.
    pub(super) fn of(changed: Result<Changed, CartError>) -> Result<Self, ApiError> {
        match changed {
            Ok(Changed { cart, warnings }) => {
                let warnings = warnings.into_iter();
                let token = &cart.token;
                let warnings = warnings.map(|it| CartWarning::new(token, it)).collect();
                Ok(Self {
                    cart: Some(Cart::new(cart)),
                    user_errors: Vec::new(),
                    warnings,
                })
            }
            Err(CartError::Refused(refusals)) => Ok(Self {
                cart: None,
                user_errors: refusals.into_iter().map(CartUserError::from).collect(),
                warnings: Vec::new(),
            }),
            Err(CartError::Failed(error)) => Err(error),
        }
    }
}

macro_rules! payloads {
    ($($name:ident answers $mutation:literal,)*) => {$(
        #[doc = concat!("The answer to `", $mutation, "`.")]
        #[derive(Clone, SimpleObject)]
        pub struct $name {
            /// The cart after the change; null where it was refused.
            cart: Option<Cart>,
            /// Why the change was refused.
            user_errors: Vec<CartUserError>,
            /// What was done differently from what was asked.
            warnings: Vec<CartWarning>,
        }

        impl From<Parts> for $name {
            fn from(parts: Parts) -> Self {
                Self {
                    cart: parts.cart,
                    user_errors: parts.user_errors,
                    warnings: parts.warnings,
                }
            }
        }
    )*};
}

payloads! {
    CartAttributesUpdatePayload answers "cartAttributesUpdate",
    CartBillingAddressUpdatePayload answers "cartBillingAddressUpdate",
    CartBuyerIdentityUpdatePayload answers "cartBuyerIdentityUpdate",
    CartClonePayload answers "cartClone",
    CartCreatePayload answers "cartCreate",
    CartDeliveryAddressesAddPayload answers "cartDeliveryAddressesAdd",
    CartDeliveryAddressesRemovePayload answers "cartDeliveryAddressesRemove",
    CartDeliveryAddressesReplacePayload answers "cartDeliveryAddressesReplace",
    CartDeliveryAddressesUpdatePayload answers "cartDeliveryAddressesUpdate",
    CartDiscountCodesUpdatePayload answers "cartDiscountCodesUpdate",
    CartGiftCardCodesAddPayload answers "cartGiftCardCodesAdd",
    CartGiftCardCodesRemovePayload answers "cartGiftCardCodesRemove",
    CartGiftCardCodesUpdatePayload answers "cartGiftCardCodesUpdate",
    CartLinesAddPayload answers "cartLinesAdd",
    CartLinesRemovePayload answers "cartLinesRemove",
    CartLinesUpdatePayload answers "cartLinesUpdate",
    CartNoteUpdatePayload answers "cartNoteUpdate",
    CartPaymentUpdatePayload answers "cartPaymentUpdate",
    CartRemovePersonalDataPayload answers "cartRemovePersonalData",
    CartSelectedDeliveryOptionsUpdatePayload answers "cartSelectedDeliveryOptionsUpdate",
}
