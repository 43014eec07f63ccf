//! Tables of the `cart` database.

#[expect(
    clippy::module_inception,
    reason = "the database and its chief table share a name"
)]
pub mod cart;
