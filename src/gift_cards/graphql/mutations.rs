//! Changes of gift cards.

use super::card::GiftCard;
use crate::{
    codes::CurrencyCode,
    context::{RequestContext, Scope},
    error::ApiError,
    gift_cards::{
        issuing::{self, CardChange, NewCard},
        refusal::{ChangeError, Refusal, RefusalCode},
    },
    ids::Gid,
    scalars::{Date, Decimal},
    visibility::writes_gift_cards,
};
use async_graphql::{Context, Enum, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use souk_entities::ids::GiftCardId;

/// Why a change of a gift card was refused, for programs.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "RefusalCode")]
pub enum GiftCardErrorCode {
    /// The card was deactivated.
    Deactivated,
    /// A value is above its limit.
    GreaterThan,
    /// A value is not possible here.
    Invalid,
    /// There is no such card.
    NotFound,
    /// Another card has this code.
    Taken,
    /// A text is too long.
    TooLong,
    /// A text is too short.
    TooShort,
}

/// Why a change of a gift card was refused.
#[derive(Clone, Debug, SimpleObject)]
pub struct GiftCardUserError {
    /// What was wrong, for programs.
    code: Option<GiftCardErrorCode>,
    /// Path of the input that was wrong.
    field: Option<Vec<String>>,
    /// What was wrong, for people.
    message: String,
}

impl From<Refusal> for GiftCardUserError {
    fn from(refusal: Refusal) -> Self {
        Self {
            code: Some(refusal.code.into()),
            field: Some(refusal.field),
            message: refusal.message,
        }
    }
}

/// A gift card to make.
#[derive(InputObject)]
pub struct GiftCardCreateInput {
    /// Its code: 8 to 20 letters and digits, where case, blanks and dashes say nothing. Made by the
    /// shop where absent, so that nobody can guess it.
    code: Option<String>,
    /// Its currency; that of the shop where absent. It pays for carts in this currency.
    currency_code: Option<CurrencyCode>,
    /// The last day on which it can be used, in UTC; it does not expire where absent.
    expires_on: Option<Date>,
    /// What it is worth, above 0.
    initial_value: Decimal,
    /// Note for the merchant, at most 5,000 characters.
    note: Option<String>,
}

/// What is changed of a gift card. What is left out stays as it is.
#[derive(InputObject)]
pub struct GiftCardUpdateInput {
    /// The last day on which it can be used, in UTC; null for no end.
    expires_on: MaybeUndefined<Date>,
    /// Note for the merchant, at most 5,000 characters; null for none.
    note: MaybeUndefined<String>,
}

/// What became of `giftCardCreate`.
#[derive(SimpleObject)]
pub struct GiftCardCreatePayload {
    /// The card; null where it was refused.
    gift_card: Option<GiftCard>,
    /// Its code. It is told here and never again: also a repeated request with the same
    /// `@idempotent(key:)` is answered without it.
    gift_card_code: Option<String>,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<GiftCardUserError>,
}

/// What became of `giftCardUpdate`.
#[derive(SimpleObject)]
pub struct GiftCardUpdatePayload {
    /// The card as it is now; null where the change was refused.
    gift_card: Option<GiftCard>,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<GiftCardUserError>,
}

/// What became of `giftCardDeactivate`.
#[derive(SimpleObject)]
pub struct GiftCardDeactivatePayload {
    /// The card as it is now; null where the change was refused.
    gift_card: Option<GiftCard>,
    /// Why it was refused; empty where it was not.
    user_errors: Vec<GiftCardUserError>,
}

/// Mutations of gift cards.
#[derive(Debug, Default)]
pub struct GiftCardMutation;

#[Object]
impl GiftCardMutation {
    /// Makes a gift card and tells its code.
    #[graphql(visible = "writes_gift_cards")]
    async fn gift_card_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card.")] input: GiftCardCreateInput,
    ) -> Option<Result<GiftCardCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteGiftCards) {
            return Some(Err(error));
        }
        let new = NewCard {
            code: input.code,
            value: input.initial_value.0,
            currency: input.currency_code.unwrap_or(ctx.directory().currency),
            expires_on: input.expires_on.map(|day| day.0),
            note: input.note,
        };
        let made = outcome(issuing::create(ctx.app(), new).await);
        Some(made.map(|(made, user_errors)| {
            let (card, code) = made.unzip();
            GiftCardCreatePayload {
                gift_card: card.map(GiftCard::new),
                gift_card_code: code.map(|code| code.reveal()),
                user_errors,
            }
        }))
    }

    /// Ends a gift card for good: nothing can be bought with it any more. What was bought with it
    /// before can still be refunded to it.
    #[graphql(visible = "writes_gift_cards")]
    async fn gift_card_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which card.")] id: ID,
    ) -> Option<Result<GiftCardDeactivatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteGiftCards) {
            return Some(Err(error));
        }
        let ended = match card(&id) {
            Ok(id) => issuing::deactivate(ctx.app(), id).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(ended).map(|(row, user_errors)| GiftCardDeactivatePayload {
                gift_card: row.map(GiftCard::new),
                user_errors,
            }),
        )
    }

    /// Changes a gift card. Its code and what it is worth stay.
    #[graphql(visible = "writes_gift_cards")]
    async fn gift_card_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which card.")] id: ID,
        #[graphql(desc = "What changes.")] input: GiftCardUpdateInput,
    ) -> Option<Result<GiftCardUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteGiftCards) {
            return Some(Err(error));
        }
        let change = CardChange {
            expires_on: input.expires_on.map_value(|day| day.0).into(),
            note: input.note.into(),
        };
        let changed = match card(&id) {
            Ok(id) => issuing::update(ctx.app(), id, change).await,
            Err(refusal) => Err(refusal.into()),
        };
        Some(
            outcome(changed).map(|(row, user_errors)| GiftCardUpdatePayload {
                gift_card: row.map(GiftCard::new),
                user_errors,
            }),
        )
    }
}

fn card(id: &ID) -> Result<GiftCardId, Refusal> {
    let wrong = |_| Refusal::new(RefusalCode::Invalid, "id", "no GiftCard id");
    GiftCardId::parse(id).map_err(wrong)
}

/// What a payload holds of a change. A failure is an error.
fn outcome<T>(
    result: Result<T, ChangeError>,
) -> Result<(Option<T>, Vec<GiftCardUserError>), ApiError> {
    match result {
        Ok(object) => Ok((Some(object), Vec::new())),
        Err(ChangeError::Refused(refusal)) => Ok((None, vec![refusal.into()])),
        Err(ChangeError::Database(error)) => Err(error.into()),
    }
}
