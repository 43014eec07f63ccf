//! Pictures and files: how they are drawn, stored and delivered.

pub mod picture;
pub mod route;
mod transform;
mod uploads;

pub use route::show_picture;
pub use route::upload_picture;
