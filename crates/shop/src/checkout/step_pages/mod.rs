//! The pages of the checkout, one for each step: a cart becomes an order in a browser, without
//! scripts unless the payment provider needs them. They read and change carts with the functions
//! the API uses.
//!
//! A step is shown by GET and saved by POST, which redirects to the next open step. What a cart
//! still needs determines that step, so a cart filled through the API starts where something is
//! missing.

mod address;
mod attempts;
mod codes;
mod contact;
mod delivery;
mod form;
mod frame;
mod messages;
mod payment;
mod requests;
mod review;
mod session;
mod shortages;
mod steps;
mod summary;
mod visit;

pub(super) use attempts::{is_from_page, way_back};
pub use form::CheckoutForm;
pub(super) use messages::{bought, broken};
pub use requests::{
    PageRequest, enter_checkout, show_checkout_step, show_unreadable_form, submit_checkout_step,
};
pub use session::FormKeys;
