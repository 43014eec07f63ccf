//! Creates and changes discounts. How they apply is decided in promotions.

mod changes;
pub mod codes;
pub(crate) mod draft;
mod items;
mod locking;
pub(crate) mod reward;
mod values;

pub use changes::{DiscountArgument, activate, create_discount, deactivate, delete, update};
pub use draft::DiscountChange;
pub use reward::{BuyGet, DiscountReward};
