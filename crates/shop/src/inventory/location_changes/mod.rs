//! Adds and changes locations, which hold stock.

pub mod activation;
mod add;
pub mod channels;
pub mod edit;
pub mod pickup;
pub(crate) mod replace;
mod saving;

pub use add::{
    LocationAddAddressInput, LocationAddInput, LocationDraft, add_location, validate_location,
};
