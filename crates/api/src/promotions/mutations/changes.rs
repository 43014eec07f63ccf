//! Converts the input of each kind of discount to the common [`DiscountChange`].

use super::inputs::{
    BasicRewardInput, BxgyRewardInput, DiscountAutomaticBasicInput, DiscountAutomaticBxgyInput,
    DiscountAutomaticFreeShippingInput, DiscountAutomaticTermsInput, DiscountCodeBasicInput,
    DiscountCodeBxgyInput, DiscountCodeFreeShippingInput, DiscountCodeTermsInput,
    DiscountTermsInput, FreeShippingRewardInput,
};
use souk_kernel::validators::given;
use souk_shop::promotions::discounts::{BuyGet, DiscountChange, DiscountReward};

impl From<BasicRewardInput> for DiscountChange {
    fn from(input: BasicRewardInput) -> Self {
        Self {
            minimum: given(input.minimum_requirement),
            ..Self::of(DiscountReward::Basic(input.customer_gets.map(Box::new)))
        }
    }
}

impl From<BxgyRewardInput> for DiscountChange {
    fn from(input: BxgyRewardInput) -> Self {
        Self::of(DiscountReward::BuyGet(Box::new(BuyGet {
            buys: input.customer_buys,
            gets: input.customer_gets,
            uses_per_order: given(input.uses_per_order_limit),
        })))
    }
}

impl From<FreeShippingRewardInput> for DiscountChange {
    fn from(input: FreeShippingRewardInput) -> Self {
        Self {
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

impl DiscountTermsInput {
    /// The change of a reward, with these terms.
    fn set_on(self, change: DiscountChange) -> DiscountChange {
        DiscountChange {
            starts_at: self.starts_at.map(|it| it.0),
            ends_at: given(self.ends_at).map(|it| it.map(|it| it.0)),
            combines_with: self.combines_with,
            tags: self.tags,
            ..change
        }
    }
}

impl DiscountCodeTermsInput {
    fn set_on(self, change: DiscountChange) -> DiscountChange {
        self.terms.set_on(DiscountChange {
            title: self.title,
            buyers: self.buyers,
            code: self.code,
            usage_limit: given(self.usage_limit),
            once_per_customer: self.applies_once_per_customer,
            ..change
        })
    }
}

impl DiscountAutomaticTermsInput {
    fn set_on(self, change: DiscountChange) -> DiscountChange {
        self.terms.set_on(DiscountChange {
            title: self.title,
            buyers: self.buyers,
            ..change
        })
    }
}

impl From<DiscountCodeBasicInput> for DiscountChange {
    fn from(input: DiscountCodeBasicInput) -> Self {
        input.terms.set_on(input.reward.into())
    }
}

impl From<DiscountCodeBxgyInput> for DiscountChange {
    fn from(input: DiscountCodeBxgyInput) -> Self {
        input.terms.set_on(input.reward.into())
    }
}

impl From<DiscountCodeFreeShippingInput> for DiscountChange {
    fn from(input: DiscountCodeFreeShippingInput) -> Self {
        input.terms.set_on(input.reward.into())
    }
}

impl From<DiscountAutomaticBasicInput> for DiscountChange {
    fn from(input: DiscountAutomaticBasicInput) -> Self {
        input.terms.set_on(input.reward.into())
    }
}

impl From<DiscountAutomaticBxgyInput> for DiscountChange {
    fn from(input: DiscountAutomaticBxgyInput) -> Self {
        input.terms.set_on(input.reward.into())
    }
}

impl From<DiscountAutomaticFreeShippingInput> for DiscountChange {
    fn from(input: DiscountAutomaticFreeShippingInput) -> Self {
        input.terms.set_on(input.reward.into())
    }
}
