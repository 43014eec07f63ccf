//! Lets buyers pick up orders at a location, or no longer.

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

/// Characters of what buyers who pick up orders should know, at most.
const MOST_INSTRUCTIONS: usize = 1_000;

/// Checks how buyers pick up orders; `field` is the path of the input.
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

/// Lets buyers pick up orders at a location in this way, or, where absent, no longer.
///
/// # Errors
///
/// When there is no such location (`field` names it), or the database fails.
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
