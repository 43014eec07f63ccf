//! Enables and disables local pickup at locations.

use super::saving::{lock, save};
use crate::inventory::InventoryErrorCode;
use async_graphql::{Enum, InputObject};
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Pickup},
};
use souk_kernel::{
    app::App,
    refusal::ChangeError,
    validators::{Checked, at_most},
};
use strum::{Display, EnumString};

/// Maximum number of characters of pickup instructions.
const MOST_INSTRUCTIONS: usize = 1_000;

/// Local pickup settings of a location.
#[derive(InputObject, Clone, Debug)]
pub struct LocalPickupInput {
    /// Pickup instructions for buyers, at most 1,000 characters.
    pub instructions: Option<String>,
    /// How soon an order is ready for pickup.
    pub pickup_time: DeliveryLocalPickupTime,
}

/// How soon an order is ready for pickup.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq, EnumString, Display)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum DeliveryLocalPickupTime {
    /// In five days or more.
    FiveOrMoreDays,
    /// Within four hours.
    FourHours,
    /// Within an hour.
    OneHour,
    /// Within 24 hours.
    TwentyFourHours,
    /// Within two hours.
    TwoHours,
    /// Within two to four days.
    TwoToFourDays,
}

/// Validates pickup settings; `field` is their path in the input.
pub fn settings(
    pickup_time: DeliveryLocalPickupTime,
    instructions: Option<String>,
    field: &str,
) -> Checked<Pickup, InventoryErrorCode> {
    let instructions = instructions.unwrap_or_default();
    let field = format!("{field}.instructions");
    at_most(&instructions, MOST_INSTRUCTIONS, &field)?;
    Ok(Pickup {
        pickup_time: pickup_time.to_string(),
        instructions,
    })
}

/// Enables local pickup at a location with these settings, or disables it if there are none.
///
/// # Errors
///
/// When the location does not exist, which is a refusal at `field`, or the database fails.
pub async fn set(
    app: &App,
    id: LocationId,
    pickup: Option<Pickup>,
    field: &str,
) -> Result<location::Model, ChangeError<InventoryErrorCode>> {
    let txn = app.databases.inventory.begin().await?;
    let mut row = lock(&txn, id, field).await?;
    row.pickup = pickup;
    save(app, txn, row).await
}
