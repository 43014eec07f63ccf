//! Attempts started on these pages. Their tokens have a prefix, so that the page of the attempt
//! leads back here.

use super::steps::Step;
use crate::{cart::CartKeys, checkout::outcome};
use souk_entities::orders::checkout_attempt;
use souk_kernel::app::App;
use uuid::Uuid;

/// Prefix of the tokens.
const PREFIX: &str = "page-";
/// Longest token, in bytes.
const MOST_BYTES: usize = 80;

/// A new token for an attempt.
pub(super) fn new_token() -> String {
    format!("{PREFIX}{}", Uuid::new_v4().simple())
}

/// Whether a token has the form of those made here.
pub(super) fn is_token(text: &str) -> bool {
    text.starts_with(PREFIX) && text.len() <= MOST_BYTES
}

/// Whether an attempt was started on these pages.
pub(in crate::checkout) fn is_from_page(attempt: &checkout_attempt::Model) -> bool {
    attempt.token.starts_with(PREFIX)
}

/// Where the page of a failed attempt leads back to: the step at which the buyer can do something
/// about the failure. `None` for an attempt started by another client.
pub(in crate::checkout) fn way_back(
    app: &App,
    attempt: &checkout_attempt::Model,
) -> Option<String> {
    if !is_from_page(attempt) {
        return None;
    }
    let step = if outcome::is_about_payment(attempt) {
        Step::Payment
    } else {
        Step::Review
    };
    let path = step.path(&app.part::<CartKeys>().of(&attempt.cart_id), None);
    Some(format!("{path}&attempt={}", attempt.key))
}
