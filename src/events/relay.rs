//! The relay: reads the outboxes of all databases, tells consumers what happened, and deletes an
//! event once all of them are done with it.
//!
//! A consumer hears of an event at least once, and of the events of one entity in their order. It
//! rereads what it needs, so hearing twice does no harm.

use super::Event;
use crate::{app::App, database::Database};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use souk_entities::{ids::EventId, outbox};
use std::time::Duration;
use tokio::{
    sync::{Mutex, MutexGuard, Notify},
    time::sleep,
};

/// Events read from one outbox at once.
const BATCH: u64 = 500;
/// How often outboxes are looked at although nobody called.
const POLL: Duration = Duration::from_millis(500);
/// How often they are looked at after a call, which comes before the commit.
const SOON: Duration = Duration::from_millis(20);
/// How many times.
const LOOKS: u32 = 15;
/// How long to wait after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Hears what happened.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// Does what the events call for. They are relayed again when it fails.
    async fn handle(&self, app: &App, events: &[Event]) -> anyhow::Result<()>;
}

/// Relays events within this process.
pub struct Relay {
    consumers: Vec<Box<dyn Consumer>>,
    wake: Notify,
    turn: Mutex<()>,
}

impl Relay {
    /// A relay to these consumers, which are told one after the other.
    pub fn new(consumers: Vec<Box<dyn Consumer>>) -> Self {
        Self {
            consumers,
            wake: Notify::new(),
            turn: Mutex::new(()),
        }
    }

    /// Calls the relay: an event is about to be committed.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Keeps the relay from telling consumers anything while the guard lives.
    pub async fn pause(&self) -> MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Relays until the process shuts down.
    pub async fn run(&self, app: &App) {
        let busy = Duration::from_millis(app.config.search.commit_interval_ms);
        let mut looks = LOOKS;
        loop {
            let pause = match self.drain(app).await {
                Ok(0) if looks > 0 => {
                    looks -= 1;
                    SOON
                }
                Ok(0) => POLL,
                Ok(_) => busy,
                Err(error) => {
                    tracing::error!(error = ?error, "events could not be relayed");
                    AFTER_FAILURE
                }
            };
            tokio::select! {
                () = app.shutdown.cancelled() => return,
                () = sleep(pause) => {}
                () = self.wake.notified(), if pause == POLL => looks = LOOKS,
            }
        }
    }

    /// Relays what waits and returns how many events that were.
    ///
    /// # Errors
    ///
    /// When a database or a consumer fails; the events stay.
    pub async fn drain(&self, app: &App) -> anyhow::Result<usize> {
        let _turn = self.turn.lock().await;
        let mut relayed = 0;
        loop {
            let round = self.round(app).await?;
            relayed += round;
            if round == 0 {
                return Ok(relayed);
            }
        }
    }

    async fn round(&self, app: &App) -> anyhow::Result<usize> {
        let databases = app.databases.uncounted();
        let mut events = Vec::new();
        let mut read = Vec::new();
        for (_, database) in databases.all() {
            let rows = waiting(database).await?;
            if rows.is_empty() {
                continue;
            }
            read.push((database, rows.iter().map(|row| row.id).collect::<Vec<_>>()));
            events.extend(rows.iter().filter_map(event_of));
        }
        if read.is_empty() {
            return Ok(0);
        }
        for consumer in &self.consumers {
            consumer.handle(app, &events).await?;
        }
        let mut relayed = 0;
        for (database, ids) in read {
            relayed += ids.len();
            delete(database, ids).await?;
        }
        Ok(relayed)
    }
}

/// What a row tells; nothing for an event that this version does not know.
fn event_of(row: &outbox::Model) -> Option<Event> {
    match serde_json::from_str(&row.payload) {
        Ok(event) => Some(event),
        Err(error) => {
            tracing::warn!(kind = row.kind, %error, "an unknown event is skipped");
            None
        }
    }
}

/// The oldest events. Index: the primary key.
async fn waiting(database: &Database) -> Result<Vec<outbox::Model>, DbErr> {
    outbox::Entity::find()
        .order_by_asc(outbox::COLUMN.id)
        .limit(BATCH)
        .all(database.reader())
        .await
}

async fn delete(database: &Database, ids: Vec<EventId>) -> Result<(), DbErr> {
    outbox::Entity::delete_many()
        .filter(outbox::Column::Id.is_in(ids))
        .exec(database.writer())
        .await?;
    Ok(())
}
