//! Counts wrong discount codes as wrong gift card codes are counted: see
//! [`code_attempts`](crate::code_attempts).

use super::CartDiscounts;
use crate::{
    cart::codes::CartErrorCode,
    code_attempts::{CodeAttempts, Turn},
    promotions::{IneligibleReason, normalized_code},
};
use souk_entities::cart::cart;
use souk_kernel::{app::App, refusal::Refusal, viewer::Client};
use std::collections::HashSet;

/// Codes that are being looked up. All count as wrong until [`TriedCodes::end`].
pub struct TriedCodes {
    codes: HashSet<String>,
    turn: Option<Turn>,
}

/// Starts looking up discount codes. Those the cart has were counted when they were entered.
///
/// # Errors
///
/// When too many wrong codes were tried before. Then nothing may be looked up, so that right and
/// wrong codes get the same answer.
pub async fn try_codes(
    app: &App,
    client: &Client,
    row: &cart::Model,
    codes: &[String],
    path: &[&str],
) -> Result<TriedCodes, Refusal<CartErrorCode>> {
    let mut codes: HashSet<String> = codes.iter().map(|code| normalized_code(code)).collect();
    for known in &row.discount_codes.0 {
        codes.remove(&normalized_code(known));
    }
    let turn = match codes.len() {
        0 => None,
        number => {
            let attempts = app.part::<CodeAttempts>();
            let turn = attempts
                .begin(&row.id, &client.0, number, app.clock.now())
                .await;
            Some(turn.ok_or_else(|| {
                let why = "Too many codes were wrong. Try again in 15 minutes.";
                Refusal::of_path(CartErrorCode::ServiceUnavailable, path, why)
            })?)
        }
    };
    Ok(TriedCodes { codes, turn })
}

impl TriedCodes {
    /// Ends the lookup. Codes that no discount has, as far as buyers are told, stay counted;
    /// without a result, none does.
    pub fn end(self, found: Option<&CartDiscounts>) {
        let Some(turn) = self.turn else {
            return;
        };
        let verdicts = found.iter().flat_map(|found| &found.considered.codes);
        let wrong = verdicts.filter(|it| it.verdict == Err(IneligibleReason::NotFound));
        let wrong: HashSet<String> = wrong.map(|it| normalized_code(&it.code)).collect();
        turn.end(self.codes.difference(&wrong).count());
    }
}
