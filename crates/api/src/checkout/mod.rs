//! Types and resolvers of the checkout.

pub mod mutations;
pub mod queries;
pub mod results;
pub mod session;

pub use mutations::CheckoutMutation;
pub use queries::CheckoutQuery;
pub use session::PaymentSessionMutation;
