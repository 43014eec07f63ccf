//! Gift cards that pay for a cart.

use super::{
    cart_object::Cart,
    mutations::{answer, token},
    payloads::{
        CartGiftCardCodesAddPayload, CartGiftCardCodesRemovePayload, CartGiftCardCodesUpdatePayload,
    },
};
use crate::{context::RequestContext, money::MoneyV2};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_kernel::{codes::CurrencyCode, error::ApiError, money::Money};
use souk_shop::{
    cart::{
        change::Changed,
        gift_cards::{self, EnteredGiftCards},
        refusal::CartError,
        token::CartToken,
    },
    gift_cards::GiftCardPart,
};

/// A gift card that pays for part of the cart.
#[derive(Clone, Debug, SimpleObject)]
pub struct AppliedGiftCard {
    /// Amount it pays.
    amount_used: MoneyV2,
    /// Amount it pays.
    #[graphql(name = "amountUsedV2", deprecation = "Use `amountUsed`.")]
    amount_used_v2: MoneyV2,
    /// Balance of the card. Nothing is taken until the cart is bought.
    balance: MoneyV2,
    /// Balance of the card. Nothing is taken until the cart is bought.
    #[graphql(name = "balanceV2", deprecation = "Use `balance`.")]
    balance_v2: MoneyV2,
    /// Global id.
    id: ID,
    /// Last characters of its code.
    last_characters: String,
    /// Amount it pays, in the currency of the cart.
    presentment_amount_used: MoneyV2,
}

impl AppliedGiftCard {
    fn new(token: &CartToken, part: GiftCardPart, currency: CurrencyCode) -> Self {
        let money = |minor| MoneyV2::from(Money::new(minor, currency));
        Self {
            amount_used: money(part.amount),
            amount_used_v2: money(part.amount),
            balance: money(part.balance),
            balance_v2: money(part.balance),
            id: gift_cards::gift_card_gid(token, part.card),
            last_characters: part.last_characters,
            presentment_amount_used: money(part.amount),
        }
    }

    /// The gift cards of a cart.
    pub(super) async fn of(ctx: &Context<'_>, cart: &Cart) -> Result<Vec<Self>, ApiError> {
        let view = cart.view();
        if view.gift_cards.is_empty() {
            return Ok(Vec::new());
        }
        let quote = cart.quote(ctx).await?;
        let parts = gift_cards::gift_card_parts(view, quote).into_iter();
        let currency = view.audience.currency;
        Ok(parts
            .map(|part| Self::new(&view.token, part, currency))
            .collect())
    }
}

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
