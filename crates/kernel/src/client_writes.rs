//! Bounds what one client makes the shop store in a minute.
//!
//! The gateway says whose request runs, and whoever stores something for buyers charges its bytes. What
//! is stored for merchants and in the background has no client and is not counted. Counts are in the
//! memory of this process.

use crate::{app::Part, error::ApiError, viewer::Client};
use moka::sync::Cache;
use souk_entities::Timestamp;
use std::{
    future::Future,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// How long bytes are counted together.
const WINDOW: Duration = Duration::from_secs(60);
/// Most clients that are remembered.
const MOST_REMEMBERED: u64 = 100_000;
/// Fewest bytes that a write counts as: a row takes room besides its text.
const LEAST_BYTES: u64 = 512;

tokio::task_local! {
    static CLIENT: Option<Client>;
}

/// Runs a request whose writes are charged to `client`; `None` if they are not counted.
pub async fn charged_to<F: Future>(client: Option<Client>, request: F) -> F::Output {
    CLIENT.scope(client, request).await
}

/// Counts the bytes that clients make the shop store.
pub struct ClientWrites {
    /// Most bytes in a minute; 0 for no bound.
    most: u64,
    counts: Cache<Client, Arc<Mutex<Count>>>,
}

impl Part for ClientWrites {}

/// Bytes stored since an instant.
struct Count {
    since: Timestamp,
    bytes: u64,
}

impl ClientWrites {
    /// Allows each client `most` bytes in a minute; 0 for any number.
    pub fn new(most: u64) -> Self {
        let counts = Cache::builder()
            .max_capacity(MOST_REMEMBERED)
            .time_to_live(2 * WINDOW)
            .build();
        Self { most, counts }
    }

    /// Charges a write that is about to be made.
    ///
    /// # Errors
    ///
    /// [`ApiError::Throttled`] if the client has already stored as much as it may in this minute.
    pub fn charge(&self, bytes: usize, now: Timestamp) -> Result<(), ApiError> {
        match self.add(bytes, now) {
            Some(before) if before >= self.most => Err(ApiError::Throttled),
            _ => Ok(()),
        }
    }

    /// Charges a write that must be made whatever the client stored before, such as the answer to a
    /// request that was done.
    pub fn record(&self, bytes: usize, now: Timestamp) {
        self.add(bytes, now);
    }

    /// Adds to what the client of the running request stored; returns how much that was before.
    /// Refused writes add nothing.
    fn add(&self, bytes: usize, now: Timestamp) -> Option<u64> {
        let client = CLIENT.try_with(Clone::clone).ok().flatten()?;
        if self.most == 0 {
            return None;
        }
        let fresh = || Count {
            since: now,
            bytes: 0,
        };
        let found = self
            .counts
            .get_with(client, || Arc::new(Mutex::new(fresh())));
        let mut count = found.lock().unwrap_or_else(PoisonError::into_inner);
        let window_ms = i64::try_from(WINDOW.as_millis()).unwrap_or(i64::MAX);
        if now.0 - count.since.0 >= window_ms {
            *count = fresh();
        }
        let before = count.bytes;
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX).max(LEAST_BYTES);
        if before < self.most {
            count.bytes = before.saturating_add(bytes);
        }
        Some(before)
    }
}

#[cfg(test)]
mod tests {
    use super::{ClientWrites, charged_to};
    use crate::viewer::Client;
    use souk_entities::Timestamp;

    #[tokio::test]
    async fn each_client_may_store_so_much_in_a_minute() {
        let writes = ClientWrites::new(2_000);
        let (now, later) = (Timestamp(1_800_000_000_000), Timestamp(1_800_000_060_000));
        let write = async |client: Option<&str>, bytes, now| {
            let client = client.map(|client| Client(client.to_owned()));
            charged_to(client, async { writes.charge(bytes, now).is_ok() }).await
        };

        assert!(write(Some("a"), 1_900, now).await);
        assert!(write(Some("a"), 1, now).await, "it begins below the bound");
        assert!(!write(Some("a"), 1, now).await);
        assert!(write(Some("b"), 1, now).await, "another client");
        assert!(write(None, 9_000, now).await, "a merchant");
        assert!(writes.charge(9_000, now).is_ok(), "background work");
        assert!(write(Some("a"), 1, later).await, "the next minute");
    }
}
