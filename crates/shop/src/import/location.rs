//! The location for imported stock.

use crate::inventory::{self, LocationDraft, LocationOrder, LocationSelection};
use souk_entities::inventory::location::{self, Address};
use souk_kernel::{app::App, ids::Gid};

/// Name of the location created for a shop without locations.
const FIRST: &str = "Main location";

/// The id of the location with this name. Without a name, it is the first one that fulfills online
/// orders; a shop without locations gets a new one.
///
/// # Errors
///
/// When none has this name, none fulfills online orders, or the database fails.
pub(crate) async fn of_stock(app: &App, name: Option<&str>) -> anyhow::Result<String> {
    let locations =
        inventory::list_locations(app, LocationSelection::All, LocationOrder::Id).await?;
    if let Some(name) = name {
        let found = locations.iter().find(|location| location.name == name);
        let known: Vec<&str> = locations.iter().map(|it| it.name.as_str()).collect();
        let known = known.join(", ");
        return match found {
            Some(location) => Ok(location.id.gid().0),
            None => anyhow::bail!("No location is named `{name}`. The shop has: {known}."),
        };
    }
    let sends = |it: &&location::Model| it.active && it.fulfills_online_orders;
    if let Some(location) = locations.iter().find(sends) {
        return Ok(location.id.gid().0);
    }
    anyhow::ensure!(
        locations.is_empty(),
        "The file has stock, but no location fulfills online orders. Name one with --location."
    );
    let first = LocationDraft {
        name: FIRST.to_owned(),
        address: Address::default(),
        fulfills_online_orders: true,
        pickup: None,
    };
    Ok(inventory::add_location(app, first).await?.id.gid().0)
}
