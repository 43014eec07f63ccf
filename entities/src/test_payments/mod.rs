//! Tables of the test payment provider's ledger, a SQLite file of its own.

pub mod call;
pub mod dispute;
pub mod intent;
pub mod refund;
pub mod sent_back;
