//! `souk serve`: opens the shop.

use anyhow::Context;
use souk::{
    app::App,
    cart,
    config::Config,
    gateway::{endpoint::Endpoint, router, server, tls},
    merchant::{operations, seed},
};
use std::sync::Arc;
use tokio::{
    net::TcpListener,
    signal::unix::{SignalKind, signal},
};
use tokio_util::sync::CancellationToken;

/// Serves until the process is told to stop, then lets requests and background work finish.
pub(super) async fn run(config: Config, insecure_demo: bool) -> anyhow::Result<()> {
    config.refuse_unsafe(insecure_demo)?;
    let tls = tls::acceptor(&config.server)?;
    let listen = config.server.listen;
    let listener = TcpListener::bind(listen)
        .await
        .with_context(|| format!("server.listen: cannot listen on {listen}"))?;
    let app = App::start(config).await?;
    app.listening_on(listener.local_addr()?);
    app.start_background();
    operations::run(&app);
    if app.config.demo && seed::is_needed(&app).await? {
        tracing::info!("the shop is empty: the demo catalogue is being written");
        seed::run(&app).await?;
    }
    cart::expiry::start(&app);
    let router = router::router(Endpoint::new(Arc::clone(&app)));
    let stop = CancellationToken::new();
    tokio::spawn(cancel_when_told(stop.clone()));
    let url = app.public_url();
    println!("souk is open at {url} (GraphQL {url}/graphql, playground {url}/playground)");
    server::serve(listener, router, tls, &app.config.server, stop).await;
    app.stop().await;
    Ok(())
}

/// Cancels `stop` on Ctrl-C or a polite kill; the second one ends the process at once.
async fn cancel_when_told(stop: CancellationToken) {
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        tracing::warn!("signals cannot be heard: the process will end without a goodbye");
        return;
    };
    for _ in 0..2 {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        if stop.is_cancelled() {
            std::process::exit(1);
        }
        stop.cancel();
    }
}
