//! The payloads of order mutations, with their user errors.

/// Declares the error code, the user error and the payload of a mutation, and the conversion of a
/// [`ChangeError`](souk_shop::orders::refusal::ChangeError) into a user error:
/// `payload!(OrderClosePayload, OrderCloseUserError, OrderCloseUserErrorCode, "orderClose",
/// order: Order, "The order.")`.
macro_rules! payload {
    (
        $payload:ident, $error:ident, $code:ident, $mutation:literal,
        $object:ident: $type:ty, $about:literal
    ) => {
        #[doc = concat!("Error codes of `", $mutation, "`.")]
        #[derive(async_graphql::Enum, Clone, Copy, Debug, PartialEq, Eq)]
        #[graphql(remote = "souk_shop::orders::refusal::RefusalCode")]
        pub enum $code {
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

        #[doc = concat!("An error in the input of `", $mutation, "`.")]
        #[derive(async_graphql::SimpleObject, Clone, Debug)]
        pub struct $error {
            /// Machine-readable code.
            pub code: Option<$code>,
            /// Path of the invalid input field.
            pub field: Option<Vec<String>>,
            /// Human-readable message.
            pub message: String,
        }

        #[doc = concat!("Payload of `", $mutation, "`.")]
        #[derive(async_graphql::SimpleObject)]
        pub struct $payload {
            #[doc = $about]
            pub $object: Option<$type>,
            /// Errors in the input; empty on success.
            pub user_errors: Vec<$error>,
        }

        impl $payload {
            /// Builds the payload from the outcome of the change.
            pub fn of(
                outcome: Result<$type, souk_shop::orders::refusal::ChangeError>,
            ) -> Result<Self, souk_kernel::error::ApiError> {
                match outcome {
                    Ok(object) => Ok(Self {
                        $object: Some(object),
                        user_errors: Vec::new(),
                    }),
                    Err(souk_shop::orders::refusal::ChangeError::Refused(refusal)) => Ok(Self {
                        $object: None,
                        user_errors: vec![$error {
                            code: Some(refusal.code.into()),
                            field: (!refusal.field.is_empty()).then_some(refusal.field),
                            message: refusal.message,
                        }],
                    }),
                    Err(error) => Err(error.into()),
                }
            }
        }
    };
}
pub(crate) use payload;
