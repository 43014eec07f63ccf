//! Pages, blogs, menus, policies, custom fields and what the storefront says about the shop.

mod addresses;
mod blogs;
mod custom_data;
mod localization;
mod menus;
mod pages;
mod rows;
mod shop;

pub use rows::{HOUR, gid};
