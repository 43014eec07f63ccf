//! The market of a request: the shop, its markets, sales channels and price lists.
//!
//! Owns the tables `shop`, `market` and `sales_channel` of the `catalog` database. Each process keeps
//! them in memory as the [`directory::Directory`].

pub mod audience;
pub mod directory;
mod error_code;
pub mod markets;
pub(crate) mod store;

pub use audience::{Audience, VisitorConsent};
pub use directory::{AudienceRequest, Directory, DirectoryCell};
pub use error_code::MarketErrorCode;

pub(crate) use store::{
    SHOP, assign_price_list, lock_markets, lock_shop, lock_shop_shared, market_by_id,
    upsert_markets, upsert_sales_channels, upsert_shop,
};
