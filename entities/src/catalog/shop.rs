//! The shop itself: one row.
use crate::{Timestamp, kept_as_json};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// The shop itself: one row.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "shop")]
pub struct Model {
    /// Always 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Name.
    pub name: String,
    /// ISO 4217 code of its currency.
    pub currency: String,
    /// Its primary language, such as `en`.
    pub language: String,
    /// ISO 3166 code of its country.
    pub country: String,
    /// Public profile.
    #[sea_orm(column_type = "JsonBinary")]
    pub profile: Profile,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Public profile of the shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Profile {
    /// Meta description.
    pub description: Option<String>,
    /// Host of the storefront, such as `larkfold.example`; null to use the server's own host.
    pub primary_domain: Option<String>,
    /// URL of the pages where customers manage their account.
    pub customer_account_url: Option<String>,
    /// Services that customers may sign in with, such as `google`.
    pub social_login_providers: Vec<String>,
    /// Format of amounts, such as `${{amount}}`.
    pub money_format: Option<String>,
    /// Slogan of the brand.
    pub slogan: Option<String>,
    /// Short description of the brand.
    pub short_description: Option<String>,
    /// Primary colours: background and foreground as `#rrggbb`.
    pub primary_colors: Vec<ColorPair>,
    /// Secondary colours.
    pub secondary_colors: Vec<ColorPair>,
    /// Logo.
    pub logo: Option<super::product::Media>,
    /// Square logo.
    pub square_logo: Option<super::product::Media>,
    /// Cover image.
    pub cover_image: Option<super::product::Media>,
    /// Card brands that buyers may pay with.
    pub card_brands: Vec<String>,
    /// Wallets that buyers may pay with.
    pub digital_wallets: Vec<String>,
}
kept_as_json!(Profile);

/// A background colour and its matching foreground colour.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColorPair {
    /// Background colour as `#rrggbb`.
    pub background: Option<String>,
    /// Foreground colour as `#rrggbb`.
    pub foreground: Option<String>,
}
