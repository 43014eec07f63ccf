//! The discounts of a cart: the codes its buyer enters, and the amounts that promotions take off.

mod basket;
mod cart_discounts;
mod entered_codes;
mod tried_codes;

pub use basket::consider_discounts;
pub use cart_discounts::{CartDiscounts, Cut};
pub(super) use entered_codes::kept_codes;
pub use entered_codes::{MOST_CODE_CHARACTERS, MOST_CODES};
pub use tried_codes::{TriedCodes, try_codes};
