//! The automatic discounts. They are few and every cart needs them, so each process keeps them in
//! memory and rereads them when one changes.

use super::store;
use async_trait::async_trait;
use sea_orm::DbErr;
use souk_entities::orders::discount;
use souk_kernel::{
    app::{App, Part},
    clock::Clock,
    database::{Database, Databases},
    events::relay::Reload,
    reloaded::Reloaded,
};
use std::sync::Arc;

/// Name of the event for a change of discounts.
pub const CHANGED: &str = "discount";
/// Most automatic discounts at one time.
pub const MOST_AUTOMATIC: u64 = 250;

/// The automatic discounts, oldest first.
#[derive(Debug)]
pub struct Discounts(Reloaded<Vec<Arc<discount::Model>>>);

impl Discounts {
    /// Reads the discounts.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn open(orders: &Database, clock: &Clock) -> Result<Self, DbErr> {
        Ok(Self(Reloaded::new(load_automatic(orders, clock).await?)))
    }

    /// The current discounts: active and scheduled ones.
    pub fn current(&self) -> Arc<Vec<Arc<discount::Model>>> {
        self.0.current()
    }

    /// Rereads the discounts after a change.
    ///
    /// # Errors
    ///
    /// When the database fails; the old ones stay in use.
    pub async fn reload(&self, databases: &Databases, clock: &Clock) -> Result<(), DbErr> {
        let orders = &databases.orders;
        self.0
            .reload(async || load_automatic(orders, clock).await)
            .await
    }
}

async fn load_automatic(
    orders: &Database,
    clock: &Clock,
) -> Result<Vec<Arc<discount::Model>>, DbErr> {
    let rows = store::automatic(orders.writer(), clock.now(), MOST_AUTOMATIC).await?;
    Ok(rows.into_iter().map(Arc::new).collect())
}

impl Part for Discounts {}

#[async_trait]
impl Reload for Discounts {
    fn concerns(what: &str) -> bool {
        what == CHANGED
    }

    async fn reload(app: &App) -> anyhow::Result<()> {
        let databases = app.databases.uncounted();
        Ok(app.part::<Self>().reload(&databases, &app.clock).await?)
    }
}
