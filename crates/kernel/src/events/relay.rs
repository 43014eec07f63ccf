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
//!
//! Events that a consumer cannot handle are found by halving the batch. They and the later events of
//! their entities are held back and relayed again by themselves; all others go on.

use super::{
    Event,
    held::{Held, Queue},
};
use crate::{
    app::{App, Part},
    database::Database,
};
use anyhow::bail;
use async_trait::async_trait;
use futures_util::FutureExt;
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use souk_entities::{ids::EventId, outbox};
use std::{
    collections::HashSet, marker::PhantomData, mem, panic::AssertUnwindSafe, sync::Arc,
    time::Duration,
};
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
/// Number of entities whose events fail, while those of no other do, after which it is not the
/// events that are at fault.
const HOPELESS: usize = 8;
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

    /// Handles events. If it fails or panics, they are relayed again, in smaller batches.
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
    held: Mutex<Held>,
}

/// A row of an outbox that was read.
struct Waiting {
    id: EventId,
    queue: Queue,
    /// `None` if this version does not know it.
    event: Option<Event>,
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
            held: Mutex::default(),
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
        let job = app.jobs.add("events::relay", POLL);
        loop {
            let (pause, hears) = match job.turn(self.drain(app)).await {
                Ok(Some(0)) if looks > 0 => {
                    looks -= 1;
                    (SOON, false)
                }
                Ok(Some(0)) => (POLL, true),
                Ok(Some(_)) => (busy, false),
                Ok(None) => (POLL, false), // the process that relays polls by itself
                Err(error) => {
                    error.log("events could not be relayed");
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
        let job = app.jobs.add("events::relay", POLL);
        loop {
            if let Err(error) = job.turn(self.catch_up(app)).await {
                error.log("changes of other processes cannot be seen");
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
    /// When a database or every event fails; the events are kept.
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

    /// Relays a batch of each outbox and what is due of the entities held back.
    async fn round(&self, app: &App) -> anyhow::Result<usize> {
        let databases = app.databases.uncounted();
        let mut held = self.held.lock().await;
        let mut relayed = 0;
        for queue in held.due() {
            let database = databases
                .all()
                .into_iter()
                .find(|(name, _)| *name == queue.database);
            let Some((_, database)) = database else {
                continue;
            };
            let events = waiting_of(database, &queue).await?;
            if events.is_empty() || self.handle(app, &events).await.is_ok() {
                relayed += events.len();
                delete(database, ids_of(&events, queue.database)).await?;
                held.free(&queue);
            } else {
                held.hold(queue);
            }
        }
        let mut events = Vec::new();
        let mut silent = Ok(());
        for (name, database) in databases.all() {
            match waiting(name, database, held.entities_of(name)).await {
                Ok(found) => events.extend(found),
                Err(error) => silent = Err(error), // the events of the other databases go on
            }
        }
        if !events.is_empty() {
            let handled = self.handle_most(app, events, &mut held).await?;
            for (name, database) in databases.all() {
                let ids = ids_of(&handled, name);
                relayed += ids.len();
                delete(database, ids).await?;
            }
        }
        silent?;
        Ok(relayed)
    }

    /// Hands events to the consumers, and holds back the entities whose events they cannot handle.
    /// Returns the events that were handled.
    async fn handle_most(
        &self,
        app: &App,
        events: Vec<Waiting>,
        held: &mut Held,
    ) -> anyhow::Result<Vec<Waiting>> {
        let mut handled = Vec::new();
        let mut failed = 0;
        let mut batches = vec![events];
        while let Some(batch) = batches.pop() {
            let Err(error) = self.handle(app, &batch).await else {
                handled.extend(batch);
                continue;
            };
            match halves(batch) {
                Ok([first, second]) => batches.extend([second, first]),
                Err(queue) => {
                    failed += 1;
                    if held.is_full() || (handled.is_empty() && failed >= HOPELESS) {
                        return Err(error);
                    }
                    tracing::error!(?error, queue.entity, "its events are held back");
                    held.hold(queue);
                }
            }
        }
        Ok(handled)
    }

    /// Hands events to every consumer, one after the other.
    async fn handle(&self, app: &App, events: &[Waiting]) -> anyhow::Result<()> {
        let events: Vec<Event> = events.iter().filter_map(|row| row.event.clone()).collect();
        for consumer in &self.consumers {
            let handled = AssertUnwindSafe(consumer.handle(app, &events)).catch_unwind();
            handled
                .await
                .unwrap_or_else(|_| bail!("a consumer panicked"))?;
        }
        Ok(())
    }
}

/// Halves a batch, the events of an entity in one half; fails with the entity if there is only one.
fn halves(batch: Vec<Waiting>) -> Result<[Vec<Waiting>; 2], Queue> {
    let mut seen = HashSet::new();
    let queues = batch.iter().map(|row| row.queue.clone());
    let mut queues: Vec<Queue> = queues.filter(|queue| seen.insert(queue.clone())).collect();
    let half = queues.len() / 2;
    match queues.pop() {
        Some(only) if half == 0 => Err(only),
        _ => {
            let first: HashSet<Queue> = queues.drain(..half).collect();
            let (first, second) = batch
                .into_iter()
                .partition(|row| first.contains(&row.queue));
            Ok([first, second])
        }
    }
}

/// The ids of the events that are in the outbox of `database`.
fn ids_of(events: &[Waiting], database: &str) -> Vec<EventId> {
    let events = events.iter().filter(|row| row.queue.database == database);
    events.map(|row| row.id).collect()
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

/// The oldest events, but for those of the entities held back. Index: the primary key.
async fn waiting(
    name: &'static str,
    database: &Database,
    held: Vec<String>,
) -> Result<Vec<Waiting>, DbErr> {
    let mut query = outbox::Entity::find();
    if !held.is_empty() {
        query = query.filter(outbox::Column::Entity.is_not_in(held));
    }
    waiting_rows(name, database, query).await
}

/// The oldest events of an entity. Index: `outbox_by_shard`.
async fn waiting_of(database: &Database, queue: &Queue) -> Result<Vec<Waiting>, DbErr> {
    let query = outbox::Entity::find()
        .filter(outbox::Column::Shard.eq(queue.shard()))
        .filter(outbox::Column::Entity.eq(queue.entity.as_str()));
    waiting_rows(queue.database, database, query).await
}

async fn waiting_rows(
    name: &'static str,
    database: &Database,
    query: Select<outbox::Entity>,
) -> Result<Vec<Waiting>, DbErr> {
    let query = query.order_by_asc(outbox::COLUMN.id).limit(BATCH);
    let rows = query.all(database.reader()).await?;
    let waiting = rows.into_iter().map(|mut row| Waiting {
        id: row.id,
        event: event_of(&row),
        queue: Queue {
            database: name,
            entity: mem::take(&mut row.entity),
        },
    });
    Ok(waiting.collect())
}

async fn delete(database: &Database, ids: Vec<EventId>) -> Result<(), DbErr> {
    if ids.is_empty() {
        return Ok(());
    }
    outbox::Entity::delete_many()
        .filter(outbox::Column::Id.is_in(ids))
        .exec(database.writer())
        .await?;
    Ok(())
}
