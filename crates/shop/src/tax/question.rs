//! What is asked about taxes, and the answer.

use crate::pricing::Rate;
use serde::Serialize;
use souk_kernel::codes::{CurrencyCode, Place};

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
