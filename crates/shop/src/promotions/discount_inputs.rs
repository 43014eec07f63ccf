//! The parts that inputs of discounts share. In a change, fields that are left out stay unchanged.

use async_graphql::{ID, InputObject};
use souk_kernel::{
    codes::CountryCode,
    scalars::{Decimal, MoneyInput, UnsignedInt64},
};

/// Who may use a discount: buyers who meet every condition given. Each list has at most 250 entries
/// and replaces the stored one; an empty list means everybody.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountBuyersInput {
    /// Buyers in these sales channels.
    pub channel_ids: Option<Vec<ID>>,
    /// Buyers with these e-mail addresses.
    pub emails: Option<Vec<String>>,
    /// Buyers in these markets.
    pub market_ids: Option<Vec<ID>>,
}

/// Which other discounts a discount combines with. Both discounts must allow it.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DiscountCombinesWithInput {
    /// Whether it combines with order discounts.
    pub order_discounts: Option<bool>,
    /// Whether it combines with product discounts.
    pub product_discounts: Option<bool>,
    /// Whether it combines with delivery discounts.
    pub shipping_discounts: Option<bool>,
}

/// The reduction a discount gives, and the items it applies to.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCustomerGetsInput {
    /// Whether it applies to one-time purchases.
    pub applies_on_one_time_purchase: Option<bool>,
    /// Whether it applies to subscriptions.
    pub applies_on_subscription: Option<bool>,
    /// The items it applies to.
    pub items: Option<DiscountItemsInput>,
    /// The reduction.
    pub value: Option<DiscountCustomerGetsValueInput>,
}

/// The reduction. Give exactly one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCustomerGetsValueInput {
    /// A fixed amount off.
    pub discount_amount: Option<DiscountAmountInput>,
    /// A reduction on a number of units. Required for buy-X-get-Y discounts, and only allowed
    /// there.
    pub discount_on_quantity: Option<DiscountOnQuantityInput>,
    /// Percentage off as a fraction, above 0 and at most 1: 0.1 is 10 percent.
    pub percentage: Option<f64>,
}

/// A fixed amount off.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountAmountInput {
    /// The amount in the shop's currency. In other currencies it is converted at the market's
    /// exchange rate.
    pub amount: Option<Decimal>,
    /// Amounts in other currencies, used instead of converted ones.
    pub amounts: Option<Vec<MoneyInput>>,
    /// Whether the amount is taken off every unit. Otherwise it is spread across the items.
    pub applies_on_each_item: Option<bool>,
}

/// A reduction on a number of units.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountOnQuantityInput {
    /// The reduction on each unit.
    pub effect: Option<DiscountEffectInput>,
    /// The number of units.
    pub quantity: Option<UnsignedInt64>,
}

/// The reduction on a unit. Give exactly one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountEffectInput {
    /// An amount off, in the shop's currency.
    pub amount: Option<Decimal>,
    /// Percentage off as a fraction, above 0 and at most 1; 1 makes the unit free.
    pub percentage: Option<f64>,
}

/// The items a discount covers: everything, or the given products, variants and collections, at
/// most 250 of each.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountItemsInput {
    /// Everything. Products, variants and collections set before are removed.
    pub all: Option<bool>,
    /// Collections whose products are covered.
    pub collections: Option<DiscountCollectionsInput>,
    /// Products and variants that are covered.
    pub products: Option<DiscountProductsInput>,
}

/// Changes to the collections a discount covers.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCollectionsInput {
    /// Ids of the collections to add.
    pub add: Option<Vec<ID>>,
    /// Ids of the collections to remove.
    pub remove: Option<Vec<ID>>,
}

/// Changes to the products and variants a discount covers.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountProductsInput {
    /// Ids of the variants to add.
    pub product_variants_to_add: Option<Vec<ID>>,
    /// Ids of the variants to remove.
    pub product_variants_to_remove: Option<Vec<ID>>,
    /// Ids of the products to add.
    pub products_to_add: Option<Vec<ID>>,
    /// Ids of the products to remove.
    pub products_to_remove: Option<Vec<ID>>,
}

/// What must be bought before other items get cheaper.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCustomerBuysInput {
    /// The items to buy.
    pub items: Option<DiscountItemsInput>,
    /// How much of them.
    pub value: Option<DiscountCustomerBuysValueInput>,
}

/// How much must be bought for each use. Give exactly one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountCustomerBuysValueInput {
    /// Items worth this amount in the shop's currency.
    pub amount: Option<Decimal>,
    /// This number of units.
    pub quantity: Option<UnsignedInt64>,
}

/// The minimum purchase. Give exactly one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountMinimumRequirementInput {
    /// A minimum number of units.
    pub quantity: Option<DiscountMinimumQuantityInput>,
    /// A minimum subtotal.
    pub subtotal: Option<DiscountMinimumSubtotalInput>,
}

/// A minimum number of units.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct DiscountMinimumQuantityInput {
    /// The number of units.
    pub greater_than_or_equal_to_quantity: Option<UnsignedInt64>,
}

/// A minimum subtotal.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountMinimumSubtotalInput {
    /// The amount in the shop's currency.
    pub greater_than_or_equal_to_subtotal: Option<Decimal>,
}

/// Where delivery is free. Give exactly one of these.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountShippingDestinationSelectionInput {
    /// Everywhere.
    pub all: Option<bool>,
    /// In specific countries.
    pub countries: Option<DiscountCountriesInput>,
}

/// Changes to the countries with free delivery.
#[derive(Clone, Debug, Default, InputObject)]
pub struct DiscountCountriesInput {
    /// Countries to add.
    pub add: Option<Vec<CountryCode>>,
    /// Countries to remove.
    pub remove: Option<Vec<CountryCode>>,
}
