//! The relay: reads the outboxes of all databases, tells consumers what happened, and deletes an
//! event once all of them are done with it.
//!
//! A consumer hears of an event at least once, and of the events of one entity in their order. It
//! rereads what it needs, so hearing twice does no harm.
//!
//! Many processes may share the databases; one of them relays: the one whose consumers could take
//! what only one process may have, the right to write the index. The others stand by. They look
//! from time to time what changed, and take over once the one that relays is gone. What was not
//! deleted by then is relayed again, so nothing is lost.

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
    /// Takes what it needs to be told; false where another process has it.
    async fn claim(&self, _app: &App) -> anyhow::Result<bool> {
        Ok(true)
    }

    /// Catches up with what another process was told. Called from time to time while that one
    /// relays, and before [`claim`](Self::claim). What keeps nothing in memory has nothing to do.
    async fn follow(&self, _app: &App) -> anyhow::Result<()> {
        Ok(())
    }

    /// Does what the events call for. They are relayed again when it fails.
    async fn handle(&self, app: &App, events: &[Event]) -> anyhow::Result<()>;
}

/// Relays events within this process.
pub struct Relay {
    consumers: Vec<Box<dyn Consumer>>,
    wake: Notify,
    /// Whether this process relays. Held while it does.
    leads: Mutex<bool>,
}

impl Relay {
    /// A relay to these consumers, which are told one after the other.
    pub fn new(consumers: Vec<Box<dyn Consumer>>) -> Self {
        Self {
            consumers,
            wake: Notify::new(),
            leads: Mutex::new(false),
        }
    }

    /// Calls the relay: an event is about to be committed.
    pub fn wake(&self) {
        self.wake.notify_one();
    }

    /// Keeps the relay from telling consumers anything while the guard lives.
    pub async fn pause(&self) -> MutexGuard<'_, bool> {
        self.leads.lock().await
    }

    /// Relays, or stands by, until the process shuts down.
    pub async fn run(&self, app: &App) {
        let busy = Duration::from_millis(app.config.search.commit_interval_ms);
        let mut looks = LOOKS;
        loop {
            let (pause, hears) = match self.drain(app).await {
                Ok(Some(0)) if looks > 0 => {
                    looks -= 1;
                    (SOON, false)
                }
                Ok(Some(0)) => (POLL, true),
                Ok(Some(_)) => (busy, false),
                Ok(None) => (POLL, false), // the process that relays looks for itself
                Err(error) => {
                    tracing::error!(error = ?error, "events could not be relayed");
                    (AFTER_FAILURE, false)
                }
            };
            tokio::select! {
                () = app.shutdown.cancelled() => return,
                () = sleep(pause) => {}
                () = self.wake.notified(), if hears => looks = LOOKS,
            }
        }
    }

    /// Stands by, and never takes over, until the process shuts down.
    pub async fn follow(&self, app: &App) {
        loop {
            if let Err(error) = self.catch_up(app).await {
                tracing::error!(error = ?error, "changes of other processes cannot be seen");
            }
            tokio::select! {
                () = app.shutdown.cancelled() => return,
                () = sleep(POLL) => {}
            }
        }
    }

    /// Relays what waits and returns how many events that were; `None` where another process
    /// relays.
    ///
    /// # Errors
    ///
    /// When a database or a consumer fails; the events stay.
    pub async fn drain(&self, app: &App) -> anyhow::Result<Option<usize>> {
        let mut leads = self.leads.lock().await;
        *leads = *leads || self.take_over(app).await?;
        if !*leads {
            return Ok(None);
        }
        let mut relayed = 0;
        loop {
            let round = self.round(app).await?;
            relayed += round;
            if round == 0 || app.shutdown.is_cancelled() {
                return Ok(Some(relayed));
            }
        }
    }

    async fn take_over(&self, app: &App) -> anyhow::Result<bool> {
        self.catch_up(app).await?;
        for consumer in &self.consumers {
            if !consumer.claim(app).await? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    async fn catch_up(&self, app: &App) -> anyhow::Result<()> {
        for consumer in &self.consumers {
            consumer.follow(app).await?;
        }
        Ok(())
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
