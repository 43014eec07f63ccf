//! Taxes: which rates apply to products and delivery at a place.
//!
//! Owns the tax zones in the `orders` database, kept in memory, and the port to an outside tax
//! service. Rates come from here, amounts from [`pricing`](crate::pricing): so tax is rounded in
//! one way, whoever supplies the rates. What the domain offers to others is exported here.

mod error_code;
pub mod service;
pub mod store;
pub mod zone_changes;
mod zones;

pub use error_code::TaxErrorCode;
pub use service::{TaxService, connect_service};
pub use store::tax_zones;
pub use zone_changes::{TaxZoneInput, TaxZoneRateInput, save_tax_zone, validate_tax_zone};
pub use zones::TaxZones;

use crate::pricing::Rate;
use sea_orm::DbErr;
use serde::Serialize;
use service::Unavailable;
use souk_kernel::{
    codes::{CurrencyCode, Place},
    config::{TaxConfig, WhenTaxServiceIsDown},
    database::Databases,
    reloaded::Reloaded,
};
use std::sync::Arc;

/// Name of the event for a change of tax zones.
pub const CHANGED: &str = "tax_zone";
/// Most tax zones of a shop.
pub const MOST_ZONES: u64 = 250;

/// A question about the taxes of an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TaxQuestion {
    /// Destination; the country of the market if it is not known yet.
    pub place: Place,
    /// Postal code of the destination, if known.
    pub zip: Option<String>,
    /// City of the destination, if known.
    pub city: Option<String>,
    /// Currency of its prices.
    pub currency: CurrencyCode,
    /// Whether prices include tax.
    pub prices_include_tax: bool,
    /// The tax classes of the products in it.
    pub classes: Vec<TaxClass>,
}

/// A tax class: products that are taxed alike.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaxClass {
    /// Tax code of the variant, such as `reduced`.
    pub tax_code: Option<String>,
    /// Taxonomy category of the product, such as `Food > Tea`.
    pub category: Option<String>,
}

/// The rates that apply. Rates of one list add up.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TaxAnswer {
    /// Rates of each tax class, in the order they were asked for.
    pub classes: Vec<Vec<Rate>>,
    /// Rates of delivery.
    pub delivery: Vec<Rate>,
}

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
            service: crate::tax::service::connect_service(config, &zones)?,
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
