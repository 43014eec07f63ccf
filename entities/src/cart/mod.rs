//! Tables of the `cart` database.

pub mod cart;
