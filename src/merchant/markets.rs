//! Changes markets.

use super::{
    refusal::{ChangeError, Refusal, RefusalCode},
    rows,
};
use crate::{app::App, events::Event};
use sea_orm::{EntityTrait, QuerySelect};
use souk_entities::{catalog::market, ids::MarketId};

/// Changes whether prices of a market contain tax; `None` leaves it as it is.
///
/// # Errors
///
/// When there is no such market, or the database fails.
pub async fn update(
    app: &App,
    id: MarketId,
    prices_include_tax: Option<bool>,
) -> Result<market::Model, ChangeError> {
    let txn = app.databases.catalog.begin().await?;
    let found = market::Entity::find_by_id(id).lock_exclusive();
    let found = found.one(&txn).await?;
    let missing = || Refusal::new(RefusalCode::NotFound, "id", "market not found");
    let mut row = found.ok_or_else(missing)?;
    let Some(prices_include_tax) = prices_include_tax else {
        return Ok(row);
    };
    row.prices_include_tax = prices_include_tax;
    row.updated_at = app.clock.now();
    rows::upsert::<market::Entity>(&txn, vec![row.clone()]).await?;
    let what = "market".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    if let Err(error) = app.directory.reload(&app.databases.catalog).await {
        tracing::error!(?error, "the directory could not be read again");
    }
    Ok(row)
}
