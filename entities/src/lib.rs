//! Tables and newtype ids of souk: a folder per database, no logic.
//!
//! Amounts are `i64` minor units of a currency that another column or the shop names. Instants are
//! [`Timestamp`]: milliseconds since 1970 in UTC. Ids are time-ordered 64-bit numbers.

pub mod cart;
pub mod catalog;
pub mod customers;
pub mod ids;
pub mod inventory;
mod json;
pub mod orders;
pub mod outbox;
pub mod table;
pub mod test_payments;
mod timestamp;

pub use timestamp::Timestamp;

pub(crate) use json::{json_column, kept_as_json};
