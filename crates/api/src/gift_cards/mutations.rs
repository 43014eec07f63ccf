//! Gift card mutations.

use super::card::GiftCard;
use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{GiftCardUserError, outcome},
    visibility::writes_gift_cards,
};
use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use souk_entities::ids::GiftCardId;
use souk_kernel::{
    codes::CurrencyCode,
    error::ApiError,
    ids::Gid,
    refusal::Refusal,
    scalars::{Date, Decimal},
    validators::not_an_id,
    viewer::Scope,
};
use souk_shop::gift_cards::{
    GiftCardErrorCode,
    issuing::{self, CardChange, NewGiftCard},
};

/// A gift card to create.
#[derive(InputObject)]
pub struct GiftCardCreateInput {
    /// Its code: 8 to 20 letters and digits; case, spaces and dashes are ignored. If absent, the
    /// shop generates one that nobody can guess.
    code: Option<String>,
    /// Its currency; defaults to the shop's. The card pays for carts in this currency.
    currency_code: Option<CurrencyCode>,
    /// The last day on which it can be used, in UTC; if absent, it does not expire.
    expires_on: Option<Date>,
    /// Its initial value, above 0.
    initial_value: Decimal,
    /// Merchant's note, at most 5,000 characters.
    note: Option<String>,
}

/// Changes to a gift card. Fields that are left out stay unchanged.
#[derive(InputObject)]
pub struct GiftCardUpdateInput {
    /// The last day on which it can be used, in UTC; null if it does not expire.
    expires_on: MaybeUndefined<Date>,
    /// Merchant's note, at most 5,000 characters; null removes it.
    note: MaybeUndefined<String>,
}

/// Payload of `giftCardCreate`.
#[derive(SimpleObject)]
pub struct GiftCardCreatePayload {
    /// The new card, or null if the input was rejected.
    gift_card: Option<GiftCard>,
    /// Its code. It is returned here and never again: even a repeated request with the same
    /// `@idempotent(key:)` is answered without it.
    gift_card_code: Option<String>,
    /// Errors in the input; empty on success.
    user_errors: List<GiftCardUserError>,
}

/// Payload of `giftCardUpdate`.
#[derive(SimpleObject)]
pub struct GiftCardUpdatePayload {
    /// The card after the change, or null if the input was rejected.
    gift_card: Option<GiftCard>,
    /// Errors in the input; empty on success.
    user_errors: List<GiftCardUserError>,
}

/// Payload of `giftCardDeactivate`.
#[derive(SimpleObject)]
pub struct GiftCardDeactivatePayload {
    /// The card after the change, or null if the input was rejected.
    gift_card: Option<GiftCard>,
    /// Errors in the input; empty on success.
    user_errors: List<GiftCardUserError>,
}

/// Gift card mutations.
#[derive(Debug, Default)]
pub struct GiftCardMutation;

#[Object]
impl GiftCardMutation {
    /// Creates a gift card and returns its code.
    #[graphql(visible = "writes_gift_cards")]
    async fn gift_card_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card.")] input: GiftCardCreateInput,
    ) -> Option<Result<GiftCardCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteGiftCards) {
            return Some(Err(error));
        }
        let new = NewGiftCard {
            code: input.code,
            value: input.initial_value.0,
            currency: input.currency_code.unwrap_or(ctx.directory().currency),
            expires_on: input.expires_on.map(|day| day.0),
            note: input.note,
        };
        let made = outcome(issuing::issue_gift_card(ctx.app(), new).await);
        Some(made.map(|(made, user_errors)| {
            let (card, code) = made.unzip();
            GiftCardCreatePayload {
                gift_card: card.map(GiftCard::new),
                gift_card_code: code.map(|code| code.reveal()),
                user_errors: user_errors.into(),
            }
        }))
    }

    /// Deactivates a gift card permanently: it can no longer pay for anything. Earlier payments
    /// with it can still be refunded to it.
    #[graphql(visible = "writes_gift_cards")]
    async fn gift_card_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the card.")] id: ID,
    ) -> Option<Result<GiftCardDeactivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteGiftCards) {
            return Some(Err(error));
        }
        let ended = match card(&id) {
            Ok(id) => issuing::deactivate_gift_card(ctx.app(), id).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(ended).map(|(row, user_errors)| GiftCardDeactivatePayload {
                gift_card: row.map(GiftCard::new),
                user_errors: user_errors.into(),
            }),
        )
    }

    /// Changes a gift card. Its code and its value cannot be changed.
    #[graphql(visible = "writes_gift_cards")]
    async fn gift_card_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the card.")] id: ID,
        #[graphql(desc = "The changes.")] input: GiftCardUpdateInput,
    ) -> Option<Result<GiftCardUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteGiftCards) {
            return Some(Err(error));
        }
        let change = CardChange {
            expires_on: input.expires_on.map_value(|day| day.0).into(),
            note: input.note.into(),
        };
        let changed = match card(&id) {
            Ok(id) => issuing::update_gift_card(ctx.app(), id, change).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(changed).map(|(row, user_errors)| GiftCardUpdatePayload {
                gift_card: row.map(GiftCard::new),
                user_errors: user_errors.into(),
            }),
        )
    }
}

fn card(id: &ID) -> Result<GiftCardId, Refusal<GiftCardErrorCode>> {
    let wrong = |_| {
        let why = not_an_id(id, GiftCardId::KIND);
        Refusal::new(GiftCardErrorCode::Invalid, "id", why)
    };
    GiftCardId::parse(id).map_err(wrong)
}
