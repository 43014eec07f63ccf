//! The discount codes that a buyer enters.

use crate::{
    cart::{card_numbers::Search, codes::CartErrorCode, refusal::CartError},
    promotions::normalized_code,
};
use souk_kernel::{refusal::Refusal, validators::line_fault};
use std::collections::HashSet;

/// Most distinct codes a cart may hold.
pub const MOST_CODES: usize = 25;

/// Longest code, in characters.
pub const MOST_CODE_CHARACTERS: usize = 255;

/// Codes as they are stored: trimmed, without duplicates, in the order entered.
///
/// # Errors
///
/// When there are too many, one is too long, or one is a card number.
pub(in crate::cart) fn kept_codes(
    path: &[&str],
    codes: &[String],
) -> Result<Vec<String>, CartError> {
    let mut search = Search::default();
    search.texts(path, codes);
    search.end()?;
    let mut kept: Vec<String> = Vec::new();
    let mut known: HashSet<String> = HashSet::new();
    for (index, code) in codes.iter().enumerate() {
        let code = code.trim();
        let is_long = code.chars().count() > MOST_CODE_CHARACTERS;
        if is_long || line_fault(code).is_some() {
            let index = index.to_string();
            let path = [path, &[index.as_str()]].concat();
            let message = "A discount code has at most 255 characters, which can be typed.";
            return Err(Refusal::of_path(CartErrorCode::Invalid, &path, message).into());
        }
        if !code.is_empty() && known.insert(normalized_code(code)) {
            kept.push(code.to_owned());
        }
        if kept.len() > MOST_CODES {
            let message = "A cart takes at most 25 discount codes.";
            return Err(Refusal::of_path(CartErrorCode::LessThan, path, message).into());
        }
    }
    Ok(kept)
}
