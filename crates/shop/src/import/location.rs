//! The location for imported stock.

use sea_orm::{ActiveValue::Set, EntityTrait, QueryOrder, QuerySelect};
use souk_entities::{
    ids::LocationId,
    inventory::location::{self, Address},
};
use souk_kernel::{app::App, events::Event, ids::Gid};

/// Name of the location created for a shop without locations.
const FIRST: &str = "Main location";
/// Maximum number of locations read.
const MOST: u64 = 10_000;

/// The id of the location with this name. Without a name, it is the first one that fulfills online
/// orders; a shop without locations gets a new one.
///
/// # Errors
///
/// When none has this name, or none sends orders, or the database fails.
pub(crate) async fn of_stock(app: &App, name: Option<&str>) -> anyhow::Result<String> {
    let txn = app.databases.inventory.begin().await?;
    let locations = location::Entity::find()
        .order_by_asc(location::Column::Id)
        .limit(MOST)
        .all(&txn)
        .await?;
    if let Some(name) = name {
        let found = locations.iter().find(|location| location.name == name);
        let known: Vec<&str> = locations.iter().map(|it| it.name.as_str()).collect();
        let known = known.join(", ");
        return match found {
            Some(location) => Ok(location.id.gid().0),
            None => anyhow::bail!("no location is named {name}; there are: {known}"),
        };
    }
    let sends = |it: &&location::Model| it.active && it.fulfills_online_orders;
    if let Some(location) = locations.iter().find(sends) {
        return Ok(location.id.gid().0);
    }
    anyhow::ensure!(
        locations.is_empty(),
        "the file has stock and no location sends orders: name one with --location"
    );
    let id: LocationId = app.next_id();
    let now = app.clock.now();
    let row = location::ActiveModel {
        id: Set(id),
        name: Set(FIRST.to_owned()),
        active: Set(true),
        fulfills_online_orders: Set(true),
        address: Set(Address::default()),
        pickup: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
    };
    location::Entity::insert(row)
        .exec_without_returning(&txn)
        .await?;
    let what = "location".to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    Ok(id.gid().0)
}
