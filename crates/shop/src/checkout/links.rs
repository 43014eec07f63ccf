//! Where the page of an attempt is.

use souk_kernel::app::App;

/// Path of the page of an attempt.
pub(super) fn attempt_path(key: &str) -> String {
    format!("/checkouts/attempts/{key}")
}

/// URL of the page on which the buyer follows an attempt.
pub fn attempt_url(app: &App, key: &str) -> String {
    format!("{}{}", app.public_url(), attempt_path(key))
}
