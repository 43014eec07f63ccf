//! Visibility in introspection: functions for `#[graphql(visible = "…")]`.
//!
//! They only hide a field and do not protect it: its resolver must also call [`Viewer::require`].

use async_graphql::Context;
use souk_kernel::viewer::{Scope, Viewer};

fn may(ctx: &Context<'_>, scope: Scope) -> bool {
    ctx.data_opt::<Viewer>()
        .is_some_and(|viewer| viewer.may(scope))
}

/// Callers who may read unpublished products.
pub fn reads_products(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadProducts)
}

/// Callers who may change products.
pub fn writes_products(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteProducts)
}

/// Callers who may read stock levels by location.
pub fn reads_inventory(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadInventory)
}

/// Callers who may change stock.
pub fn writes_inventory(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteInventory)
}

/// Callers who may read all locations.
pub fn reads_locations(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadLocations)
}

/// Callers who may change locations.
pub fn writes_locations(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteLocations)
}

/// Callers who may change pages, menus and articles.
pub fn writes_content(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteContent)
}

/// Callers who may change translations.
pub fn writes_translations(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteTranslations)
}

/// Callers who may change markets and price lists.
pub fn writes_markets(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteMarkets)
}

/// Callers who may read delivery zones.
pub fn reads_shipping(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadShipping)
}

/// Callers who may change delivery zones.
pub fn writes_shipping(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteShipping)
}

/// Callers who may read tax zones.
pub fn reads_taxes(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadTaxes)
}

/// Callers who may change tax zones.
pub fn writes_taxes(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteTaxes)
}

/// Callers who may read orders.
pub fn reads_orders(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadOrders)
}

/// Callers who may change orders.
pub fn writes_orders(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteOrders)
}

/// Callers who may read discounts.
pub fn reads_discounts(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadDiscounts)
}

/// Callers who may change discounts.
pub fn writes_discounts(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteDiscounts)
}

/// Callers who may read gift cards.
pub fn reads_gift_cards(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadGiftCards)
}

/// Callers who may change gift cards.
pub fn writes_gift_cards(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteGiftCards)
}
