//! Tables of the `customers` database.

pub mod idempotency_key;
