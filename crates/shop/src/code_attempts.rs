//! Limits how often codes of gift cards and discounts may be tried, so that codes cannot be guessed
//! by trying many of them.
//!
//! Wrong codes of both kinds are counted together, per cart and per client, in the memory of this
//! process. While either is over its limit nothing is looked up, so that right and wrong codes get the
//! same answer.

use moka::sync::Cache;
use souk_entities::Timestamp;
use std::{
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::sync::Notify;

/// Wrong codes after which a cart must wait.
pub const MOST_WRONG_CODES_OF_CART: usize = 10;
/// Wrong codes after which a client must wait: many buyers may share one address.
pub const MOST_WRONG_CODES_OF_CLIENT: usize = 50;
/// How long wrong codes are remembered.
pub const WRONG_CODES_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Most carts and clients that are remembered.
const MOST_REMEMBERED: u64 = 100_000;

/// Counts wrong codes.
pub struct CodeAttempts(Cache<String, Arc<Counter>>);

/// The codes of a cart or a client.
struct Counter {
    count: Mutex<Count>,
    /// Tells those who wait that a lookup has ended.
    ended: Notify,
}

/// Wrong codes since an instant, and those that are being looked up.
struct Count {
    since: Timestamp,
    wrong: usize,
    pending: usize,
}

/// Codes that are being looked up. Those of a lookup that is given up count as wrong.
pub struct Turn {
    counters: Vec<Arc<Counter>>,
    codes: usize,
}

impl Default for CodeAttempts {
    fn default() -> Self {
        let cache = Cache::builder().max_capacity(MOST_REMEMBERED);
        Self(cache.time_to_live(2 * WRONG_CODES_WINDOW).build())
    }
}

impl souk_kernel::app::Part for CodeAttempts {}

impl CodeAttempts {
    /// Starts trying this many codes; `None` if the cart or the client must wait. While other
    /// lookups could still pass the limit, this one waits for them: many buyers with right codes
    /// may share one address.
    pub async fn begin(
        &self,
        cart: &str,
        client: &str,
        codes: usize,
        now: Timestamp,
    ) -> Option<Turn> {
        let counters = [
            (format!("cart {cart}"), MOST_WRONG_CODES_OF_CART),
            (format!("client {client}"), MOST_WRONG_CODES_OF_CLIENT),
        ];
        let mut turn = Turn {
            counters: Vec::with_capacity(counters.len()),
            codes,
        };
        for (name, most) in counters {
            let counter = self.counter(name, now);
            if !counter.admit(codes, most).await {
                turn.end(codes); // nothing was tried
                return None;
            }
            turn.counters.push(counter);
        }
        Some(turn)
    }

    fn counter(&self, name: String, now: Timestamp) -> Arc<Counter> {
        let fresh = || Counter {
            count: Mutex::new(Count {
                since: now,
                wrong: 0,
                pending: 0,
            }),
            ended: Notify::new(),
        };
        let found = self.0.get_with(name, || Arc::new(fresh()));
        let window_ms = i64::try_from(WRONG_CODES_WINDOW.as_millis()).unwrap_or(i64::MAX);
        let mut count = found.lock();
        if now.0 - count.since.0 >= window_ms {
            count.since = now;
            count.wrong = 0;
        }
        drop(count);
        found
    }
}

impl Counter {
    /// Waits until these codes can be looked up; returns false if they may not.
    async fn admit(&self, codes: usize, most: usize) -> bool {
        loop {
            let ended = self.ended.notified(); // before the look at the count, so as to miss none
            if let Some(is_admitted) = self.try_admit(codes, most) {
                return is_admitted;
            }
            ended.await;
        }
    }

    /// `None` if that depends on what others are looking up.
    fn try_admit(&self, codes: usize, most: usize) -> Option<bool> {
        let mut count = self.lock();
        // A batch may not pass the limit either, but a client without wrong codes may send a long
        // one.
        let room = most.saturating_sub(count.wrong);
        if room == 0 || (count.wrong > 0 && codes > room) {
            return Some(false);
        }
        let is_next = count.pending == 0 || count.pending.saturating_add(codes) <= room;
        is_next.then(|| {
            count.pending += codes;
            true
        })
    }

    fn lock(&self) -> MutexGuard<'_, Count> {
        self.count.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Turn {
    /// Ends the lookup: `right` of the codes were right.
    pub fn end(mut self, right: usize) {
        self.settle(self.codes.saturating_sub(right));
    }

    fn settle(&mut self, wrong: usize) {
        for counter in self.counters.drain(..) {
            let mut count = counter.lock();
            count.pending = count.pending.saturating_sub(self.codes);
            count.wrong = count.wrong.saturating_add(wrong);
            drop(count);
            counter.ended.notify_waiters();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.settle(self.codes);
    }
}

#[cfg(test)]
mod tests {
    use super::{
        CodeAttempts, MOST_WRONG_CODES_OF_CART, MOST_WRONG_CODES_OF_CLIENT, WRONG_CODES_WINDOW,
    };
    use souk_entities::Timestamp;

    #[tokio::test]
    async fn a_cart_waits_after_ten_wrong_codes_and_a_client_after_fifty() {
        let (tries, now) = (CodeAttempts::default(), Timestamp(1_800_000_000_000));
        let later = Timestamp(now.0 + i64::try_from(WRONG_CODES_WINDOW.as_millis()).unwrap());
        for _ in 0..MOST_WRONG_CODES_OF_CART {
            tries.begin("a", "1", 1, now).await.unwrap().end(0);
        }

        assert!(tries.begin("a", "2", 1, now).await.is_none(), "the cart");
        assert!(
            tries.begin("a", "2", 1, later).await.is_some(),
            "it has waited"
        );
        for cart in 0..(MOST_WRONG_CODES_OF_CLIENT - MOST_WRONG_CODES_OF_CART) {
            tries
                .begin(&cart.to_string(), "1", 1, now)
                .await
                .unwrap()
                .end(0);
        }
        assert!(tries.begin("b", "1", 1, now).await.is_none(), "the client");
        assert!(tries.begin("b", "3", 1, now).await.is_some());
    }

    #[tokio::test]
    async fn right_codes_do_not_count() {
        let (tries, now) = (CodeAttempts::default(), Timestamp(0));

        for _ in 0..2 * MOST_WRONG_CODES_OF_CLIENT {
            tries.begin("a", "1", 20, now).await.unwrap().end(20);
        }
    }
}
