//! Converts the input of each kind of discount to the common [`DiscountChange`].

use super::inputs::{
    DiscountAutomaticBasicInput, DiscountAutomaticBxgyInput, DiscountAutomaticFreeShippingInput,
    DiscountCodeBasicInput, DiscountCodeBxgyInput, DiscountCodeFreeShippingInput,
};
use souk_kernel::validators::given;
use souk_shop::promotions::discounts::{BuyGet, DiscountChange, DiscountReward};

impl From<DiscountCodeBasicInput> for DiscountChange {
    fn from(input: DiscountCodeBasicInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            code: input.code,
            usage_limit: given(input.usage_limit),
            once_per_customer: input.applies_once_per_customer,
            minimum: given(input.minimum_requirement),
            gives: DiscountReward::Basic(input.customer_gets.map(Box::new)),
        }
    }
}

impl From<DiscountCodeBxgyInput> for DiscountChange {
    fn from(input: DiscountCodeBxgyInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            code: input.code,
            usage_limit: given(input.usage_limit),
            once_per_customer: input.applies_once_per_customer,
            minimum: None,
            gives: DiscountReward::BuyGet(Box::new(BuyGet {
                buys: input.customer_buys,
                gets: input.customer_gets,
                uses_per_order: given(input.uses_per_order_limit),
            })),
        }
    }
}

impl From<DiscountCodeFreeShippingInput> for DiscountChange {
    fn from(input: DiscountCodeFreeShippingInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            code: input.code,
            usage_limit: given(input.usage_limit),
            once_per_customer: input.applies_once_per_customer,
            minimum: given(input.minimum_requirement),
            gives: DiscountReward::FreeShipping {
                destination: input.destination,
                maximum_price: given(input.maximum_shipping_price),
                one_time_purchases: input.applies_on_one_time_purchase,
                subscriptions: input.applies_on_subscription,
            },
        }
    }
}

impl From<DiscountAutomaticBasicInput> for DiscountChange {
    fn from(input: DiscountAutomaticBasicInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            minimum: given(input.minimum_requirement),
            ..Self::of(DiscountReward::Basic(input.customer_gets.map(Box::new)))
        }
    }
}

impl From<DiscountAutomaticBxgyInput> for DiscountChange {
    fn from(input: DiscountAutomaticBxgyInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            ..Self::of(DiscountReward::BuyGet(Box::new(BuyGet {
                buys: input.customer_buys,
                gets: input.customer_gets,
                uses_per_order: given(input.uses_per_order_limit),
            })))
        }
    }
}

impl From<DiscountAutomaticFreeShippingInput> for DiscountChange {
    fn from(input: DiscountAutomaticFreeShippingInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            minimum: given(input.minimum_requirement),
            ..Self::of(DiscountReward::FreeShipping {
                destination: input.destination,
                maximum_price: given(input.maximum_shipping_price),
                one_time_purchases: input.applies_on_one_time_purchase,
                subscriptions: input.applies_on_subscription,
            })
        }
    }
}
