//! Reads cells of a product CSV, and says why a cell cannot be read.

use souk_kernel::validators::quoted;
use std::fmt::Display;

/// Why a cell cannot be read: what its column must hold, and what it does hold.
pub(crate) fn unreadable(column: impl Display, what: &str, cell: &str) -> String {
    format!(
        "The column {column} must hold {what}, not {}.",
        quoted(cell)
    )
}

/// Reads `TRUE` or `FALSE`, as spreadsheets write them.
pub(crate) fn truth(text: &str) -> Option<bool> {
    match text.to_lowercase().as_str() {
        "true" | "yes" | "1" => Some(true),
        "false" | "no" | "0" => Some(false),
        _ => None,
    }
}
