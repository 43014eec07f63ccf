//! Everything that a running process holds.

use crate::{
    clock::Clock,
    config::Config,
    database::Databases,
    events::{self, Event},
    ids::IdGenerator,
    jobs::{Jobs, name_of},
    node::{self, Node},
    public_url::PublicUrl,
};
use http::Extensions;
use sea_orm::{ConnectionTrait, DbErr};
use std::{fmt::Debug, future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio::sync::Notify;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How often the clocks of process and databases are compared.
const CLOCK_CHECKS: Duration = Duration::from_secs(60);

/// The application: settings, clock, databases and background work. One per process.
pub struct App {
    /// Settings.
    pub config: Config,
    /// The clock.
    pub clock: Arc<Clock>,
    /// Number of this process.
    pub node: Node,
    /// Generates new ids.
    pub ids: IdGenerator,
    /// The databases.
    pub databases: Databases,
    /// Wakes the relay: an event is about to be committed.
    pub new_events: Notify,
    /// Background tasks; shutdown waits for them.
    pub tasks: TaskTracker,
    /// Background jobs, which take turns in such tasks.
    pub jobs: Jobs,
    /// Cancelled when the process is asked to stop: running requests may finish, new ones should go
    /// elsewhere.
    pub draining: CancellationToken,
    /// Cancelled when the requests have finished and background work must stop.
    pub shutdown: CancellationToken,
    /// The URL under which buyers reach the shop.
    public_url: Arc<PublicUrl>,
    parts: Parts,
}

/// A part of the application that a domain keeps for the life of the process: settings in memory,
/// keys, the connection to a provider. `startup` adds it, and [`App::part`] finds it by its type, so
/// that the application knows none of its domains.
pub trait Part: Send + Sync + 'static {}

/// The parts of the application, by type.
#[derive(Default)]
pub struct Parts(Extensions);

impl Parts {
    /// Adds a part; an earlier one of its type is replaced.
    pub fn add<P: Part>(&mut self, part: P) {
        self.0.insert(Arc::new(part));
    }
}

/// What the application is built from before its parts are opened.
pub struct Base {
    /// Settings.
    pub config: Config,
    /// The clock.
    pub clock: Arc<Clock>,
    /// Number of this process.
    pub node: Node,
    /// Generates new ids.
    pub ids: IdGenerator,
    /// The databases.
    pub databases: Databases,
    /// The URL under which buyers reach the shop.
    pub public_url: Arc<PublicUrl>,
}

impl Base {
    /// Opens the databases.
    ///
    /// # Errors
    ///
    /// When a database cannot be opened or migrated, or no number is free.
    pub async fn open(config: Config) -> anyhow::Result<Self> {
        let databases = Databases::connect(&config).await?;
        let node = Node::claim(&config.data_dir, config.node, &databases.orders).await?;
        Ok(Self {
            databases,
            clock: Arc::new(Clock::default()),
            public_url: Arc::new(PublicUrl::new(&config.server)),
            ids: IdGenerator::new(node.number()),
            node,
            config,
        })
    }
}

impl App {
    /// The application with its parts. It renews its number in the background.
    pub fn new(base: Base, parts: Parts) -> Arc<Self> {
        let app = Arc::new(Self {
            config: base.config,
            clock: base.clock,
            node: base.node,
            ids: base.ids,
            databases: base.databases,
            new_events: Notify::new(),
            tasks: TaskTracker::new(),
            jobs: Jobs::default(),
            draining: CancellationToken::new(),
            shutdown: CancellationToken::new(),
            public_url: base.public_url,
            parts,
        });
        app.start_renewing();
        app.start_comparing_clocks();
        app
    }

    fn start_renewing(self: &Arc<Self>) {
        let failed = "the number of this process could not be renewed";
        self.every(node::RENEWAL, failed, |app| async move {
            app.renew_node().await
        });
    }

    fn start_comparing_clocks(self: &Arc<Self>) {
        let failed = "the clocks of the databases could not be compared";
        self.every(CLOCK_CHECKS, failed, |app| async move {
            app.databases.compare_clocks().await
        });
    }

    /// Renews the number of the process. Without it the process stops: another makes the same ids.
    async fn renew_node(&self) -> Result<(), DbErr> {
        let databases = self.databases.uncounted();
        if !self.node.renew(&databases.orders).await? {
            let node = self.node.number();
            tracing::error!(
                node,
                "another process has the number of this one, which stops"
            );
            self.draining.cancel();
            self.shutdown.cancel();
        }
        Ok(())
    }

    /// A part that `startup` added.
    ///
    /// # Panics
    ///
    /// When the part was not added, which the start of any process would show.
    pub fn part<P: Part>(&self) -> &P {
        let part = self.parts.0.get::<Arc<P>>();
        part.expect("startup adds every part")
    }

    /// Generates a new id.
    pub fn next_id<I: From<i64>>(&self) -> I {
        self.ids.next(&self.clock)
    }

    /// Records the address the server listens on, which only the socket knows if the port is 0.
    /// Only the first call counts.
    pub fn listening_on(&self, address: SocketAddr) {
        self.public_url.listening_on(address);
    }

    /// The URL under which buyers reach the shop, without a trailing slash: the setting
    /// `server.public_url`, or the address the server listens on.
    pub fn public_url(&self) -> &str {
        self.public_url.get()
    }

    /// Writes events into the outbox of the database that `txn` belongs to.
    ///
    /// # Errors
    ///
    /// When the database rejects the rows.
    pub async fn publish(&self, txn: &impl ConnectionTrait, events: &[Event]) -> Result<(), DbErr> {
        events::publish(txn, &self.ids, &self.clock, events).await?;
        self.new_events.notify_one();
        Ok(())
    }

    /// Runs `work` immediately and then every `period` until the process shuts down. A failure or a
    /// panic is logged as `failed` and does not prevent later runs.
    pub fn every<Work, Turn, Done, Failure>(
        self: &Arc<Self>,
        period: Duration,
        failed: &'static str,
        work: Work,
    ) where
        Work: Fn(Arc<Self>) -> Turn + Send + 'static,
        Turn: Future<Output = Result<Done, Failure>> + Send,
        Done: Send,
        Failure: Debug + Send,
    {
        let app = Arc::clone(self);
        let job = self.jobs.add(name_of::<Work>(), period);
        self.tasks.spawn(async move {
            loop {
                let turn = work(Arc::clone(&app));
                if let Err(error) = job.turn(turn).await {
                    error.log(failed);
                }
                tokio::select! {
                    () = app.shutdown.cancelled() => return,
                    () = tokio::time::sleep(period) => {}
                }
            }
        });
    }

    /// Repeats `batch`, which handles at most `most` rows and returns their number, until fewer are
    /// left or the process shuts down. Returns how many rows were handled.
    ///
    /// # Errors
    ///
    /// When a batch fails.
    pub async fn in_batches<Batch, Failure>(
        &self,
        most: u64,
        batch: impl Fn() -> Batch,
    ) -> Result<u64, Failure>
    where
        Batch: Future<Output = Result<u64, Failure>>,
    {
        let mut handled = 0;
        loop {
            let step = batch().await?;
            handled += step;
            if step < most || self.shutdown.is_cancelled() {
                return Ok(handled);
            }
        }
    }

    /// Stops background work, waits for it, and lets another process take it over.
    pub async fn stop(&self) {
        self.draining.cancel();
        self.shutdown.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        if let Err(error) = self.node.release(&self.databases.orders).await {
            tracing::warn!(%error, "the number of this process stays leased for a moment");
        }
    }
}
