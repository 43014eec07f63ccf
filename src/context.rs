//! The context of a request that resolvers use: the caller, the market, and the loaders.

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

/// Access scopes of a token. Written as in the token's `scopes`: `write_products`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, EnumIter,
)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// Read unpublished products and merchant-only fields.
    ReadProducts,
    /// Change products, collections and custom fields.
    WriteProducts,
    /// Read stock levels by location.
    ReadInventory,
    /// Change stock.
    WriteInventory,
    /// Read all locations.
    ReadLocations,
    /// Change locations.
    WriteLocations,
    /// Change pages, menus and articles.
    WriteContent,
    /// Change translations.
    WriteTranslations,
    /// Change markets and price lists.
    WriteMarkets,
    /// Read delivery zones and shipping rates.
    ReadShipping,
    /// Change delivery zones and shipping rates.
    WriteShipping,
    /// Read tax zones and their rates.
    ReadTaxes,
    /// Change tax zones and their rates.
    WriteTaxes,
    /// Read orders, their payments, fulfillments and refunds.
    ReadOrders,
    /// Change orders, their payments and fulfillments.
    WriteOrders,
    /// Read discounts and their codes.
    ReadDiscounts,
    /// Change discounts and their codes.
    WriteDiscounts,
    /// Read gift cards and their transactions.
    ReadGiftCards,
    /// Issue, change and deactivate gift cards.
    WriteGiftCards,
}

/// The caller.
#[derive(Clone, Debug, Default)]
pub struct Viewer {
    /// The token's scopes; empty for buyers. `write_x` includes `read_x`.
    pub scopes: HashSet<Scope>,
}

impl Viewer {
    /// A caller with these scopes and those they include: `write_x` includes `read_x`.
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

    /// Whether the caller has a merchant's access token.
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

/// The network address of the client, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Client(pub String);

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

/// Access to what the gateway attaches to every request.
pub trait RequestContext {
    /// The application.
    fn app(&self) -> &App;
    /// The caller.
    fn viewer(&self) -> &Viewer;
    /// The client's network address.
    fn client(&self) -> &Client;
    /// Who the response is for.
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
