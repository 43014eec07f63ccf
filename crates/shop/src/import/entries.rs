//! The products of a file as they are read, and the faults in them.

use crate::catalog::ProductSetInput;

/// A problem with a product or row that was skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bad {
    /// Line of the file, from 1.
    pub line: u64,
    /// What is wrong, in whole sentences on one line.
    pub reason: String,
}

/// Reads the products of a file one by one.
pub(super) trait Entries: Send {
    /// The next one; `None` at the end.
    fn next(&mut self) -> anyhow::Result<Option<Entry>>;
    /// Bytes read so far.
    fn position(&self) -> u64;
}

/// One product of a file.
#[derive(Debug, Default)]
pub(super) struct Entry {
    /// Line it starts at.
    pub(super) line: u64,
    /// Line of each variant, if each has its own.
    pub(super) variant_lines: Vec<u64>,
    pub(super) input: ProductSetInput,
    /// Faults found by the reader, by line.
    pub(super) faults: Vec<Bad>,
    /// Whether the product comes from CSV cells: custom fields that are missing are kept, and the
    /// types of the others are still to be determined.
    pub(super) from_cells: bool,
}

/// A problem at this line.
pub(super) fn bad(line: u64, reason: impl Into<String>) -> Bad {
    Bad {
        line,
        reason: reason.into(),
    }
}
