//! Limits a discount to certain markets.

use crate::promotions::reason::IneligibleReason;
use souk_entities::{ids::MarketId, orders::discount::DiscountAudience};

pub(super) fn check(audience: &DiscountAudience, market: MarketId) -> Result<(), IneligibleReason> {
    if audience.markets.is_empty() || audience.markets.contains(&market) {
        return Ok(());
    }
    Err(IneligibleReason::Market)
}
