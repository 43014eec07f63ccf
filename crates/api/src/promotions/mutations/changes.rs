//! Converts the input of each kind of discount to the common [`Change`].

use super::inputs::{
    DiscountAutomaticBasicInput, DiscountAutomaticBxgyInput, DiscountAutomaticFreeShippingInput,
    DiscountCodeBasicInput, DiscountCodeBxgyInput, DiscountCodeFreeShippingInput,
};
use souk_kernel::validators::given;
use souk_shop::promotions::discounts::{BuyGet, Change, Gives};

impl From<DiscountCodeBasicInput> for Change {
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
            gives: Gives::Basic(input.customer_gets.map(Box::new)),
        }
    }
}

impl From<DiscountCodeBxgyInput> for Change {
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
            gives: Gives::BuyGet(Box::new(BuyGet {
                buys: input.customer_buys,
                gets: input.customer_gets,
                uses_per_order: given(input.uses_per_order_limit),
            })),
        }
    }
}

impl From<DiscountCodeFreeShippingInput> for Change {
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
            gives: Gives::FreeShipping {
                destination: input.destination,
                maximum_price: given(input.maximum_shipping_price),
                one_time_purchases: input.applies_on_one_time_purchase,
                subscriptions: input.applies_on_subscription,
            },
        }
    }
}

impl From<DiscountAutomaticBasicInput> for Change {
    fn from(input: DiscountAutomaticBasicInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            minimum: given(input.minimum_requirement),
            ..Self::of(Gives::Basic(input.customer_gets.map(Box::new)))
        }
    }
}

impl From<DiscountAutomaticBxgyInput> for Change {
    fn from(input: DiscountAutomaticBxgyInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            ..Self::of(Gives::BuyGet(Box::new(BuyGet {
                buys: input.customer_buys,
                gets: input.customer_gets,
                uses_per_order: given(input.uses_per_order_limit),
            })))
        }
    }
}

impl From<DiscountAutomaticFreeShippingInput> for Change {
    fn from(input: DiscountAutomaticFreeShippingInput) -> Self {
        Self {
            title: input.title,
            starts_at: input.starts_at.map(|it| it.0),
            ends_at: given(input.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: input.combines_with,
            buyers: input.buyers,
            tags: input.tags,
            minimum: given(input.minimum_requirement),
            ..Self::of(Gives::FreeShipping {
                destination: input.destination,
                maximum_price: given(input.maximum_shipping_price),
                one_time_purchases: input.applies_on_one_time_purchase,
                subscriptions: input.applies_on_subscription,
            })
        }
    }
}
