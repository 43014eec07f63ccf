//! Builds the application: opens what each domain keeps, and names who hears of events.

use souk_kernel::{
    app::{App, Base, Parts},
    client_writes::ClientWrites,
    config::Config,
    events::relay::{Relay, ReloadOn},
    tokens::Tokens,
};
use souk_shop::{
    cart::CartKeys,
    checkout::{self, FormKeys, Leases},
    code_attempts::CodeAttempts,
    delivery::Delivery,
    gift_cards::GiftCardKeys,
    idempotency::FingerprintKeys,
    market::DirectoryCell,
    media::Renderer,
    operations,
    orders::{self, MailQueue, Mailbox, OrderKeys},
    payments::Payments,
    promotions::Discounts,
    search::{self, SearchIndex},
    tax::Taxes,
};
use std::sync::Arc;

/// Opens the databases and whatever the domains keep in memory.
///
/// # Errors
///
/// When a database cannot be opened or migrated, or a setting is wrong.
pub async fn start(config: Config) -> anyhow::Result<Arc<App>> {
    let mut parts = Parts::default();
    parts.add(Tokens::open(&config)?); // before any database is opened
    parts.add(Mailbox::open(&config)?);
    parts.add(Renderer::open(&config)?);
    parts.add(CartKeys::open(&config.data_dir)?);
    parts.add(OrderKeys::open(&config.data_dir)?);
    parts.add(FormKeys::open(&config.data_dir)?);
    parts.add(FingerprintKeys::open(&config.data_dir)?);
    parts.add(GiftCardKeys::open(&config.data_dir)?);
    parts.add(CodeAttempts::default());
    parts.add(Leases::default());
    parts.add(ClientWrites::new(config.limits.client_written_bytes));

    let base = Base::open(config).await?;
    let (config, databases) = (&base.config, &base.databases);
    parts.add(DirectoryCell::open(&databases.catalog, &base.ids, &base.clock).await?);
    parts.add(Delivery::open(databases).await?);
    parts.add(Taxes::open(&config.tax, databases).await?);
    parts.add(Discounts::open(&databases.orders, &base.clock).await?);
    parts.add(SearchIndex(search::connect_engine(config)?));
    let payments = Payments::connect(config, &base.clock, &base.public_url).await?;
    payments.listen(Arc::new(checkout::PaymentEvents));
    payments.listen(Arc::new(orders::RefundEvents));
    parts.add(payments);
    parts.add(consumers());
    let app = App::new(base, parts);
    checkout::end_leases_of_earlier_process(&app).await?;
    Ok(app)
}

/// Who hears of events, one after the other.
fn consumers() -> Relay {
    Relay::new(vec![
        Box::new(ReloadOn::<DirectoryCell>::default()), // first, because others use what it loads
        Box::new(ReloadOn::<Delivery>::default()),
        Box::new(ReloadOn::<Taxes>::default()),
        Box::new(ReloadOn::<Discounts>::default()),
        Box::new(operations::StockRules),
        Box::new(MailQueue),
        Box::new(search::Indexer::default()),
    ])
}

/// Stops background work, waits for it, and lets another process take over the search index.
pub async fn stop(app: &App) {
    app.stop().await;
    app.part::<SearchIndex>().release().await;
}
