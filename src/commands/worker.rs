//! `souk worker`: the background work of a shop, without a server.

use super::{output::say, signals};
use souk::startup;
use souk_kernel::{app::App, config::Config, events::relay::Relay};
use souk_shop::{cart, checkout, idempotency, inventory, operations, orders, payments};
use std::sync::Arc;

/// Works until the process is asked to stop, then lets work in progress finish.
pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let app = startup::start(config).await?;
    start(&app);
    say("souk works in the background");
    tokio::spawn(signals::cancel_when_told(app.shutdown.clone()));
    app.shutdown.cancelled().await;
    startup::stop(&app).await;
    Ok(())
}

/// Starts all background work: events, unfinished operations and checkouts, expiring carts, keys
/// and reservations, events of the payment provider, e-mails. Each may run in several processes:
/// only one of them relays events, and everything else may safely be done twice.
pub(super) fn start(app: &Arc<App>) {
    Relay::start(app);
    operations::start_resuming(app);
    checkout::start_lease_renewal(app);
    checkout::start_attempt_resumption(app);
    orders::start_order_operation_resumption(app);
    orders::start_payment_sweep(app);
    orders::start_gift_card_reconciliation(app);
    orders::start_mail_delivery(app);
    cart::start_cart_expiry(app);
    inventory::start_reservation_expiry(app);
    inventory::start_stock_request_expiry(app);
    idempotency::start(app);
    payments::start_event_delivery(app);
    payments::start_payment_reconciliation(app);
}
