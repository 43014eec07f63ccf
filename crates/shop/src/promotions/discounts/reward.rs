//! Reads the reduction of a discount from merchants' inputs.

use super::{items, values};
use crate::{
    market::Directory,
    promotions::{
        DiscountErrorCode,
        discount_inputs::{
            DiscountAmountInput, DiscountCustomerBuysInput, DiscountCustomerBuysValueInput,
            DiscountCustomerGetsInput, DiscountEffectInput, DiscountOnQuantityInput,
            DiscountShippingDestinationSelectionInput,
        },
    },
};
use souk_entities::orders::discount::{
    Amounts, Buys, DiscountTerms, Effect, Items, Minimum, Reward,
};
use souk_kernel::{
    codes::CurrencyCode,
    scalars::{Decimal, UnsignedInt64},
    validators::{Checked, refuse},
};

/// The reduction, by kind. `None` leaves a value unchanged; an inner `None` removes it.
#[derive(Clone, Debug)]
pub enum DiscountReward {
    /// A percentage or a fixed amount off.
    Basic(Option<Box<DiscountCustomerGetsInput>>),
    /// Buy X, get Y.
    BuyGet(Box<BuyGet>),
    /// Free delivery.
    FreeShipping {
        /// Where delivery is free.
        destination: Option<DiscountShippingDestinationSelectionInput>,
        /// Shipping rates above this price are not discounted.
        maximum_price: Option<Option<Decimal>>,
        /// Whether it applies to one-time purchases.
        one_time_purchases: Option<bool>,
        /// Whether it applies to subscriptions.
        subscriptions: Option<bool>,
    },
}

/// Buy X, get Y. `None` leaves a value unchanged; an inner `None` removes it.
#[derive(Clone, Debug)]
pub struct BuyGet {
    /// What must be bought.
    pub buys: Option<DiscountCustomerBuysInput>,
    /// The items that get cheaper.
    pub gets: Option<DiscountCustomerGetsInput>,
    /// How many times it may apply within one order.
    pub uses_per_order: Option<Option<UnsignedInt64>>,
}

impl DiscountReward {
    /// Whether a discount that gives this is of the same kind.
    pub(crate) fn is_like(&self, reward: &Reward) -> bool {
        matches!(
            (self, reward),
            (
                Self::Basic(_),
                Reward::Percentage { .. } | Reward::Amount { .. }
            ) | (Self::BuyGet(_), Reward::BuyGet { .. })
                | (Self::FreeShipping { .. }, Reward::FreeShipping { .. })
        )
    }
}

/// The same percentage or amount, for different items.
fn of_items(reward: &Reward, items: &Items) -> Option<Reward> {
    let items = items.clone();
    match reward {
        Reward::Percentage { millionths, .. } => Some(Reward::Percentage {
            millionths: *millionths,
            items,
        }),
        Reward::Amount {
            amounts, each_item, ..
        } => Some(Reward::Amount {
            amounts: amounts.clone(),
            each_item: *each_item,
            items,
        }),
        Reward::BuyGet { .. } | Reward::FreeShipping { .. } => None,
    }
}

/// Whether a discount is for what is bought once, and for what is bought by subscription.
pub(crate) type Ways = Option<(bool, bool)>;

/// Reads inputs of one argument.
pub(crate) struct Reader<'a> {
    /// The shop's settings.
    pub(crate) directory: &'a Directory,
    /// Name of the argument.
    pub(crate) root: &'a str,
    /// Whether the discount applies by itself.
    pub(crate) is_automatic: bool,
}

impl Reader<'_> {
    /// The path of a field of the argument.
    pub(crate) fn at(&self, field: &str) -> String {
        format!("{}.{field}", self.root)
    }

    fn currency(&self) -> CurrencyCode {
        self.directory.currency
    }

    /// An amount above 0 in the shop's currency.
    pub(crate) fn amount(
        &self,
        amount: &Decimal,
        field: &str,
    ) -> Checked<Amounts, DiscountErrorCode> {
        let minor = values::amount(amount, self.currency(), field)?;
        Ok(items::own(self.currency(), minor))
    }

    /// What the discount gives, over what it gives now.
    pub(crate) fn reward(
        &self,
        gives: &DiscountReward,
        before: Option<&DiscountTerms>,
    ) -> Checked<(Reward, Ways), DiscountErrorCode> {
        match gives {
            DiscountReward::Basic(gets) => self.basic(gets.as_deref(), before),
            DiscountReward::BuyGet(asked) => self.buy_get(asked, before),
            DiscountReward::FreeShipping {
                destination,
                maximum_price,
                one_time_purchases,
                subscriptions,
            } => {
                let ways = self.ways(*one_time_purchases, *subscriptions, "", before)?;
                let reward =
                    self.free_shipping(destination.as_ref(), maximum_price.as_ref(), before)?;
                Ok((reward, ways))
            }
        }
    }

    fn basic(
        &self,
        gets: Option<&DiscountCustomerGetsInput>,
        before: Option<&DiscountTerms>,
    ) -> Checked<(Reward, Ways), DiscountErrorCode> {
        let gets = gets.cloned().unwrap_or_default();
        let at = "customerGets.";
        let stored = before.map(|terms| &terms.reward);
        let ways = self.ways(
            gets.applies_on_one_time_purchase,
            gets.applies_on_subscription,
            at,
            before,
        )?;
        let known = match stored {
            Some(Reward::Percentage { items, .. } | Reward::Amount { items, .. }) => Some(items),
            _ => None,
        };
        let items = items::items_after(gets.items.as_ref(), known, &self.at("customerGets.items"))?;
        let field = self.at("customerGets.value");
        let Some(value) = gets.value else {
            let Some(reward) = stored.and_then(|reward| of_items(reward, &items)) else {
                return refuse(DiscountErrorCode::Blank, &field, "The value must be given.");
            };
            return Ok((reward, ways));
        };
        let reward = match (
            value.percentage,
            &value.discount_amount,
            &value.discount_on_quantity,
        ) {
            (Some(percentage), None, None) => Reward::Percentage {
                millionths: values::share(percentage, &format!("{field}.percentage"))?,
                items,
            },
            (None, Some(amount), None) => {
                let field = format!("{field}.discountAmount");
                Reward::Amount {
                    amounts: self.amounts(amount, &field)?,
                    each_item: amount.applies_on_each_item.unwrap_or(false),
                    items,
                }
            }
            _ => {
                let why = "Either a percentage or an amount must be given.";
                return refuse(DiscountErrorCode::Invalid, &field, why);
            }
        };
        Ok((reward, ways))
    }

    fn amounts(
        &self,
        input: &DiscountAmountInput,
        field: &str,
    ) -> Checked<Amounts, DiscountErrorCode> {
        let Some(own) = &input.amount else {
            let why = format!("The amount in {} must be given.", self.currency().code());
            return refuse(DiscountErrorCode::Blank, &format!("{field}.amount"), why);
        };
        let others = input.amounts.as_deref().unwrap_or_default();
        values::amounts(own, self.currency(), others, field)
    }

    fn buy_get(
        &self,
        asked: &BuyGet,
        before: Option<&DiscountTerms>,
    ) -> Checked<(Reward, Ways), DiscountErrorCode> {
        let gets = asked.gets.clone().unwrap_or_default();
        let ways = self.ways(
            gets.applies_on_one_time_purchase,
            gets.applies_on_subscription,
            "customerGets.",
            before,
        )?;
        let stored = match before.map(|terms| &terms.reward) {
            Some(Reward::BuyGet {
                buys,
                gets,
                quantity,
                effect,
                uses_per_order,
            }) => Some((buys, gets, *quantity, effect, *uses_per_order)),
            _ => None,
        };
        let field = self.at("customerGets.value.discountOnQuantity");
        let on_quantity = gets.value.as_ref();
        let on_quantity = on_quantity.map(|value| value.discount_on_quantity.as_ref());
        let (quantity, effect) = match (on_quantity, stored) {
            (None, Some((_, _, quantity, effect, _))) => (quantity, effect.clone()),
            (Some(Some(input)), _) => self.on_quantity(input, &field)?,
            _ => {
                return refuse(
                    DiscountErrorCode::Blank,
                    &field,
                    "The discount on a quantity must be given.",
                );
            }
        };
        let known = stored.map(|(_, gets, ..)| gets);
        let at = self.at("customerGets.items");
        let items = items::items_after(gets.items.as_ref(), known, &at)?;
        let uses_per_order = match asked.uses_per_order {
            None => stored.and_then(|(.., uses)| uses),
            Some(None) => None,
            Some(Some(uses)) => Some(values::units(uses, &self.at("usesPerOrderLimit"))?),
        };
        let reward = Reward::BuyGet {
            buys: self.buys(asked.buys.as_ref(), stored.map(|(buys, ..)| buys))?,
            gets: items,
            quantity,
            effect,
            uses_per_order,
        };
        Ok((reward, ways))
    }

    fn on_quantity(
        &self,
        input: &DiscountOnQuantityInput,
        field: &str,
    ) -> Checked<(i64, Effect), DiscountErrorCode> {
        let at = format!("{field}.quantity");
        let Some(quantity) = input.quantity else {
            return refuse(DiscountErrorCode::Blank, &at, "The quantity must be given.");
        };
        let quantity = values::units(quantity, &at)?;
        let field = format!("{field}.effect");
        let effect = match &input.effect {
            Some(DiscountEffectInput {
                percentage: Some(share),
                amount: None,
            }) => Effect::Percentage(values::share(*share, &format!("{field}.percentage"))?),
            Some(DiscountEffectInput {
                percentage: None,
                amount: Some(amount),
            }) => Effect::Amount(self.amount(amount, &format!("{field}.amount"))?),
            Some(_) => {
                let why = "Either a percentage or an amount must be given.";
                return refuse(DiscountErrorCode::Invalid, &field, why);
            }
            None => {
                return refuse(
                    DiscountErrorCode::Blank,
                    &field,
                    "The effect must be given.",
                );
            }
        };
        Ok((quantity, effect))
    }

    fn buys(
        &self,
        input: Option<&DiscountCustomerBuysInput>,
        before: Option<&Buys>,
    ) -> Checked<Buys, DiscountErrorCode> {
        let input = input.cloned().unwrap_or_default();
        let known: Option<&Items> = before.map(|buys| &buys.items);
        let at = self.at("customerBuys.items");
        let items = items::items_after(input.items.as_ref(), known, &at)?;
        let field = self.at("customerBuys.value");
        let value = match (input.value, before) {
            (None, Some(before)) => before.value.clone(),
            (None, None) => {
                return refuse(
                    DiscountErrorCode::Blank,
                    &field,
                    "The quantity or amount to buy must be given.",
                );
            }
            (Some(DiscountCustomerBuysValueInput { amount, quantity }), _) => {
                match (amount, quantity) {
                    (None, Some(units)) => {
                        Minimum::Quantity(values::units(units, &format!("{field}.quantity"))?)
                    }
                    (Some(amount), None) => {
                        Minimum::Subtotal(self.amount(&amount, &format!("{field}.amount"))?)
                    }
                    _ => {
                        let why = "Either a quantity or an amount must be given.";
                        return refuse(DiscountErrorCode::Invalid, &field, why);
                    }
                }
            }
        };
        Ok(Buys { items, value })
    }

    fn free_shipping(
        &self,
        destination: Option<&DiscountShippingDestinationSelectionInput>,
        maximum: Option<&Option<Decimal>>,
        before: Option<&DiscountTerms>,
    ) -> Checked<Reward, DiscountErrorCode> {
        let (mut countries, mut maximum_price) = match before.map(|terms| &terms.reward) {
            Some(Reward::FreeShipping {
                countries,
                maximum_price,
            }) => (countries.clone(), maximum_price.clone()),
            _ => (Vec::new(), None),
        };
        if let Some(destination) = destination {
            let field = self.at("destination");
            countries = items::countries(destination, countries, &field)?;
        }
        if let Some(maximum) = maximum {
            let field = self.at("maximumShippingPrice");
            let maximum = maximum.as_ref().map(|amount| self.amount(amount, &field));
            maximum_price = maximum.transpose()?;
        }
        Ok(Reward::FreeShipping {
            countries,
            maximum_price,
        })
    }

    /// Which purchases it applies to; `None` if the input does not say.
    fn ways(
        &self,
        one_time: Option<bool>,
        subscriptions: Option<bool>,
        at: &str,
        before: Option<&DiscountTerms>,
    ) -> Checked<Ways, DiscountErrorCode> {
        if one_time.is_none() && subscriptions.is_none() {
            return Ok(None);
        }
        let known = before.map_or((true, false), |terms| {
            (terms.one_time_purchases, terms.subscriptions)
        });
        let ways = (
            one_time.unwrap_or(known.0),
            subscriptions.unwrap_or(known.1),
        );
        if ways == (false, false) {
            let field = self.at(&format!("{at}appliesOnSubscription"));
            let why = "The discount must apply to one-time purchases or subscriptions.";
            return refuse(DiscountErrorCode::Invalid, &field, why);
        }
        Ok(Some(ways))
    }
}
