//! Points at which tests abort the process, to prove that it survives a crash.

/// Aborts the process, as a power cut would, if `SOUK_DIE_AT` names this point. Release builds have
/// no such points.
#[inline]
pub fn point(_name: &str) {
    #[cfg(debug_assertions)]
    if std::env::var("SOUK_DIE_AT").is_ok_and(|at| at == _name) {
        std::process::abort();
    }
}
