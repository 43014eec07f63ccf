//! The lines of a cart after a change.

use crate::cart::refusal::Warning;
use souk_entities::{cart::cart::CartLine, ids::CartLineId};

/// The lines after a change, with warnings for the buyer.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LinesOutcome {
    /// The lines, newest first.
    pub lines: Vec<CartLine>,
    /// One for each line whose quantity is not the one requested.
    pub warnings: Vec<Warning>,
}

/// A line affected by a change, with the former state of the lines whose units it holds.
pub(in crate::cart) struct Touched {
    pub(in crate::cart) id: CartLineId,
    pub(in crate::cart) index: usize,
    pub(in crate::cart) before: Vec<CartLine>,
}
