//! Discounts applied to orders.

use super::money::amount;
use crate::{
    cart::{
        DiscountApplicationAllocationMethod as Method,
        DiscountApplicationTargetSelection as Selection,
        DiscountApplicationTargetType as TargetType, PricingValue,
    },
    connection, interface,
    money::MoneyV2,
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

/// A discount that was applied automatically.
#[derive(Clone, Debug, SimpleObject)]
pub struct AutomaticDiscountApplication {
    /// How the discount is allocated to its targets.
    allocation_method: Method,
    /// Which of the possible targets the discount applies to.
    target_selection: Selection,
    /// Whether the discount applies to lines or to delivery.
    target_type: TargetType,
    /// Name of the discount.
    title: String,
    /// Value of the discount: a fixed amount or a percentage.
    value: PricingValue,
}

/// A discount applied by a code.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCodeApplication {
    /// How the discount is allocated to its targets.
    allocation_method: Method,
    /// Whether the code lowered the price.
    applicable: bool,
    /// The discount code.
    code: String,
    /// Which of the possible targets the discount applies to.
    target_selection: Selection,
    /// Whether the discount applies to lines or to delivery.
    target_type: TargetType,
    /// Value of the discount: a fixed amount or a percentage.
    value: PricingValue,
}

/// A discount that a merchant applied manually.
#[derive(Clone, Debug, SimpleObject)]
pub struct ManualDiscountApplication {
    /// How the discount is allocated to its targets.
    allocation_method: Method,
    /// Why it was applied.
    description: Option<String>,
    /// Which of the possible targets the discount applies to.
    target_selection: Selection,
    /// Whether the discount applies to lines or to delivery.
    target_type: TargetType,
    /// Name of the discount.
    title: String,
    /// Value of the discount: a fixed amount or a percentage.
    value: PricingValue,
}

/// A discount that another system applied.
#[derive(Clone, Debug, SimpleObject)]
pub struct ScriptDiscountApplication {
    /// How the discount is allocated to its targets.
    allocation_method: Method,
    /// Which of the possible targets the discount applies to.
    target_selection: Selection,
    /// Whether the discount applies to lines or to delivery.
    target_type: TargetType,
    /// Name of the discount.
    title: String,
    /// Value of the discount: a fixed amount or a percentage.
    value: PricingValue,
}

interface! {
    /// A discount that was applied to an order.
    DiscountApplication, like ManualDiscountApplication: ["allocationMethod", "targetSelection", "targetType", "value"],
    /// Automatic discount.
    Automatic(AutomaticDiscountApplication),
    /// Discount code.
    Code(DiscountCodeApplication),
    /// Manual discount.
    Manual(ManualDiscountApplication),
    /// Discount of another system.
    Script(ScriptDiscountApplication),
}

/// The share of a discount that is allocated to one line or delivery.
#[derive(Clone, SimpleObject)]
pub struct DiscountAllocation {
    /// The amount allocated here.
    allocated_amount: MoneyV2,
    /// The discount.
    discount_application: DiscountApplication,
}

/// One discount of an order, with its shares added up over the lines or over the deliveries.
struct Whole<'a> {
    /// One of its shares; all shares of a discount differ only in their amounts.
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

    /// Whether the share belongs to this discount.
    fn holds(&self, share: &DiscountShare, target: TargetType) -> bool {
        let own = (self.share.id, &self.share.title, &self.share.code);
        self.target == target && own == (share.id, &share.title, &share.code)
    }
}

/// The discounts of an order: first those of its lines, in line order, then those of its
/// deliveries.
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

/// The discounts that were applied to an order.
pub(super) fn applications(
    order: &order::Model,
    lines: &[order_line::Model],
) -> Vec<DiscountApplication> {
    let wholes = wholes(order, lines);
    wholes.iter().map(|it| it.application(order)).collect()
}

/// Discount allocations of a line.
pub(super) fn of_line(
    order: &order::Model,
    lines: &[order_line::Model],
    line: &order_line::Model,
) -> Vec<DiscountAllocation> {
    allocations(order, lines, TargetType::LineItem, &line.discounts.0)
}

/// Discount allocations of the deliveries.
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

/// Total of all discounts of an order, in minor units.
pub(super) fn total(order: &order::Model) -> i64 {
    let deliveries = order.deliveries.0.iter().flat_map(|it| &it.discounts);
    order.discount + deliveries.map(|share| share.amount).sum::<i64>()
}
