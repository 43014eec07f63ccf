//! A discount as merchants see it: one type for each kind and method.

use super::{
    codes::CodeFields,
    terms::{
        DiscountBuyers, DiscountCombinesWith, DiscountCustomerBuys, DiscountCustomerGets,
        DiscountMinimumRequirement, DiscountShippingDestination,
    },
};
use crate::context::RequestContext;
use async_graphql::{Context, Description, Enum, ID, MergedObject, Object, Union};
use souk_entities::orders::discount::{self, Reward};
use souk_kernel::{ids::Gid, scalars::DateTime};
use souk_shop::promotions::DiscountKind;
use std::sync::Arc;

/// Status of a discount.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
pub enum DiscountStatus {
    /// It is active.
    Active,
    /// It has ended.
    Expired,
    /// It has not started.
    Scheduled,
}

/// What a discount applies to.
#[derive(Clone, Copy, Debug, Enum, PartialEq, Eq)]
#[graphql(remote = "DiscountKind")]
pub enum DiscountClass {
    /// The whole order.
    Order,
    /// Certain products.
    Product,
    /// Delivery.
    Shipping,
}

/// A discount with its id.
#[derive(Clone, Debug, Description)]
pub struct DiscountNode(Arc<discount::Model>);

impl DiscountNode {
    /// A discount from its row.
    pub fn new(row: discount::Model) -> Self {
        Self(Arc::new(row))
    }
}

#[Object(use_type_description)]
impl DiscountNode {
    /// The discount.
    async fn discount(&self) -> Discount {
        Discount::of(&self.0)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }
}

/// Fields that every discount has.
#[derive(Clone)]
pub struct DiscountFields(Arc<discount::Model>);

#[Object]
impl DiscountFields {
    /// Who may use it.
    async fn buyers(&self) -> DiscountBuyers {
        (&self.0.terms.audience).into()
    }

    /// Which other discounts it combines with.
    async fn combines_with(&self) -> DiscountCombinesWith {
        self.0.terms.combines_with.into()
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.created_at)
    }

    /// What it applies to.
    async fn discount_class(&self) -> DiscountClass {
        DiscountKind::of(&self.0.terms.reward).into()
    }

    /// When it ends; null if it does not.
    async fn ends_at(&self) -> Option<DateTime> {
        self.0.ends_at.map(DateTime)
    }

    /// When it starts.
    async fn starts_at(&self) -> DateTime {
        DateTime(self.0.starts_at)
    }

    /// Whether it is active now.
    async fn status(&self, ctx: &Context<'_>) -> DiscountStatus {
        let now = ctx.app().clock.now();
        if self.0.ends_at.is_some_and(|end| now >= end) {
            DiscountStatus::Expired
        } else if now < self.0.starts_at {
            DiscountStatus::Scheduled
        } else {
            DiscountStatus::Active
        }
    }

    /// Tags for finding it.
    async fn tags(&self) -> &[String] {
        &self.0.terms.tags
    }

    /// Title. Buyers see it if the discount is automatic.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.updated_at)
    }
}

/// Fields that every discount except buy X get Y has.
#[derive(Clone)]
pub struct MinimumFields(Arc<discount::Model>);

#[Object]
impl MinimumFields {
    /// The minimum purchase; null if there is none.
    async fn minimum_requirement(&self, ctx: &Context<'_>) -> Option<DiscountMinimumRequirement> {
        let minimum = self.0.terms.minimum.as_ref()?;
        Some(DiscountMinimumRequirement::of(ctx.app(), minimum))
    }
}

/// Fields of product and order discounts.
#[derive(Clone)]
pub struct GoodsFields(Arc<discount::Model>);

#[Object]
impl GoodsFields {
    /// What the discount gives, and on which items.
    async fn customer_gets(&self, ctx: &Context<'_>) -> Option<DiscountCustomerGets> {
        DiscountCustomerGets::of(ctx.app(), &self.0.terms)
    }
}

/// Fields that only buy X get Y has.
#[derive(Clone)]
pub struct BuyGetFields(Arc<discount::Model>);

#[Object]
impl BuyGetFields {
    /// What must be bought.
    async fn customer_buys(&self, ctx: &Context<'_>) -> Option<DiscountCustomerBuys> {
        match &self.0.terms.reward {
            Reward::BuyGet { buys, .. } => Some(DiscountCustomerBuys::of(ctx.app(), buys)),
            _ => None,
        }
    }

    /// How many times it may apply to one order; null if unlimited.
    async fn uses_per_order_limit(&self) -> Option<i32> {
        match &self.0.terms.reward {
            Reward::BuyGet { uses_per_order, .. } => {
                let most = (*uses_per_order)?;
                Some(i32::try_from(most).unwrap_or(i32::MAX))
            }
            _ => None,
        }
    }
}

/// Fields that only free shipping has.
#[derive(Clone)]
pub struct ShippingFields(Arc<discount::Model>);

#[Object]
impl ShippingFields {
    /// Which deliveries are free.
    async fn destination(&self, ctx: &Context<'_>) -> Option<DiscountShippingDestination> {
        DiscountShippingDestination::of(ctx.app(), &self.0.terms.reward)
    }
}

/// A percentage or an amount off, by a code.
#[derive(Clone, MergedObject)]
pub struct DiscountCodeBasic(DiscountFields, CodeFields, GoodsFields, MinimumFields);

/// Buy X get Y, by a code.
#[derive(Clone, MergedObject)]
pub struct DiscountCodeBxgy(DiscountFields, CodeFields, GoodsFields, BuyGetFields);

/// Free shipping, by a code.
#[derive(Clone, MergedObject)]
pub struct DiscountCodeFreeShipping(DiscountFields, CodeFields, ShippingFields, MinimumFields);

/// A percentage or an amount off, automatically.
#[derive(Clone, MergedObject)]
pub struct DiscountAutomaticBasic(DiscountFields, GoodsFields, MinimumFields);

/// Buy X get Y, automatically.
#[derive(Clone, MergedObject)]
pub struct DiscountAutomaticBxgy(DiscountFields, GoodsFields, BuyGetFields);

/// Free shipping, automatically.
#[derive(Clone, MergedObject)]
pub struct DiscountAutomaticFreeShipping(DiscountFields, ShippingFields, MinimumFields);

/// A discount, by kind.
#[derive(Clone, Union)]
pub enum Discount {
    /// A percentage or an amount off, by a code.
    CodeBasic(DiscountCodeBasic),
    /// Buy X get Y, by a code.
    CodeBxgy(DiscountCodeBxgy),
    /// Free shipping, by a code.
    CodeFreeShipping(DiscountCodeFreeShipping),
    /// A percentage or an amount off, automatically.
    AutomaticBasic(DiscountAutomaticBasic),
    /// Buy X get Y, automatically.
    AutomaticBxgy(DiscountAutomaticBxgy),
    /// Free shipping, automatically.
    AutomaticFreeShipping(DiscountAutomaticFreeShipping),
}

impl Discount {
    fn of(row: &Arc<discount::Model>) -> Self {
        let common = DiscountFields(row.clone());
        let code = CodeFields(row.clone());
        let goods = GoodsFields(row.clone());
        let minimum = MinimumFields(row.clone());
        match (row.is_automatic, &row.terms.reward) {
            (false, Reward::BuyGet { .. }) => {
                let buys = BuyGetFields(row.clone());
                Self::CodeBxgy(DiscountCodeBxgy(common, code, goods, buys))
            }
            (true, Reward::BuyGet { .. }) => {
                let buys = BuyGetFields(row.clone());
                Self::AutomaticBxgy(DiscountAutomaticBxgy(common, goods, buys))
            }
            (false, Reward::FreeShipping { .. }) => {
                let free = ShippingFields(row.clone());
                Self::CodeFreeShipping(DiscountCodeFreeShipping(common, code, free, minimum))
            }
            (true, Reward::FreeShipping { .. }) => {
                let free = ShippingFields(row.clone());
                let discount = DiscountAutomaticFreeShipping(common, free, minimum);
                Self::AutomaticFreeShipping(discount)
            }
            (false, Reward::Percentage { .. } | Reward::Amount { .. }) => {
                Self::CodeBasic(DiscountCodeBasic(common, code, goods, minimum))
            }
            (true, Reward::Percentage { .. } | Reward::Amount { .. }) => {
                Self::AutomaticBasic(DiscountAutomaticBasic(common, goods, minimum))
            }
        }
    }
}
