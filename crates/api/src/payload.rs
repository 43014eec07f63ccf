//! The payloads of mutations: an object, or the errors in the input.

/// Declares the payload of a mutation and how it is built from the outcome of a change:
/// `payload!(OrderClosePayload, "orderClose", OrderErrorCode, order: Order, "The order.")`.
macro_rules! payload {
    ($payload:ident, $mutation:literal, $code:ty, $object:ident: $type:ty, $about:literal) => {
        #[doc = concat!("Payload of `", $mutation, "`.")]
        #[derive(async_graphql::SimpleObject)]
        pub struct $payload {
            #[doc = $about]
            pub $object: Option<$type>,
            /// Errors in the input; empty on success.
            pub user_errors: $crate::list::List<$crate::user_errors::UserError<$code>>,
        }

        impl $payload {
            /// Builds the payload from the outcome of the change.
            pub fn of(
                outcome: Result<$type, souk_kernel::refusal::ChangeError<$code>>,
            ) -> Result<Self, souk_kernel::error::ApiError> {
                let ($object, user_errors) = $crate::user_errors::outcome(outcome)?;
                Ok(Self {
                    $object,
                    user_errors: user_errors.into(),
                })
            }
        }
    };
}
pub(crate) use payload;
