//! Types and resolvers of carts.

pub mod address;
pub mod address_inputs;
pub mod buyer;
pub mod cart_object;
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

pub use crate::cart::cart_object::Attribute;
pub use address_inputs::MailingAddressInput;
pub use delivery::DeliveryMethodType;
pub use discounts::DiscountApplicationAllocationMethod;
pub use discounts::DiscountApplicationTargetSelection;
pub use discounts::DiscountApplicationTargetType;
pub use discounts::PricingValue;
pub use inputs::AttributeInput;
pub use inputs::read_attributes;
pub use metafields::metafield_named;
pub use metafields::metafields_named;
pub use metafields::shown_metafield;

pub use crate::cart::cart_object::{Cart, CartQuery};
pub use address::{CartAddress, CartDeliveryAddress, DeliveryAddress, MailingAddress};
pub use buyer::{CartBuyerIdentity, Customer};
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
