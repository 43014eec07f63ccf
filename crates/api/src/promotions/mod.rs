//! Discounts as merchants see them.

pub mod codes;
pub mod mutations;
pub mod node;
pub mod queries;
pub mod terms;

pub use mutations::{
    automatic::AutomaticDiscountMutation, code::CodeDiscountMutation,
    redeem_codes::RedeemCodeMutation,
};
pub use node::{Discount, DiscountNode};
pub use queries::DiscountQuery;
