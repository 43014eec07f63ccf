//! The command line.

use souk::{
    app::App,
    config::Config,
    gateway::{endpoint::Endpoint, router},
    schema,
};

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let config = Config::load()?;
    let app = App::start(config).await?;
    let listener = tokio::net::TcpListener::bind(app.config.server.listen).await?;
    let endpoint = Endpoint {
        app,
        schema: schema::build(),
    };
    axum::serve(listener, router::router(endpoint)).await?;
    Ok(())
}
