//! Imports products from files: in batches, in bounded memory, and safe to repeat.
//!
//! Products are identified by their handle, so a second run updates what the first one created. A
//! product that cannot be read or is refused is skipped as a whole and reported with its line; the
//! others are imported.

mod cells;
mod columns;
mod entries;
mod jsonl;
mod location;
mod product_columns;
mod product_csv;
mod run;

pub use entries::Bad;
pub(crate) use jsonl::product_input;
pub use run::{Format, Listener, Source, Summary, run};
