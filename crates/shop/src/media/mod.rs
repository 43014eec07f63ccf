//! Pictures and files: how they are drawn, stored and delivered.

pub mod picture;
pub mod route;
mod store;
mod transform;
mod uploads;
