//! What a discount asks for and what it gives, as merchants see it.

use crate::{
    app::App,
    codes::{CountryCode, CurrencyCode},
    ids::Gid,
    money::Money,
    scalars::MoneyV2,
};
use async_graphql::{ID, SimpleObject, Union};
use souk_entities::orders::discount::{
    self, Amounts, Buys, DiscountAudience, DiscountTerms, Effect, Items, Minimum, Reward,
};

/// Goods that a discount is about: those that are named, in any of the ways.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountItems {
    /// Whether it is about all goods; the lists are empty then.
    all_items: bool,
    /// Global ids of collections whose products it is about.
    collection_ids: Vec<ID>,
    /// Global ids of products it is about.
    product_ids: Vec<ID>,
    /// Global ids of variants it is about.
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

/// A share of a price.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountPercentage {
    /// The share, 0 to 1: 0.1 is a tenth.
    percentage: f64,
}

impl DiscountPercentage {
    fn new(millionths: i64) -> Self {
        // Shown only; amounts are computed of the millionths.
        let percentage = millionths as f64 / crate::pricing::WHOLE as f64;
        Self { percentage }
    }
}

/// An amount that a discount takes off.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountAmount {
    /// The amount in the shop's currency, or in the first that is named.
    amount: MoneyV2,
    /// The amount in every currency that is named. Other currencies convert the one of the shop's
    /// currency at the rate of their market.
    amounts: Vec<MoneyV2>,
    /// Whether every unit gets it; else the goods share it.
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

/// The amount of the shop's currency, else the first.
fn main(app: &App, amounts: &[Money]) -> Money {
    let own = app.directory().currency;
    let found = amounts.iter().find(|amount| amount.currency() == own);
    let found = found.or(amounts.first()).copied();
    found.unwrap_or(Money::new(0, own))
}

/// So many units get cheaper, each time.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountOnQuantity {
    /// What each of them gets.
    effect: DiscountEffect,
    /// How many units.
    quantity: i32,
}

/// What a unit gets.
#[derive(Clone, Debug, Union)]
pub enum DiscountEffect {
    /// A share of its price.
    Percentage(DiscountPercentage),
    /// An amount.
    Amount(DiscountAmount),
}

/// What a discount gives.
#[derive(Clone, Debug, Union)]
pub enum DiscountCustomerGetsValue {
    /// A share of the price.
    Percentage(DiscountPercentage),
    /// An amount.
    Amount(DiscountAmount),
    /// Units that get cheaper.
    OnQuantity(DiscountOnQuantity),
}

/// What a discount gives, and of which goods.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCustomerGets {
    /// Whether it is for what is bought once.
    applies_on_one_time_purchase: bool,
    /// Whether it is for what is bought by subscription.
    applies_on_subscription: bool,
    /// The goods.
    items: DiscountItems,
    /// What they get.
    value: DiscountCustomerGetsValue,
}

impl DiscountCustomerGets {
    /// What goods get; `None` where delivery does.
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

/// So many units must be bought.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountQuantity {
    /// How many.
    quantity: i32,
}

/// Goods for this amount must be bought.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountPurchaseAmount {
    /// The amount.
    amount: MoneyV2,
}

/// How much must be bought, each time.
#[derive(Clone, Debug, Union)]
pub enum DiscountCustomerBuysValue {
    /// Units.
    Quantity(DiscountQuantity),
    /// Goods for an amount.
    Amount(DiscountPurchaseAmount),
}

/// What must be bought before other goods get cheaper.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCustomerBuys {
    /// The goods.
    items: DiscountItems,
    /// How much of them.
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

/// At least so many units must be bought.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountMinimumQuantity {
    /// How many.
    greater_than_or_equal_to_quantity: i32,
}

/// Goods for at least this amount must be bought.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountMinimumSubtotal {
    /// The amount.
    greater_than_or_equal_to_subtotal: MoneyV2,
}

/// What must be bought at least.
#[derive(Clone, Debug, Union)]
pub enum DiscountMinimumRequirement {
    /// Units.
    Quantity(DiscountMinimumQuantity),
    /// Goods for an amount.
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

/// Which other discounts a discount goes together with. Both must say so.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountCombinesWith {
    /// Those of the whole order.
    order_discounts: bool,
    /// Those of some goods.
    product_discounts: bool,
    /// Those of delivery.
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

/// Who may use a discount. An empty list: everybody.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountBuyers {
    /// Buyers in these sales channels, by global id.
    channel_ids: Vec<ID>,
    /// Buyers with these e-mail addresses.
    emails: Vec<String>,
    /// Buyers of these markets, by global id.
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
    /// Whether those to every country are; the list is empty then.
    all_countries: bool,
    /// Those to these countries.
    countries: Vec<CountryCode>,
    /// Deliveries above this price are paid all the same; null: none are.
    maximum_shipping_price: Option<MoneyV2>,
}

impl DiscountShippingDestination {
    /// Which deliveries are free; `None` where goods get cheaper.
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
