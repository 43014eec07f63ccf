//! Migrations of the `orders` database.

mod m0001_outbox;
mod m0002_delivery_and_tax;
mod m0002_payments;
mod m0004_orders;
mod m0005_checkout;
mod m0006_promotions;
mod m0007_gift_cards;
mod m0008_order_metafields;
mod m0009_attempt_claims;
mod m0010_node_leases;

crate::migrations! {
    m0001_outbox,
    m0002_delivery_and_tax,
    m0002_payments,
    m0004_orders,
    m0005_checkout,
    m0006_promotions,
    m0007_gift_cards,
    m0008_order_metafields,
    m0009_attempt_claims,
    m0010_node_leases,
}
