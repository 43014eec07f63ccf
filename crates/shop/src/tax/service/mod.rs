//! The sources of tax rates: our own tax zones, or an outside service.

mod http;
mod port;
mod table;

pub use port::{TaxService, Unavailable};

use super::zones::TaxZones;
use anyhow::Context;
use souk_kernel::{
    config::{TaxConfig, TaxServiceKind},
    reloaded::Reloaded,
};
use std::sync::Arc;

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
