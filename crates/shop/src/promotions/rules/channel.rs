//! Limits a discount to certain sales channels.

use crate::promotions::reason::Reason;
use souk_entities::{ids::ChannelId, orders::discount::DiscountAudience};

pub(super) fn check(audience: &DiscountAudience, channel: ChannelId) -> Result<(), Reason> {
    if audience.channels.is_empty() || audience.channels.contains(&channel) {
        return Ok(());
    }
    Err(Reason::Channel)
}
