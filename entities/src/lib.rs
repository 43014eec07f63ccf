//! Tables and newtype ids of souk: a folder per database, no logic.
//!
//! Amounts are `i64` minor units of a currency that another column or the shop names. Instants are
//! [`Timestamp`]: milliseconds since 1970 in UTC. Ids are time-ordered 64-bit numbers.

pub mod cart;
pub mod catalog;
pub mod customers;
pub mod ids;
pub mod inventory;
pub mod orders;
pub mod outbox;
pub mod table;
pub mod test_payments;
mod timestamp;

pub use timestamp::Timestamp;

/// A struct or list kept in one JSON column.
macro_rules! json_column {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(
            Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize,
            sea_orm::FromJsonQueryResult,
        )]
        pub struct $name(#[doc = "What the column holds."] pub $inner);
    };
}
pub(crate) use json_column;
