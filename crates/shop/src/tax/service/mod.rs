//! The port to the source of tax rates: our own tax zones, or an outside service.

mod http;
mod table;

use super::{TaxAnswer, TaxQuestion, TaxZones};
use anyhow::Context;
use async_trait::async_trait;
use souk_kernel::{
    config::{TaxConfig, TaxServiceKind},
    reloaded::Reloaded,
};
use std::sync::Arc;

/// Supplies the taxes that apply. Implementations respond within their deadline and store nothing
/// about an order.
#[async_trait]
pub trait TaxService: Send + Sync {
    /// The rates for products and delivery at a place: one list for each tax class, in the order
    /// they were asked for. The lists are empty if no tax applies.
    async fn rates(&self, question: &TaxQuestion) -> Result<TaxAnswer, Unavailable>;
}

/// Why a service did not supply the taxes.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the tax service is not available: {0}")]
pub struct Unavailable(pub String);

/// The service chosen by `tax.service`. A new one takes one file and one line here.
///
/// # Errors
///
/// When a setting is missing or wrong; the message names it in one line.
pub fn connect_service(
    config: &TaxConfig,
    zones: &Arc<Reloaded<TaxZones>>,
) -> anyhow::Result<Arc<dyn TaxService>> {
    Ok(match config.service {
        TaxServiceKind::Table => Arc::new(table::Table(Arc::clone(zones))),
        TaxServiceKind::Http => {
            let url = config.url.as_deref();
            let url = url.context("tax.url: the service \"http\" needs an address")?;
            Arc::new(http::Http::connect(url, config)?)
        }
    })
}
