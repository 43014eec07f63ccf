//! Counts of units as integers of the API.

/// A count as an API integer; values beyond 32 bits are clamped.
pub(super) fn to_int(count: i64) -> i32 {
    i32::try_from(count).unwrap_or(if count < 0 { i32::MIN } else { i32::MAX })
}
