//! `souk reindex`: rebuilds the search index from the databases.

use souk::startup;
use souk_kernel::config::Config;
use souk_shop::search;

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let app = startup::start(config).await?;
    let documents = search::reindex(&app).await?;
    startup::stop(&app).await;
    match documents {
        Some(documents) => println!("{documents} documents indexed"),
        None => println!("the running process has filled its index anew"),
    }
    Ok(())
}
