//! Limits how often codes of gift cards and discounts may be tried, so that codes cannot be guessed
//! by trying many of them.
//!
//! Wrong codes of both kinds are counted together, per cart and per client, in the memory of this
//! process. While either is
//! over its limit nothing is looked up, so that right and wrong codes get the same answer.

use moka::sync::Cache;
use souk_entities::Timestamp;
use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

/// Wrong codes after which a cart must wait.
pub const MOST_WRONG_CODES_OF_CART: usize = 10;
/// Wrong codes after which a client must wait: many buyers may share one address.
pub const MOST_WRONG_CODES_OF_CLIENT: usize = 50;
/// How long wrong codes are remembered.
pub const WRONG_CODES_WINDOW: Duration = Duration::from_secs(15 * 60);
/// Most carts and clients that are remembered.
const MOST_REMEMBERED: u64 = 100_000;

/// Counts wrong codes.
pub struct CodeAttempts(Cache<String, Arc<Mutex<Count>>>);

/// Wrong codes since an instant.
struct Count {
    since: Timestamp,
    wrong: usize,
}

/// Codes that are being looked up; they count as wrong until they are known to be right.
pub struct Turn(Vec<Arc<Mutex<Count>>>);

impl Default for CodeAttempts {
    fn default() -> Self {
        let cache = Cache::builder().max_capacity(MOST_REMEMBERED);
        Self(cache.time_to_live(2 * WRONG_CODES_WINDOW).build())
    }
}

impl souk_kernel::app::Part for CodeAttempts {}

impl CodeAttempts {
    /// Starts trying this many codes; `None` if the cart or the client must wait.
    pub fn begin(&self, cart: &str, client: &str, codes: usize, now: Timestamp) -> Option<Turn> {
        let counts = [
            (format!("cart {cart}"), MOST_WRONG_CODES_OF_CART),
            (format!("client {client}"), MOST_WRONG_CODES_OF_CLIENT),
        ];
        let mut turn = Turn(Vec::with_capacity(counts.len()));
        for (name, most) in counts {
            let found = self.count(name, now);
            let mut count = lock(&found);
            // A batch may not pass the limit either, but a client without wrong codes may send a
            // long one.
            let room = most.saturating_sub(count.wrong);
            if room == 0 || (count.wrong > 0 && codes > room) {
                drop(count);
                turn.end(codes); // nothing was tried
                return None;
            }
            count.wrong += codes;
            drop(count);
            turn.0.push(found);
        }
        Some(turn)
    }

    fn count(&self, name: String, now: Timestamp) -> Arc<Mutex<Count>> {
        let fresh = || Count {
            since: now,
            wrong: 0,
        };
        let found = self.0.get_with(name, || Arc::new(Mutex::new(fresh())));
        let window_ms = i64::try_from(WRONG_CODES_WINDOW.as_millis()).unwrap_or(i64::MAX);
        let mut count = lock(&found);
        if now.0 - count.since.0 >= window_ms {
            *count = fresh();
        }
        drop(count);
        found
    }
}

impl Turn {
    /// Ends the lookup: `right` of the codes were right.
    pub fn end(self, right: usize) {
        for count in self.0 {
            let mut count = lock(&count);
            count.wrong = count.wrong.saturating_sub(right);
        }
    }
}

fn lock(count: &Mutex<Count>) -> std::sync::MutexGuard<'_, Count> {
    count.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::{
        CodeAttempts, MOST_WRONG_CODES_OF_CART, MOST_WRONG_CODES_OF_CLIENT, WRONG_CODES_WINDOW,
    };
    use souk_entities::Timestamp;

    #[test]
    fn a_cart_waits_after_ten_wrong_codes_and_a_client_after_fifty() {
        let (tries, now) = (CodeAttempts::default(), Timestamp(1_800_000_000_000));
        let later = Timestamp(now.0 + i64::try_from(WRONG_CODES_WINDOW.as_millis()).unwrap());
        for _ in 0..MOST_WRONG_CODES_OF_CART {
            tries.begin("a", "1", 1, now).unwrap().end(0);
        }

        assert!(tries.begin("a", "2", 1, now).is_none(), "the cart");
        assert!(tries.begin("a", "2", 1, later).is_some(), "it has waited");
        for cart in 0..(MOST_WRONG_CODES_OF_CLIENT - MOST_WRONG_CODES_OF_CART) {
            tries.begin(&cart.to_string(), "1", 1, now).unwrap().end(0);
        }
        assert!(tries.begin("b", "1", 1, now).is_none(), "the client");
        assert!(tries.begin("b", "3", 1, now).is_some());
    }

    #[test]
    fn right_codes_do_not_count() {
        let (tries, now) = (CodeAttempts::default(), Timestamp(0));

        for _ in 0..2 * MOST_WRONG_CODES_OF_CLIENT {
            tries.begin("a", "1", 20, now).unwrap().end(20);
        }
    }
}
