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
    /// ISO 4217 code of its own currency.
    pub currency: String,
    /// Its own language, such as `en`.
    pub language: String,
    /// ISO 3166 code of its country.
    pub country: String,
    /// What the storefront says about it.
    #[sea_orm(column_type = "JsonBinary")]
    pub profile: Profile,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// What the storefront says about the shop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct Profile {
    /// Meta description.
    pub description: Option<String>,
    /// Host of the storefront, such as `larkfold.example`; the server's own address where absent.
    pub primary_domain: Option<String>,
    /// Address of the pages where customers manage their account.
    pub customer_account_url: Option<String>,
    /// Services customers may sign in with, such as `google`.
    pub social_login_providers: Vec<String>,
    /// How amounts are written, such as `${{amount}}`.
    pub money_format: Option<String>,
    /// Slogan of the brand.
    pub slogan: Option<String>,
    /// Short description of the brand.
    pub short_description: Option<String>,
    /// Primary colors: background and foreground as `#rrggbb`.
    pub primary_colors: Vec<ColorPair>,
    /// Secondary colors.
    pub secondary_colors: Vec<ColorPair>,
    /// Logo.
    pub logo: Option<super::product::Media>,
    /// Square logo.
    pub square_logo: Option<super::product::Media>,
    /// Cover picture.
    pub cover_image: Option<super::product::Media>,
    /// Card brands buyers may pay with.
    pub card_brands: Vec<String>,
    /// Wallets buyers may pay with.
    pub digital_wallets: Vec<String>,
}
kept_as_json!(Profile);

/// A background and the foreground that goes with it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColorPair {
    /// Background as `#rrggbb`.
    pub background: Option<String>,
    /// Foreground as `#rrggbb`.
    pub foreground: Option<String>,
}
