//! The tokens of the test provider: each decides how a payment ends.

use super::{PaymentMethod, ProviderError, ProviderRefusalCode};

/// How a payment ends, by its token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "snake_case")]
pub(super) enum Token {
    /// The payment succeeds.
    TestOk,
    /// The bank declines.
    TestDecline,
    /// The bank declines because of insufficient funds.
    TestInsufficientFunds,
    /// The buyer has to confirm on a page.
    #[strum(serialize = "test_3ds")]
    Test3ds,
    /// The payment succeeds, but the answer takes three seconds.
    TestSlow,
    /// The payment succeeds, but the answer to the confirmation is lost.
    TestLostAnswer,
    /// The provider is unreachable for the first minute; then the payment succeeds.
    TestDown,
    /// The payment succeeds, but the provider is unreachable for its captures, voids and refunds in
    /// the first minute.
    TestDownAfterwards,
}

/// The token in a payment method.
pub(super) fn token_text(method: &PaymentMethod) -> &str {
    match method {
        PaymentMethod::Token(token)
        | PaymentMethod::ConfirmationToken(token)
        | PaymentMethod::Saved { method: token, .. } => token,
    }
}

/// The token with this text.
pub(super) fn token_of(text: &str) -> Result<Token, ProviderError> {
    text.parse().map_err(|_| {
        ProviderError::refused(
            ProviderRefusalCode::UnknownMethod,
            "there is no such test token",
        )
    })
}
