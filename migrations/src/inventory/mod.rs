//! Migrations of the `inventory` database.

mod m0001_stock;
mod m0002_reservations;
mod m0003_ledger_documents;
mod m0004_stock_requests;

crate::migrations! {
    m0001_stock,
    m0002_reservations,
    m0003_ledger_documents,
    m0004_stock_requests,
}
