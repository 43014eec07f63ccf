//! Locations and the sales channels that they serve: SQL only.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use souk_entities::{
    ids::{ChannelId, LocationId},
    inventory::{channel_location, location},
};
use souk_kernel::rows;

/// The location with this id.
pub(in crate::inventory) async fn location(
    db: &impl ConnectionTrait,
    id: LocationId,
) -> Result<Option<location::Model>, DbErr> {
    location::Entity::find_by_id(id).one(db).await
}

/// Locks a location until the transaction ends; `None` if it does not exist.
pub(in crate::inventory) async fn lock_location(
    txn: &DatabaseTransaction,
    id: LocationId,
) -> Result<Option<location::Model>, DbErr> {
    let location = location::Entity::find_by_id(id).lock_exclusive();
    location.one(txn).await
}

/// Locks every location until the transaction ends, by id.
pub(in crate::inventory) async fn lock_all_locations(
    txn: &DatabaseTransaction,
) -> Result<Vec<location::Model>, DbErr> {
    let locations = location::Entity::find().order_by_asc(location::COLUMN.id);
    locations.lock_exclusive().all(txn).await
}

/// Inserts a location, or writes over the one that was read.
pub(in crate::inventory) async fn save_location(
    txn: &DatabaseTransaction,
    location: location::Model,
    is_new: bool,
) -> Result<(), DbErr> {
    rows::save::<location::Entity>(txn, vec![location], |_| is_new).await
}

/// Deletes the locations assigned to a channel.
pub(in crate::inventory) async fn delete_locations_of_channel(
    txn: &DatabaseTransaction,
    channel: ChannelId,
) -> Result<(), DbErr> {
    channel_location::Entity::delete_many()
        .filter(channel_location::COLUMN.channel_id.eq(channel))
        .exec(txn)
        .await?;
    Ok(())
}

/// Assigns locations to channels.
pub(in crate::inventory) async fn upsert_locations_of_channels(
    txn: &DatabaseTransaction,
    assigned: Vec<channel_location::Model>,
) -> Result<(), DbErr> {
    rows::upsert::<channel_location::Entity>(txn, assigned).await
}
