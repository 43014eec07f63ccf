//! Countries, languages and currencies of the shop.

use crate::list::List;
use crate::{
    catalog::{CompareAtPricePolicy, MetafieldsOf},
    context::RequestContext,
    visibility::writes_markets,
};
use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};
use souk_entities::catalog::market;
use souk_kernel::{
    codes::{CountryCode, CurrencyCode, LanguageCode},
    error::ApiError,
    ids::Gid,
    viewer::Scope,
};
use std::{collections::BTreeSet, sync::Arc};

/// Localization of the request, and the countries and languages available.
#[derive(Clone, Copy, Debug, Description)]
pub struct Localization;

#[Object(use_type_description)]
impl Localization {
    /// Countries the shop sells to, sorted by name.
    async fn available_countries(&self, ctx: &Context<'_>) -> List<Country> {
        let markets = ctx.directory().markets.iter();
        let codes = markets.flat_map(|market| market.countries.0.iter());
        let known: BTreeSet<_> = codes
            .filter_map(|code| CountryCode::from_code(code))
            .collect();
        let mut countries: Vec<_> = known
            .into_iter()
            .map(|code| Country::of(ctx, code))
            .collect();
        countries.sort_by_key(|country| country.code.english_name());
        countries.into()
    }

    /// Languages available in the country of the request, the default first.
    async fn available_languages(&self, ctx: &Context<'_>) -> List<Language> {
        languages_of(ctx, &ctx.audience().market).into()
    }

    /// Country of the request.
    async fn country(&self, ctx: &Context<'_>) -> Country {
        Country::of(ctx, ctx.audience().country)
    }

    /// Language of the response.
    async fn language(&self, ctx: &Context<'_>) -> Language {
        Language(ctx.audience().language)
    }

    /// Market of the request.
    #[graphql(deprecation = "Use `country`. Markets are an internal grouping of countries.")]
    async fn market(&self, ctx: &Context<'_>) -> Market {
        Market(Arc::clone(&ctx.audience().market))
    }
}

/// A country the shop sells to.
#[derive(Clone, Description)]
pub struct Country {
    code: CountryCode,
    market: Arc<market::Model>,
}

impl Country {
    fn of(ctx: &Context<'_>, code: CountryCode) -> Self {
        Self {
            code,
            market: Arc::clone(ctx.directory().market_of(code)),
        }
    }
}

#[Object(use_type_description)]
impl Country {
    /// Languages available in the country, the default first.
    async fn available_languages(&self, ctx: &Context<'_>) -> List<Language> {
        languages_of(ctx, &self.market).into()
    }

    /// Currency of prices in the country.
    async fn currency(&self, ctx: &Context<'_>) -> Currency {
        Currency::from(ctx.directory().currency_of(&self.market))
    }

    /// Language of responses when none is requested.
    async fn default_language(&self, ctx: &Context<'_>) -> Language {
        let spoken = languages_of(ctx, &self.market).into_iter();
        spoken
            .into_iter()
            .next()
            .unwrap_or(Language(ctx.directory().language))
    }

    /// Two-letter code.
    async fn iso_code(&self) -> CountryCode {
        self.code
    }

    /// Market that the country belongs to.
    #[graphql(deprecation = "Markets are an internal grouping of countries.")]
    async fn market(&self) -> Option<Market> {
        Some(Market(Arc::clone(&self.market)))
    }

    /// Name in English.
    async fn name(&self) -> &str {
        self.code.english_name()
    }

    /// Units of weight and length used in the country.
    async fn unit_system(&self) -> UnitSystem {
        match self.code {
            CountryCode::Us | CountryCode::Lr | CountryCode::Mm => UnitSystem::ImperialSystem,
            _ => UnitSystem::MetricSystem,
        }
    }
}

fn languages_of(ctx: &Context<'_>, market: &market::Model) -> Vec<Language> {
    let tags = market.languages.0.iter();
    let mut languages: Vec<Language> = tags
        .filter_map(|tag| LanguageCode::from_locale(tag))
        .map(Language)
        .collect();
    if languages.is_empty() {
        languages.push(Language(ctx.directory().language));
    }
    languages
}

/// A language the shop is available in.
#[derive(Clone, Copy, Debug, Description)]
pub struct Language(LanguageCode);

#[Object(use_type_description)]
impl Language {
    /// Name in the language itself.
    async fn endonym_name(&self) -> &str {
        self.0.endonym()
    }

    /// Code.
    async fn iso_code(&self) -> LanguageCode {
        self.0
    }

    /// Name in English.
    async fn name(&self) -> &str {
        self.0.english_name()
    }
}

/// A currency that prices are shown in.
#[derive(SimpleObject, Clone, Copy, Debug)]
pub struct Currency {
    /// Three-letter code.
    iso_code: CurrencyCode,
    /// Name in English.
    name: &'static str,
    /// Symbol, such as `$`; the code if there is none.
    symbol: &'static str,
}

impl From<CurrencyCode> for Currency {
    fn from(code: CurrencyCode) -> Self {
        Self {
            iso_code: code,
            name: code.english_name(),
            symbol: code.symbol(),
        }
    }
}

/// System of units for weights and lengths.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnitSystem {
    /// Pounds and inches.
    ImperialSystem,
    /// Kilograms and metres.
    MetricSystem,
}

/// Countries that share a currency, languages and prices.
#[derive(Clone, Description)]
pub struct Market(Arc<market::Model>);

impl Market {
    /// Wraps a market row.
    pub fn new(row: Arc<market::Model>) -> Self {
        Self(row)
    }
}

#[Object(use_type_description)]
impl Market {
    /// Which price is shown as the compare-at price. Needs the scope `write_markets`.
    #[graphql(visible = "writes_markets")]
    async fn compare_at_price_policy(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<CompareAtPricePolicy, ApiError>> {
        let allowed = ctx.viewer().require(Scope::WriteMarkets);
        Some(allowed.map(|()| self.0.compare_at_policy.into()))
    }

    /// Handle that the merchant uses for the market.
    async fn handle(&self) -> &str {
        &self.0.handle
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Whether prices include tax; if not, tax is added to them. Needs the scope `write_markets`.
    #[graphql(visible = "writes_markets")]
    async fn prices_include_tax(&self, ctx: &Context<'_>) -> Option<Result<bool, ApiError>> {
        let allowed = ctx.viewer().require(Scope::WriteMarkets);
        Some(allowed.map(|()| self.0.prices_include_tax))
    }

    #[graphql(flatten)]
    async fn custom_fields(&self) -> MetafieldsOf {
        MetafieldsOf::of(self.0.id)
    }
}

/// Queries for countries and languages.
#[derive(Default)]
pub struct LocalizationQuery;

#[Object]
impl LocalizationQuery {
    /// Localization of the request, and the countries and languages available.
    async fn localization(&self) -> Localization {
        Localization
    }
}
