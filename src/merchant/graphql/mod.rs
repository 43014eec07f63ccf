//! The merchant's part of the API.

pub mod enums;
pub mod inputs;
pub mod inventory;
pub mod locations;
pub mod menus;
pub mod pages;
pub mod products;

use async_graphql::MergedObject;
use inventory::InventoryMutation;
use locations::LocationMutation;
use menus::MenuMutation;
use pages::PageMutation;
use products::ProductMutation;

/// Mutations of merchants.
#[derive(MergedObject, Default)]
pub struct MerchantMutation(
    InventoryMutation,
    LocationMutation,
    MenuMutation,
    PageMutation,
    ProductMutation,
);
