//! Mutations of a cart's gift cards.

use super::{
    ids::token,
    payloads::{
        CartGiftCardCodesAddPayload, CartGiftCardCodesRemovePayload,
        CartGiftCardCodesUpdatePayload, answer,
    },
};
use crate::context::RequestContext;
use async_graphql::{Context, ID, Object};
use souk_kernel::error::ApiError;
use souk_shop::cart::{
    change::Changed,
    gift_cards::{self, EnteredGiftCards},
    refusal::CartError,
};

/// Mutations of a cart's gift cards.
#[derive(Default)]
pub struct CartGiftCardMutation;

async fn enter(
    ctx: &Context<'_>,
    id: &ID,
    codes: &[String],
    entered: EnteredGiftCards,
) -> Result<Changed, CartError> {
    let (app, token) = (ctx.app(), token(ctx, id)?);
    gift_cards::enter_gift_cards(app, ctx.audience(), ctx.client(), &token, codes, entered).await
}

async fn remove(ctx: &Context<'_>, id: &ID, cards: &[ID]) -> Result<Changed, CartError> {
    gift_cards::remove_gift_card(ctx.app(), ctx.audience(), &token(ctx, id)?, cards).await
}

#[Object]
impl CartGiftCardMutation {
    /// Adds gift cards that pay for the cart, after those it has. A code that cannot be used causes
    /// a warning that gives no reason; a client that tries too many wrong codes must wait.
    async fn cart_gift_card_codes_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The codes, at most 25. Case, spaces and dashes are ignored.")]
        gift_card_codes: Vec<String>,
    ) -> Option<Result<CartGiftCardCodesAddPayload, ApiError>> {
        answer(
            Box::pin(enter(
                ctx,
                &cart_id,
                &gift_card_codes,
                EnteredGiftCards::Besides,
            ))
            .await,
        )
    }

    /// Removes gift cards from the cart.
    async fn cart_gift_card_codes_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Global ids of the applied gift cards, at most 250.",
            validator(max_items = 250)
        )]
        applied_gift_card_ids: Vec<ID>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartGiftCardCodesRemovePayload, ApiError>> {
        answer(Box::pin(remove(ctx, &cart_id, &applied_gift_card_ids)).await)
    }

    /// Replaces the gift cards that pay for the cart. A code that cannot be used causes a warning
    /// that gives no reason; a client that tries too many wrong codes must wait.
    async fn cart_gift_card_codes_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The codes, at most 25. Case, spaces and dashes are ignored.")]
        gift_card_codes: Vec<String>,
    ) -> Option<Result<CartGiftCardCodesUpdatePayload, ApiError>> {
        answer(
            Box::pin(enter(
                ctx,
                &cart_id,
                &gift_card_codes,
                EnteredGiftCards::Instead,
            ))
            .await,
        )
    }
}
