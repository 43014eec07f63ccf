//! Attempts started on these pages. Their tokens have a prefix, so that the page of the attempt
//! leads back here, and prove which browser submitted the cart.

use super::{
    session::{FormKeys, Session},
    steps::Step,
};
use crate::{
    cart::{CartKeys, CartToken},
    checkout::outcome,
};
use souk_entities::orders::checkout_attempt;
use souk_kernel::app::App;
use uuid::Uuid;

/// Prefix of the tokens.
const PREFIX: &str = "page-";
/// A new token for an attempt of this browser to buy a cart. It proves whose it is, so that the
/// browser can be led back to its attempt, and no other can.
pub(super) fn new_token(session: &Session, keys: &FormKeys, cart: &CartToken) -> String {
    let number = Uuid::new_v4().simple().to_string();
    let proof = session.attempt_proof(keys, cart, &number);
    format!("{PREFIX}{number}-{proof}")
}

/// Whether a token was made here for this browser and this cart.
pub(super) fn is_token_of(
    session: &Session,
    keys: &FormKeys,
    cart: &CartToken,
    token: &str,
) -> bool {
    let parts = token.strip_prefix(PREFIX);
    let parts = parts.and_then(|rest| rest.split_once('-'));
    parts.is_some_and(|(number, proof)| session.has_attempt(keys, cart, number, proof))
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
