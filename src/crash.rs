//! Points at which tests let the process die, to prove that it may.

/// Ends the process, as a power cut would, where `SOUK_DIE_AT` names this point. Builds for users
/// have no such points.
#[inline]
pub fn point(_name: &str) {
    #[cfg(debug_assertions)]
    if std::env::var("SOUK_DIE_AT").is_ok_and(|at| at == _name) {
        std::process::abort();
    }
}
