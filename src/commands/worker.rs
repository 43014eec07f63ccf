//! `souk worker`: the background work of a shop, without a server.

use super::signals;
use souk::{app::App, cart, config::Config, inventory, merchant::operations};
use std::sync::Arc;

/// Works until the process is told to stop, then lets work in hand finish.
pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let app = App::start(config).await?;
    start(&app);
    println!("souk works in the background");
    tokio::spawn(signals::cancel_when_told(app.shutdown.clone()));
    app.shutdown.cancelled().await;
    app.stop().await;
    Ok(())
}

/// Starts all background work: events, unfinished operations, carts and reservations that expire.
/// Each may run in several processes: one of them relays events, and the rest may be done twice
/// without harm.
pub(super) fn start(app: &Arc<App>) {
    app.start_background();
    operations::run(app);
    cart::expiry::start(app);
    inventory::expiry::start(app);
}
