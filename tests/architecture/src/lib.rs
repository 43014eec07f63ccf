//! Rules of ARCHITECTURE.md and CONTRIBUTING.md, read from the code as text.
//!
//! What must hold everywhere is a test of its own in `tests/code.rs` and `tests/edges.rs`. What is
//! still being put right is a [`rules::Rule`]: its places are counted and compared with the number
//! in `limits.toml`, which only goes down.

#![allow(clippy::unwrap_used)] // a check that cannot go on should stop at once

pub mod code;
pub mod document;
pub mod limits;
pub mod references;
pub mod rules;
pub mod sources;

pub use code::Code;
pub use references::{Kind, Reference};
pub use sources::Source;
