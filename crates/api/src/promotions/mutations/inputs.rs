//! Inputs for creating and changing discounts. In a change, fields that are left out stay
//! unchanged.

use async_graphql::{InputObject, MaybeUndefined};
use souk_kernel::scalars::{DateTime, Decimal, UnsignedInt64};
use souk_shop::promotions::discount_inputs::{
    DiscountBuyersInput, DiscountCombinesWithInput, DiscountCustomerBuysInput,
    DiscountCustomerGetsInput, DiscountMinimumRequirementInput,
    DiscountShippingDestinationSelectionInput,
};

/// What every discount has.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountTermsInput {
    /// Which other discounts it combines with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// When it ends; null for no end.
    pub ends_at: MaybeUndefined<DateTime>,
    /// When it starts; now by default.
    pub starts_at: Option<DateTime>,
    /// Tags for finding the discount, at most 250.
    pub tags: Option<Vec<String>>,
}

/// What every discount with a code has.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCodeTermsInput {
    /// Whether each customer may use it only once. Customers are identified by their e-mail
    /// address.
    pub applies_once_per_customer: Option<bool>,
    /// Who may use it; everybody by default.
    pub buyers: Option<DiscountBuyersInput>,
    /// The code, at most 255 characters, case-insensitive. A change renames the code if it is the
    /// discount's only one and has not been used.
    pub code: Option<String>,
    /// What every discount has.
    #[graphql(flatten)]
    pub terms: DiscountTermsInput,
    /// Name of the discount.
    pub title: Option<String>,
    /// How often each of its codes may be used; null for no limit.
    pub usage_limit: MaybeUndefined<i32>,
}

/// What every automatic discount has.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAutomaticTermsInput {
    /// Who gets it; everybody by default.
    pub buyers: Option<DiscountBuyersInput>,
    /// What every discount has.
    #[graphql(flatten)]
    pub terms: DiscountTermsInput,
    /// Name of the discount, shown to buyers.
    pub title: Option<String>,
}

/// A percentage or a fixed amount off.
#[derive(Clone, Debug, InputObject)]
pub struct BasicRewardInput {
    /// The reduction, and the items it applies to.
    pub customer_gets: Option<DiscountCustomerGetsInput>,
    /// The minimum purchase; null for none.
    pub minimum_requirement: MaybeUndefined<DiscountMinimumRequirementInput>,
}

/// Buying some items makes others cheaper.
#[derive(Clone, Debug, InputObject)]
pub struct BxgyRewardInput {
    /// What must be bought.
    pub customer_buys: Option<DiscountCustomerBuysInput>,
    /// The items that get cheaper. The value must be `discountOnQuantity`.
    pub customer_gets: Option<DiscountCustomerGetsInput>,
    /// How many times it may apply within one order; null for no limit.
    pub uses_per_order_limit: MaybeUndefined<UnsignedInt64>,
}

/// Free delivery.
#[derive(Clone, Debug, InputObject)]
pub struct FreeShippingRewardInput {
    /// Whether it applies to one-time purchases.
    pub applies_on_one_time_purchase: Option<bool>,
    /// Whether it applies to subscriptions.
    pub applies_on_subscription: Option<bool>,
    /// Where delivery is free; everywhere by default.
    pub destination: Option<DiscountShippingDestinationSelectionInput>,
    /// Shipping rates above this price, in the shop's currency, are not discounted; null for no
    /// limit.
    pub maximum_shipping_price: MaybeUndefined<Decimal>,
    /// The minimum purchase; null for none.
    pub minimum_requirement: MaybeUndefined<DiscountMinimumRequirementInput>,
}

/// A percentage or a fixed amount off, with a code.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCodeBasicInput {
    /// The terms.
    #[graphql(flatten)]
    pub terms: DiscountCodeTermsInput,
    /// The reward.
    #[graphql(flatten)]
    pub reward: BasicRewardInput,
}

/// Buy X, get Y with a code: buying some items makes others cheaper.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCodeBxgyInput {
    /// The terms.
    #[graphql(flatten)]
    pub terms: DiscountCodeTermsInput,
    /// The reward.
    #[graphql(flatten)]
    pub reward: BxgyRewardInput,
}

/// Free delivery with a code.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCodeFreeShippingInput {
    /// The terms.
    #[graphql(flatten)]
    pub terms: DiscountCodeTermsInput,
    /// The reward.
    #[graphql(flatten)]
    pub reward: FreeShippingRewardInput,
}

/// A percentage or a fixed amount off, applied automatically.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAutomaticBasicInput {
    /// The terms.
    #[graphql(flatten)]
    pub terms: DiscountAutomaticTermsInput,
    /// The reward.
    #[graphql(flatten)]
    pub reward: BasicRewardInput,
}

/// Buy X, get Y, applied automatically: buying some items makes others cheaper.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAutomaticBxgyInput {
    /// The terms.
    #[graphql(flatten)]
    pub terms: DiscountAutomaticTermsInput,
    /// The reward.
    #[graphql(flatten)]
    pub reward: BxgyRewardInput,
}

/// Free delivery, applied automatically.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAutomaticFreeShippingInput {
    /// The terms.
    #[graphql(flatten)]
    pub terms: DiscountAutomaticTermsInput,
    /// The reward.
    #[graphql(flatten)]
    pub reward: FreeShippingRewardInput,
}
