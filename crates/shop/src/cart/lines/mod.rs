//! The lines of a cart: adding, changing, removing and merging them. Uses no database: callers pass
//! the data of the catalogue and the stock as [`Offers`].

mod edit;
mod offers;
mod outcome;
#[cfg(test)]
mod properties;

pub use edit::{
    LineChange, MOST_LINES, MOST_UNITS, NewLine, Parent, add, alike, remove, update,
    variants_of_changes,
};
pub use offers::{LineOffer, Offers};
pub use outcome::LinesOutcome;
pub(super) use outcome::Touched;
