//! The directory: the shop, its markets, channels and price lists. There are few of them and every
//! request needs them, so each process keeps them in memory and reloads them when one changes.

use super::{
    audience::{Audience, VisitorConsent},
    store,
};
use crate::catalog;
use anyhow::Context;
use async_trait::async_trait;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    catalog::{
        market::{self, Codes, CompareAtPolicy},
        price_list, sales_channel,
        shop::{self, Profile},
    },
    ids::{ChannelId, LocationId, PriceListId},
};
use souk_kernel::{
    app::{App, Part},
    clock::Clock,
    codes::{CountryCode, CurrencyCode, LanguageCode},
    database::Database,
    events::relay::Reload,
    ids::IdGenerator,
    reloaded::Reloaded,
};
use std::{collections::BTreeMap, sync::Arc};

/// The shop's settings at one point in time.
#[derive(Clone, Debug)]
pub struct Directory {
    /// The shop.
    pub shop: shop::Model,
    /// Currency of the shop.
    pub currency: CurrencyCode,
    /// Language of the shop.
    pub language: LanguageCode,
    /// Enabled markets, the primary one first.
    pub markets: Vec<Arc<market::Model>>,
    /// Price lists.
    pub price_lists: BTreeMap<PriceListId, Arc<price_list::Model>>,
    /// Sales channels, the default one first.
    pub channels: Vec<sales_channel::Model>,
}

/// What a request states about its buyer; everything is optional.
#[derive(Clone, Copy, Debug, Default)]
pub struct AudienceRequest {
    /// Country of the buyer.
    pub country: Option<CountryCode>,
    /// Language of the buyer.
    pub language: Option<LanguageCode>,
    /// Location where the buyer prefers to pick up.
    pub preferred_location: Option<LocationId>,
    /// What the visitor consents to the shop doing with their data.
    pub visitor_consent: Option<VisitorConsent>,
}

impl Directory {
    /// The shop's current settings.
    pub fn current(app: &App) -> Arc<Self> {
        app.part::<DirectoryCell>().current()
    }

    /// The market that serves `country`: the one that lists it, or else the primary one.
    pub fn market_of(&self, country: CountryCode) -> &Arc<market::Model> {
        let code = country.code();
        self.markets
            .iter()
            .find(|market| market.countries.0.iter().any(|listed| listed == code))
            .unwrap_or(&self.markets[0])
    }

    /// The currency prices are shown in: that of the market's price list, or else the shop's.
    pub fn currency_of(&self, market: &market::Model) -> CurrencyCode {
        market
            .price_list_id
            .and_then(|id| self.price_lists.get(&id))
            .and_then(|list| CurrencyCode::from_code(&list.currency))
            .unwrap_or(self.currency)
    }

    /// The channel with this public token, or else the default one.
    pub fn channel_of(&self, token: Option<&str>) -> ChannelId {
        self.channels
            .iter()
            .find(|channel| token.is_some() && channel.access_token.as_deref() == token)
            .unwrap_or(&self.channels[0])
            .id
    }

    /// The audience of a response. For a country that no market serves it gets the primary market's
    /// first country; for a language that its market does not support, the market's default
    /// language.
    pub fn audience(&self, wish: AudienceRequest, channel: ChannelId, now: Timestamp) -> Audience {
        let wished = wish.country.filter(|country| self.serves(*country));
        let market = match wished {
            Some(country) => self.market_of(country),
            None => &self.markets[0],
        };
        let first_country = market
            .countries
            .0
            .first()
            .and_then(|code| CountryCode::from_code(code));
        let country = wished.or(first_country).unwrap_or(CountryCode::Zz);
        let spoken: Vec<LanguageCode> = market
            .languages
            .0
            .iter()
            .filter_map(|tag| LanguageCode::from_locale(tag))
            .collect();
        let language = wish
            .language
            .filter(|language| spoken.contains(language))
            .or(spoken.first().copied())
            .unwrap_or(self.language);
        let price_list = market
            .price_list_id
            .and_then(|id| self.price_lists.get(&id))
            .cloned();
        Audience {
            country,
            language,
            locale: (language != self.language).then(|| language.locale()),
            currency: price_list
                .as_ref()
                .and_then(|list| CurrencyCode::from_code(&list.currency))
                .unwrap_or(self.currency),
            price_list,
            market: Arc::clone(market),
            channel,
            preferred_location: wish.preferred_location,
            visitor_consent: wish.visitor_consent,
            now,
        }
    }

    /// Whether a market lists this country.
    pub fn serves(&self, country: CountryCode) -> bool {
        let code = country.code();
        self.markets
            .iter()
            .any(|market| market.countries.0.iter().any(|listed| listed == code))
    }

    async fn load(catalog: &Database) -> anyhow::Result<Self> {
        let db = catalog.writer();
        let shop = store::shop(db).await?.context("the shop has no row")?;
        let mut markets = store::markets(db).await?;
        markets.retain(|market| market.enabled || market.is_primary);
        let channels = store::sales_channels(db).await?;
        let price_lists = catalog::all_price_lists(db).await?;
        anyhow::ensure!(!markets.is_empty(), "the shop has no market");
        anyhow::ensure!(!channels.is_empty(), "the shop has no sales channel");
        Ok(Self {
            currency: CurrencyCode::from_code(&shop.currency).context("unknown shop currency")?,
            language: LanguageCode::from_locale(&shop.language).context("unknown shop language")?,
            shop,
            markets: markets.into_iter().map(Arc::new).collect(),
            price_lists: price_lists
                .into_iter()
                .map(|list| (list.id, Arc::new(list)))
                .collect(),
            channels,
        })
    }
}

/// Holds the directory of this process.
#[derive(Debug)]
pub struct DirectoryCell(Reloaded<Directory>);

impl DirectoryCell {
    /// Reads the directory. A shop that was never set up first gets one market and one channel.
    ///
    /// # Errors
    ///
    /// When the database fails or contains codes that this version does not know.
    pub async fn open(
        catalog: &Database,
        ids: &IdGenerator,
        clock: &Clock,
    ) -> anyhow::Result<Self> {
        found_shop(catalog, ids, clock).await?;
        Ok(Self(Reloaded::new(Directory::load(catalog).await?)))
    }

    /// The current directory.
    pub fn current(&self) -> Arc<Directory> {
        self.0.current()
    }

    /// Reloads the directory after a change.
    ///
    /// # Errors
    ///
    /// As for [`DirectoryCell::open`]; the old directory stays in place.
    pub async fn reload(&self, catalog: &Database) -> anyhow::Result<()> {
        self.0.reload(async || Directory::load(catalog).await).await
    }
}

impl Part for DirectoryCell {}

#[async_trait]
impl Reload for DirectoryCell {
    fn concerns(_what: &str) -> bool {
        true
    }

    async fn reload(app: &App) -> anyhow::Result<()> {
        let cell = app.part::<Self>();
        cell.reload(&app.databases.uncounted().catalog).await
    }
}

/// Creates a shop in US dollars and English, one market and one channel in an empty database.
async fn found_shop(catalog: &Database, ids: &IdGenerator, clock: &Clock) -> Result<(), DbErr> {
    let txn = catalog.begin().await?;
    if store::shop(&txn).await?.is_some() {
        return Ok(());
    }
    let now = clock.now();
    let shop = shop::Model {
        id: store::SHOP,
        name: "souk".to_owned(),
        currency: "USD".to_owned(),
        language: "en".to_owned(),
        country: "US".to_owned(),
        profile: Profile::default(),
        created_at: now,
        updated_at: now,
    };
    store::insert_shop(&txn, shop).await?;
    let market = market::Model {
        id: ids.next(clock),
        handle: "us".to_owned(),
        name: "United States".to_owned(),
        enabled: true,
        is_primary: true,
        countries: Codes(vec!["US".to_owned()]),
        languages: Codes(vec!["en".to_owned()]),
        currency: "USD".to_owned(),
        price_list_id: None,
        prices_include_tax: false,
        compare_at_policy: CompareAtPolicy::AsSet,
        created_at: now,
        updated_at: now,
    };
    store::insert_market(&txn, market).await?;
    let channel = sales_channel::Model {
        id: ids.next(clock),
        handle: "online-store".to_owned(),
        name: "Online Store".to_owned(),
        is_default: true,
        access_token: None,
        created_at: now,
        updated_at: now,
    };
    store::insert_sales_channel(&txn, channel).await?;
    txn.commit().await
}
