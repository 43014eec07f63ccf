//! What discounts took off from orders.

use super::money::amount;
use crate::{
    cart::graphql::discounts::{
        DiscountApplicationAllocationMethod as Method,
        DiscountApplicationTargetSelection as Selection,
        DiscountApplicationTargetType as TargetType, PricingValue,
    },
    connection, interface,
    scalars::MoneyV2,
};
use async_graphql::SimpleObject;
use souk_entities::orders::{
    order::{self, DeliveryLine},
    order_line::{self, DiscountShare},
};

connection!(
    DiscountApplicationConnection,
    DiscountApplicationEdge,
    DiscountApplication,
    "discounts"
);

/// A discount that applies by itself.
#[derive(Clone, Debug, SimpleObject)]
pub struct AutomaticDiscountApplication {
    /// How it is spread over its targets.
    allocation_method: Method,
    /// Which of the targets it is for.
    target_selection: Selection,
    /// What it is taken off from.
    target_type: TargetType,
    /// Name of the discount.
    title: String,
    /// How much it takes off.
    value: PricingValue,
}

/// A discount that a code gives.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCodeApplication {
    /// How it is spread over its targets.
    allocation_method: Method,
    /// Whether it lowered the price.
    applicable: bool,
    /// The code.
    code: String,
    /// Which of the targets it is for.
    target_selection: Selection,
    /// What it is taken off from.
    target_type: TargetType,
    /// How much it takes off.
    value: PricingValue,
}

/// A discount that a merchant gave by hand.
#[derive(Clone, Debug, SimpleObject)]
pub struct ManualDiscountApplication {
    /// How it is spread over its targets.
    allocation_method: Method,
    /// Why it was given.
    description: Option<String>,
    /// Which of the targets it is for.
    target_selection: Selection,
    /// What it is taken off from.
    target_type: TargetType,
    /// Name of the discount.
    title: String,
    /// How much it takes off.
    value: PricingValue,
}

/// A discount of another system.
#[derive(Clone, Debug, SimpleObject)]
pub struct ScriptDiscountApplication {
    /// How it is spread over its targets.
    allocation_method: Method,
    /// Which of the targets it is for.
    target_selection: Selection,
    /// What it is taken off from.
    target_type: TargetType,
    /// Name of the discount.
    title: String,
    /// How much it takes off.
    value: PricingValue,
}

interface! {
    /// How a discount works.
    DiscountApplication, like ManualDiscountApplication: ["allocationMethod", "targetSelection", "targetType", "value"],
    /// By itself.
    Automatic(AutomaticDiscountApplication),
    /// By a code.
    Code(DiscountCodeApplication),
    /// By hand.
    Manual(ManualDiscountApplication),
    /// By another system.
    Script(ScriptDiscountApplication),
}

/// What a discount takes off in one place.
#[derive(Clone, SimpleObject)]
pub struct DiscountAllocation {
    /// What it takes off here.
    allocated_amount: MoneyV2,
    /// The discount.
    discount_application: DiscountApplication,
}

/// A discount of an order: what it takes off of lines, or of deliveries, together.
struct Whole<'a> {
    /// One of its shares: they differ in their amounts only.
    share: &'a DiscountShare,
    target: TargetType,
    minor: i64,
}

impl Whole<'_> {
    fn application(&self, order: &order::Model) -> DiscountApplication {
        let share = self.share;
        let minor = share.unit.unwrap_or(self.minor);
        let value = PricingValue::new(share.millionths, amount(order, minor));
        let allocation_method = match share.each {
            true => Method::Each,
            false => Method::Across,
        };
        let target_type = self.target;
        let target_selection = match share.all {
            true => Selection::All,
            false => Selection::Entitled,
        };
        match &share.code {
            Some(code) => DiscountApplication::Code(DiscountCodeApplication {
                allocation_method,
                applicable: true,
                code: code.clone(),
                target_selection,
                target_type,
                value,
            }),
            None => DiscountApplication::Automatic(AutomaticDiscountApplication {
                allocation_method,
                target_selection,
                target_type,
                title: share.title.clone(),
                value,
            }),
        }
    }

    /// Whether a share is one of this discount.
    fn holds(&self, share: &DiscountShare, target: TargetType) -> bool {
        let own = (self.share.id, &self.share.title, &self.share.code);
        self.target == target && own == (share.id, &share.title, &share.code)
    }
}

/// The discounts of an order: those of its lines first, in the order in which they come.
fn wholes<'a>(order: &'a order::Model, lines: &'a [order_line::Model]) -> Vec<Whole<'a>> {
    let of_lines = lines.iter().flat_map(|line| &line.discounts.0);
    let of_lines = of_lines.map(|share| (share, TargetType::LineItem));
    let of_deliveries = order.deliveries.0.iter().flat_map(|it| &it.discounts);
    let of_deliveries = of_deliveries.map(|share| (share, TargetType::ShippingLine));
    let mut wholes: Vec<Whole<'a>> = Vec::new();
    for (share, target) in of_lines.chain(of_deliveries) {
        match wholes.iter_mut().find(|it| it.holds(share, target)) {
            Some(known) => known.minor += share.amount,
            None => wholes.push(Whole {
                share,
                target,
                minor: share.amount,
            }),
        }
    }
    wholes
}

/// How each discount of an order works.
pub(super) fn applications(
    order: &order::Model,
    lines: &[order_line::Model],
) -> Vec<DiscountApplication> {
    let wholes = wholes(order, lines);
    wholes.iter().map(|it| it.application(order)).collect()
}

/// What discounts take off of a line.
pub(super) fn of_line(
    order: &order::Model,
    lines: &[order_line::Model],
    line: &order_line::Model,
) -> Vec<DiscountAllocation> {
    allocations(order, lines, TargetType::LineItem, &line.discounts.0)
}

/// What discounts take off of deliveries.
pub(super) fn of_deliveries(
    order: &order::Model,
    lines: &[order_line::Model],
) -> Vec<DiscountAllocation> {
    let each = |delivery: &DeliveryLine| {
        allocations(order, lines, TargetType::ShippingLine, &delivery.discounts)
    };
    order.deliveries.0.iter().flat_map(each).collect()
}

fn allocations(
    order: &order::Model,
    lines: &[order_line::Model],
    target: TargetType,
    shares: &[DiscountShare],
) -> Vec<DiscountAllocation> {
    let wholes = wholes(order, lines);
    let found = shares.iter().filter_map(|share| {
        let whole = wholes.iter().find(|it| it.holds(share, target))?;
        Some(DiscountAllocation {
            allocated_amount: amount(order, share.amount),
            discount_application: whole.application(order),
        })
    });
    found.collect()
}

/// What all discounts of an order take off, in minor units.
pub(super) fn total(order: &order::Model) -> i64 {
    let deliveries = order.deliveries.0.iter().flat_map(|it| &it.discounts);
    order.discount + deliveries.map(|share| share.amount).sum::<i64>()
}
