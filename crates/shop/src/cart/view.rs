//! A cart as its buyer sees it: lines with merchandise and prices in the buyer's market.

use super::{
    delivery::{self, DeliveryGroup, GroupKind},
    discounts::{self, CartDiscounts},
    merchandise::{MerchandiseItem, Shelf, Wanted},
    token::CartToken,
};
use crate::{
    catalog::price_with_plan,
    delivery::Offer,
    gift_cards::{UsableGiftCard, usable_gift_cards},
    market::{Audience, AudienceRequest, Directory},
};
use async_graphql::ID;
use souk_entities::{
    cart::cart::{self, CartLine},
    ids::{CartLineId, ProductId, VariantId},
};
use souk_kernel::{
    app::App,
    codes::{CountryCode, LanguageCode},
    error::ApiError,
    money::{Money, MoneyError},
};
use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, OnceLock},
};

/// A cart with the costs of its lines. Lines whose merchandise is no longer visible are left out.
#[derive(Clone, Debug)]
pub struct CartView {
    /// Its id.
    pub token: CartToken,
    /// The row.
    pub row: cart::Model,
    /// The audience it is priced for.
    pub audience: Audience,
    /// The lines, newest first.
    pub lines: Vec<Arc<LineView>>,
    /// Sum of the lines.
    pub subtotal: Money,
    /// Gift cards that can pay for it, in the order in which they were entered.
    pub gift_cards: Vec<UsableGiftCard>,
    /// Its delivery groups.
    pub groups: Vec<DeliveryGroup>,
    /// Groups whose selected delivery option is no longer offered.
    pub lost: Vec<GroupKind>,
    /// The cart's discounts, set when it is built and shared with its lines.
    discounts: Arc<OnceLock<CartDiscounts>>,
}

/// A line with its costs.
#[derive(Clone, Debug)]
pub struct LineView {
    /// The line.
    pub line: CartLine,
    /// The cart it is in.
    pub token: CartToken,
    /// What is bought.
    pub item: Arc<MerchandiseItem>,
    /// Which component it is, for a component of a bundle.
    pub part: Option<VariantId>,
    /// Its parent line.
    pub parent: Option<Arc<LineView>>,
    /// Components of a bundle, each with its share of the price; empty for other lines.
    pub components: Vec<Arc<LineView>>,
    /// Price of one unit without a selling plan.
    pub regular: Money,
    /// Price of one unit, with the reductions for quantity and selling plan.
    pub each: Money,
    /// Price of one unit before a price reduction.
    pub compare_at: Option<Money>,
    /// Price of all units.
    pub subtotal: Money,
    /// Its share of the bundle, for a component of one.
    pub share: Option<PartShare>,
    /// The cart's discounts.
    discounts: Arc<OnceLock<CartDiscounts>>,
}

/// The share that a component has of its bundle: from `start` to `end` of `whole` minor units. A
/// discount on the bundle is split this way without losing a minor unit.
#[derive(Clone, Copy, Debug)]
pub struct PartShare {
    /// Cost of the components before it.
    pub start: i64,
    /// Cost of those components and this one.
    pub end: i64,
    /// Cost of all components, at least 1.
    pub whole: i64,
}

/// The audience a cart is priced for: its buyer's country decides, else that of the request.
pub fn market(app: &App, audience: &Audience, row: &cart::Model) -> Audience {
    let of_buyer = row.buyer.country.as_deref();
    let wish = AudienceRequest {
        country: of_buyer
            .and_then(CountryCode::from_code)
            .or(Some(audience.country)),
        language: Some(audience.language),
        preferred_location: audience.preferred_location,
        visitor_consent: audience.visitor_consent,
    };
    Directory::current(app).audience(wish, row.channel_id, audience.now)
}

/// The audience of a cart if the request does not say: as when it was last changed. `language`
/// applies if it was never changed.
pub fn last_audience(app: &App, row: &cart::Model, language: Option<LanguageCode>) -> Audience {
    let buyer = &row.buyer;
    let country = buyer.country.as_deref().or(buyer.visited_from.as_deref());
    let known = buyer.language.as_deref();
    let wish = AudienceRequest {
        country: country.and_then(CountryCode::from_code),
        language: known.and_then(LanguageCode::from_locale).or(language),
        ..AudienceRequest::default()
    };
    let now = app.clock.now();
    Directory::current(app).audience(wish, row.channel_id, now)
}

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
    let audience = market(app, audience, &row);
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
    (view.groups, view.lost) = delivery::chosen(app, &view).await?;
    let codes = &view.row.discount_codes.0;
    let considered = Box::pin(discounts::consider_discounts(app, &view, codes)).await?;
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

impl LineView {
    /// The cart's discounts.
    pub fn discounts(&self) -> &CartDiscounts {
        self.discounts.get_or_init(CartDiscounts::default)
    }

    /// Its global id. Components of a bundle have ids of their own.
    pub fn gid(&self) -> ID {
        let ID(id) = self.token.line_gid(self.line.id);
        ID(match self.part {
            Some(part) => format!("{id}&part={}", part.0),
            None => id,
        })
    }
}

impl CartView {
    /// Products of its lines, without duplicates.
    pub fn products(&self) -> Vec<ProductId> {
        let products = self.lines.iter().map(|line| line.item.product.id);
        products.collect::<HashSet<_>>().into_iter().collect()
    }

    /// Whether anything in it is shipped.
    pub fn is_shipped(&self) -> bool {
        self.lines.iter().any(|line| delivery::is_shipped(line))
    }

    /// The cart's discounts.
    pub fn discounts(&self) -> &CartDiscounts {
        self.discounts.get_or_init(CartDiscounts::default)
    }

    /// Deliveries that are paid now. Later deliveries of subscriptions are paid when they are made.
    pub fn paid_deliveries(&self) -> impl Iterator<Item = &Offer> {
        let now = |group: &&DeliveryGroup| group.kind == GroupKind::OneTimePurchase;
        let groups = self.groups.iter().filter(now);
        groups.filter_map(|group| group.chosen.as_ref())
    }

    /// Total number of units in the lines.
    pub fn total_quantity(&self) -> i32 {
        let units = self.lines.iter().map(|line| line.line.quantity);
        units.fold(0, i32::saturating_add)
    }
}
