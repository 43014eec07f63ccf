//! Carts. A cart is one row, so that a change is one guarded write.
use crate::{
    Timestamp,
    ids::{CartLineId, ChannelId, GiftCardId, SellingPlanId, VariantId},
    json_column, kept_as_json,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Carts. A cart is one row, so that a change is one guarded write.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "cart")]
pub struct Model {
    /// Unguessable text: whoever knows it may use the cart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Counts changes.
    pub version: i64,
    /// Sales channel it was made in.
    pub channel_id: ChannelId,
    /// Lines in the order they were added, newest first.
    #[sea_orm(column_type = "JsonBinary")]
    pub lines: CartLines,
    /// Notes of the storefront.
    #[sea_orm(column_type = "JsonBinary")]
    pub attributes: Attributes,
    /// Note of the buyer.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// Who buys.
    #[sea_orm(column_type = "JsonBinary")]
    pub buyer: Buyer,
    /// Codes entered.
    #[sea_orm(column_type = "JsonBinary")]
    pub discount_codes: super::super::catalog::market::Codes,
    /// Gift cards that pay for it, in the order they were entered. Codes are kept nowhere.
    #[sea_orm(column_type = "JsonBinary")]
    pub gift_cards: GiftCards,
    /// Where it may be delivered to, in the order they were added.
    #[sea_orm(column_type = "JsonBinary")]
    pub addresses: DeliveryAddresses,
    /// Where the bill goes.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub billing_address: Option<PostalAddress>,
    /// How it is paid.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub payment: Option<PaymentChoice>,
    /// When it became an order: then it is kept for nobody but a repeated submission.
    pub bought_at: Option<Timestamp>,
    /// Ways of delivery the buyer chose.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub delivery_options: Option<DeliveryOptions>,
    /// Custom fields, by namespace and key.
    #[sea_orm(column_type = "JsonBinary")]
    pub metafields: CartMetafields,
    /// When it is forgotten unless it changes.
    pub expires_at: Timestamp,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// A line: so many units of a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CartLine {
    /// Id.
    pub id: CartLineId,
    /// What is bought.
    pub variant: VariantId,
    /// How many units.
    pub quantity: i32,
    /// Notes of the storefront on this line.
    pub attributes: Vec<Attribute>,
    /// Plan it is bought with.
    pub selling_plan: Option<SellingPlanId>,
    /// Line it belongs to, such as a warranty to its device.
    #[serde(default)]
    pub parent: Option<CartLineId>,
}

json_column! {
    /// Lines of a cart.
    CartLines(Vec<CartLine>)
}

/// A key and a value the storefront keeps.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attribute {
    /// Key.
    pub key: String,
    /// Value.
    pub value: Option<String>,
}

json_column! {
    /// Keys and values the storefront keeps.
    Attributes(Vec<Attribute>)
}

/// Who buys, as far as known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Buyer {
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// ISO 3166 code of the country: decides the market.
    pub country: Option<String>,
    /// Language of the request that last changed the cart, such as `de`.
    pub language: Option<String>,
    /// ISO 3166 code of the country of that request: decides the market where the buyer named no
    /// country and a request names none, as on the checkout page.
    pub visited_from: Option<String>,
    /// Token of a signed-in customer.
    pub customer_access_token: Option<String>,
    /// Preferences the storefront keeps for the checkout.
    pub preferences: Option<Preferences>,
}
kept_as_json!(Buyer);

/// What the buyer prefers at the checkout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// How to deliver; nothing is said about it where absent.
    pub delivery: Option<DeliveryPreference>,
    /// Wallets to offer first.
    pub wallet: Option<Vec<String>>,
}

/// How the buyer prefers to get the order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliveryPreference {
    /// `SHIPPING`, `PICK_UP` or `PICKUP_POINT`, preferred first.
    pub methods: Vec<String>,
    /// Pickup locations, preferred first.
    pub pickup_handles: Vec<String>,
    /// Where the buyer is.
    pub place: Option<Place>,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Degrees north.
    pub latitude: f64,
    /// Degrees east.
    pub longitude: f64,
    /// ISO 3166 code.
    pub country: String,
}

/// A postal address.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PostalAddress {
    /// First line.
    pub address1: Option<String>,
    /// Second line.
    pub address2: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Company.
    pub company: Option<String>,
    /// ISO 3166 code.
    pub country: Option<String>,
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Code or name of the province.
    pub province: Option<String>,
    /// Postal code.
    pub zip: Option<String>,
}
kept_as_json!(PostalAddress);

/// An address the cart may be delivered to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryAddress {
    /// Number, unique in the shop.
    pub id: i64,
    /// The address.
    pub address: PostalAddress,
    /// Whether it is the one to deliver to.
    pub selected: bool,
    /// Whether it is kept only for this order.
    pub one_time: bool,
}

json_column! {
    /// Addresses a cart may be delivered to.
    DeliveryAddresses(Vec<DeliveryAddress>)
}

json_column! {
    /// Gift cards that pay for a cart.
    GiftCards(Vec<GiftCardId>)
}

/// How a cart is paid, as the buyer's client said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentChoice {
    /// What the buyer takes the total for, in minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount's currency.
    pub currency: String,
    /// The method.
    pub method: PaymentMethod,
}
kept_as_json!(PaymentChoice);

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "token", rename_all = "snake_case")]
pub enum PaymentMethod {
    /// A token that the payment provider gave the client.
    Token(String),
    /// A method that the payment provider keeps for the customer.
    Saved(String),
    /// What Apple Pay gave the client.
    ApplePay(String),
    /// Nothing: the total is 0.
    Free,
}

/// Which deliveries of a cart a group is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GroupKind {
    /// What is delivered once, and the first delivery of every subscription.
    OneTimePurchase,
    /// The deliveries of subscriptions after the first.
    Subscription,
}

/// The way of delivery that the buyer chose for a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryOption {
    /// The group.
    pub group: GroupKind,
    /// Handle of the way.
    pub handle: String,
}

json_column! {
    /// Ways of delivery that were chosen, one for a group.
    DeliveryOptions(Vec<DeliveryOption>)
}

/// A custom field of a cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartMetafield {
    /// Number, unique in the shop.
    pub id: i64,
    /// Namespace.
    pub namespace: String,
    /// Key within the namespace.
    pub key: String,
    /// Type, such as `single_line_text_field`.
    pub kind: String,
    /// Value as text, in the format of its type.
    pub value: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

json_column! {
    /// Custom fields of a cart.
    CartMetafields(Vec<CartMetafield>)
}
