//! Types and resolvers of gift cards. For merchants only.

pub mod card;
pub mod mutations;
pub mod queries;

pub use card::GiftCard;
pub use mutations::GiftCardMutation;
pub use queries::GiftCardQuery;
