//! Tables of the `orders` database.

pub mod checkout_attempt;
pub mod delivery_area;
pub mod delivery_zone;
pub mod discount;
pub mod discount_code;
pub mod discount_redemption;
pub mod fulfillment;
pub mod fulfillment_order;
pub mod fulfillment_order_line;
pub mod gift_card;
pub mod gift_card_transaction;
pub mod mail;
pub mod node_lease;
pub mod order;
pub mod order_event;
pub mod order_line;
pub mod order_number;
pub mod order_operation;
pub mod payment_transaction;
pub mod provider_event;
pub mod refund;
pub mod tax_area;
pub mod tax_zone;
