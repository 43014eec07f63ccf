//! Types and resolvers of carts.

pub mod address;
pub mod address_inputs;
pub mod attribute;
pub mod buyer;
pub mod cart_object;
pub mod cost;
pub mod delivery;
pub mod delivery_mutations;
pub mod discounts;
pub mod explain;
pub mod gift_card_mutations;
pub mod gift_cards;
mod ids;
pub mod inputs;
pub mod line;
pub mod line_cost;
pub mod metafield_inputs;
pub mod metafield_mutations;
pub mod metafields;
pub mod mutations;
pub mod payloads;
pub mod payment;
mod quoted_cart;

pub use address::{CartAddress, CartDeliveryAddress, DeliveryAddress, MailingAddress};
pub use address_inputs::MailingAddressInput;
pub use attribute::Attribute;
pub use buyer::{CartBuyerIdentity, Customer};
pub use cart_object::{Cart, CartQuery};
pub use cost::{CartCost, CartEstimatedCost};
pub use delivery::{
    CartDelivery, CartDeliveryGroup, CartDeliveryOption, CartSelectableAddress, DeliveryMethodType,
};
pub use delivery_mutations::CartDeliveryMutation;
pub use discounts::{
    CartAutomaticDiscountAllocation, CartCodeDiscountAllocation, CartCustomDiscountAllocation,
    CartDiscountAllocation, CartDiscountCode, DiscountApplicationAllocationMethod,
    DiscountApplicationTargetSelection, DiscountApplicationTargetType, PricingValue,
};
pub use explain::DiscountExplainQuery;
pub use gift_card_mutations::CartGiftCardMutation;
pub use gift_cards::AppliedGiftCard;
pub use inputs::{AttributeInput, read_attributes};
pub use line::{BaseCartLine, CartLine, ComponentizableCartLine, Merchandise};
pub use line_cost::{CartLineCost, CartLineEstimatedCost};
pub use metafield_mutations::{CartMetafieldMutation, MetafieldDeleteUserError};
pub use metafields::{metafield_named, metafields_named, shown_metafield};
pub use mutations::CartMutation;
pub use payloads::{CartUserError, CartWarning};
pub use payment::CartPaymentMutation;
