//! Migrations of the `catalog` database.

mod m0001_products;
mod m0002_content;
mod m0003_markets;
mod m0004_tax_rates;
mod m0005_prices;
mod m0006_origin;

crate::migrations! {
    m0001_products,
    m0002_content,
    m0003_markets,
    m0004_tax_rates,
    m0005_prices,
    m0006_origin,
}
