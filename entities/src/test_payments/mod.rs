//! Tables of the book of the test payment provider, a SQLite file of its own.

pub mod call;
pub mod intent;
pub mod refund;
