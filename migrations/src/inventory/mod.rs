//! Migrations of the `inventory` database.

mod m0001_stock;
mod m0002_reservations;
mod m0003_ledger_documents;

crate::migrations! {
    m0001_stock,
    m0002_reservations,
    m0003_ledger_documents,
}
