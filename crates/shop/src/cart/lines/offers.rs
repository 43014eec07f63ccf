//! Data of the catalogue and the stock that decide how a variant can be bought.

use souk_entities::{
    catalog::variant::QuantityRule,
    ids::{SellingPlanId, VariantId},
};
use std::collections::HashMap;

/// How a variant may be bought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineOffer {
    /// Quantities that may be bought at once.
    pub rule: QuantityRule,
    /// Units available; `None` if there is no limit.
    pub most: Option<i64>,
    /// Whether it is sold only with a selling plan.
    pub requires_plan: bool,
    /// Selling plans it is sold with.
    pub plans: Vec<SellingPlanId>,
    /// Whether it is sold as its components.
    pub is_bundle: bool,
}

/// Offers by variant. A variant that buyers cannot see is `None`.
pub type Offers = HashMap<VariantId, Option<LineOffer>>;
