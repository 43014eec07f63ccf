//! Migrations of the `customers` database.

mod m0001_outbox;
mod m0002_idempotency_keys;

crate::migrations! {
    m0001_outbox,
    m0002_idempotency_keys,
}
