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
    /// Name. Unique.
    #[sea_orm(unique)]
    pub handle: String,
    /// Name for buyers.
    pub name: String,
    /// App that manages it.
    pub app_name: Option<String>,
    /// Names of the options its plans differ in.
    #[sea_orm(column_type = "JsonBinary")]
    pub options: super::market::Codes,
    /// Plans in order.
    #[sea_orm(column_type = "JsonBinary")]
    pub plans: SellingPlans,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
}

impl ActiveModelBehavior for ActiveModel {}

/// One plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SellingPlan {
    /// Id.
    pub id: SellingPlanId,
    /// Name for buyers.
    pub name: String,
    /// Description for buyers.
    pub description: Option<String>,
    /// Values of the group's options, in their order.
    pub options: Vec<String>,
    /// How often the buyer is billed and served, as a count of `interval`.
    pub interval_count: i32,
    /// `DAY`, `WEEK`, `MONTH` or `YEAR`.
    pub interval: String,
    /// Whether every delivery is bought anew.
    pub recurring: bool,
    /// Reduction in hundredths of a percent.
    pub percentage_off: i64,
}

json_column! {
    /// Plans in order.
    SellingPlans(Vec<SellingPlan>)
}
