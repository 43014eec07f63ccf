//! Policies of the shop.
use crate::{Timestamp, ids::ShopPolicyId};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Policies of the shop.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "shop_policy")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ShopPolicyId,
    /// Which policy. Unique.
    #[sea_orm(unique)]
    pub kind: ShopPolicyKind,
    /// Handle used in URLs.
    pub handle: String,
    /// Title.
    pub title: String,
    /// Text as HTML.
    #[sea_orm(column_type = "Text")]
    pub body: String,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// Which policy it is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize,
)]
#[sea_orm(
    rs_type = "String",
    db_type = "Text",
    rename_all = "SCREAMING_SNAKE_CASE"
)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum ShopPolicyKind {
    /// Contact information.
    ContactInformation,
    /// Legal notice.
    LegalNotice,
    /// Privacy policy.
    PrivacyPolicy,
    /// Returns and refunds.
    RefundPolicy,
    /// Shipping policy.
    ShippingPolicy,
    /// Subscription policy.
    SubscriptionPolicy,
    /// Terms of sale.
    TermsOfSale,
    /// Terms of service.
    TermsOfService,
}
