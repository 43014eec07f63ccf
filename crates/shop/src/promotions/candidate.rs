//! A discount that may apply to a cart.

use super::basket::Exchange;
use crate::pricing::WHOLE;
use souk_entities::orders::discount::{self, CombinesWith, Effect, Reward};
use std::sync::Arc;

/// A discount that may apply to a cart: an automatic one, or one whose code was entered.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// The discount.
    pub discount: Arc<discount::Model>,
    /// The code; `None` for an automatic discount.
    pub code: Option<EnteredCode>,
}

/// A code that was entered, with its uses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnteredCode {
    /// The code in lower case.
    pub code: String,
    /// The code as the merchant writes it.
    pub shown: String,
    /// How often it has been used.
    pub used: i64,
    /// Whether the customer of the cart has used the discount; only looked up for merchants.
    pub used_by_customer: bool,
}

/// What a discount applies to. This decides which others it may be combined with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DiscountKind {
    /// Certain products.
    Product,
    /// The whole order.
    Order,
    /// Delivery.
    Shipping,
}

impl DiscountKind {
    /// The class of a discount with this reward.
    pub fn of(reward: &Reward) -> Self {
        match reward {
            Reward::Percentage { items, .. } if items.all => Self::Order,
            // An amount off each unit concerns the units, whichever products they are.
            Reward::Amount {
                items, each_item, ..
            } if items.all && !each_item => Self::Order,
            Reward::Percentage { .. } | Reward::Amount { .. } | Reward::BuyGet { .. } => {
                Self::Product
            }
            Reward::FreeShipping { .. } => Self::Shipping,
        }
    }

    /// Whether a discount allows combination with discounts of this class.
    pub fn is_in(self, combines: CombinesWith) -> bool {
        match self {
            Self::Product => combines.product,
            Self::Order => combines.order,
            Self::Shipping => combines.shipping,
        }
    }
}

impl Candidate {
    /// Its class.
    pub fn class(&self) -> DiscountKind {
        DiscountKind::of(&self.discount.terms.reward)
    }

    /// Whether it is for the customer with this e-mail address, in lower case.
    pub fn is_for(&self, email: Option<&str>) -> bool {
        let emails = &self.discount.terms.audience.emails;
        let is_listed = |email| emails.iter().any(|listed| listed == email);
        emails.is_empty() || email.is_some_and(is_listed)
    }

    /// Whether its own terms allow combination with discounts of this class.
    pub fn combines_with(&self, class: DiscountKind) -> bool {
        class.is_in(self.discount.terms.combines_with)
    }
}

impl Candidate {
    /// What it takes off in millionths, if it is a percentage.
    pub fn millionths(&self) -> Option<i64> {
        match &self.discount.terms.reward {
            Reward::Percentage { millionths, .. } => Some(*millionths),
            Reward::BuyGet { effect, .. } => match effect {
                Effect::Percentage(millionths) => Some(*millionths),
                Effect::Amount(_) => None,
            },
            Reward::FreeShipping { .. } => Some(WHOLE),
            Reward::Amount { .. } => None,
        }
    }

    /// The fixed amount each of its targets gets, if there is one, in minor units of the cart's
    /// currency.
    pub fn unit(&self, exchange: &Exchange) -> Option<i64> {
        match &self.discount.terms.reward {
            Reward::Amount {
                amounts,
                each_item: true,
                ..
            }
            | Reward::BuyGet {
                effect: Effect::Amount(amounts),
                ..
            } => exchange.amount(amounts).ok().flatten(),
            _ => None,
        }
    }

    /// Whether each of its targets gets it in full; else they share it.
    pub fn is_each(&self) -> bool {
        match &self.discount.terms.reward {
            Reward::Percentage { items, .. } => !items.all,
            Reward::Amount { each_item, .. } => *each_item,
            Reward::BuyGet { .. } | Reward::FreeShipping { .. } => true,
        }
    }
}
