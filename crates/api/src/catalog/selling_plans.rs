//! Selling plans, such as subscriptions.

use super::{CatalogContext, media, metafields_of::MetafieldsOf, texts};
use crate::list::List;
use crate::{connection, connections::list_cost, context::RequestContext, money::MoneyV2};
use async_graphql::{Context, Description, Enum, ID, Object, SimpleObject, Union};
use souk_entities::{
    catalog::{
        selling_plan_group::{self, SellingPlan as Stored},
        variant,
    },
    ids::{ProductId, SellingPlanId},
};
use souk_kernel::{error::ApiError, ids::Gid, money::Money, pagination::RequestedPage};
use souk_shop::catalog::{
    lists::{self, ListPosition},
    selling_plans::{option_key, price_with_plan},
    store, units,
};
use std::{borrow::Cow, sync::Arc};

/// A group of selling plans that a buyer chooses between, such as delivery intervals.
#[derive(Clone, Description)]
pub struct SellingPlanGroup(Arc<selling_plan_group::Model>);

#[Object(use_type_description)]
impl SellingPlanGroup {
    /// Name of the app that manages the group.
    fn app_name(&self) -> Option<&str> {
        self.0.app_name.as_deref()
    }

    /// Name shown to buyers.
    async fn name(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        let id = self.0.id.0;
        texts::read_text(ctx, id, id, "name", &self.0.name).await
    }

    /// Options in which the plans differ, each with its values.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn options(&self, ctx: &Context<'_>) -> Result<List<SellingPlanGroupOption>, ApiError> {
        let id = self.0.id.0;
        let mut options = Vec::new();
        for (place, name) in self.0.options.0.iter().enumerate() {
            let key = option_key(place);
            let name = texts::read_text(ctx, id, id, &key, name)
                .await?
                .into_owned();
            let mut values = Vec::new();
            for plan in &self.0.plans.0 {
                let Some(value) = plan.options.get(place) else {
                    continue;
                };
                let value = texts::read_text(ctx, id, plan.id.0, &key, value).await?;
                if !values.iter().any(|known| *known == value) {
                    values.push(value.into_owned());
                }
            }
            options.push(SellingPlanGroupOption { name, values });
        }
        Ok(options.into())
    }

    /// Selling plans of the group.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn selling_plans(
        &self,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<SellingPlanConnection, ApiError> {
        let page = media::page(first, after, last, before)?;
        let mut plans: Vec<SellingPlan> = SellingPlan::all(&self.0).collect();
        if reverse.unwrap_or(false) {
            plans.reverse();
        }
        let slice = lists::page_of_list(plans, &page, |plan| plan.stored().id.0);
        Ok(SellingPlanConnection::new(slice))
    }
}

connection!(
    SellingPlanGroupConnection,
    SellingPlanGroupEdge,
    SellingPlanGroup,
    "selling plan groups"
);
connection!(
    SellingPlanConnection,
    SellingPlanEdge,
    SellingPlan,
    "selling plans"
);

/// An option in which the plans of a group differ.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanGroupOption {
    /// Name, such as `Delivery every`.
    name: String,
    /// Values that occur among the plans of the group.
    values: Vec<String>,
}

/// A way to buy a product, such as a monthly delivery.
#[derive(Clone, Description)]
pub struct SellingPlan {
    group: Arc<selling_plan_group::Model>,
    place: usize,
}

impl SellingPlan {
    /// The plans of a group, in order.
    pub fn all(group: &Arc<selling_plan_group::Model>) -> impl Iterator<Item = Self> {
        (0..group.plans.0.len()).map(|place| Self {
            group: Arc::clone(group),
            place,
        })
    }

    /// The plan with this id; `None` if there is none.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn by_id(ctx: &Context<'_>, id: SellingPlanId) -> Result<Option<Self>, ApiError> {
        let db = ctx.app().databases.catalog.reader();
        let groups = store::selling_plan_groups(db).await?;
        let plans = groups.into_iter().map(Arc::new);
        let mut plans = plans.flat_map(|group| Self::all(&group).collect::<Vec<_>>());
        Ok(plans.find(|plan| plan.stored().id == id))
    }

    /// The stored plan.
    pub fn stored(&self) -> &Stored {
        &self.group.plans.0[self.place]
    }

    fn interval(&self) -> SellingPlanInterval {
        match self.stored().interval.as_str() {
            "DAY" => SellingPlanInterval::Day,
            "WEEK" => SellingPlanInterval::Week,
            "YEAR" => SellingPlanInterval::Year,
            _ => SellingPlanInterval::Month,
        }
    }
}

#[Object(use_type_description)]
impl SellingPlan {
    /// How often the buyer is billed; null if the plan does not recur.
    async fn billing_policy(&self) -> Option<SellingPlanBillingPolicy> {
        let policy = SellingPlanRecurringBillingPolicy {
            interval: self.interval(),
            interval_count: self.stored().interval_count,
        };
        self.stored().recurring.then_some(policy.into())
    }

    /// What is charged when the plan is bought: every delivery is paid in full.
    async fn checkout_charge(&self) -> SellingPlanCheckoutCharge {
        SellingPlanCheckoutCharge {
            r#type: SellingPlanCheckoutChargeType::Percentage,
            value: SellingPlanCheckoutChargePercentageValue { percentage: 100.0 }.into(),
        }
    }

    /// How often deliveries are made; null if the plan does not recur.
    async fn delivery_policy(&self) -> Option<SellingPlanDeliveryPolicy> {
        let policy = SellingPlanRecurringDeliveryPolicy {
            interval: self.interval(),
            interval_count: self.stored().interval_count,
        };
        self.stored().recurring.then_some(policy.into())
    }

    /// Description shown to buyers.
    async fn description(&self, ctx: &Context<'_>) -> Option<Result<Cow<'_, str>, ApiError>> {
        let plan = self.stored();
        let own = plan.description.as_deref();
        texts::optional_text(ctx, self.group.id.0, plan.id.0, "description", own)
            .await
            .transpose()
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.stored().id.gid()
    }

    #[graphql(flatten)]
    async fn custom_fields(&self) -> MetafieldsOf {
        MetafieldsOf::of(self.stored().id)
    }

    /// Name shown to buyers.
    async fn name(&self, ctx: &Context<'_>) -> Result<Cow<'_, str>, ApiError> {
        let plan = self.stored();
        texts::read_text(ctx, self.group.id.0, plan.id.0, "name", &plan.name).await
    }

    /// The value the plan has for each option of its group.
    #[graphql(complexity = "3 * child_complexity + 1")]
    async fn options(&self, ctx: &Context<'_>) -> Result<List<SellingPlanOption>, ApiError> {
        let (group, plan) = (&self.group, self.stored());
        let mut options = Vec::new();
        for (place, (name, value)) in group.options.0.iter().zip(&plan.options).enumerate() {
            let key = option_key(place);
            let name = texts::read_text(ctx, group.id.0, group.id.0, &key, name).await?;
            let value = texts::read_text(ctx, group.id.0, plan.id.0, &key, value).await?;
            options.push(SellingPlanOption {
                name: Some(name.into_owned()),
                value: Some(value.into_owned()),
            });
        }
        Ok(options.into())
    }

    /// How the plan changes the price; empty if it does not.
    #[graphql(complexity = "child_complexity + 1")]
    #[allow(clippy::cast_precision_loss)] // a percentage is not money
    async fn price_adjustments(&self) -> List<SellingPlanPriceAdjustment> {
        let off = self.stored().percentage_off;
        let value = SellingPlanPercentagePriceAdjustment {
            adjustment_percentage: off as f64 / 100.0,
        };
        let adjustment = SellingPlanPriceAdjustment {
            adjustment_value: value.into(),
            order_count: None,
        };
        (off > 0).then_some(adjustment).into_iter().collect()
    }

    /// Whether one purchase leads to several deliveries.
    async fn recurring_deliveries(&self) -> bool {
        self.stored().recurring
    }
}

/// Units of an interval.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SellingPlanInterval {
    /// Days.
    Day,
    /// Months.
    Month,
    /// Weeks.
    Week,
    /// Years.
    Year,
}

/// When a plan bills.
#[derive(Clone, Debug, Union)]
pub enum SellingPlanBillingPolicy {
    /// At regular intervals.
    Recurring(SellingPlanRecurringBillingPolicy),
}

/// Recurring billing.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanRecurringBillingPolicy {
    /// Unit of the interval between bills.
    interval: SellingPlanInterval,
    /// Number of units between bills.
    interval_count: i32,
}

/// When a plan delivers.
#[derive(Clone, Debug, Union)]
pub enum SellingPlanDeliveryPolicy {
    /// At regular intervals.
    Recurring(SellingPlanRecurringDeliveryPolicy),
}

/// Recurring delivery.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanRecurringDeliveryPolicy {
    /// Unit of the interval between deliveries.
    interval: SellingPlanInterval,
    /// Number of units between deliveries.
    interval_count: i32,
}

/// What is charged when a plan is bought.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanCheckoutCharge {
    /// Whether the value is a percentage or an amount.
    r#type: SellingPlanCheckoutChargeType,
    /// Percentage or amount.
    value: SellingPlanCheckoutChargeValue,
}

/// Types of the charge at checkout.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum SellingPlanCheckoutChargeType {
    /// A percentage of the price.
    Percentage,
    /// A fixed amount.
    Price,
}

/// A percentage of the price, or an amount.
#[derive(Clone, Debug, Union)]
pub enum SellingPlanCheckoutChargeValue {
    /// An amount.
    Amount(MoneyV2),
    /// A percentage of the price.
    Percentage(SellingPlanCheckoutChargePercentageValue),
}

/// A percentage of the price.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanCheckoutChargePercentageValue {
    /// The percentage.
    percentage: f64,
}

/// The value a plan has for an option of its group.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanOption {
    /// Name of the option.
    name: Option<String>,
    /// Value of the plan.
    value: Option<String>,
}

/// A price adjustment.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanPriceAdjustment {
    /// How the price changes.
    adjustment_value: SellingPlanPriceAdjustmentValue,
    /// Number of orders it applies to; null for all orders.
    order_count: Option<i32>,
}

/// How a price is adjusted.
#[derive(Clone, Debug, Union)]
pub enum SellingPlanPriceAdjustmentValue {
    /// Reduced by an amount.
    Amount(SellingPlanFixedAmountPriceAdjustment),
    /// Replaced by a fixed price.
    Fixed(SellingPlanFixedPriceAdjustment),
    /// Reduced by a percentage.
    Percentage(SellingPlanPercentagePriceAdjustment),
}

/// An amount off the price.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanFixedAmountPriceAdjustment {
    /// The amount.
    adjustment_amount: MoneyV2,
}

/// A fixed price that replaces the regular price.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanFixedPriceAdjustment {
    /// The price.
    price: MoneyV2,
}

/// A percentage off the price.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanPercentagePriceAdjustment {
    /// The percentage.
    adjustment_percentage: f64,
}

/// Price of a variant under a selling plan.
#[derive(Clone, SimpleObject)]
pub struct SellingPlanAllocation {
    /// Amount charged at checkout.
    checkout_charge_amount: MoneyV2,
    /// The prices under the plan.
    price_adjustments: List<SellingPlanAllocationPriceAdjustment>,
    /// Amount charged later.
    remaining_balance_charge_amount: MoneyV2,
    /// The selling plan.
    selling_plan: SellingPlan,
}

/// Prices of a variant under a selling plan.
#[derive(Clone, Debug, SimpleObject)]
pub struct SellingPlanAllocationPriceAdjustment {
    /// Price without the plan.
    compare_at_price: MoneyV2,
    /// Price of one delivery.
    per_delivery_price: MoneyV2,
    /// Price charged at checkout.
    price: MoneyV2,
    /// Price per reference quantity; null if the content of the package is unknown.
    unit_price: Option<MoneyV2>,
}

connection!(
    SellingPlanAllocationConnection,
    SellingPlanAllocationEdge,
    SellingPlanAllocation,
    "prices under selling plans"
);

/// Price of `variant` under `plan`; `price` is its price per unit without the plan.
///
/// # Errors
///
/// When an amount is out of range.
pub fn selling_plan_allocation(
    variant: &variant::Model,
    price: Money,
    plan: SellingPlan,
) -> Result<SellingPlanAllocation, ApiError> {
    let reduced = price_with_plan(price, plan.stored())?;
    let measurement = variant.unit_price_measurement.as_ref();
    let unit_price = match measurement {
        Some(measurement) => units::unit_price(reduced, measurement)?,
        None => None,
    };
    Ok(SellingPlanAllocation {
        checkout_charge_amount: reduced.into(),
        price_adjustments: vec![SellingPlanAllocationPriceAdjustment {
            compare_at_price: price.into(),
            per_delivery_price: reduced.into(),
            price: reduced.into(),
            unit_price: unit_price.map(MoneyV2::from),
        }]
        .into(),
        remaining_balance_charge_amount: Money::new(0, price.currency()).into(),
        selling_plan: plan,
    })
}

async fn groups(
    ctx: &Context<'_>,
    product: ProductId,
) -> Result<Vec<Arc<selling_plan_group::Model>>, ApiError> {
    let groups = ctx.catalog().selling_plans_of.load_one(product).await?;
    Ok(groups.map(|groups| groups.to_vec()).unwrap_or_default())
}

/// A page of the selling plan groups that are offered for a product.
pub(super) async fn groups_of_product(
    ctx: &Context<'_>,
    product: ProductId,
    reverse: bool,
    page: &RequestedPage<ListPosition>,
) -> Result<SellingPlanGroupConnection, ApiError> {
    let mut groups = groups(ctx, product).await?;
    if reverse {
        groups.reverse();
    }
    let slice = lists::page_of_list(groups, page, |group| group.id.0);
    let slice = slice.map(|(cursor, group)| (cursor, SellingPlanGroup(group)));
    Ok(SellingPlanGroupConnection::new(slice))
}

/// A page of a variant's prices under each selling plan that is offered for its product; `price`
/// is its price per unit without a plan.
pub(super) async fn allocations_of_variant(
    ctx: &Context<'_>,
    variant: &variant::Model,
    price: Money,
    reverse: bool,
    page: &RequestedPage<ListPosition>,
) -> Result<SellingPlanAllocationConnection, ApiError> {
    let groups = groups(ctx, variant.product_id).await?;
    let mut plans: Vec<SellingPlan> = groups.iter().flat_map(SellingPlan::all).collect();
    if reverse {
        plans.reverse();
    }
    let allocations: Vec<SellingPlanAllocation> = plans
        .into_iter()
        .map(|plan| selling_plan_allocation(variant, price, plan))
        .collect::<Result<_, _>>()?;
    let id = |allocation: &SellingPlanAllocation| allocation.selling_plan.stored().id.0;
    let slice = lists::page_of_list(allocations, page, id);
    Ok(SellingPlanAllocationConnection::new(slice))
}
