//! The merchant's part of the API.

pub mod enums;
pub mod inputs;
pub mod inventory;
pub mod locations;
pub mod menus;
pub mod pages;
pub mod price_lists;
pub mod products;

use async_graphql::MergedObject;
use inventory::InventoryMutation;
use locations::LocationMutation;
use menus::MenuMutation;
use pages::PageMutation;
use price_lists::PriceListMutation;
use products::ProductMutation;

/// Mutations of merchants.
#[derive(MergedObject, Default)]
pub struct MerchantMutation(
    InventoryMutation,
    LocationMutation,
    MenuMutation,
    PageMutation,
    PriceListMutation,
    ProductMutation,
);
