//! Everything that a running process holds.

use crate::{
    cart::CartKeys,
    checkout::{self, FormKeys},
    clock::Clock,
    config::Config,
    database::Databases,
    delivery::{DeliveryReload, DeliveryZones},
    events::{self, Event, relay::Relay},
    gift_cards::{GiftCardKeys, Tries},
    idempotency::FingerprintKeys,
    ids::IdGenerator,
    kept::Kept,
    market::directory::{Directory, DirectoryCell, DirectoryReload},
    node::Node,
    operations::StockRules,
    orders::{
        self, OrderKeys,
        mail::{MailQueue, Mailbox},
    },
    payments::Payments,
    promotions::{DiscountReload, Discounts},
    public_url::PublicUrl,
    search::{self, engine::SearchEngine},
    tax::{TaxReload, Taxes},
    tokens::Tokens,
};
use sea_orm::{ConnectionTrait, DbErr};
use std::{fmt::Debug, future::Future, net::SocketAddr, sync::Arc, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

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
    /// The shop, its markets, channels and price lists, kept in memory.
    pub directory: DirectoryCell,
    /// Delivery zones and pickup locations, kept in memory.
    pub delivery: Kept<DeliveryZones>,
    /// Determines the taxes of orders.
    pub taxes: Taxes,
    /// The automatic discounts, kept in memory.
    pub discounts: Discounts,
    /// Signs and verifies merchants' access tokens.
    pub tokens: Tokens,
    /// The search index.
    pub search: Arc<dyn SearchEngine>,
    /// Delivers events to consumers.
    pub relay: Relay,
    /// The payment provider, and the handlers of its events.
    pub payments: Payments,
    /// Creates and verifies cart ids.
    pub cart_keys: CartKeys,
    /// Derives the secrets of order status pages.
    pub order_keys: OrderKeys,
    /// Derives the stored fingerprints of idempotent requests.
    pub fingerprint_keys: FingerprintKeys,
    /// Derives the stored digests of gift card codes.
    pub gift_card_keys: GiftCardKeys,
    /// Counts wrong gift card codes.
    pub gift_card_tries: Tries,
    /// Protects the forms of the checkout page against forgery.
    pub form_keys: FormKeys,
    /// Sends e-mails.
    pub mailbox: Mailbox,
    /// Background tasks; shutdown waits for them.
    pub tasks: TaskTracker,
    /// Cancelled when the process is asked to stop: running requests may finish, new ones should go
    /// elsewhere.
    pub draining: CancellationToken,
    /// Cancelled when the requests have finished and background work must stop.
    pub shutdown: CancellationToken,
    /// The URL under which buyers reach the shop.
    public_url: Arc<PublicUrl>,
}

impl App {
    /// Opens the databases and loads the shop's settings.
    ///
    /// # Errors
    ///
    /// When a database cannot be opened or migrated.
    pub async fn start(config: Config) -> anyhow::Result<Arc<Self>> {
        let tokens = Tokens::open(&config)?; // before any database is opened
        let mailbox = Mailbox::open(&config)?;
        let databases = Databases::connect(&config).await?;
        let clock = Arc::new(Clock::default());
        let public_url = Arc::new(PublicUrl::new(&config.server));
        let node = Node::claim(&config.data_dir, config.node)?;
        let ids = IdGenerator::new(node.number());
        let directory = DirectoryCell::open(&databases.catalog, &ids, &clock).await?;
        let cart_keys = CartKeys::open(&config.data_dir)?;
        let delivery = Kept::new(DeliveryZones::read(&databases).await?);
        let taxes = Taxes::open(&config.tax, &databases).await?;
        let discounts = Discounts::open(&databases.orders, &clock).await?;
        let order_keys = OrderKeys::open(&config.data_dir)?;
        let form_keys = FormKeys::open(&config.data_dir)?;
        let fingerprint_keys = FingerprintKeys::open(&config.data_dir)?;
        let gift_card_keys = GiftCardKeys::open(&config.data_dir)?;
        let payments = Payments::connect(&config, &clock, &public_url).await?;
        payments.listen(Arc::new(checkout::webhook::PaymentEvents));
        payments.listen(Arc::new(orders::reported::RefundEvents));
        Ok(Arc::new(Self {
            payments,
            cart_keys,
            order_keys,
            fingerprint_keys,
            gift_card_keys,
            gift_card_tries: Tries::default(),
            form_keys,
            mailbox,
            tokens,
            search: search::engine::connect(&config)?,
            relay: Relay::new(vec![
                Box::new(DirectoryReload), // first, because others use what it loads
                Box::new(DeliveryReload),
                Box::new(TaxReload),
                Box::new(DiscountReload),
                Box::new(StockRules),
                Box::new(MailQueue),
                Box::new(search::indexer::Indexer::default()),
            ]),
            config,
            clock,
            node,
            ids,
            databases,
            directory,
            delivery,
            taxes,
            discounts,
            tasks: TaskTracker::new(),
            draining: CancellationToken::new(),
            shutdown: CancellationToken::new(),
            public_url,
        }))
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

    /// The shop's current settings.
    pub fn directory(&self) -> Arc<Directory> {
        self.directory.current()
    }

    /// Writes events into the outbox of the database that `txn` belongs to.
    ///
    /// # Errors
    ///
    /// When the database rejects the rows.
    pub async fn publish(&self, txn: &impl ConnectionTrait, events: &[Event]) -> Result<(), DbErr> {
        events::publish(txn, &self.ids, &self.clock, events).await?;
        self.relay.wake();
        Ok(())
    }

    /// Relays events until the process shuts down, or stands by while another process does.
    pub fn start_background(self: &Arc<Self>) {
        let app = Arc::clone(self);
        self.tasks.spawn(async move { app.relay.run(&app).await });
    }

    /// Follows changes made by other processes until this one shuts down, and never relays events
    /// itself.
    pub fn start_following(self: &Arc<Self>) {
        let app = Arc::clone(self);
        self.tasks
            .spawn(async move { app.relay.follow(&app).await });
    }

    /// Runs `work` immediately and then every `period` until the process shuts down. A failure is
    /// logged as `failed` and does not prevent later runs.
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
        self.tasks.spawn(async move {
            loop {
                if let Err(error) = work(Arc::clone(&app)).await {
                    tracing::error!(?error, "{failed}");
                }
                tokio::select! {
                    () = app.shutdown.cancelled() => return,
                    () = tokio::time::sleep(period) => {}
                }
            }
        });
    }

    /// Stops background work, waits for it, and lets another process take it over.
    pub async fn stop(&self) {
        self.draining.cancel();
        self.shutdown.cancel();
        self.tasks.close();
        self.tasks.wait().await;
        self.search.release().await;
    }
}
