//! The port to the source of tax rates.

use crate::tax::{TaxAnswer, TaxQuestion};
use async_trait::async_trait;

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
