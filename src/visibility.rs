//! Who sees what in introspection: functions for `#[graphql(visible = "…")]`.
//!
//! They hide a field and protect nothing: what they hide also calls [`Viewer::require`].

use crate::context::{Scope, Viewer};
use async_graphql::Context;

fn may(ctx: &Context<'_>, scope: Scope) -> bool {
    ctx.data_opt::<Viewer>()
        .is_some_and(|viewer| viewer.may(scope))
}

/// Callers who see unpublished products.
pub fn reads_products(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadProducts)
}

/// Callers who change products.
pub fn writes_products(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteProducts)
}

/// Callers who see stock by location.
pub fn reads_inventory(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadInventory)
}

/// Callers who change stock.
pub fn writes_inventory(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteInventory)
}

/// Callers who see every location.
pub fn reads_locations(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadLocations)
}

/// Callers who change locations.
pub fn writes_locations(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteLocations)
}

/// Callers who change pages, menus and articles.
pub fn writes_content(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteContent)
}

/// Callers who change translations.
pub fn writes_translations(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteTranslations)
}

/// Callers who change markets and price lists.
pub fn writes_markets(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteMarkets)
}

/// Callers who see delivery zones.
pub fn reads_shipping(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadShipping)
}

/// Callers who change delivery zones.
pub fn writes_shipping(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteShipping)
}

/// Callers who see tax zones.
pub fn reads_taxes(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadTaxes)
}

/// Callers who change tax zones.
pub fn writes_taxes(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteTaxes)
}

/// Callers who see orders.
pub fn reads_orders(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadOrders)
}

/// Callers who change orders.
pub fn writes_orders(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteOrders)
}

/// Callers who see discounts.
pub fn reads_discounts(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadDiscounts)
}

/// Callers who change discounts.
pub fn writes_discounts(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteDiscounts)
}

/// Callers who see gift cards.
pub fn reads_gift_cards(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::ReadGiftCards)
}

/// Callers who change gift cards.
pub fn writes_gift_cards(ctx: &Context<'_>) -> bool {
    may(ctx, Scope::WriteGiftCards)
}
