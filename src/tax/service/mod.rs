//! The port to whoever knows tax rates: our own tax zones, or an outside service.

mod http;
mod table;

use super::{TaxAnswer, TaxQuestion, TaxZones};
use crate::{
    config::{TaxConfig, TaxServiceKind},
    kept::Kept,
};
use anyhow::Context;
use async_trait::async_trait;
use std::sync::Arc;

/// Knows which taxes are due. Implementations answer within their deadline and remember nothing of
/// an order.
#[async_trait]
pub trait TaxService: Send + Sync {
    /// The rates for goods and delivery at a place: one list for each kind of goods, in the order
    /// they were asked for. Where no tax is due the lists are empty.
    async fn rates(&self, question: &TaxQuestion) -> Result<TaxAnswer, Unavailable>;
}

/// Why a service did not tell the taxes.
#[derive(Clone, Debug, thiserror::Error)]
#[error("the tax service is not available: {0}")]
pub struct Unavailable(pub String);

/// The service chosen by `tax.service`. A new one is one file and one line here.
///
/// # Errors
///
/// One line that names the setting which is missing or wrong.
pub fn connect(
    config: &TaxConfig,
    zones: &Arc<Kept<TaxZones>>,
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
