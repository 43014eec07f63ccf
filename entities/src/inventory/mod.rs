//! Tables of the `inventory` database.

pub mod channel_location;
pub mod inventory_adjustment;
pub mod inventory_item;
pub mod inventory_level;
pub mod location;
pub mod product_stock_version;
pub mod reservation;
pub mod reservation_line;
pub mod stock_operation;
pub mod stock_request;
pub mod variant_item;
