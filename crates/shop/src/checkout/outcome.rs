//! Why an attempt failed, in the language of its buyer.

use super::{codes::CompletionErrorCode as Code, freeze::Frozen, redeem::CODE_REFUSED};
use crate::texts::{self, OutcomeTexts, Texts};
use souk_entities::orders::checkout_attempt::{self, AttemptFailure};
use souk_kernel::codes::LanguageCode;

fn code(attempt: &checkout_attempt::Model) -> Code {
    let last = attempt.failures.0.last();
    let code = last.and_then(|failure| failure.code.parse().ok());
    code.unwrap_or(Code::Error)
}

/// Whether the buyer can resolve the failure by paying another way.
pub(super) fn is_about_payment(attempt: &checkout_attempt::Model) -> bool {
    match code(attempt) {
        Code::Error | Code::InventoryReservationError => false,
        Code::PaymentCallIssuer
        | Code::PaymentCardDeclined
        | Code::PaymentError
        | Code::PaymentInsufficientFunds
        | Code::PaymentInvalidPaymentMethod
        | Code::PaymentTransientError => true,
    }
}

/// Why an attempt failed, in words for its buyer.
pub(super) fn failure_text(
    texts: &OutcomeTexts,
    attempt: &checkout_attempt::Model,
) -> &'static str {
    let failures = &texts.failures;
    let is_about_discount = |failure: &AttemptFailure| failure.message == CODE_REFUSED;
    if attempt.failures.0.last().is_some_and(is_about_discount) {
        return failures.discount;
    }
    match code(attempt) {
        Code::InventoryReservationError => failures.sold_out,
        Code::PaymentCardDeclined | Code::PaymentCallIssuer => failures.declined,
        Code::PaymentInsufficientFunds => failures.poor,
        Code::PaymentInvalidPaymentMethod => failures.unusable,
        Code::PaymentTransientError => failures.too_late,
        Code::PaymentError | Code::Error => failures.other,
    }
}

/// The texts in the language in which the cart was submitted.
pub(super) fn texts_of_attempt(attempt: &checkout_attempt::Model) -> &'static Texts {
    let frozen: Option<Frozen> = serde_json::from_str(&attempt.frozen).ok();
    texts::texts_in(frozen.map_or(LanguageCode::En, |frozen| frozen.cart.language))
}
