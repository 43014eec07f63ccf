//! The merchant's part of the API.

pub mod enums;
pub mod inputs;
pub mod menus;
pub mod pages;
pub mod products;

use async_graphql::MergedObject;
use menus::MenuMutation;
use pages::PageMutation;
use products::ProductMutation;

/// Mutations of merchants.
#[derive(MergedObject, Default)]
pub struct MerchantMutation(MenuMutation, PageMutation, ProductMutation);
