//! Carts. A cart is one row, so that a change is one guarded write.
use crate::{
    Timestamp,
    ids::{CartLineId, ChannelId, SellingPlanId, VariantId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Carts. A cart is one row, so that a change is one guarded write.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
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
    #[sea_orm(column_type = "Text")]
    pub note: String,
    /// Who buys.
    #[sea_orm(column_type = "JsonBinary")]
    pub buyer: Buyer,
    /// Codes entered.
    #[sea_orm(column_type = "JsonBinary")]
    pub discount_codes: super::super::catalog::market::Codes,
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
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, FromJsonQueryResult)]
#[serde(default)]
pub struct Buyer {
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// ISO 3166 code of the country: decides the market.
    pub country: Option<String>,
    /// Language of the cart, such as `de`.
    pub language: Option<String>,
    /// Token of a signed-in customer.
    pub customer_access_token: Option<String>,
    /// Preferences the storefront keeps for the checkout, as sent.
    pub preferences: Option<serde_json::Value>,
}
