//! What a resolver knows about its request: who asks, for which market, and the loaders.

use crate::{
    app::App,
    codes::{CountryCode, CurrencyCode, LanguageCode},
    directives::VisitorConsent,
    error::ApiError,
    market::directory::Directory,
};
use async_graphql::Context;
use souk_entities::{
    Timestamp,
    catalog::{market, price_list},
    ids::{ChannelId, LocationId},
};
use std::{collections::HashSet, sync::Arc};
use strum::{Display, EnumIter, EnumString};

/// What a token may do. Written as in the `scopes` of a token: `write_products`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, EnumIter,
)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// See unpublished products and merchant-only fields.
    ReadProducts,
    /// Change products, collections and custom fields.
    WriteProducts,
    /// See stock by location.
    ReadInventory,
    /// Change stock.
    WriteInventory,
    /// See every location.
    ReadLocations,
    /// Change locations.
    WriteLocations,
    /// Change pages, menus and articles.
    WriteContent,
    /// Change translations.
    WriteTranslations,
    /// Change markets and price lists.
    WriteMarkets,
    /// See delivery zones and what delivery costs.
    ReadShipping,
    /// Change delivery zones and what delivery costs.
    WriteShipping,
    /// See tax zones and their rates.
    ReadTaxes,
    /// Change tax zones and their rates.
    WriteTaxes,
    /// See orders, and what was paid, sent and refunded.
    ReadOrders,
    /// Change orders, move their money and send their goods.
    WriteOrders,
    /// See discounts and their codes.
    ReadDiscounts,
    /// Change discounts and their codes.
    WriteDiscounts,
    /// See gift cards and what was bought with them.
    ReadGiftCards,
    /// Make, change and end gift cards.
    WriteGiftCards,
}

/// Who asks.
#[derive(Clone, Debug, Default)]
pub struct Viewer {
    /// What the token allows; empty for buyers. `write_x` contains `read_x`.
    pub scopes: HashSet<Scope>,
}

impl Viewer {
    /// A caller with these scopes and those they contain: `write_x` contains `read_x`.
    pub fn with_scopes(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut all = HashSet::new();
        for scope in scopes {
            all.insert(scope);
            all.extend(match scope {
                Scope::WriteProducts => Some(Scope::ReadProducts),
                Scope::WriteInventory => Some(Scope::ReadInventory),
                Scope::WriteLocations => Some(Scope::ReadLocations),
                Scope::WriteShipping => Some(Scope::ReadShipping),
                Scope::WriteTaxes => Some(Scope::ReadTaxes),
                Scope::WriteOrders => Some(Scope::ReadOrders),
                Scope::WriteDiscounts => Some(Scope::ReadDiscounts),
                Scope::WriteGiftCards => Some(Scope::ReadGiftCards),
                Scope::ReadProducts
                | Scope::ReadInventory
                | Scope::ReadLocations
                | Scope::ReadShipping
                | Scope::ReadTaxes
                | Scope::ReadOrders
                | Scope::ReadDiscounts
                | Scope::ReadGiftCards
                | Scope::WriteContent
                | Scope::WriteTranslations
                | Scope::WriteMarkets => None,
            });
        }
        Self { scopes: all }
    }

    /// Whether the caller has a merchant's token.
    pub fn is_merchant(&self) -> bool {
        !self.scopes.is_empty()
    }

    /// Whether the token allows `scope`.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Refuses a caller without `scope`.
    ///
    /// # Errors
    ///
    /// [`ApiError::Forbidden`].
    pub fn require(&self, scope: Scope) -> Result<(), ApiError> {
        if self.may(scope) {
            Ok(())
        } else {
            Err(ApiError::Forbidden)
        }
    }
}

/// From where a request comes: the network address of the client, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Client(pub String);

/// For whom the answer is: the market a request chose by `@inContext`, or the shop's own.
#[derive(Clone, Debug)]
pub struct Audience {
    /// Country of the buyer.
    pub country: CountryCode,
    /// Language of the answer, one the market speaks.
    pub language: LanguageCode,
    /// Locale of translations to read; `None` when the answer is in the shop's own language.
    pub locale: Option<String>,
    /// The market of the country.
    pub market: Arc<market::Model>,
    /// Currency of the answer.
    pub currency: CurrencyCode,
    /// Price list of the market; the shop's prices where absent.
    pub price_list: Option<Arc<price_list::Model>>,
    /// Sales channel of the request: what it does not show does not exist.
    pub channel: ChannelId,
    /// Location the buyer prefers to pick up from.
    pub preferred_location: Option<LocationId>,
    /// What the visitor allows the shop to do with their data; absent where nobody asked.
    pub visitor_consent: Option<VisitorConsent>,
    /// The instant of the request: what is published later does not exist yet.
    pub now: Timestamp,
}

/// Access to what the gateway puts into every request.
pub trait RequestContext {
    /// The application.
    fn app(&self) -> &App;
    /// Who asks.
    fn viewer(&self) -> &Viewer;
    /// From where.
    fn client(&self) -> &Client;
    /// For whom the answer is.
    fn audience(&self) -> &Audience;
    /// The shop's settings as of the start of the request.
    fn directory(&self) -> &Directory;
}

impl RequestContext for Context<'_> {
    fn app(&self) -> &App {
        self.data_unchecked::<Arc<App>>()
    }

    fn viewer(&self) -> &Viewer {
        self.data_unchecked::<Viewer>()
    }

    fn client(&self) -> &Client {
        self.data_unchecked::<Client>()
    }

    fn audience(&self) -> &Audience {
        self.data_unchecked::<Audience>()
    }

    fn directory(&self) -> &Directory {
        self.data_unchecked::<Arc<Directory>>()
    }
}
