//! The audience of a request: its market, language and currency.

use async_graphql::InputObject;
use souk_entities::{
    Timestamp,
    catalog::{market, price_list},
    ids::{ChannelId, LocationId},
};
use souk_kernel::codes::{CountryCode, CurrencyCode, LanguageCode};
use std::sync::Arc;

/// What a visitor consents to the shop doing with their data. Leave out choices that the visitor
/// was not asked about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, InputObject)]
pub struct VisitorConsent {
    /// Analysing how the shop is used.
    pub analytics: Option<bool>,
    /// Advertising and remarketing.
    pub marketing: Option<bool>,
    /// Remembering choices between visits.
    pub preferences: Option<bool>,
    /// Sale of data to third parties.
    pub sale_of_data: Option<bool>,
}

/// Who the response is for: the market chosen by `@inContext`, or the shop's default.
#[derive(Clone, Debug)]
pub struct Audience {
    /// Country of the buyer.
    pub country: CountryCode,
    /// Language of the response, one that the market supports.
    pub language: LanguageCode,
    /// Locale of the translations to use; `None` if the response is in the shop's own language.
    pub locale: Option<String>,
    /// The market of the country.
    pub market: Arc<market::Model>,
    /// Currency of the response.
    pub currency: CurrencyCode,
    /// Price list of the market; `None` if the shop's prices apply.
    pub price_list: Option<Arc<price_list::Model>>,
    /// Sales channel of the request: what is not published there does not exist.
    pub channel: ChannelId,
    /// The buyer's preferred pickup location.
    pub preferred_location: Option<LocationId>,
    /// The visitor's consent to the use of their data; `None` if it was not requested.
    pub visitor_consent: Option<VisitorConsent>,
    /// Time of the request: what is published later does not exist yet.
    pub now: Timestamp,
}
