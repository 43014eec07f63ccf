//! What merchants send to make and change discounts. What is left out of a change stays as it is.

use crate::{
    codes::CountryCode,
    scalars::{DateTime, Decimal, MoneyInput, UnsignedInt64},
};
use async_graphql::{ID, InputObject, MaybeUndefined};

/// A share or an amount off, by a code.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCodeBasicInput {
    /// Whether a customer may use it once only. Customers are known by their e-mail address.
    pub applies_once_per_customer: Option<bool>,
    /// Who may use it; everybody where absent.
    pub buyers: Option<DiscountBuyersInput>,
    /// The code, at most 255 characters; upper and lower case are alike. A change renames the only
    /// code of a discount while nobody has used it.
    pub code: Option<String>,
    /// Which other discounts it goes together with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// What it gives.
    pub customer_gets: Option<DiscountCustomerGetsInput>,
    /// When it is over; null: never.
    pub ends_at: MaybeUndefined<DateTime>,
    /// What must be bought at least; null: nothing.
    pub minimum_requirement: MaybeUndefined<DiscountMinimumRequirementInput>,
    /// When it begins; now where absent.
    pub starts_at: Option<DateTime>,
    /// Words to find it by, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name.
    pub title: Option<String>,
    /// How often each of its codes may be used; null: as often as one likes.
    pub usage_limit: MaybeUndefined<i32>,
}

/// Goods that get cheaper when others are bought, by a code.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCodeBxgyInput {
    /// Whether a customer may use it once only. Customers are known by their e-mail address.
    pub applies_once_per_customer: Option<bool>,
    /// Who may use it; everybody where absent.
    pub buyers: Option<DiscountBuyersInput>,
    /// The code, at most 255 characters; upper and lower case are alike. A change renames the only
    /// code of a discount while nobody has used it.
    pub code: Option<String>,
    /// Which other discounts it goes together with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// What must be bought.
    pub customer_buys: Option<DiscountCustomerBuysInput>,
    /// What gets cheaper, as `discountOnQuantity`.
    pub customer_gets: Option<DiscountCustomerGetsInput>,
    /// When it is over; null: never.
    pub ends_at: MaybeUndefined<DateTime>,
    /// When it begins; now where absent.
    pub starts_at: Option<DateTime>,
    /// Words to find it by, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name.
    pub title: Option<String>,
    /// How often each of its codes may be used; null: as often as one likes.
    pub usage_limit: MaybeUndefined<i32>,
    /// How many times for one order; null: as often as it goes.
    pub uses_per_order_limit: MaybeUndefined<UnsignedInt64>,
}

/// Free delivery by a code.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCodeFreeShippingInput {
    /// Whether it is for what is bought once.
    pub applies_on_one_time_purchase: Option<bool>,
    /// Whether it is for what is bought by subscription.
    pub applies_on_subscription: Option<bool>,
    /// Whether a customer may use it once only. Customers are known by their e-mail address.
    pub applies_once_per_customer: Option<bool>,
    /// Who may use it; everybody where absent.
    pub buyers: Option<DiscountBuyersInput>,
    /// The code, at most 255 characters; upper and lower case are alike. A change renames the only
    /// code of a discount while nobody has used it.
    pub code: Option<String>,
    /// Which other discounts it goes together with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// Where deliveries are free; everywhere where absent.
    pub destination: Option<DiscountShippingDestinationSelectionInput>,
    /// When it is over; null: never.
    pub ends_at: MaybeUndefined<DateTime>,
    /// Deliveries above this price, in the shop's currency, are paid all the same; null: none are.
    pub maximum_shipping_price: MaybeUndefined<Decimal>,
    /// What must be bought at least; null: nothing.
    pub minimum_requirement: MaybeUndefined<DiscountMinimumRequirementInput>,
    /// When it begins; now where absent.
    pub starts_at: Option<DateTime>,
    /// Words to find it by, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name.
    pub title: Option<String>,
    /// How often each of its codes may be used; null: as often as one likes.
    pub usage_limit: MaybeUndefined<i32>,
}

/// A share or an amount off that applies by itself.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAutomaticBasicInput {
    /// Who gets it; everybody where absent.
    pub buyers: Option<DiscountBuyersInput>,
    /// Which other discounts it goes together with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// What it gives.
    pub customer_gets: Option<DiscountCustomerGetsInput>,
    /// When it is over; null: never.
    pub ends_at: MaybeUndefined<DateTime>,
    /// What must be bought at least; null: nothing.
    pub minimum_requirement: MaybeUndefined<DiscountMinimumRequirementInput>,
    /// When it begins; now where absent.
    pub starts_at: Option<DateTime>,
    /// Words to find it by, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name. Buyers see it.
    pub title: Option<String>,
}

/// Goods that get cheaper by themselves when others are bought.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAutomaticBxgyInput {
    /// Who gets it; everybody where absent.
    pub buyers: Option<DiscountBuyersInput>,
    /// Which other discounts it goes together with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// What must be bought.
    pub customer_buys: Option<DiscountCustomerBuysInput>,
    /// What gets cheaper, as `discountOnQuantity`.
    pub customer_gets: Option<DiscountCustomerGetsInput>,
    /// When it is over; null: never.
    pub ends_at: MaybeUndefined<DateTime>,
    /// When it begins; now where absent.
    pub starts_at: Option<DateTime>,
    /// Words to find it by, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name. Buyers see it.
    pub title: Option<String>,
    /// How many times for one order; null: as often as it goes.
    pub uses_per_order_limit: MaybeUndefined<UnsignedInt64>,
}

/// Free delivery that applies by itself.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAutomaticFreeShippingInput {
    /// Whether it is for what is bought once.
    pub applies_on_one_time_purchase: Option<bool>,
    /// Whether it is for what is bought by subscription.
    pub applies_on_subscription: Option<bool>,
    /// Who gets it; everybody where absent.
    pub buyers: Option<DiscountBuyersInput>,
    /// Which other discounts it goes together with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// Where deliveries are free; everywhere where absent.
    pub destination: Option<DiscountShippingDestinationSelectionInput>,
    /// When it is over; null: never.
    pub ends_at: MaybeUndefined<DateTime>,
    /// Deliveries above this price, in the shop's currency, are paid all the same; null: none are.
    pub maximum_shipping_price: MaybeUndefined<Decimal>,
    /// What must be bought at least; null: nothing.
    pub minimum_requirement: MaybeUndefined<DiscountMinimumRequirementInput>,
    /// When it begins; now where absent.
    pub starts_at: Option<DateTime>,
    /// Words to find it by, at most 250.
    pub tags: Option<Vec<String>>,
    /// Name. Buyers see it.
    pub title: Option<String>,
}

/// Who may use a discount: those who meet everything that is given. Each list has at most 250
/// entries and replaces what was there; an empty one means everybody.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountBuyersInput {
    /// Buyers in these sales channels.
    pub channel_ids: Option<Vec<ID>>,
    /// Buyers with these e-mail addresses.
    pub emails: Option<Vec<String>>,
    /// Buyers of these markets.
    pub market_ids: Option<Vec<ID>>,
}

/// Which other discounts a discount goes together with. Both must say so.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DiscountCombinesWithInput {
    /// Those of the whole order.
    pub order_discounts: Option<bool>,
    /// Those of some goods.
    pub product_discounts: Option<bool>,
    /// Those of delivery.
    pub shipping_discounts: Option<bool>,
}

/// What a discount gives, and of which goods.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCustomerGetsInput {
    /// Whether it is for what is bought once.
    pub applies_on_one_time_purchase: Option<bool>,
    /// Whether it is for what is bought by subscription.
    pub applies_on_subscription: Option<bool>,
    /// The goods.
    pub items: Option<DiscountItemsInput>,
    /// What they get.
    pub value: Option<DiscountCustomerGetsValueInput>,
}

/// What goods get: one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCustomerGetsValueInput {
    /// An amount.
    pub discount_amount: Option<DiscountAmountInput>,
    /// Units that get cheaper. Only, and always, where other goods must be bought.
    pub discount_on_quantity: Option<DiscountOnQuantityInput>,
    /// A share of the price, above 0 and at most 1: 0.1 is a tenth.
    pub percentage: Option<f64>,
}

/// An amount that a discount takes off.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAmountInput {
    /// The amount in the shop's currency. Other currencies follow at the rate of their market.
    pub amount: Option<Decimal>,
    /// Amounts in other currencies, in place of those that would follow.
    pub amounts: Option<Vec<MoneyInput>>,
    /// Whether every unit gets it; else the goods share it.
    pub applies_on_each_item: Option<bool>,
}

/// So many units that get cheaper.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountOnQuantityInput {
    /// What each of them gets.
    pub effect: Option<DiscountEffectInput>,
    /// How many units.
    pub quantity: Option<UnsignedInt64>,
}

/// What a unit gets: one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountEffectInput {
    /// An amount in the shop's currency.
    pub amount: Option<Decimal>,
    /// A share of its price, above 0 and at most 1; 1 makes it free.
    pub percentage: Option<f64>,
}

/// Goods that a discount is about: all, or those that are named in any of the ways, at most 250 of
/// each.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountItemsInput {
    /// All goods; what was named before is forgotten.
    pub all: Option<bool>,
    /// The products of collections.
    pub collections: Option<DiscountCollectionsInput>,
    /// Products and variants.
    pub products: Option<DiscountProductsInput>,
}

/// Collections that a discount is about.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCollectionsInput {
    /// Those it shall be about, too.
    pub add: Option<Vec<ID>>,
    /// Those it shall no longer be about.
    pub remove: Option<Vec<ID>>,
}

/// Products and variants that a discount is about.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountProductsInput {
    /// Variants it shall be about, too.
    pub product_variants_to_add: Option<Vec<ID>>,
    /// Variants it shall no longer be about.
    pub product_variants_to_remove: Option<Vec<ID>>,
    /// Products it shall be about, too.
    pub products_to_add: Option<Vec<ID>>,
    /// Products it shall no longer be about.
    pub products_to_remove: Option<Vec<ID>>,
}

/// What must be bought before other goods get cheaper.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCustomerBuysInput {
    /// The goods.
    pub items: Option<DiscountItemsInput>,
    /// How much of them.
    pub value: Option<DiscountCustomerBuysValueInput>,
}

/// How much must be bought, each time: one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCustomerBuysValueInput {
    /// Goods for this amount in the shop's currency.
    pub amount: Option<Decimal>,
    /// So many units.
    pub quantity: Option<UnsignedInt64>,
}

/// What must be bought at least: one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountMinimumRequirementInput {
    /// Units.
    pub quantity: Option<DiscountMinimumQuantityInput>,
    /// Goods for an amount.
    pub subtotal: Option<DiscountMinimumSubtotalInput>,
}

/// At least so many units.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DiscountMinimumQuantityInput {
    /// How many.
    pub greater_than_or_equal_to_quantity: Option<UnsignedInt64>,
}

/// Goods for at least this amount.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountMinimumSubtotalInput {
    /// The amount in the shop's currency.
    pub greater_than_or_equal_to_subtotal: Option<Decimal>,
}

/// Where deliveries are free: one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountShippingDestinationSelectionInput {
    /// Everywhere.
    pub all: Option<bool>,
    /// In some countries.
    pub countries: Option<DiscountCountriesInput>,
}

/// Countries where deliveries are free.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCountriesInput {
    /// Those that shall be, too.
    pub add: Option<Vec<CountryCode>>,
    /// Those that shall no longer be.
    pub remove: Option<Vec<CountryCode>>,
}
