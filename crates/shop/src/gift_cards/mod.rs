//! Gift cards: their value, payments with them, and refunds to them.
//!
//! Owns the gift cards' part of the `orders` database. A card pays, it is not a discount: what it
//! pays is deducted from a total with tax. Codes are never stored, only digests of them.

pub mod codes;
mod error_code;
mod expiry;
pub mod issuing;
pub mod listing;
pub mod spending;
mod store;
pub mod usable_cards;

pub use codes::GiftCardKeys;
pub use error_code::GiftCardErrorCode;
pub use expiry::expires_on;
pub use issuing::{NewGiftCard, issue_gift_card};
pub use listing::{gift_card_spending_between, gift_card_transactions_of_attempts};
pub use spending::{
    GiftCardRedemption, GiftCardSpend, redeem_gift_cards, refund_to_gift_card, return_to_gift_cards,
};
pub use usable_cards::{
    GiftCardPart, UsableGiftCard, gift_card_parts, gift_cards_by_codes, left_to_pay,
    usable_gift_cards,
};
