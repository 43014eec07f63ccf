//! Sets which locations fulfill the orders of a sales channel.

use crate::{
    inventory::{InventoryErrorCode, NO_LOCATION, store::locations},
    market::Directory,
};
use souk_entities::{
    catalog::sales_channel,
    ids::{ChannelId, LocationId},
    inventory::{channel_location, location},
};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
    validators::{self as checks, refuse},
};
use std::collections::BTreeSet;

/// Path of the locations in the input.
const FIELD: &str = "locationIds";

/// Sets the locations that fulfill a channel's orders, in order of priority. An empty list means
/// every location that fulfills online orders. Returns the channel and its locations.
///
/// # Errors
///
/// When the channel or a location does not exist, a location is given twice, there are too many, or
/// the database fails.
pub async fn set_channel_locations(
    app: &App,
    channel: ChannelId,
    locations: &[LocationId],
) -> Result<(sales_channel::Model, Vec<location::Model>), ChangeError<InventoryErrorCode>> {
    check(locations)?;
    let directory = Directory::current(app);
    let found = directory.channels.iter().find(|row| row.id == channel);
    let missing = || {
        Refusal::new(
            InventoryErrorCode::NotFound,
            "id",
            "The sales channel does not exist.",
        )
    };
    let found = found.ok_or_else(missing)?.clone();
    let txn = app.databases.inventory.begin().await?;
    // All locations are locked, so that concurrent calls for one channel wait for each other.
    let known = locations::lock_all_locations(&txn).await?;
    let mut named = Vec::with_capacity(locations.len());
    for (index, id) in locations.iter().enumerate() {
        let row = known.iter().find(|row| row.id == *id);
        let field = format!("{FIELD}.{index}");
        let missing = || Refusal::new(InventoryErrorCode::NotFound, &field, NO_LOCATION);
        named.push(row.ok_or_else(missing)?.clone());
    }
    locations::delete_locations_of_channel(&txn, channel).await?;
    let rows = locations.iter().zip(0..);
    let rows = rows.map(|(&location_id, priority)| channel_location::Model {
        channel_id: channel,
        location_id,
        priority,
    });
    locations::upsert_locations_of_channels(&txn, rows.collect()).await?;
    let what = "channel_location".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok((found, named))
}

fn check(locations: &[LocationId]) -> Result<(), Refusal<InventoryErrorCode>> {
    checks::few(locations, FIELD)?;
    let mut seen = BTreeSet::new();
    for (index, id) in locations.iter().enumerate() {
        if !seen.insert(id) {
            let field = format!("{FIELD}.{index}");
            return refuse(
                InventoryErrorCode::Duplicate,
                &field,
                "The location is given twice.",
            );
        }
    }
    Ok(())
}
