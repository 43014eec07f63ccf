//! What delivery zones and tax zones have in common: areas, each of which belongs to one zone, and
//! how a zone with its areas is read, saved and deleted.

pub(crate) mod areas;
mod changes;
mod kind;
mod store;

pub(crate) use changes::{delete, finish, lock_for_saving, write};
pub(crate) use kind::ZoneKind;
pub(crate) use store::all_zones;
