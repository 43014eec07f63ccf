//! What a discount requires and what it gives, as merchants see it.

use crate::list::List;
use crate::money::MoneyV2;
use async_graphql::{ID, SimpleObject, Union};
use souk_entities::orders::discount::{
    self, Amounts, Buys, DiscountAudience, DiscountTerms, Effect, Items, Minimum, Reward,
};
use souk_kernel::{
    app::App,
    codes::{CountryCode, CurrencyCode},
    ids::Gid,
    money::Money,
};
use souk_shop::market::Directory;

/// The items a discount covers: those named in any of the lists.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountItems {
    /// Whether it covers all products; the lists are then empty.
    all_items: bool,
    /// Global ids of collections whose products it covers.
    collection_ids: Vec<ID>,
    /// Global ids of products it covers.
    product_ids: Vec<ID>,
    /// Global ids of variants it covers.
    product_variant_ids: Vec<ID>,
}

impl From<&Items> for DiscountItems {
    fn from(items: &Items) -> Self {
        Self {
            all_items: items.all,
            collection_ids: items.collections.iter().map(|id| id.gid()).collect(),
            product_ids: items.products.iter().map(|id| id.gid()).collect(),
            product_variant_ids: items.variants.iter().map(|id| id.gid()).collect(),
        }
    }
}

/// A percentage of a price.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountPercentage {
    /// The percentage as a fraction from 0 to 1: 0.1 is a tenth.
    percentage: f64,
}

impl DiscountPercentage {
    fn new(millionths: i64) -> Self {
        // For display only; amounts are computed from the millionths.
        let percentage = millionths as f64 / souk_shop::pricing::WHOLE as f64;
        Self { percentage }
    }
}

/// An amount that a discount takes off.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountAmount {
    /// The amount in the shop's currency, or else in the first currency given.
    amount: MoneyV2,
    /// The amount in each currency given. In other currencies, the amount in the shop's currency is
    /// converted at the rate of their market.
    amounts: List<MoneyV2>,
    /// Whether each unit gets the full amount; else the items share it.
    applies_on_each_item: bool,
}

impl DiscountAmount {
    fn new(app: &App, amounts: &Amounts, each: bool) -> Self {
        let amounts = money(amounts);
        Self {
            amount: main(app, &amounts).into(),
            amounts: amounts.into_iter().map(MoneyV2::from).collect(),
            applies_on_each_item: each,
        }
    }
}

fn money(amounts: &Amounts) -> Vec<Money> {
    let amounts = amounts.0.iter().filter_map(|amount| {
        let currency = CurrencyCode::from_code(&amount.currency)?;
        Some(Money::new(amount.minor, currency))
    });
    amounts.collect()
}

/// The amount in the shop's currency, else the first.
fn main(app: &App, amounts: &[Money]) -> Money {
    let own = Directory::current(app).currency;
    let found = amounts.iter().find(|amount| amount.currency() == own);
    let found = found.or(amounts.first()).copied();
    found.unwrap_or(Money::new(0, own))
}

/// A number of units that get cheaper each time the discount applies.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountOnQuantity {
    /// The discount on each of them.
    effect: DiscountEffect,
    /// Number of units.
    quantity: i32,
}

/// The discount on a unit.
#[derive(Clone, Debug, Union)]
pub enum DiscountEffect {
    /// A percentage of its price.
    Percentage(DiscountPercentage),
    /// An amount.
    Amount(DiscountAmount),
}

/// How much a discount takes off.
#[derive(Clone, Debug, Union)]
pub enum DiscountCustomerGetsValue {
    /// A percentage of the price.
    Percentage(DiscountPercentage),
    /// An amount.
    Amount(DiscountAmount),
    /// A discount on a number of units.
    OnQuantity(DiscountOnQuantity),
}

/// What a discount gives, and on which items.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCustomerGets {
    /// Whether it applies to one-time purchases.
    applies_on_one_time_purchase: bool,
    /// Whether it applies to subscriptions.
    applies_on_subscription: bool,
    /// The items.
    items: DiscountItems,
    /// The discount on them.
    value: DiscountCustomerGetsValue,
}

impl DiscountCustomerGets {
    /// What the items get; `None` for a shipping discount.
    pub(super) fn of(app: &App, terms: &DiscountTerms) -> Option<Self> {
        let (items, value) = match &terms.reward {
            Reward::Percentage { millionths, items } => {
                let share = DiscountPercentage::new(*millionths);
                (items, DiscountCustomerGetsValue::Percentage(share))
            }
            Reward::Amount {
                amounts,
                each_item,
                items,
            } => {
                let amount = DiscountAmount::new(app, amounts, *each_item);
                (items, DiscountCustomerGetsValue::Amount(amount))
            }
            Reward::BuyGet {
                gets,
                quantity,
                effect,
                ..
            } => {
                let effect = match effect {
                    Effect::Percentage(share) => {
                        DiscountEffect::Percentage(DiscountPercentage::new(*share))
                    }
                    Effect::Amount(amounts) => {
                        DiscountEffect::Amount(DiscountAmount::new(app, amounts, true))
                    }
                };
                let quantity = small(*quantity);
                let units = DiscountOnQuantity { effect, quantity };
                (gets, DiscountCustomerGetsValue::OnQuantity(units))
            }
            Reward::FreeShipping { .. } => return None,
        };
        Some(Self {
            applies_on_one_time_purchase: terms.one_time_purchases,
            applies_on_subscription: terms.subscriptions,
            items: items.into(),
            value,
        })
    }
}

/// A number of units that must be bought.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountQuantity {
    /// Number of units.
    quantity: i32,
}

/// An amount that must be spent on the items.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountPurchaseAmount {
    /// The amount.
    amount: MoneyV2,
}

/// How much must be bought each time the discount applies.
#[derive(Clone, Debug, Union)]
pub enum DiscountCustomerBuysValue {
    /// A number of units.
    Quantity(DiscountQuantity),
    /// An amount.
    Amount(DiscountPurchaseAmount),
}

/// What must be bought for other items to get cheaper.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCustomerBuys {
    /// The items.
    items: DiscountItems,
    /// How much of them must be bought.
    value: DiscountCustomerBuysValue,
}

impl DiscountCustomerBuys {
    pub(super) fn of(app: &App, buys: &Buys) -> Self {
        Self {
            items: (&buys.items).into(),
            value: match &buys.value {
                Minimum::Quantity(units) => DiscountCustomerBuysValue::Quantity(DiscountQuantity {
                    quantity: small(*units),
                }),
                Minimum::Subtotal(amounts) => {
                    DiscountCustomerBuysValue::Amount(DiscountPurchaseAmount {
                        amount: main(app, &money(amounts)).into(),
                    })
                }
            },
        }
    }
}

/// A minimum number of units that must be bought.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountMinimumQuantity {
    /// Number of units.
    greater_than_or_equal_to_quantity: i32,
}

/// A minimum amount that must be spent on the items.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountMinimumSubtotal {
    /// The amount.
    greater_than_or_equal_to_subtotal: MoneyV2,
}

/// The minimum purchase that a discount requires.
#[derive(Clone, Debug, Union)]
pub enum DiscountMinimumRequirement {
    /// A number of units.
    Quantity(DiscountMinimumQuantity),
    /// An amount.
    Subtotal(DiscountMinimumSubtotal),
}

impl DiscountMinimumRequirement {
    pub(super) fn of(app: &App, minimum: &Minimum) -> Self {
        match minimum {
            Minimum::Quantity(units) => Self::Quantity(DiscountMinimumQuantity {
                greater_than_or_equal_to_quantity: small(*units),
            }),
            Minimum::Subtotal(amounts) => Self::Subtotal(DiscountMinimumSubtotal {
                greater_than_or_equal_to_subtotal: main(app, &money(amounts)).into(),
            }),
        }
    }
}

/// Which other discounts a discount combines with. Both must allow it.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCombinesWith {
    /// Whether it combines with order discounts.
    order_discounts: bool,
    /// Whether it combines with product discounts.
    product_discounts: bool,
    /// Whether it combines with shipping discounts.
    shipping_discounts: bool,
}

impl From<discount::CombinesWith> for DiscountCombinesWith {
    fn from(combines: discount::CombinesWith) -> Self {
        Self {
            order_discounts: combines.order,
            product_discounts: combines.product,
            shipping_discounts: combines.shipping,
        }
    }
}

/// Who may use a discount. An empty list means everybody.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountBuyers {
    /// Global ids of the buyers' sales channels.
    channel_ids: Vec<ID>,
    /// E-mail addresses of the buyers.
    emails: Vec<String>,
    /// Global ids of the buyers' markets.
    market_ids: Vec<ID>,
}

impl From<&DiscountAudience> for DiscountBuyers {
    fn from(audience: &DiscountAudience) -> Self {
        Self {
            channel_ids: audience.channels.iter().map(|id| id.gid()).collect(),
            emails: audience.emails.clone(),
            market_ids: audience.markets.iter().map(|id| id.gid()).collect(),
        }
    }
}

/// Which deliveries are free.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountShippingDestination {
    /// Whether deliveries to every country are free; the list is then empty.
    all_countries: bool,
    /// Countries to which deliveries are free.
    countries: List<CountryCode>,
    /// Deliveries above this price are not free; null if there is no maximum.
    maximum_shipping_price: Option<MoneyV2>,
}

impl DiscountShippingDestination {
    /// Which deliveries are free; `None` for any discount but free shipping.
    pub(super) fn of(app: &App, reward: &Reward) -> Option<Self> {
        let Reward::FreeShipping {
            countries,
            maximum_price,
        } = reward
        else {
            return None;
        };
        let codes = countries
            .iter()
            .filter_map(|code| CountryCode::from_code(code));
        let most = maximum_price.as_ref();
        Some(Self {
            all_countries: countries.is_empty(),
            countries: codes.collect(),
            maximum_shipping_price: most.map(|amounts| main(app, &money(amounts)).into()),
        })
    }
}

/// Quantities are bounded when they are written.
fn small(quantity: i64) -> i32 {
    i32::try_from(quantity).unwrap_or(i32::MAX)
}
