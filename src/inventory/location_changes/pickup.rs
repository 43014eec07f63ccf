//! Enables and disables local pickup at locations.

use super::{lock, save};
use crate::{
    app::App,
    inventory::graphql::DeliveryLocalPickupTime,
    refusal::{ChangeError, RefusalCode},
    validators::{Checked, refuse},
};
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Pickup},
};

/// Maximum number of characters of pickup instructions.
const MOST_INSTRUCTIONS: usize = 1_000;

/// Validates pickup settings; `field` is their path in the input.
pub(crate) fn settings(
    pickup_time: DeliveryLocalPickupTime,
    instructions: Option<String>,
    field: &str,
) -> Checked<Pickup> {
    let instructions = instructions.unwrap_or_default();
    if instructions.chars().count() > MOST_INSTRUCTIONS {
        let why = format!("at most {MOST_INSTRUCTIONS} characters");
        let field = format!("{field}.instructions");
        return refuse(RefusalCode::TooLong, &field, why);
    }
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
) -> Result<location::Model, ChangeError> {
    let txn = app.databases.inventory.begin().await?;
    let mut row = lock(&txn, id, field).await?;
    row.pickup = pickup;
    save(app, txn, row).await
}
