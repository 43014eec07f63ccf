//! The shop itself, its brand and its payment settings.

use super::{
    addresses,
    policy::{self, ShopPolicy, ShopPolicyWithDefault},
};
use crate::list::List;
use crate::{
    catalog::{self, MediaImage, MetafieldsOf},
    context::RequestContext,
    visibility::writes_translations,
};
use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject};
use souk_entities::catalog::{shop::ColorPair, shop_policy::ShopPolicyKind, translation};
use souk_kernel::{
    codes::{CountryCode, CurrencyCode},
    error::ApiError,
    ids::gid,
    scalars::{Color, Url},
    viewer::Scope,
};
use souk_shop::content::translations::ACCOUNT_TEXTS;
use std::{borrow::Cow, collections::BTreeSet};

/// Type of the shop in its gid.
pub const SHOP_KIND: &str = "Shop";
/// Number of the shop: there is one per server.
pub const SHOP_ID: i64 = 1;

/// The shop.
#[derive(Clone, Copy, Debug, Default, Description)]
pub struct Shop;

#[Object(use_type_description)]
impl Shop {
    /// Colours, images and texts of the shop's brand; null until the merchant has set any.
    async fn brand(&self, ctx: &Context<'_>) -> Option<Brand> {
        let profile = &ctx.directory().shop.profile;
        let known = profile.slogan.is_some()
            || profile.short_description.is_some()
            || profile.logo.is_some()
            || profile.square_logo.is_some()
            || profile.cover_image.is_some()
            || !profile.primary_colors.is_empty()
            || !profile.secondary_colors.is_empty();
        known.then_some(Brand)
    }

    /// Contact information of the merchant.
    async fn contact_information(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicy, ApiError>> {
        written(ctx, ShopPolicyKind::ContactInformation).await
    }

    /// Texts of the customer account pages in the language of the request; null if none is
    /// translated.
    async fn customer_account_translations(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<List<Translation>, ApiError>> {
        account_texts(ctx)
            .await
            .transpose()
            .map(|found| found.map(Into::into))
    }

    /// URL where customers manage their account.
    async fn customer_account_url(&self, ctx: &Context<'_>) -> Option<String> {
        ctx.directory().shop.profile.customer_account_url.clone()
    }

    /// Short description of the shop.
    async fn description(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let own = ctx.directory().shop.profile.description.as_deref();
        text(ctx, "description", own).await.transpose()
    }

    /// Global id.
    async fn id(&self) -> ID {
        gid(SHOP_KIND, SHOP_ID)
    }

    /// Legal notice about the operator of the shop.
    async fn legal_notice(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicy, ApiError>> {
        written(ctx, ShopPolicyKind::LegalNotice).await
    }

    #[graphql(flatten)]
    async fn custom_fields(&self) -> MetafieldsOf {
        MetafieldsOf::named(SHOP_KIND, SHOP_ID)
    }

    /// Format of amounts; `{{amount}}` stands for the number.
    async fn money_format(&self, ctx: &Context<'_>) -> String {
        let directory = ctx.directory();
        let own = directory.shop.profile.money_format.clone();
        own.unwrap_or_else(|| format!("{{{{amount}}}} {}", directory.currency.code()))
    }

    /// Name.
    async fn name(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        let own = &ctx.directory().shop.name;
        let name = catalog::read_text(ctx, SHOP_ID, SHOP_ID, "name", own).await?;
        Ok(name.into_owned())
    }

    /// Payment settings.
    async fn payment_settings(&self) -> PaymentSettings {
        PaymentSettings
    }

    /// Primary domain of the storefront.
    async fn primary_domain(&self, ctx: &Context<'_>) -> Domain {
        let base = addresses::base(ctx);
        Domain {
            host: addresses::host(ctx),
            ssl_enabled: base.starts_with("https://"),
            url: Url(base),
        }
    }

    /// Privacy policy.
    async fn privacy_policy(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicy, ApiError>> {
        written(ctx, ShopPolicyKind::PrivacyPolicy).await
    }

    /// Refund policy.
    async fn refund_policy(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicy, ApiError>> {
        written(ctx, ShopPolicyKind::RefundPolicy).await
    }

    /// Shipping policy.
    async fn shipping_policy(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicy, ApiError>> {
        written(ctx, ShopPolicyKind::ShippingPolicy).await
    }

    /// Countries the shop ships to: those of its markets, sorted by code.
    async fn ships_to_countries(&self, ctx: &Context<'_>) -> List<CountryCode> {
        let markets = ctx.directory().markets.iter();
        let codes = markets.flat_map(|market| market.countries.0.iter());
        let known: BTreeSet<_> = codes
            .filter_map(|code| CountryCode::from_code(code))
            .collect();
        known.into_iter().collect()
    }

    /// Services that customers may sign in with.
    async fn social_login_providers(&self, ctx: &Context<'_>) -> List<SocialLoginProvider> {
        let providers = ctx.directory().shop.profile.social_login_providers.iter();
        providers
            .map(|handle| SocialLoginProvider {
                handle: handle.clone(),
            })
            .collect()
    }

    /// Subscription policy; a default text until the merchant writes one.
    async fn subscription_policy(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<ShopPolicyWithDefault, ApiError>> {
        Some(policy::on_subscriptions(ctx).await)
    }

    /// Terms of sale.
    async fn terms_of_sale(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicy, ApiError>> {
        written(ctx, ShopPolicyKind::TermsOfSale).await
    }

    /// Terms of service of the storefront.
    async fn terms_of_service(&self, ctx: &Context<'_>) -> Option<Result<ShopPolicy, ApiError>> {
        written(ctx, ShopPolicyKind::TermsOfService).await
    }
}

async fn written(ctx: &Context<'_>, kind: ShopPolicyKind) -> Option<Result<ShopPolicy, ApiError>> {
    policy::of_kind(ctx, kind).await.transpose()
}

async fn text(ctx: &Context<'_>, key: &str, own: Option<&str>) -> Result<Option<String>, ApiError> {
    let text = catalog::optional_text(ctx, SHOP_ID, SHOP_ID, key, own).await?;
    Ok(text.map(Cow::into_owned))
}

async fn account_texts(ctx: &Context<'_>) -> Result<Option<Vec<Translation>>, ApiError> {
    let Some(texts) = catalog::texts_of(ctx, SHOP_ID).await? else {
        return Ok(None);
    };
    let found: Vec<Translation> = texts
        .all(SHOP_ID)
        .filter_map(|(key, value)| {
            let key = key.strip_prefix(ACCOUNT_TEXTS)?.to_owned();
            Some(Translation {
                key,
                locale: ctx.audience().language.locale(),
                value: value.to_owned(),
            })
        })
        .collect();
    Ok((!found.is_empty()).then_some(found))
}

/// A translation of a text.
#[derive(Clone, Debug, Description)]
pub struct Translation {
    key: String,
    locale: String,
    value: String,
}

impl From<translation::Model> for Translation {
    fn from(row: translation::Model) -> Self {
        Self {
            key: row.key,
            locale: row.locale,
            value: row.value,
        }
    }
}

#[Object(use_type_description)]
impl Translation {
    /// Key of the text, such as `title`.
    async fn key(&self) -> &str {
        &self.key
    }

    /// Language, such as `de`.
    #[graphql(visible = "writes_translations")]
    async fn locale(&self, ctx: &Context<'_>) -> Option<Result<&str, ApiError>> {
        let allowed = ctx.viewer().require(Scope::WriteTranslations);
        Some(allowed.map(|()| self.locale.as_str()))
    }

    /// The translated text.
    async fn value(&self) -> &str {
        &self.value
    }
}

/// A service that customers may sign in with.
#[derive(SimpleObject, Clone, Debug)]
pub struct SocialLoginProvider {
    /// Name of the service, such as `google`.
    handle: String,
}

/// A domain of the storefront.
#[derive(SimpleObject, Clone, Debug)]
pub struct Domain {
    /// Host name, with the port if it is not the default.
    host: String,
    /// Whether HTTPS is used.
    ssl_enabled: bool,
    /// URL of the domain.
    url: Url,
}

/// Colours, images and texts of the shop's brand.
#[derive(Clone, Copy, Debug, Description)]
pub struct Brand;

#[Object(use_type_description)]
impl Brand {
    /// Colours.
    async fn colors(&self, ctx: &Context<'_>) -> BrandColors {
        let profile = &ctx.directory().shop.profile;
        let groups = |pairs: &[ColorPair]| pairs.iter().map(BrandColorGroup::from).collect();
        BrandColors {
            primary: groups(&profile.primary_colors),
            secondary: groups(&profile.secondary_colors),
        }
    }

    /// Cover image.
    async fn cover_image(&self, ctx: &Context<'_>) -> Option<MediaImage> {
        let picture = ctx.directory().shop.profile.cover_image.as_ref();
        picture.map(MediaImage::new)
    }

    /// Logo.
    async fn logo(&self, ctx: &Context<'_>) -> Option<MediaImage> {
        let picture = ctx.directory().shop.profile.logo.as_ref();
        picture.map(MediaImage::new)
    }

    /// Short description of the brand.
    async fn short_description(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let own = ctx.directory().shop.profile.short_description.as_deref();
        text(ctx, "short_description", own).await.transpose()
    }

    /// Slogan of the brand.
    async fn slogan(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        let own = ctx.directory().shop.profile.slogan.as_deref();
        text(ctx, "slogan", own).await.transpose()
    }

    /// Square logo.
    async fn square_logo(&self, ctx: &Context<'_>) -> Option<MediaImage> {
        let picture = ctx.directory().shop.profile.square_logo.as_ref();
        picture.map(MediaImage::new)
    }
}

/// Colours of the brand.
#[derive(SimpleObject, Clone, Debug)]
pub struct BrandColors {
    /// Primary colours.
    primary: List<BrandColorGroup>,
    /// Secondary colours.
    secondary: List<BrandColorGroup>,
}

/// A background colour and its matching foreground colour.
#[derive(SimpleObject, Clone, Debug)]
pub struct BrandColorGroup {
    /// Background colour.
    background: Option<Color>,
    /// Foreground colour.
    foreground: Option<Color>,
}

impl From<&ColorPair> for BrandColorGroup {
    fn from(pair: &ColorPair) -> Self {
        Self {
            background: pair.background.clone().map(Color),
            foreground: pair.foreground.clone().map(Color),
        }
    }
}

/// Card brands.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum CardBrand {
    /// American Express.
    AmericanExpress,
    /// Diners Club.
    DinersClub,
    /// Discover.
    Discover,
    /// JCB.
    Jcb,
    /// Mastercard.
    Mastercard,
    /// Visa.
    Visa,
}

/// Digital wallets.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DigitalWallet {
    /// Android Pay.
    AndroidPay,
    /// Apple Pay.
    ApplePay,
    /// Google Pay.
    GooglePay,
    /// Shop Pay.
    ShopifyPay,
}

/// Payment settings of the shop.
#[derive(Clone, Copy, Debug, Description)]
pub struct PaymentSettings;

#[Object(use_type_description)]
impl PaymentSettings {
    /// Card brands that buyers may pay with.
    async fn accepted_card_brands(&self, ctx: &Context<'_>) -> List<CardBrand> {
        let brands = ctx.directory().shop.profile.card_brands.iter();
        brands.filter_map(|brand| brand.parse().ok()).collect()
    }

    /// Country of the shop.
    async fn country_code(&self, ctx: &Context<'_>) -> CountryCode {
        CountryCode::from_code(&ctx.directory().shop.country).unwrap_or(CountryCode::Zz)
    }

    /// Currency of the shop.
    async fn currency_code(&self, ctx: &Context<'_>) -> CurrencyCode {
        ctx.directory().currency
    }

    /// Currencies that prices may be shown and paid in: those of the shop and its markets.
    async fn enabled_presentment_currencies(&self, ctx: &Context<'_>) -> List<CurrencyCode> {
        let directory = ctx.directory();
        let markets = directory.markets.iter();
        let mut currencies: BTreeSet<_> = markets
            .map(|market| directory.currency_of(market))
            .collect();
        currencies.insert(directory.currency);
        currencies.into_iter().collect()
    }

    /// Wallets that buyers may pay with.
    async fn supported_digital_wallets(&self, ctx: &Context<'_>) -> List<DigitalWallet> {
        let wallets = ctx.directory().shop.profile.digital_wallets.iter();
        wallets.filter_map(|wallet| wallet.parse().ok()).collect()
    }
}

/// Queries for the shop.
#[derive(Default)]
pub struct ShopQuery;

#[Object]
impl ShopQuery {
    /// Payment settings of the shop.
    async fn payment_settings(&self) -> PaymentSettings {
        PaymentSettings
    }

    /// The shop.
    async fn shop(&self) -> Shop {
        Shop
    }
}
