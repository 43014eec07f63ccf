//! Builds the view of a cart: reads the merchandise of its lines and prices them.

use super::{
    audience::audience_of_cart,
    cart_view::CartView,
    line_view::{LineView, PartShare},
};
use crate::{
    cart::{
        delivery_groups,
        discounts::{CartDiscounts, consider_discounts},
        merchandise::{MerchandiseItem, Shelf, Wanted},
        token::CartToken,
    },
    catalog::price_with_plan,
    gift_cards::usable_gift_cards,
    market::Audience,
    promotions::DiscountAsker,
};
use souk_entities::{
    cart::cart::{self, CartLine},
    ids::CartLineId,
};
use souk_kernel::{
    app::App,
    error::ApiError,
    money::{Money, MoneyError},
};
use std::{
    collections::HashMap,
    sync::{Arc, OnceLock},
};

/// Prices a cart. Reads what `shelf` lacks.
///
/// # Errors
///
/// When a database fails or an amount is out of range.
pub async fn build_view(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    row: cart::Model,
    mut shelf: Shelf,
) -> Result<CartView, ApiError> {
    let audience = audience_of_cart(app, audience, &row);
    let wanted = Wanted::of_lines(&row.lines.0);
    shelf.fill(app, &audience, &wanted).await?;
    let mut parts = Wanted::default();
    for part in shelf.parts(&row.lines.0) {
        parts.add(part, None);
    }
    shelf.fill(app, &audience, &parts).await?;
    let mut lines: HashMap<CartLineId, Arc<LineView>> = HashMap::new();
    let mut subtotal = Money::new(0, audience.currency);
    let discounts: Arc<OnceLock<CartDiscounts>> = Arc::default();
    let (parents, children): (Vec<_>, Vec<_>) =
        row.lines.0.iter().partition(|line| line.parent.is_none());
    for line in parents.into_iter().chain(children) {
        if let Some(item) = shelf.get(line.variant) {
            let parent = line.parent.and_then(|id| lines.get(&id).cloned());
            let mut view = price(token, line, item, parent)?;
            view.discounts = Arc::clone(&discounts);
            let view = with_components(view, &shelf)?;
            subtotal = subtotal.plus(view.subtotal)?;
            lines.insert(line.id, Arc::new(view));
        }
    }
    let order = row.lines.0.iter();
    let lines = order.filter_map(|line| lines.remove(&line.id)).collect();
    let gift_cards = usable_gift_cards(app, &row.gift_cards.0, audience.currency).await?;
    let mut view = CartView {
        token: token.clone(),
        row,
        audience,
        lines,
        subtotal,
        gift_cards,
        groups: Vec::new(),
        lost: Vec::new(),
        discounts,
    };
    (view.groups, view.lost) = delivery_groups::chosen(app, &view).await?;
    let codes = &view.row.discount_codes.0;
    let considered = Box::pin(consider_discounts(app, &view, codes, DiscountAsker::Buyer)).await?;
    view.discounts.get_or_init(|| considered);
    Ok(view)
}

/// The line with its components. Each gets a share of the bundle's price in proportion to its own
/// price.
fn with_components(mut view: LineView, shelf: &Shelf) -> Result<LineView, MoneyError> {
    let parts = &view.item.variant.components.0;
    let seen = parts
        .iter()
        .filter_map(|part| Some((part, shelf.get(part.variant)?)));
    let seen: Vec<_> = seen.collect();
    if seen.is_empty() {
        return Ok(view);
    }
    let weight = |minor: i64, units: i32| {
        u64::try_from(minor)
            .unwrap_or(0)
            .saturating_mul(u64::from(units.unsigned_abs()))
    };
    let weights = seen
        .iter()
        .map(|(part, item)| weight(item.price.price.minor(), part.quantity));
    let mut weights: Vec<u64> = weights.collect();
    if weights.iter().all(|&weight| weight == 0) {
        weights.fill(1);
    }
    let shares = view.subtotal.split(&weights)?;
    let mut components = Vec::with_capacity(seen.len());
    let (mut end, whole) = (0, view.subtotal.minor().max(1));
    for ((part, item), subtotal) in seen.into_iter().zip(shares) {
        let units = part.quantity.saturating_mul(view.line.quantity).max(1);
        let each = subtotal.fraction(1, units.into())?;
        let start = end;
        end += subtotal.minor();
        components.push(Arc::new(LineView {
            line: CartLine {
                variant: part.variant,
                quantity: units,
                parent: None,
                selling_plan: None,
                ..view.line.clone()
            },
            token: view.token.clone(),
            item: Arc::clone(item),
            part: Some(part.variant),
            parent: None,
            components: Vec::new(),
            regular: each,
            each,
            compare_at: None,
            subtotal,
            share: Some(PartShare { start, end, whole }),
            discounts: Arc::clone(&view.discounts),
        }));
    }
    view.components = components;
    Ok(view)
}

fn price(
    token: &CartToken,
    line: &CartLine,
    item: &Arc<MerchandiseItem>,
    parent: Option<Arc<LineView>>,
) -> Result<LineView, MoneyError> {
    let regular = item.price.each(line.quantity.into());
    let plan = line.selling_plan.and_then(|plan| item.plan(plan));
    let each = match plan {
        Some(plan) => price_with_plan(regular, plan)?,
        None => regular,
    };
    let before = item.price.compare_at;
    let reduced = (each.minor() < regular.minor()).then_some(regular);
    Ok(LineView {
        line: line.clone(),
        token: token.clone(),
        item: Arc::clone(item),
        part: None,
        parent,
        components: Vec::new(),
        regular,
        each,
        compare_at: before.or(reduced),
        subtotal: each.times(line.quantity.into())?,
        share: None,
        discounts: Arc::default(),
    })
}
