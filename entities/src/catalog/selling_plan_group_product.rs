//! Products that a selling plan group is offered for.
use crate::ids::{ProductId, SellingPlanGroupId};
use sea_orm::entity::prelude::*;
use souk_entities_derive::Table;

/// Products that a selling plan group is offered for.
#[derive(Clone, Debug, PartialEq, Table)]
#[sea_orm(table_name = "selling_plan_group_product")]
pub struct Model {
    /// The group.
    #[sea_orm(primary_key, auto_increment = false)]
    pub group_id: SellingPlanGroupId,
    /// The product.
    #[sea_orm(primary_key, auto_increment = false)]
    pub product_id: ProductId,
}

impl ActiveModelBehavior for ActiveModel {}
