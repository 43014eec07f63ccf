//! The last day on which a card can be used.

use super::error_code::GiftCardErrorCode;
use chrono::{DateTime, Days, NaiveDate};
use souk_entities::{Timestamp, orders::gift_card};
use souk_kernel::refusal::Refusal;

/// Milliseconds of a day.
pub(super) const DAY_MS: i64 = 86_400_000;

/// The last day on which a card can be used.
pub fn expires_on(row: &gift_card::Model) -> Option<NaiveDate> {
    let last = row.expires_at.map(|end| end.0 - DAY_MS)?;
    DateTime::from_timestamp_millis(last).map(|instant| instant.date_naive())
}

/// The first instant at which the card can no longer be used: days end in UTC.
pub(super) fn end_of(
    day: Option<NaiveDate>,
    now: Timestamp,
) -> Result<Option<Timestamp>, Refusal<GiftCardErrorCode>> {
    let Some(day) = day else { return Ok(None) };
    let next = day.checked_add_days(Days::new(1));
    let end = next.map(|next| {
        next.and_time(Default::default())
            .and_utc()
            .timestamp_millis()
    });
    match end.map(Timestamp).filter(|end| *end > now) {
        Some(end) => Ok(Some(end)),
        None => {
            let why = "The last day must not be in the past.";
            Err(Refusal::new(
                GiftCardErrorCode::Invalid,
                "input.expiresOn",
                why,
            ))
        }
    }
}
