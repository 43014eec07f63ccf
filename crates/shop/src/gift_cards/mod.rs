//! Gift cards: their value, payments with them, and refunds to them.
//!
//! Owns the gift cards' part of the `orders` database. A card pays, it is not a discount: what it
//! pays is deducted from a total with tax. Codes are never stored, only digests of them.

pub mod codes;
mod error_code;
pub mod issuing;
pub mod listing;
pub mod spending;
mod store;
pub mod tries;
pub mod usable_cards;

pub use crate::gift_cards::usable_cards::gift_card_parts;
pub use crate::gift_cards::usable_cards::gift_cards_by_codes;
pub use crate::gift_cards::usable_cards::left_to_pay;
pub use crate::gift_cards::usable_cards::usable_gift_cards;
pub use issuing::NewGiftCard;
pub use issuing::issue_gift_card;
pub use listing::gift_card_spending_between;
pub use listing::gift_card_transactions_of_attempts;
pub use tries::MOST_OF_CART;
pub use tries::MOST_OF_CLIENT;
pub use tries::WINDOW;

pub use crate::gift_cards::usable_cards::{GiftCardPart, UsableGiftCard};
pub use codes::GiftCardKeys;
pub use error_code::GiftCardErrorCode;
pub use spending::{
    GiftCardRedemption, GiftCardSpend, redeem_gift_cards, refund_to_gift_card, return_to_gift_cards,
};
pub use tries::GiftCardAttempts;
