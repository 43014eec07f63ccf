//! Types and resolvers of carts.

pub mod address;
pub mod address_inputs;
pub mod buyer;
pub mod cart;
pub mod cost;
pub mod delivery;
pub mod delivery_mutations;
pub mod discounts;
pub mod explain;
pub mod gift_cards;
pub mod inputs;
pub mod line;
pub mod metafields;
pub mod mutations;
pub mod payloads;
pub mod payment;

pub use address::{CartAddress, CartDeliveryAddress, DeliveryAddress, MailingAddress};
pub use buyer::{CartBuyerIdentity, Customer};
pub use cart::{Cart, CartQuery};
pub use cost::{CartCost, CartEstimatedCost, CartLineCost, CartLineEstimatedCost};
pub use delivery::{CartDelivery, CartDeliveryGroup, CartDeliveryOption, CartSelectableAddress};
pub use delivery_mutations::CartDeliveryMutation;
pub use discounts::{
    CartAutomaticDiscountAllocation, CartCodeDiscountAllocation, CartCustomDiscountAllocation,
    CartDiscountAllocation, CartDiscountCode,
};
pub use explain::DiscountExplainQuery;
pub use gift_cards::{AppliedGiftCard, CartGiftCardMutation};
pub use line::{BaseCartLine, CartLine, ComponentizableCartLine, Merchandise};
pub use metafields::{CartMetafieldMutation, MetafieldDeleteUserError};
pub use mutations::CartMutation;
pub use payloads::{CartUserError, CartWarning};
pub use payment::CartPaymentMutation;
