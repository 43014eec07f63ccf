//! Limits a discount to certain sales channels.

use crate::promotions::reason::IneligibleReason;
use souk_entities::{ids::ChannelId, orders::discount::DiscountAudience};

pub(super) fn check(
    audience: &DiscountAudience,
    channel: ChannelId,
) -> Result<(), IneligibleReason> {
    if audience.channels.is_empty() || audience.channels.contains(&channel) {
        return Ok(());
    }
    Err(IneligibleReason::Channel)
}
