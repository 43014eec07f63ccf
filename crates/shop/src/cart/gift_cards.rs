//! A cart's gift cards: they pay for its total including tax, in the order in which they were
//! entered. A cart stores the ids of cards, never their codes.

use super::{
    change::{self, Changed},
    codes::{CartErrorCode, CartWarningCode},
    priced::Quote,
    refusal::{CartError, Warning, WarningTarget, no_cart},
    token::CartToken,
    view::{CartView, audience_of_cart},
};
use crate::{
    code_attempts::CodeAttempts,
    gift_cards::{self, GiftCardPart},
    market::Audience,
};
use async_graphql::ID;
use souk_entities::{cart::cart, ids::GiftCardId};
use souk_kernel::{app::App, money::Money, refusal::Refusal, viewer::Client};

/// Most gift cards per cart.
pub const MOST: usize = 25;
/// Kind in the global ids of a cart's gift cards.
const KIND: &str = "AppliedGiftCard";
/// One message for every unusable code, so that nobody learns whether a card exists.
const UNUSABLE: &str = "A gift card code cannot be used for this cart.";

/// What happens to the gift cards a cart already has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnteredGiftCards {
    /// They stay, ahead of the new ones.
    Besides,
    /// The new ones replace them.
    Instead,
}

/// Applies gift cards to a cart by their codes. A code that cannot be used causes a warning that
/// gives no reason.
///
/// # Errors
///
/// When the cart is gone, there are too many codes, too many wrong ones were tried before, or a
/// database fails.
pub async fn enter_gift_cards(
    app: &App,
    audience: &Audience,
    client: &Client,
    token: &CartToken,
    codes: &[String],
    entered: EnteredGiftCards,
) -> Result<Changed, CartError> {
    let row = change::read_cart(app, audience, token).await?;
    let row = row.ok_or_else(no_cart)?;
    let cards = look_up(app, audience, client, &row, codes, &["giftCardCodes"]).await?;
    change::change(app, audience, token, |row| {
        let mut kept = match entered {
            EnteredGiftCards::Besides => row.gift_cards.0.clone(),
            EnteredGiftCards::Instead => Vec::new(),
        };
        for card in cards.iter().flatten() {
            if !kept.contains(card) {
                kept.push(*card);
            }
        }
        if kept.len() > MOST {
            return Err(too_many(&["giftCardCodes"]).into());
        }
        row.gift_cards.0 = kept;
        Ok(warnings(&cards))
    })
    .await
}

/// Applies gift cards to a new cart by the codes in its input.
///
/// # Errors
///
/// When there are too many codes, the client tried too many wrong ones, or the database fails.
pub(super) async fn enter_new(
    app: &App,
    audience: &Audience,
    client: &Client,
    row: &mut cart::Model,
    codes: &[String],
) -> Result<Vec<Warning>, CartError> {
    let path = ["input", "giftCardCodes"];
    let cards = look_up(app, audience, client, row, codes, &path).await?;
    for card in cards.iter().flatten() {
        if !row.gift_cards.0.contains(card) {
            row.gift_cards.0.push(*card);
        }
    }
    Ok(warnings(&cards))
}

/// The cards with these codes, unless too many wrong ones were tried before.
async fn look_up(
    app: &App,
    audience: &Audience,
    client: &Client,
    row: &cart::Model,
    codes: &[String],
    path: &[&str],
) -> Result<Vec<Option<GiftCardId>>, CartError> {
    match codes.len() {
        0 => return Ok(Vec::new()),
        1..=MOST => {}
        _ => return Err(too_many(path).into()),
    }
    let tries = app.part::<CodeAttempts>();
    let turn = tries
        .begin(&row.id, &client.0, codes.len(), app.clock.now())
        .await;
    let turn = turn.ok_or_else(|| {
        let why = "Too many codes were wrong. Try again in 15 minutes.";
        Refusal::of_path(CartErrorCode::ServiceUnavailable, path, why)
    })?;
    let currency = audience_of_cart(app, audience, row).currency;
    let cards = gift_cards::gift_cards_by_codes(app, codes, currency).await;
    turn.end(match &cards {
        Ok(cards) => cards.iter().flatten().count(),
        Err(_) => codes.len(), // unknown, so none counts as wrong
    });
    Ok(cards?)
}

/// Removes gift cards from a cart by their ids within it.
///
/// # Errors
///
/// When the cart is gone or has no such card, or a database fails.
pub async fn remove_gift_card(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    ids: &[ID],
) -> Result<Changed, CartError> {
    let cards = ids.iter().map(|id| token.part_number(KIND, id));
    let cards: Vec<Option<GiftCardId>> = cards.map(|it| it.map(GiftCardId)).collect();
    change::change(app, audience, token, |row| {
        let is_there = |row: &cart::Model, card: &Option<GiftCardId>| {
            card.is_some_and(|card| row.gift_cards.0.contains(&card))
        };
        if let Some(place) = cards.iter().position(|card| !is_there(row, card)) {
            let path = ["appliedGiftCardIds", &place.to_string()];
            let why = "The cart has no such gift card.";
            return Err(Refusal::of_path(CartErrorCode::Invalid, &path, why).into());
        }
        row.gift_cards
            .0
            .retain(|card| !cards.contains(&Some(*card)));
        Ok(Vec::new())
    })
    .await
}

/// The global id of a gift card in a cart.
pub fn gift_card_gid(token: &CartToken, card: GiftCardId) -> ID {
    token.part_gid(KIND, card.0)
}

/// What each of a cart's gift cards pays.
pub fn gift_card_parts(view: &CartView, quote: &Quote) -> Vec<GiftCardPart> {
    gift_cards::gift_card_parts(&view.gift_cards, quote.total())
}

/// What is left to pay after a cart's gift cards.
pub fn left_to_pay(view: &CartView, quote: &Quote) -> Money {
    gift_cards::left_to_pay(quote.total(), &gift_card_parts(view, quote))
}

fn too_many(path: &[&str]) -> Refusal<CartErrorCode> {
    let why = format!("A cart is paid with at most {MOST} gift cards.");
    Refusal::of_path(CartErrorCode::CartTooLarge, path, why)
}

/// A warning for each code that cannot be used.
fn warnings(cards: &[Option<GiftCardId>]) -> Vec<Warning> {
    let wrong = cards.iter().filter(|card| card.is_none());
    wrong
        .map(|_| Warning {
            code: CartWarningCode::PaymentsGiftCardsUnavailable,
            target: WarningTarget::Cart,
            message: UNUSABLE.to_owned(),
        })
        .collect()
}
