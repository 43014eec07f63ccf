//! Payloads of cart mutations.

use super::cart_object::Cart;
use crate::list::List;
use async_graphql::{ID, SimpleObject};
use souk_kernel::{error::ApiError, ids::Gid, refusal::Refusal};
use souk_shop::cart::{
    change::Changed,
    codes::{CartErrorCode, CartWarningCode},
    delivery::group_gid,
    refusal::{CartError, Warning, WarningTarget},
    token::CartToken,
};

/// Why a cart was not changed.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartUserError {
    /// Error code.
    code: Option<CartErrorCode>,
    /// Path of the argument at fault.
    field: Option<Vec<String>>,
    /// Error message.
    message: String,
}

impl From<Refusal<CartErrorCode>> for CartUserError {
    fn from(refusal: Refusal<CartErrorCode>) -> Self {
        Self {
            code: Some(refusal.code),
            field: Some(refusal.field),
            message: refusal.message,
        }
    }
}

/// A difference between the result of a change and what was requested.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartWarning {
    /// Warning code.
    code: CartWarningCode,
    /// Warning message.
    message: String,
    /// Global id of the object it is about.
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

/// The parts that every payload has.
pub(super) struct Parts {
    cart: Option<Cart>,
    user_errors: Vec<CartUserError>,
    warnings: Vec<CartWarning>,
}

impl Parts {
    /// The parts for the result of a change.
    fn of(changed: Result<Changed, CartError>) -> Result<Self, ApiError> {
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

/// The payload for the result of a change. Changes are boxed: a build without optimisation keeps
/// the futures of all mutations on the stack at once.
pub(super) fn answer<P: From<Parts>>(
    changed: Result<Changed, CartError>,
) -> Option<Result<P, ApiError>> {
    Some(Parts::of(changed).map(P::from))
}

macro_rules! payloads {
    ($($name:ident answers $mutation:literal,)*) => {$(
        #[doc = concat!("Payload of `", $mutation, "`.")]
        #[derive(Clone, SimpleObject)]
        pub struct $name {
            /// The cart after the change, or null if the input was rejected.
            cart: Option<Cart>,
            /// Errors in the input; empty on success.
            user_errors: List<CartUserError>,
            /// Differences between the result and what was requested.
            warnings: List<CartWarning>,
        }

        impl From<Parts> for $name {
            fn from(parts: Parts) -> Self {
                Self {
                    cart: parts.cart,
                    user_errors: parts.user_errors.into(),
                    warnings: parts.warnings.into(),
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
