//! Migrations of the `cart` database.

mod m0001_carts;
mod m0002_delivery_options;
mod m0003_payment;
mod m0004_gift_cards;

crate::migrations! {
    m0001_carts,
    m0002_delivery_options,
    m0003_payment,
    m0004_gift_cards,
}
