//! The taxes of orders: from the configured source, or from the tax zones while it is down.

use super::{
    question::{TaxAnswer, TaxQuestion},
    service::{TaxService, Unavailable, connect_service},
    store::TaxZoneKind,
    zones::TaxZones,
};
use crate::zones::ZoneKind;
use async_trait::async_trait;
use sea_orm::DbErr;
use souk_kernel::{
    app::{App, Part},
    config::{TaxConfig, WhenTaxServiceIsDown},
    database::Databases,
    events::relay::Reload,
    reloaded::Reloaded,
};
use std::sync::Arc;

/// Determines the taxes of orders.
pub struct Taxes {
    zones: Arc<Reloaded<TaxZones>>,
    service: Arc<dyn TaxService>,
    when_down: WhenTaxServiceIsDown,
}

impl Taxes {
    /// Reads the tax zones and connects to the service named in the settings.
    ///
    /// # Errors
    ///
    /// When the database fails or a setting is wrong.
    pub async fn open(config: &TaxConfig, databases: &Databases) -> anyhow::Result<Self> {
        let zones = Arc::new(Reloaded::new(TaxZones::read(&databases.orders).await?));
        Ok(Self {
            service: connect_service(config, &zones)?,
            zones,
            when_down: config.when_down,
        })
    }

    /// The rates that apply.
    ///
    /// # Errors
    ///
    /// When an outside service does not respond, and the settings do not allow the shop's own tax
    /// zones to replace it.
    pub async fn rates(&self, question: &TaxQuestion) -> Result<TaxAnswer, Unavailable> {
        match (self.service.rates(question).await, self.when_down) {
            (Err(error), WhenTaxServiceIsDown::Table) => {
                tracing::warn!(%error, "taxes are those of the tax zones");
                Ok(self.zones.current().rates(question))
            }
            (Err(error), WhenTaxServiceIsDown::Refuse) => {
                tracing::error!(%error, "taxes are not known");
                Err(error)
            }
            (Ok(answer), _) => Ok(answer),
        }
    }

    /// Rereads the tax zones after a change.
    ///
    /// # Errors
    ///
    /// When the database fails; the old ones stay in use.
    pub async fn reload(&self, databases: &Databases) -> Result<(), DbErr> {
        let orders = &databases.orders;
        self.zones
            .reload(async || TaxZones::read(orders).await)
            .await
    }
}

impl Part for Taxes {}

#[async_trait]
impl Reload for Taxes {
    fn concerns(what: &str) -> bool {
        what == TaxZoneKind::CHANGED
    }

    async fn reload(app: &App) -> anyhow::Result<()> {
        Ok(app
            .part::<Self>()
            .reload(&app.databases.uncounted())
            .await?)
    }
}
