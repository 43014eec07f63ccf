//! Everything a running shop holds.

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
    /// The number of this process.
    pub node: Node,
    /// Where new ids come from.
    pub ids: IdGenerator,
    /// The databases.
    pub databases: Databases,
    /// The shop, its markets, channels and price lists, kept in memory.
    pub directory: DirectoryCell,
    /// Delivery zones and pickup places, kept in memory.
    pub delivery: Kept<DeliveryZones>,
    /// Tells the taxes of orders.
    pub taxes: Taxes,
    /// The discounts that apply by themselves, kept in memory.
    pub discounts: Discounts,
    /// Signs and reads the tokens of merchants.
    pub tokens: Tokens,
    /// The search index.
    pub search: Arc<dyn SearchEngine>,
    /// Tells consumers what happened.
    pub relay: Relay,
    /// The payment provider, and who hears of what it tells.
    pub payments: Payments,
    /// Makes and checks the ids of carts.
    pub cart_keys: CartKeys,
    /// Makes and reads the secrets of status pages.
    pub order_keys: OrderKeys,
    /// Makes what is kept of requests that may come again.
    pub fingerprint_keys: FingerprintKeys,
    /// Makes what is kept of the codes of gift cards.
    pub gift_card_keys: GiftCardKeys,
    /// Counts wrong codes of gift cards.
    pub gift_card_tries: Tries,
    /// Proves that forms of the checkout page come from it.
    pub form_keys: FormKeys,
    /// Takes e-mails.
    pub mailbox: Mailbox,
    /// Background work: shutdown waits for it.
    pub tasks: TaskTracker,
    /// Cancelled when the process is told to stop: requests that run may finish, others should go
    /// elsewhere.
    pub draining: CancellationToken,
    /// Cancelled when the requests have finished and background work must end.
    pub shutdown: CancellationToken,
    /// Address under which buyers reach the shop.
    public_url: Arc<PublicUrl>,
}

impl App {
    /// Opens the databases and reads the shop's settings.
    ///
    /// # Errors
    ///
    /// When a database cannot be opened or migrated.
    pub async fn start(config: Config) -> anyhow::Result<Arc<Self>> {
        let tokens = Tokens::open(&config)?; // before a database is touched
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
                Box::new(DirectoryReload), // first: others work with what it read
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

    /// A new id.
    pub fn next_id<I: From<i64>>(&self) -> I {
        self.ids.next(&self.clock)
    }

    /// Notes the address the server listens on: with port 0 only the socket knows it. The first
    /// call counts.
    pub fn listening_on(&self, address: SocketAddr) {
        self.public_url.listening_on(address);
    }

    /// Address under which buyers reach the shop, without a slash at the end: the setting
    /// `server.public_url`, or the address it listens on.
    pub fn public_url(&self) -> &str {
        self.public_url.get()
    }

    /// The shop's settings as they are now.
    pub fn directory(&self) -> Arc<Directory> {
        self.directory.current()
    }

    /// Writes events into the outbox of the database that `txn` belongs to.
    ///
    /// # Errors
    ///
    /// When the database refuses the rows.
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

    /// Sees what other processes change until this one shuts down, and leaves events to them.
    pub fn start_following(self: &Arc<Self>) {
        let app = Arc::clone(self);
        self.tasks
            .spawn(async move { app.relay.follow(&app).await });
    }

    /// Does something now and every `period` until the process shuts down. A failure is logged as
    /// `failed` and holds back no later turn.
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
