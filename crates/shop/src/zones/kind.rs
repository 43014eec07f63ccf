//! The port through which a domain tells which tables its zones are in.

use sea_orm::{EntityTrait, IntoActiveModel, Value};
use souk_kernel::refusal::ResourceCode;
use std::hash::Hash;

/// A kind of zone: delivery zones or tax zones.
pub(crate) trait ZoneKind {
    /// Table of the zones.
    type Zones: EntityTrait<
        Model: IntoActiveModel<<Self::Zones as EntityTrait>::ActiveModel> + Send + Sync,
    >;
    /// Table of their areas.
    type Areas: EntityTrait<
        Model: IntoActiveModel<<Self::Areas as EntityTrait>::ActiveModel> + Send + Sync,
    >;
    /// Id of a zone.
    type Id: Copy + Eq + Hash + Into<Value> + Send + Sync;
    /// Error codes of changes.
    type Code: ResourceCode;

    /// What a zone is called in messages, such as `tax zone`.
    const NAME: &'static str;
    /// Name of the event for a change.
    const CHANGED: &'static str;
    /// Most zones of a shop.
    const MOST: u64;
    /// Column of the id of a zone.
    const ID: <Self::Zones as EntityTrait>::Column;
    /// Column of an area.
    const AREA: <Self::Areas as EntityTrait>::Column;
    /// Column of the zone of an area.
    const ZONE_OF_AREA: <Self::Areas as EntityTrait>::Column;

    /// The id of a zone.
    fn id(zone: &<Self::Zones as EntityTrait>::Model) -> Self::Id;

    /// A row for an area of a zone.
    fn area(zone: Self::Id, area: String) -> <Self::Areas as EntityTrait>::Model;

    /// The zone of an area, and the area.
    fn of_area(row: <Self::Areas as EntityTrait>::Model) -> (Self::Id, String);
}
