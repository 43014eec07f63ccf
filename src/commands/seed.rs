//! `souk seed`: loads the demo catalogue into the shop.

use souk::startup;
use souk_kernel::config::Config;
use souk_shop::seed;

pub(super) async fn run(config: Config) -> anyhow::Result<()> {
    let app = startup::start(config).await?;
    let products = seed::run(&app).await?;
    startup::stop(&app).await;
    println!("{products} products of the demo are in the shop");
    Ok(())
}
