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
    /// Unguessable token: anyone who knows it may use the cart.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: String,
    /// Number of changes.
    pub version: i64,
    /// Sales channel it was created in.
    pub channel_id: ChannelId,
    /// Lines in the order they were added, newest first.
    #[sea_orm(column_type = "JsonBinary")]
    pub lines: CartLines,
    /// Attributes set by the storefront.
    #[sea_orm(column_type = "JsonBinary")]
    pub attributes: Attributes,
    /// Buyer's note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// The buyer.
    #[sea_orm(column_type = "JsonBinary")]
    pub buyer: Buyer,
    /// Discount codes entered.
    #[sea_orm(column_type = "JsonBinary")]
    pub discount_codes: super::super::catalog::market::Codes,
    /// Gift cards that pay for it, in the order they were entered. Their codes are not stored.
    #[sea_orm(column_type = "JsonBinary")]
    pub gift_cards: GiftCards,
    /// Delivery addresses, in the order they were added.
    #[sea_orm(column_type = "JsonBinary")]
    pub addresses: DeliveryAddresses,
    /// Billing address.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub billing_address: Option<PostalAddress>,
    /// How it is paid.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub payment: Option<PaymentChoice>,
    /// When it became an order; from then on it is kept only for repeated submissions.
    pub bought_at: Option<Timestamp>,
    /// Delivery options the buyer selected.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub delivery_options: Option<DeliveryOptions>,
    /// Custom fields, by namespace and key.
    #[sea_orm(column_type = "JsonBinary")]
    pub metafields: CartMetafields,
    /// When it is removed unless it changes.
    pub expires_at: Timestamp,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// A line: a number of units of a variant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CartLine {
    /// Id.
    pub id: CartLineId,
    /// What is bought.
    pub variant: VariantId,
    /// Number of units.
    pub quantity: i32,
    /// Attributes the storefront set on this line.
    pub attributes: Vec<Attribute>,
    /// Selling plan it is bought with.
    pub selling_plan: Option<SellingPlanId>,
    /// Parent line, such as the device a warranty belongs to.
    #[serde(default)]
    pub parent: Option<CartLineId>,
}

json_column! {
    /// Lines of a cart.
    CartLines(Vec<CartLine>)
}

/// A key-value pair set by the storefront.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Attribute {
    /// Key.
    pub key: String,
    /// Value.
    pub value: Option<String>,
}

json_column! {
    /// Key-value pairs set by the storefront.
    Attributes(Vec<Attribute>)
}

/// The buyer, as far as known.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Buyer {
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// ISO 3166 code of the country, which determines the market.
    pub country: Option<String>,
    /// Language of the request that last changed the cart, such as `de`.
    pub language: Option<String>,
    /// ISO 3166 code of the country of that request, which determines the market if the buyer named
    /// no country and a request names none, as on the checkout page.
    pub visited_from: Option<String>,
    /// Access token of a signed-in customer.
    pub customer_access_token: Option<String>,
    /// The buyer's preferences for the checkout, set by the storefront.
    pub preferences: Option<Preferences>,
}
kept_as_json!(Buyer);

/// The buyer's preferences for the checkout.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Preferences {
    /// Delivery preferences, if any.
    pub delivery: Option<DeliveryPreference>,
    /// Wallets to offer first.
    pub wallet: Option<Vec<String>>,
}

/// How the buyer prefers to receive the order.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeliveryPreference {
    /// `SHIPPING`, `PICK_UP` or `PICKUP_POINT`, most preferred first.
    pub methods: Vec<String>,
    /// Handles of pickup locations, most preferred first.
    pub pickup_handles: Vec<String>,
    /// The buyer's location.
    pub place: Option<Place>,
}

/// A place on the map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Latitude in degrees north.
    pub latitude: f64,
    /// Longitude in degrees east.
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
    /// Whether it is the selected address.
    pub selected: bool,
    /// Whether it is for this order only.
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

/// How a cart is paid, as set by the client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentChoice {
    /// The total the buyer expects to pay, in minor units.
    pub amount: i64,
    /// ISO 4217 code of the amount's currency.
    pub currency: String,
    /// The method.
    pub method: PaymentMethod,
}
kept_as_json!(PaymentChoice);

/// A payment method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "token", rename_all = "snake_case")]
pub enum PaymentMethod {
    /// A token the client received from the payment provider.
    Token(String),
    /// A method that the payment provider stores for the customer.
    Saved(String),
    /// Payment data from Apple Pay.
    ApplePay(String),
    /// Nothing: the total is 0.
    Free,
}

/// Kinds of deliveries in a delivery group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum GroupKind {
    /// One-time purchases, and the first delivery of every subscription.
    OneTimePurchase,
    /// Deliveries of subscriptions after the first.
    Subscription,
}

/// The delivery option the buyer selected for a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryOption {
    /// The group.
    pub group: GroupKind,
    /// Handle of the option.
    pub handle: String,
}

json_column! {
    /// Selected delivery options, one for each group.
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
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

json_column! {
    /// Custom fields of a cart.
    CartMetafields(Vec<CartMetafield>)
}
