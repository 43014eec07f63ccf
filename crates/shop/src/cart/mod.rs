//! Carts: lines, costs in the buyer's market, and the buyer.
//!
//! Owns the `cart` database. What it offers to other domains is exported here.

pub mod addresses;
pub mod card_numbers;
pub mod change;
pub mod codes;
pub mod delivery;
mod delivery_groups;
pub mod discounts;
pub mod edits;
pub mod expiry;
pub mod gift_cards;
pub mod line_edits;
pub mod lines;
pub mod merchandise;
pub mod metafields;
pub mod payment;
pub mod priced;
pub mod refusal;
mod size;
pub mod stock;
pub mod store;
pub mod token;
pub mod view;

pub use addresses::{
    AddressChange, AddressNames, NewAddress, add_addresses, check_one as check_address,
    update_addresses,
};
pub use card_numbers::holds_card_number;
pub use change::{Changed, cart_version, close_cart, read_cart};
pub use codes::{CartErrorCode, CartWarningCode};
pub use delivery::{DeliveryGroup, GroupKind, delivery_address};
pub use discounts::{Cut, consider_discounts, try_codes};
pub use edits::{
    DeliveryChoice, choose_delivery, set_addresses, set_billing_address, set_buyer,
    set_discount_codes,
};
pub use expiry::{remove_expired_carts, start_cart_expiry};
pub use gift_cards::{
    EnteredGiftCards, enter_gift_cards, gift_card_gid, gift_card_parts, left_to_pay,
    remove_gift_card,
};
pub use line_edits::{remove_lines, update_lines};
pub use lines::LineChange;
pub use merchandise::{MerchandiseItem, Shelf};
pub use payment::{NewPayment, set_payment};
pub use priced::{
    CartItem, MissingMerchandise, PricedCart, Quote, missing_merchandise, price_cart, quote_cart,
};
pub use refusal::{CartError, no_cart};
pub use token::{CartKeys, CartToken};
pub use view::{CartView, LineView, build_view, last_audience};
