//! `souk serve`: opens the shop.

use souk::{
    app::App,
    config::Config,
    gateway::{endpoint::Endpoint, router},
};
use std::sync::Arc;

pub(super) async fn run(config: Config, insecure_demo: bool) -> anyhow::Result<()> {
    config.refuse_unsafe(insecure_demo)?;
    let app = App::start(config).await?;
    let listener = tokio::net::TcpListener::bind(app.config.server.listen).await?;
    app.listening_on(listener.local_addr()?);
    println!("souk: listening on {}", app.public_url());
    let endpoint = Endpoint::new(Arc::clone(&app));
    axum::serve(listener, router::router(endpoint)).await?;
    app.stop().await;
    Ok(())
}
