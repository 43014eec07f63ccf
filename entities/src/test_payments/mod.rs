//! Tables of the book of the test payment provider, a SQLite file of its own.

pub mod call;
pub mod dispute;
pub mod intent;
pub mod refund;
pub mod sent_back;
