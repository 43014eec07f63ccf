//! Mutations for merchants.

pub mod channels;
pub mod collections;
pub mod delivery_zones;
pub mod discounts;
pub mod enums;
pub mod inputs;
pub mod inventory;
pub mod inventory_levels;
pub mod location_changes;
pub mod locations;
pub mod markets;
pub mod menus;
pub mod metafields;
pub mod pages;
pub mod price_lists;
pub mod products;
pub mod quantity_pricing;
pub mod tax_zones;
pub mod translations;
pub mod variants;

use async_graphql::MergedObject;
use channels::PublicationMutation;
use collections::CollectionMutation;
use delivery_zones::DeliveryZoneMutation;
use discounts::{AutomaticDiscountMutation, CodeDiscountMutation, RedeemCodeMutation};
use inventory::InventoryMutation;
use inventory_levels::InventoryLevelMutation;
use location_changes::LocationChangeMutation;
use locations::LocationMutation;
use markets::MarketMutation;
use menus::MenuMutation;
use metafields::MetafieldMutation;
use pages::PageMutation;
use price_lists::PriceListMutation;
use products::ProductMutation;
use quantity_pricing::QuantityPricingMutation;
use tax_zones::TaxZoneMutation;
use translations::TranslationMutation;
use variants::VariantMutation;

/// Mutations for merchants.
#[derive(MergedObject, Default)]
pub struct MerchantMutation(
    AutomaticDiscountMutation,
    CodeDiscountMutation,
    CollectionMutation,
    DeliveryZoneMutation,
    InventoryMutation,
    InventoryLevelMutation,
    LocationChangeMutation,
    LocationMutation,
    MarketMutation,
    MenuMutation,
    MetafieldMutation,
    PageMutation,
    PriceListMutation,
    ProductMutation,
    PublicationMutation,
    QuantityPricingMutation,
    RedeemCodeMutation,
    TaxZoneMutation,
    TranslationMutation,
    VariantMutation,
);
