//! Orders.
use super::order_line::DiscountShare;
use crate::{
    Timestamp,
    cart::cart::{Attributes, CartMetafields, PostalAddress},
    ids::{AttemptId, ChannelId, MarketId, OrderId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Orders. Amounts are minor units of `currency`.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "orders")]
pub struct Model {
    /// Id, time-ordered.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: OrderId,
    /// Number by which people know it, counted up from 1,001.
    pub number: i64,
    /// The attempt it came from: an attempt becomes at most one order.
    pub attempt_id: AttemptId,
    /// The cart it came from.
    pub cart_id: String,
    /// Sales channel it was placed in.
    pub channel_id: ChannelId,
    /// Market of the buyer.
    pub market_id: MarketId,
    /// ISO 4217 code of the amounts.
    pub currency: String,
    /// ISO 4217 code of the shop's own currency.
    pub shop_currency: String,
    /// Units of `currency` for one of the shop's, in millionths.
    pub exchange_rate: i64,
    /// Whether prices include tax.
    pub prices_include_tax: bool,
    /// Language of the buyer, such as `de`.
    pub language: String,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Shipping address; `None` if nothing is shipped.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub shipping_address: Option<PostalAddress>,
    /// Billing address.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub billing_address: Option<PostalAddress>,
    /// Price of all lines before discounts.
    pub subtotal: i64,
    /// What discounts take off the lines.
    pub discount: i64,
    /// Price of all deliveries.
    pub delivery: i64,
    /// Tax of lines and deliveries.
    pub tax: i64,
    /// Amount to pay.
    pub total: i64,
    /// Tax by rate.
    #[sea_orm(column_type = "JsonBinary")]
    pub taxes: TaxLines,
    /// What is paid for delivery.
    #[sea_orm(column_type = "JsonBinary")]
    pub deliveries: DeliveryLines,
    /// Buyer's note.
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    /// Key-value pairs set by the storefront.
    #[sea_orm(column_type = "JsonBinary")]
    pub attributes: Attributes,
    /// Custom fields of the cart it came from.
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub metafields: Option<CartMetafields>,
    /// Financial status, derived from the ledger.
    pub financial_status: FinancialStatus,
    /// Fulfilment status, derived from fulfilment orders.
    pub fulfillment_status: FulfillmentStatus,
    /// SHA-256 of the secret of the status page, in hexadecimal digits.
    pub status_key: String,
    /// When it was placed.
    pub processed_at: Timestamp,
    /// When it was cancelled.
    pub cancelled_at: Option<Timestamp>,
    /// Why it was cancelled.
    pub cancel_reason: Option<CancelReason>,
    /// When nothing was left to do.
    pub closed_at: Option<Timestamp>,
    /// Number of changes.
    pub version: i64,
    /// When it was written.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Financial status of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum FinancialStatus {
    /// The payment is authorised but not captured.
    Authorized,
    /// Everything is paid.
    Paid,
    /// Part is paid.
    PartiallyPaid,
    /// Part was refunded.
    PartiallyRefunded,
    /// Nothing is paid or authorised.
    Pending,
    /// Everything was refunded.
    Refunded,
    /// The authorisation was voided.
    Voided,
}

/// Fulfilment status of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum FulfillmentStatus {
    /// Everything is sent.
    Fulfilled,
    /// What is left is on hold.
    OnHold,
    /// Part is sent.
    PartiallyFulfilled,
    /// Nothing will be sent: the items went back to stock.
    Restocked,
    /// Nothing is sent yet.
    Unfulfilled,
}

/// Why an order was cancelled.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
pub enum CancelReason {
    /// The buyer changed their mind.
    Customer,
    /// The payment was declined.
    Declined,
    /// The order looked like fraud.
    Fraud,
    /// There was not enough stock.
    Inventory,
    /// Another reason.
    Other,
    /// The staff made a mistake.
    Staff,
}

/// Tax by one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxLine {
    /// Name shown, such as `VAT`.
    pub title: String,
    /// In millionths: 19 % is 190,000.
    pub rate: i64,
    /// The tax, in minor units.
    pub amount: i64,
}

json_column! {
    /// Tax by rate.
    TaxLines(Vec<TaxLine>)
}

/// How an order is delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DeliveryMethod {
    /// Nothing is delivered.
    None,
    /// The buyer picks it up at a location.
    PickUp,
    /// A carrier delivers it.
    Shipping,
}

/// What is paid for one delivery.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryLine {
    /// Name shown, such as `Express`.
    pub title: String,
    /// Code of the method.
    pub code: Option<String>,
    /// Delivery method.
    pub method: DeliveryMethod,
    /// Price after discounts.
    pub amount: i64,
    /// Each discount's share.
    #[serde(default)]
    pub discounts: Vec<DiscountShare>,
    /// Its tax.
    pub taxes: Vec<TaxLine>,
}

json_column! {
    /// What is paid for delivery.
    DeliveryLines(Vec<DeliveryLine>)
}
