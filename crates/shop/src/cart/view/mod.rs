//! A cart as its buyer sees it: lines with merchandise and prices in the buyer's market.

mod audience;
mod build;
mod cart_view;
mod line_view;

pub(super) use audience::audience_of_cart;
pub use audience::last_audience;
pub use build::build_view;
pub use cart_view::CartView;
pub use line_view::{LineView, PartShare};
