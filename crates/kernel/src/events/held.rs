//! Entities whose events a consumer could not handle. Their later events wait with them, so that
//! they keep their order; the events of all other entities go on.

use super::shard;
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// Maximum number of entities held back. With more, it is not their events that are at fault.
pub(super) const MOST_HELD: usize = 200;
/// Pause before the events of an entity are relayed again, doubled with each failure.
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// Longest such pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Where the events of an entity are.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Queue {
    /// Name of the database.
    pub(super) database: &'static str,
    /// The entity.
    pub(super) entity: String,
}

impl Queue {
    /// The shard of the entity's rows.
    pub(super) fn shard(&self) -> i32 {
        shard(&self.entity)
    }
}

/// The entities that are held back.
#[derive(Debug, Default)]
pub(super) struct Held(HashMap<Queue, Retry>);

#[derive(Clone, Copy, Debug)]
struct Retry {
    at: Instant,
    pause: Duration,
}

impl Held {
    /// Holds the events of an entity back, for longer than the last time.
    pub(super) fn hold(&mut self, queue: Queue) {
        let pause = self
            .0
            .get(&queue)
            .map_or(FIRST_PAUSE, |retry| (2 * retry.pause).min(LONGEST_PAUSE));
        let at = Instant::now() + pause;
        self.0.insert(queue, Retry { at, pause });
    }

    /// Lets the events of an entity go on.
    pub(super) fn free(&mut self, queue: &Queue) {
        self.0.remove(queue);
    }

    /// The entities of a database that are held back.
    pub(super) fn entities_of(&self, database: &str) -> Vec<String> {
        let queues = self.0.keys().filter(|queue| queue.database == database);
        queues.map(|queue| queue.entity.clone()).collect()
    }

    /// The entities whose events are to be relayed again.
    pub(super) fn due(&self) -> Vec<Queue> {
        let now = Instant::now();
        let due = self.0.iter().filter(|(_, retry)| retry.at <= now);
        due.map(|(queue, _)| queue.clone()).collect()
    }

    /// Whether no more entities may be held back.
    pub(super) fn is_full(&self) -> bool {
        self.0.len() >= MOST_HELD
    }
}
