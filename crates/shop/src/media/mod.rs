//! Pictures and files: how they are drawn, stored and delivered.

mod cache;
mod disk;
pub mod picture;
mod renderer;
pub mod route;
mod sizes;
mod transform;
mod uploads;

pub use renderer::Renderer;
pub use route::show_picture;
pub use route::upload_picture;
