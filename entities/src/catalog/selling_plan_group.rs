//! Groups of selling plans, such as subscriptions.
use crate::{
    Timestamp,
    ids::{SellingPlanGroupId, SellingPlanId},
    json_column,
};
use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};
use souk_entities_derive::Table;

/// Groups of selling plans, such as subscriptions.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "selling_plan_group")]
pub struct Model {
    /// Id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SellingPlanGroupId,
    /// Handle. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Name shown to buyers.
    pub name: String,
    /// Name of the app that manages it.
    pub app_name: Option<String>,
    /// Names of the options in which its plans differ.
    #[sea_orm(column_type = "JsonBinary")]
    pub options: super::market::Codes,
    /// Plans in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub plans: SellingPlans,
    /// When it was created.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// One selling plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SellingPlan {
    /// Id.
    pub id: SellingPlanId,
    /// Name shown to buyers.
    pub name: String,
    /// Description shown to buyers.
    pub description: Option<String>,
    /// Values of the group's options, in the same order.
    pub options: Vec<String>,
    /// Number of `interval`s from one billing and delivery to the next.
    pub interval_count: i32,
    /// `DAY`, `WEEK`, `MONTH` or `YEAR`.
    pub interval: String,
    /// Whether the plan recurs: every delivery is a new purchase.
    pub recurring: bool,
    /// Discount in hundredths of a percent.
    pub percentage_off: i64,
}

json_column! {
    /// Plans in order.
    SellingPlans(Vec<SellingPlan>)
}
