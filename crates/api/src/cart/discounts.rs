//! Discounts of a cart.

use crate::{interface, money::MoneyV2};
use async_graphql::{Enum, SimpleObject, Union};
use souk_kernel::{codes::CurrencyCode, error::ApiError, money::Money};
use souk_shop::{
    cart::{discounts::Cut, view::LineView},
    promotions::{CodeVerdict, DiscountKind},
};

/// A discount code the buyer entered.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartDiscountCode {
    /// Whether it lowers the price of the cart, or will once a delivery option is selected.
    pub(super) applicable: bool,
    /// The code.
    pub(super) code: String,
}

impl From<&CodeVerdict> for CartDiscountCode {
    fn from(entered: &CodeVerdict) -> Self {
        Self {
            applicable: entered.verdict.is_ok(),
            code: entered.code.clone(),
        }
    }
}

/// What a discount applies to.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum DiscountApplicationTargetType {
    /// Lines.
    LineItem,
    /// Delivery.
    ShippingLine,
}

/// Which of the targets a discount applies to.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum DiscountApplicationTargetSelection {
    /// All of them.
    All,
    /// Those that meet its conditions.
    Entitled,
    /// Those named explicitly.
    Explicit,
}

/// How a discount is allocated to its targets.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum DiscountApplicationAllocationMethod {
    /// Spread across all targets.
    Across,
    /// Applied to each target.
    Each,
    /// Applied to one target.
    One,
}

/// A percentage of a price.
#[derive(Clone, Debug, SimpleObject)]
pub struct PricingPercentageValue {
    /// The percentage; 10 is a tenth.
    percentage: f64,
}

/// How much a discount takes off.
#[derive(Clone, Debug, Union)]
pub enum PricingValue {
    /// An amount.
    Amount(MoneyV2),
    /// A percentage of the price.
    Percentage(PricingPercentageValue),
}

impl PricingValue {
    /// A percentage if there are millionths, else the amount.
    pub fn new(millionths: Option<i64>, amount: MoneyV2) -> Self {
        match millionths {
            // For display only; amounts are computed from the millionths.
            Some(millionths) => Self::Percentage(PricingPercentageValue {
                percentage: millionths as f64 / 10_000.0,
            }),
            None => Self::Amount(amount),
        }
    }
}

/// How a discount works.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartDiscountApplication {
    /// How it is allocated to its targets.
    allocation_method: DiscountApplicationAllocationMethod,
    /// Which of the targets it applies to.
    target_selection: DiscountApplicationTargetSelection,
    /// What it applies to.
    target_type: DiscountApplicationTargetType,
    /// How much it takes off.
    value: PricingValue,
}

/// What an automatic discount takes off.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartAutomaticDiscountAllocation {
    /// How the discount works.
    discount_application: CartDiscountApplication,
    /// Amount by which it reduces the line or the delivery.
    discounted_amount: MoneyV2,
    /// What it applies to.
    target_type: DiscountApplicationTargetType,
    /// Title of the discount.
    title: String,
}

/// What a discount code takes off.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartCodeDiscountAllocation {
    /// The code.
    code: String,
    /// How the discount works.
    discount_application: CartDiscountApplication,
    /// Amount by which it reduces the line or the delivery.
    discounted_amount: MoneyV2,
    /// What it applies to.
    target_type: DiscountApplicationTargetType,
}

/// What a discount from another system takes off.
#[derive(Clone, Debug, SimpleObject)]
pub struct CartCustomDiscountAllocation {
    /// How the discount works.
    discount_application: CartDiscountApplication,
    /// Amount by which it reduces the line or the delivery.
    discounted_amount: MoneyV2,
    /// What it applies to.
    target_type: DiscountApplicationTargetType,
    /// Title of the discount.
    title: String,
}

interface! {
    /// What a discount takes off.
    CartDiscountAllocation, like CartCustomDiscountAllocation: ["discountApplication", "discountedAmount", "targetType"],
    /// By an automatic discount.
    Automatic(CartAutomaticDiscountAllocation),
    /// By a discount code.
    Code(CartCodeDiscountAllocation),
    /// By a discount from another system.
    Custom(CartCustomDiscountAllocation),
}

impl CartDiscountApplication {
    /// How the discount behind a cut works.
    pub(super) fn of(cut: &Cut<'_>, currency: CurrencyCode) -> Self {
        let candidate = cut.candidate;
        let amount = Money::new(cut.unit.unwrap_or(cut.whole), currency);
        Self {
            allocation_method: match candidate.is_each() {
                true => DiscountApplicationAllocationMethod::Each,
                false => DiscountApplicationAllocationMethod::Across,
            },
            target_selection: match candidate.class() {
                DiscountKind::Order | DiscountKind::Shipping => {
                    DiscountApplicationTargetSelection::All
                }
                DiscountKind::Product => DiscountApplicationTargetSelection::Entitled,
            },
            target_type: target_type(cut),
            value: PricingValue::new(candidate.millionths(), amount.into()),
        }
    }
}

fn target_type(cut: &Cut<'_>) -> DiscountApplicationTargetType {
    match cut.candidate.class() {
        DiscountKind::Shipping => DiscountApplicationTargetType::ShippingLine,
        DiscountKind::Product | DiscountKind::Order => DiscountApplicationTargetType::LineItem,
    }
}

impl CartDiscountAllocation {
    /// What a discount takes off one target.
    pub(super) fn of(cut: &Cut<'_>, currency: CurrencyCode) -> Self {
        let discount_application = CartDiscountApplication::of(cut, currency);
        let discounted_amount = Money::new(cut.amount, currency).into();
        let target_type = target_type(cut);
        match &cut.candidate.code {
            Some(entered) => Self::Code(CartCodeDiscountAllocation {
                code: entered.shown.clone(),
                discount_application,
                discounted_amount,
                target_type,
            }),
            None => Self::Automatic(CartAutomaticDiscountAllocation {
                discount_application,
                discounted_amount,
                target_type,
                title: cut.candidate.discount.title.clone(),
            }),
        }
    }

    /// What product discounts take off a line.
    pub(super) fn of_line(line: &LineView) -> Result<Vec<Self>, ApiError> {
        let currency = line.subtotal.currency();
        let cuts = line.cuts()?;
        Ok(cuts.iter().map(|cut| Self::of(cut, currency)).collect())
    }
}
