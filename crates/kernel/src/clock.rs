//! The clock that all code reads, so that tests can move it.

use chrono::Utc;
use souk_entities::Timestamp;
use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::Duration,
};

/// The system time plus an offset, which is zero outside tests.
#[derive(Debug, Default)]
pub struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    /// The current time.
    pub fn now(&self) -> Timestamp {
        Timestamp(system_now().0 + self.offset_ms.load(Ordering::Relaxed))
    }

    /// Moves the clock forward.
    pub fn advance(&self, by: Duration) {
        let by = i64::try_from(by.as_millis()).unwrap_or(i64::MAX);
        self.offset_ms.fetch_add(by, Ordering::Relaxed);
    }
}

/// The system time, which tests do not move: what processes compare with each other.
pub fn system_now() -> Timestamp {
    Timestamp(Utc::now().timestamp_millis())
}
