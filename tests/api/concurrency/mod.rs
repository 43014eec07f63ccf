//! Many buyers at once: nothing is sold twice, nothing is lost. After each story the levels are
//! recomputed from the ledger and the reservations, and what was sold and what is left is what
//! there was.

mod buyers;
mod checkouts;
mod discounts;
mod gift_cards;
mod races;
pub mod stock;
