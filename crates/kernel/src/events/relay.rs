//! The relay: reads the outboxes of all databases, delivers events to consumers, and deletes an
//! event once all consumers have handled it.
//!
//! A consumer receives each event at least once, and the events of one entity in order. It rereads
//! what it needs, so receiving an event twice does no harm.
//!
//! Many processes may share the databases, but only one relays: the one whose consumers hold what
//! only a single process may hold, such as the write lock of the index. The others stand by: they
//! periodically check what has changed, and take over once the relaying process is gone. Events
//! that were not deleted by then are relayed again, so nothing is lost.

use super::Event;
use crate::{
    app::{App, Part},
    database::Database,
};
use async_trait::async_trait;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use souk_entities::{ids::EventId, outbox};
use std::{marker::PhantomData, sync::Arc, time::Duration};
use tokio::{
    sync::{Mutex, MutexGuard},
    time::sleep,
};

/// Number of events read from one outbox at once.
const BATCH: u64 = 500;
/// How often outboxes are polled without a wake-up.
const POLL: Duration = Duration::from_millis(500);
/// How often they are polled after a wake-up, which comes before the commit.
const SOON: Duration = Duration::from_millis(20);
/// How often they are polled this way.
const LOOKS: u32 = 15;
/// Pause after a failure.
const AFTER_FAILURE: Duration = Duration::from_secs(1);

/// Handles events.
#[async_trait]
pub trait Consumer: Send + Sync {
    /// Claims the exclusive resource it needs to handle events; `false` if another process has it.
    async fn claim(&self, _app: &App) -> anyhow::Result<bool> {
        Ok(true)
    }

    /// Catches up with events that another process handled. Called periodically while that process
    /// relays, and before [`claim`](Self::claim). Consumers without state in memory need not
    /// implement it.
    async fn follow(&self, _app: &App) -> anyhow::Result<()> {
        Ok(())
    }

    /// Handles events. They are relayed again if it fails.
    async fn handle(&self, app: &App, events: &[Event]) -> anyhow::Result<()>;
}

/// Settings that a process keeps in memory and rereads when they change.
#[async_trait]
pub trait Reload: Part {
    /// Whether a change of the setting `what` concerns them; see [`Event::SettingsChanged`].
    fn concerns(what: &str) -> bool;

    /// Rereads them.
    ///
    /// # Errors
    ///
    /// When they cannot be read; the old ones stay in use.
    async fn reload(app: &App) -> anyhow::Result<()>;
}

/// Rereads settings when they change, and follows the changes of other processes by rereading a few
/// small tables, which is cheaper to keep right than a version that every change would have to count.
pub struct ReloadOn<S>(PhantomData<S>);

impl<S> Default for ReloadOn<S> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

#[async_trait]
impl<S: Reload> Consumer for ReloadOn<S> {
    async fn follow(&self, app: &App) -> anyhow::Result<()> {
        S::reload(app).await
    }

    async fn handle(&self, app: &App, events: &[Event]) -> anyhow::Result<()> {
        let concerns =
            |event: &Event| matches!(event, Event::SettingsChanged { what } if S::concerns(what));
        if events.iter().any(concerns) {
            S::reload(app).await?;
        }
        Ok(())
    }
}

/// Relays events within this process.
pub struct Relay {
    consumers: Vec<Box<dyn Consumer>>,
    /// Whether this process is the one that relays. Locked while it relays.
    leads: Mutex<bool>,
}

impl Part for Relay {}

impl Relay {
    /// Starts to relay events in the background until the process shuts down, or stands by while
    /// another process does.
    pub fn start(app: &Arc<App>) {
        let task = Arc::clone(app);
        app.tasks
            .spawn(async move { task.part::<Self>().run(&task).await });
    }

    /// Starts to follow the changes of other processes in the background, and leaves events to them.
    pub fn start_following(app: &Arc<App>) {
        let task = Arc::clone(app);
        app.tasks
            .spawn(async move { task.part::<Self>().follow(&task).await });
    }

    /// A relay to these consumers, which are called one after the other.
    pub fn new(consumers: Vec<Box<dyn Consumer>>) -> Self {
        Self {
            consumers,
            leads: Mutex::new(false),
        }
    }

    /// Pauses delivery to consumers while the guard lives.
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
                Ok(None) => (POLL, false), // the process that relays polls by itself
                Err(error) => {
                    tracing::error!(error = ?error, "events could not be relayed");
                    (AFTER_FAILURE, false)
                }
            };
            tokio::select! {
                () = app.shutdown.cancelled() => return,
                () = sleep(pause) => {}
                () = app.new_events.notified(), if hears => looks = LOOKS,
            }
        }
    }

    /// Stands by, without ever taking over, until the process shuts down.
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

    /// Relays waiting events and returns how many there were; `None` if another process relays.
    ///
    /// # Errors
    ///
    /// When a database or a consumer fails; the events are kept.
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

/// The event in a row; `None` if this version does not know it.
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
