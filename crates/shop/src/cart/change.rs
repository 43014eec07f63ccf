//! Changes carts. Each change reads and writes one locked row in a single transaction of the cart
//! database; what comes from other databases is read beforehand.

use super::{
    codes::CartWarningCode,
    delivery,
    lines::{LinesOutcome, Offers},
    merchandise::{Shelf, Wanted},
    refusal::{CartError, Warning, WarningTarget, no_cart},
    size, store,
    token::CartToken,
    view::{CartView, audience_of_cart, build_view},
};
use crate::{cart::codes::CartErrorCode, market::Audience};
use anyhow::anyhow;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    cart::cart::{self, CartLine},
    ids::VariantId,
};
use souk_kernel::{app::App, client_writes::ClientWrites, error::ApiError, refusal::Refusal};

const DAY_MS: i64 = 86_400_000;

/// A cart after a change, with warnings for the buyer.
#[derive(Clone, Debug)]
pub struct Changed {
    /// The cart.
    pub cart: CartView,
    /// How the result differs from the request.
    pub warnings: Vec<Warning>,
}

/// The cart with this id; `None` if it has expired or was bought.
///
/// A genuine id without a row belongs to a cart that was never changed: an empty one.
///
/// # Errors
///
/// When the database fails.
pub async fn read_cart(
    app: &App,
    audience: &Audience,
    token: &CartToken,
) -> Result<Option<cart::Model>, DbErr> {
    let now = app.clock.now();
    let found = store::find(app.databases.cart.reader(), token.token(), now).await?;
    match found {
        Some(row) => Ok(Some(row).filter(|row| row.bought_at.is_none())),
        None => Ok(blank(app, audience, token, now)),
    }
}

/// A cart that was never changed; `None` if its id is too old.
pub(super) fn blank(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    now: Timestamp,
) -> Option<cart::Model> {
    let made_at = token.made_at();
    let expires_at = Timestamp(made_at.0 + lifetime_ms(app));
    (expires_at > now).then(|| cart::Model {
        id: token.token().to_owned(),
        version: 0,
        channel_id: audience.channel,
        lines: Default::default(),
        attributes: Default::default(),
        note: None,
        buyer: Default::default(),
        discount_codes: Default::default(),
        gift_cards: Default::default(),
        addresses: Default::default(),
        billing_address: None,
        payment: None,
        bought_at: None,
        delivery_options: None,
        metafields: Default::default(),
        expires_at,
        created_at: made_at,
        updated_at: made_at,
    })
}

fn lifetime_ms(app: &App) -> i64 {
    i64::from(app.config.cart.expire_after_days) * DAY_MS
}

/// Applies a change to a cart and returns the cart after it. `apply` may run twice, when another
/// request stores the same new cart first.
///
/// # Errors
///
/// When the cart is gone, the change is refused, or a database fails.
pub async fn change(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    apply: impl Fn(&mut cart::Model) -> Result<Vec<Warning>, CartError>,
) -> Result<Changed, CartError> {
    let (row, warnings) = write(app, audience, token, apply).await?;
    shown(app, audience, token, row, Shelf::default(), warnings).await
}

/// The cart after a change. Selected delivery options that are no longer offered are dropped,
/// unless the cart has changed again.
pub(super) async fn shown(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    row: cart::Model,
    shelf: Shelf,
    mut warnings: Vec<Warning>,
) -> Result<Changed, CartError> {
    let mut cart = Box::pin(build_view(app, audience, token, row, shelf)).await?;
    if cart.lost.is_empty() {
        return Ok(Changed { cart, warnings });
    }
    let seen = cart.row.version;
    let drop = |row: &mut cart::Model| {
        let is_ours = row.version == seen;
        if is_ours {
            for &kind in &cart.lost {
                delivery::choose(row, kind, None);
            }
        }
        Ok(is_ours)
    };
    if let (row, true) = write(app, audience, token, drop).await? {
        cart.row = row;
    }
    let lost = cart.groups.iter();
    let lost = lost.filter(|group| cart.lost.contains(&group.kind));
    warnings.extend(lost.map(|group| Warning {
        code: CartWarningCode::DeliveryOptionNotAvailable,
        target: WarningTarget::Delivery(group.address.id, group.kind),
        message: "The chosen way of delivery is no longer offered.".to_owned(),
    }));
    Ok(Changed { cart, warnings })
}

/// Applies a change to the lines of a cart. `needed` returns the merchandise `edit` looks up.
///
/// # Errors
///
/// When the cart is gone, the change is refused, or a database fails.
pub async fn change_lines(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    more: &Wanted,
    needed: impl Fn(&[CartLine]) -> Vec<VariantId>,
    edit: impl Fn(&[CartLine], &Offers) -> Result<LinesOutcome, Vec<Refusal<CartErrorCode>>>,
) -> Result<Changed, CartError> {
    // Another request may put merchandise into a line between the first read and the lock, and then
    // the data read is incomplete. After five attempts something else must be wrong.
    for _ in 0..5 {
        let known = read_cart(app, audience, token).await?;
        let known = known.ok_or_else(no_cart)?;
        let market = audience_of_cart(app, audience, &known);
        let mut wanted = Wanted::of_lines(&known.lines.0);
        wanted.join(more);
        let variants = needed(&known.lines.0);
        let mut shelf = Shelf::default();
        shelf.fill(app, &market, &wanted).await?;
        let offers = shelf.offers(app, &market, &variants).await?;
        let written = write(app, audience, token, |row| {
            let variants = needed(&row.lines.0);
            if !variants.iter().all(|id| offers.contains_key(id)) {
                return Ok(None);
            }
            let outcome = edit(&row.lines.0, &offers)?;
            row.lines.0 = outcome.lines;
            Ok(Some(outcome.warnings))
        });
        if let (row, Some(warnings)) = written.await? {
            return shown(app, audience, token, row, shelf, warnings).await;
        }
    }
    let failure = ApiError::from(anyhow!("a cart changed too often to be changed"));
    Err(CartError::Failed(failure))
}

/// How often a cart has changed, bought or not; `None` if nothing is stored for it.
///
/// # Errors
///
/// When the database fails.
pub async fn cart_version(app: &App, token: &CartToken) -> Result<Option<i64>, DbErr> {
    let db = app.databases.cart.writer();
    let found = store::find(db, token.token(), app.clock.now()).await?;
    Ok(found.map(|row| row.version))
}

/// Closes a cart that was bought: it can no longer be read or changed, and the buyer's personal
/// data is removed. May be called again.
///
/// # Errors
///
/// When the database fails.
pub async fn close_cart(app: &App, token: &str) -> Result<(), DbErr> {
    store::close(app.databases.cart.writer(), token, app.clock.now()).await
}

/// How long a cart is kept that was just created.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kept {
    /// As long as any cart with its lines.
    AsOthers,
    /// A day, until it changes: the copy of a cart that nobody has used.
    ForADay,
}

/// Stores a newly created cart, which was `blank` before.
///
/// # Errors
///
/// When the cart is too large, the client has stored as much as it may, or the database fails.
pub(super) async fn store_new(
    app: &App,
    audience: &Audience,
    blank: &cart::Model,
    mut row: cart::Model,
    kept: Kept,
) -> Result<cart::Model, CartError> {
    stamp(app, audience, blank, &mut row)?;
    if kept == Kept::ForADay {
        row.expires_at = row.expires_at.min(Timestamp(row.updated_at.0 + DAY_MS));
    }
    let now = app.clock.now();
    store::insert(app.databases.cart.writer(), row.clone(), now).await?;
    Ok(row)
}

/// Applies a change to a cart in one transaction. Returns the row after it and what `apply`
/// returned.
///
/// # Errors
///
/// When the cart is gone, the change is refused, the client has stored as much as it may, or the
/// database fails.
pub(super) async fn write<T>(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    apply: impl Fn(&mut cart::Model) -> Result<T, CartError>,
) -> Result<(cart::Model, T), CartError> {
    let txn = app.databases.cart.begin().await?;
    let now = app.clock.now();
    let mut found = store::lock(&txn, token.token(), now).await?;
    if found.is_none() {
        let mut row = blank(app, audience, token, now).ok_or_else(no_cart)?;
        let before = row.clone();
        let outcome = apply(&mut row)?;
        if row == before {
            return Ok((row, outcome));
        }
        stamp(app, audience, &before, &mut row)?;
        if store::insert(&txn, row.clone(), now).await? {
            txn.commit().await?;
            return Ok((row, outcome));
        }
        found = store::lock(&txn, token.token(), now).await?;
    }
    let found = found.filter(|row| row.bought_at.is_none());
    let mut row = found.ok_or_else(no_cart)?;
    let before = row.clone();
    let outcome = apply(&mut row)?;
    if row != before {
        stamp(app, audience, &before, &mut row)?;
        store::update(&txn, row.clone()).await?;
        txn.commit().await?;
    }
    Ok((row, outcome))
}

/// Records when and in which context the cart changed, and charges its bytes to the client, unless the
/// cart becomes smaller. Refuses a cart that is too large.
fn stamp(
    app: &App,
    audience: &Audience,
    before: &cart::Model,
    row: &mut cart::Model,
) -> Result<(), CartError> {
    row.buyer.language = Some(audience.language.locale());
    row.buyer.visited_from = Some(audience.country.code().to_owned());
    size::check(before, row)?;
    let now = app.clock.now();
    let (writes, bytes) = (app.part::<ClientWrites>(), size::stored_bytes(row));
    if bytes < size::stored_bytes(before) {
        writes.record(bytes, now);
    } else {
        writes.charge(bytes, now)?;
    }
    row.version += 1;
    row.updated_at = now;
    let kept_ms = match row.lines.0.is_empty() {
        true => lifetime_ms(app).min(DAY_MS),
        false => lifetime_ms(app),
    };
    row.expires_at = Timestamp(now.0 + kept_ms);
    Ok(())
}
