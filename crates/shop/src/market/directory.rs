//! The directory: the shop, its markets, channels and price lists. There are few of them and every
//! request needs them, so each process keeps them in memory and reloads them when one changes.

use super::audience::{Audience, VisitorConsent};
use anyhow::Context;
use async_trait::async_trait;
use sea_orm::{ActiveValue::Set, DbErr, EntityTrait, QueryOrder, QuerySelect};
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

/// Maximum number of markets, channels or price lists that are loaded.
const MOST: u64 = 1_000;

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

/// What a request says about its buyer; anything may be missing.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wish {
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
    pub fn audience(&self, wish: Wish, channel: ChannelId, now: Timestamp) -> Audience {
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
        let shop = shop::Entity::find_by_id(1)
            .one(db)
            .await?
            .context("the shop has no row")?;
        let mut markets = market::Entity::find()
            .order_by_desc(market::COLUMN.is_primary)
            .order_by_asc(market::COLUMN.id)
            .limit(MOST)
            .all(db)
            .await?;
        markets.retain(|market| market.enabled || market.is_primary);
        let channels = sales_channel::Entity::find()
            .order_by_desc(sales_channel::COLUMN.is_default)
            .order_by_asc(sales_channel::COLUMN.id)
            .limit(MOST)
            .all(db)
            .await?;
        let price_lists = price_list::Entity::find().limit(MOST).all(db).await?;
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
    if shop::Entity::find_by_id(1).one(&txn).await?.is_some() {
        return Ok(());
    }
    let now = clock.now();
    let shop = shop::ActiveModel {
        id: Set(1),
        name: Set("souk".to_owned()),
        currency: Set("USD".to_owned()),
        language: Set("en".to_owned()),
        country: Set("US".to_owned()),
        profile: Set(Profile::default()),
        created_at: Set(now),
        updated_at: Set(now),
    };
    shop::Entity::insert(shop)
        .exec_without_returning(&txn)
        .await?;
    let market = market::ActiveModel {
        id: Set(ids.next(clock)),
        handle: Set("us".to_owned()),
        name: Set("United States".to_owned()),
        enabled: Set(true),
        is_primary: Set(true),
        countries: Set(Codes(vec!["US".to_owned()])),
        languages: Set(Codes(vec!["en".to_owned()])),
        currency: Set("USD".to_owned()),
        price_list_id: Set(None),
        prices_include_tax: Set(false),
        compare_at_policy: Set(CompareAtPolicy::AsSet),
        created_at: Set(now),
        updated_at: Set(now),
    };
    market::Entity::insert(market)
        .exec_without_returning(&txn)
        .await?;
    let channel = sales_channel::ActiveModel {
        id: Set(ids.next(clock)),
        handle: Set("online-store".to_owned()),
        name: Set("Online Store".to_owned()),
        is_default: Set(true),
        access_token: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    sales_channel::Entity::insert(channel)
        .exec_without_returning(&txn)
        .await?;
    txn.commit().await
}
