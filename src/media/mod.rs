//! Pictures and files: what they look like, where they lie, and how they reach a browser.

pub mod picture;
pub mod route;
mod store;
mod transform;
mod uploads;
