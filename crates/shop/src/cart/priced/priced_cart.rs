//! A cart as it would be bought now, and what it lacks before it can be bought.

use super::quote::{Quote, quote_cart};
use crate::{
    cart::{
        change,
        delivery::{self, GroupKind},
        gift_cards,
        merchandise::Shelf,
        token::CartToken,
        view::{CartView, LineView, build_view},
    },
    catalog::{self, Translations},
    delivery::Offer,
    gift_cards::GiftCardPart,
    market::Audience,
    pricing::Priced,
    promotions::Redemption,
};
use serde::{Deserialize, Serialize};
use souk_entities::{
    cart::cart::{Attribute, Buyer, CartMetafield, PaymentChoice, PostalAddress},
    catalog::variant::Component,
    ids::{CartLineId, ChannelId, MarketId, ProductId, SellingPlanId, VariantId},
};
use souk_kernel::{
    app::App,
    codes::{CountryCode, LanguageCode},
    error::ApiError,
    money::Money,
    validators::email_fault,
};
use std::collections::HashMap;

/// A cart as it would be bought now. It holds plain values, so that it can be frozen as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PricedCart {
    /// The token that identifies the cart in its database.
    pub cart: String,
    /// How often the cart has changed.
    pub version: i64,
    /// Sales channel it was created in.
    pub channel: ChannelId,
    /// Market it is priced in.
    pub market: MarketId,
    /// Country of the buyer.
    pub country: CountryCode,
    /// Language of the buyer.
    pub language: LanguageCode,
    /// The buyer.
    pub buyer: Buyer,
    /// Delivery address.
    pub address: Option<PostalAddress>,
    /// Billing address, if it is a different one.
    pub billing_address: Option<PostalAddress>,
    /// How it is paid, if the client has set it.
    pub payment: Option<PaymentChoice>,
    /// Buyer's note.
    pub note: Option<String>,
    /// Attributes set by the storefront.
    pub attributes: Vec<Attribute>,
    /// Custom fields.
    #[serde(default)]
    pub metafields: Vec<CartMetafield>,
    /// What is bought, one item for each line of `priced`.
    pub lines: Vec<CartItem>,
    /// Selected delivery options, one for each delivery of `priced`.
    pub deliveries: Vec<Offer>,
    /// What it costs.
    pub priced: Priced,
    /// The code redemptions an order would make.
    #[serde(default)]
    pub uses: Vec<Redemption>,
    /// What each gift card pays.
    #[serde(default)]
    pub gift_cards: Vec<GiftCardPart>,
    /// What it lacks before it can be bought; empty if nothing.
    pub missing: Vec<MissingMerchandise>,
}

/// The merchandise of a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CartItem {
    /// The line of the cart.
    pub line: CartLineId,
    /// What is bought.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// Title of the product in the language of the buyer.
    pub title: String,
    /// Title of the variant in the language of the buyer; `None` if the product has only one.
    pub variant_title: Option<String>,
    /// Source of its picture, as stored in the catalogue.
    #[serde(default)]
    pub image: Option<String>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Number of units.
    pub quantity: i32,
    /// Whether it requires shipping.
    pub requires_shipping: bool,
    /// Selling plan it is bought with.
    pub selling_plan: Option<SellingPlanId>,
    /// Components of one unit of a bundle; empty for other lines.
    pub components: Vec<Component>,
    /// Attributes the storefront set on the line.
    pub attributes: Vec<Attribute>,
}

/// Something a cart lacks before it can be bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum MissingMerchandise {
    /// The cart is empty.
    Lines,
    /// The merchandise of a line is no longer sold.
    Merchandise(CartLineId),
    /// E-mail address of the buyer.
    Email,
    /// Delivery address.
    Address,
    /// A field of the delivery address, such as `city`.
    AddressLine(String),
    /// A delivery option for this group; if none is offered, the shop does not deliver there.
    DeliveryOption(GroupKind),
    /// Taxes: the tax service does not respond.
    Taxes,
}

impl PricedCart {
    /// What is left to pay after gift cards.
    pub fn left_to_pay(&self) -> Money {
        let total = Money::new(self.priced.totals.total, self.priced.currency);
        crate::gift_cards::left_to_pay(total, &self.gift_cards)
    }
}

/// A cart as it would be bought now, read in batches; `None` if it has expired or was bought.
///
/// # Errors
///
/// When a database fails or an amount is out of range.
pub async fn price_cart(
    app: &App,
    audience: &Audience,
    token: &CartToken,
) -> Result<Option<PricedCart>, ApiError> {
    let Some(row) = change::read_cart(app, audience, token).await? else {
        return Ok(None);
    };
    let view = Box::pin(build_view(app, audience, token, row, Shelf::default())).await?;
    let quote = quote_cart(app, &view).await?;
    let texts = catalog::texts_of_products(app, &view.audience, &view.products()).await?;
    Ok(Some(freeze(&view, quote, &texts)))
}

fn freeze(view: &CartView, quote: Quote, texts: &HashMap<ProductId, Translations>) -> PricedCart {
    let (row, audience) = (&view.row, &view.audience);
    let address = delivery::delivery_address(row).map(|address| address.address.clone());
    let chosen = view.paid_deliveries().cloned();
    PricedCart {
        cart: view.token.token().to_owned(),
        version: row.version,
        channel: row.channel_id,
        market: audience.market.id,
        country: audience.country,
        language: audience.language,
        buyer: row.buyer.clone(),
        billing_address: row.billing_address.clone(),
        payment: row.payment.clone(),
        note: row.note.clone(),
        attributes: row.attributes.0.clone(),
        metafields: row.metafields.0.clone(),
        lines: view.lines.iter().map(|line| item(line, texts)).collect(),
        deliveries: chosen.collect(),
        uses: view.discounts().uses(row.buyer.email.as_deref()),
        gift_cards: gift_cards::gift_card_parts(view, &quote),
        missing: missing_merchandise(view, &quote),
        address,
        priced: quote.priced,
    }
}

fn item(view: &LineView, texts: &HashMap<ProductId, Translations>) -> CartItem {
    let (variant, product) = (&view.item.variant, &view.item.product);
    let texts = texts.get(&product.id);
    let has_options = !variant.selected_options.0.is_empty();
    let variant_title = || catalog::shown_variant_title(texts, product, variant).into_owned();
    CartItem {
        line: view.line.id,
        variant: variant.id,
        product: product.id,
        title: catalog::shown_title(texts, product).to_owned(),
        variant_title: has_options.then(variant_title),
        image: catalog::shown_picture(product, variant).map(|picture| picture.source.clone()),
        sku: variant.sku.clone(),
        quantity: view.line.quantity,
        requires_shipping: view.is_shipped(),
        selling_plan: view.line.selling_plan,
        components: variant.components.0.clone(),
        attributes: view.line.attributes.clone(),
    }
}

/// What a cart lacks, in the order in which a buyer would enter it.
pub fn missing_merchandise(view: &CartView, quote: &Quote) -> Vec<MissingMerchandise> {
    let address = delivery::delivery_address(&view.row).map(|address| &address.address);
    let mut missing = Vec::new();
    if view.lines.is_empty() {
        missing.push(MissingMerchandise::Lines);
    }
    let is_seen = |id: CartLineId| view.lines.iter().any(|line| line.line.id == id);
    let lines = view.row.lines.0.iter().map(|line| line.id);
    missing.extend(
        lines
            .filter(|&id| !is_seen(id))
            .map(MissingMerchandise::Merchandise),
    );
    let email = view.row.buyer.email.as_deref();
    if email.is_none_or(|email| email_fault(email).is_some()) {
        missing.push(MissingMerchandise::Email);
    }
    if view.is_shipped() {
        match address {
            None => missing.push(MissingMerchandise::Address),
            Some(address) => missing.extend(missing_lines(address)),
        }
    }
    let undecided = view.groups.iter().filter(|group| group.chosen.is_none());
    missing.extend(undecided.map(|group| MissingMerchandise::DeliveryOption(group.kind)));
    if !quote.has_tax {
        missing.push(MissingMerchandise::Taxes);
    }
    missing
}

fn missing_lines(address: &PostalAddress) -> impl Iterator<Item = MissingMerchandise> {
    let needed = [
        ("address1", &address.address1),
        ("city", &address.city),
        ("countryCode", &address.country),
    ];
    let missing = needed.into_iter().filter(|(_, line)| line.is_none());
    missing.map(|(name, _)| MissingMerchandise::AddressLine(name.to_owned()))
}
