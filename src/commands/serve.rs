//! `souk serve`: serves the shop.

use super::{output::say, signals, worker};
use anyhow::Context;
use souk::gateway::{endpoint::Endpoint, router, server, tls};
use souk::startup;
use souk_kernel::{config::Config, events::relay::Relay};
use souk_shop::seed;
use std::sync::Arc;
use tokio::net::TcpListener;

/// Serves until the process is asked to stop, then lets requests and background work finish.
pub(super) async fn run(config: Config, insecure_demo: bool) -> anyhow::Result<()> {
    config.refuse_unsafe(insecure_demo)?;
    let tls = tls::acceptor(&config.server)?;
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("server.listen: cannot listen on {listen}"))?;
    let app = startup::start(config).await?;
    app.listening_on(listener.local_addr()?);
    if app.config.server.workers {
        worker::start(&app);
    } else {
        Relay::start_following(&app);
    }
    if app.config.demo && seed::is_needed(&app).await? {
        tracing::info!("the shop is empty: the demo catalogue is being written");
        seed::run(&app).await?;
    }
    let router = router::router(Endpoint::new(Arc::clone(&app)));
    let stop = app.draining.clone();
    tokio::spawn(signals::cancel_when_told(stop.clone()));
    let url = app.public_url();
    say(&format!(
        "souk is open at {url} (GraphQL {url}/graphql, playground {url}/playground)"
    ));
    server::serve(listener, router, tls, &app.config.server, stop).await;
    startup::stop(&app).await;
    Ok(())
}
