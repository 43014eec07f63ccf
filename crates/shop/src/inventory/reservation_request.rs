//! What a checkout attempt asks to reserve.

use serde::{Deserialize, Serialize};
use souk_entities::ids::{AttemptId, ChannelId, LocationId, VariantId};
use std::time::Duration;

/// A line to reserve.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Demand {
    /// The variant.
    pub variant: VariantId,
    /// Number of units.
    pub quantity: u32,
}

/// What to reserve, for whom and for how long.
#[derive(Clone, Copy, Debug)]
pub struct ReservationRequest<'a> {
    /// The checkout attempt. It can reserve stock only once.
    pub attempt: AttemptId,
    /// The channel whose locations ship the order.
    pub channel: ChannelId,
    /// The location where the buyer picks the order up; if set, stock is reserved only there.
    pub pickup_at: Option<LocationId>,
    /// The lines. Several may name the same variant.
    pub demands: &'a [Demand],
    /// How long the reservation is held while it is not pinned; `None` to pin it at once.
    pub expires_in: Option<Duration>,
}
