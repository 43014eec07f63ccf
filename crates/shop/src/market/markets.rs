//! Changes markets.

use crate::market::{MarketErrorCode, directory::DirectoryCell, store};
use souk_entities::{
    catalog::market::{self, CompareAtPolicy},
    ids::MarketId,
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
};

/// Changes to a market; `None` leaves a value unchanged.
#[derive(Clone, Copy, Debug, Default)]
pub struct MarketChange {
    /// Whether its prices include tax.
    pub prices_include_tax: Option<bool>,
    /// Which price it shows as the compare-at price.
    pub compare_at_policy: Option<CompareAtPolicy>,
}

/// Changes a market.
///
/// # Errors
///
/// When there is no such market, or the database fails.
pub async fn update(
    app: &App,
    id: MarketId,
    change: MarketChange,
) -> Result<market::Model, ChangeError<MarketErrorCode>> {
    let txn = app.databases.catalog.begin().await?;
    let missing = || {
        Refusal::new(
            MarketErrorCode::NotFound,
            "id",
            "The market does not exist.",
        )
    };
    let mut row = store::lock_market(&txn, id).await?.ok_or_else(missing)?;
    let before = row.clone();
    if let Some(prices_include_tax) = change.prices_include_tax {
        row.prices_include_tax = prices_include_tax;
    }
    if let Some(policy) = change.compare_at_policy {
        row.compare_at_policy = policy;
    }
    if row == before {
        return Ok(row);
    }
    row.updated_at = app.clock.now();
    store::upsert_markets(&txn, vec![row.clone()]).await?;
    let what = "market".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    if let Err(error) = app
        .part::<DirectoryCell>()
        .reload(&app.databases.catalog)
        .await
    {
        tracing::error!(?error, "the directory could not be read again");
    }
    Ok(row)
}
