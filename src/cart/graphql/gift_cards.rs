//! Gift cards that pay for a cart.

use super::{
    cart::Cart,
    mutations::{answer, token},
    payloads::{
        CartGiftCardCodesAddPayload, CartGiftCardCodesRemovePayload, CartGiftCardCodesUpdatePayload,
    },
};
use crate::{
    cart::{
        change::Changed,
        gift_cards::{self, Entered},
        refusal::CartError,
        token::CartToken,
    },
    codes::CurrencyCode,
    context::RequestContext,
    error::ApiError,
    gift_cards::CardPart,
    money::Money,
    scalars::MoneyV2,
};
use async_graphql::{Context, ID, Object, SimpleObject};

/// A gift card that pays for a part of the cart.
#[derive(Clone, Debug, SimpleObject)]
pub struct AppliedGiftCard {
    /// What it pays.
    amount_used: MoneyV2,
    /// What it pays.
    #[graphql(name = "amountUsedV2", deprecation = "Use `amountUsed`.")]
    amount_used_v2: MoneyV2,
    /// What is left on it: nothing is taken before the cart is bought.
    balance: MoneyV2,
    /// What is left on it: nothing is taken before the cart is bought.
    #[graphql(name = "balanceV2", deprecation = "Use `balance`.")]
    balance_v2: MoneyV2,
    /// Global id.
    id: ID,
    /// End of its code.
    last_characters: String,
    /// What it pays, in the currency of the cart.
    presentment_amount_used: MoneyV2,
}

impl AppliedGiftCard {
    fn new(token: &CartToken, part: CardPart, currency: CurrencyCode) -> Self {
        let money = |minor| MoneyV2::from(Money::new(minor, currency));
        Self {
            amount_used: money(part.amount),
            amount_used_v2: money(part.amount),
            balance: money(part.balance),
            balance_v2: money(part.balance),
            id: gift_cards::gid(token, part.card),
            last_characters: part.last_characters,
            presentment_amount_used: money(part.amount),
        }
    }

    /// The cards of a cart.
    pub(super) async fn of(ctx: &Context<'_>, cart: &Cart) -> Result<Vec<Self>, ApiError> {
        let view = cart.view();
        if view.gift_cards.is_empty() {
            return Ok(Vec::new());
        }
        let quote = cart.quote(ctx).await?;
        let parts = gift_cards::parts(view, quote).into_iter();
        let currency = view.audience.currency;
        Ok(parts
            .map(|part| Self::new(&view.token, part, currency))
            .collect())
    }
}

/// Changes of the gift cards of a cart.
#[derive(Default)]
pub struct CartGiftCardMutation;

async fn enter(
    ctx: &Context<'_>,
    id: &ID,
    codes: &[String],
    entered: Entered,
) -> Result<Changed, CartError> {
    let (app, token) = (ctx.app(), token(ctx, id)?);
    gift_cards::enter(app, ctx.audience(), ctx.client(), &token, codes, entered).await
}

async fn remove(ctx: &Context<'_>, id: &ID, cards: &[ID]) -> Result<Changed, CartError> {
    gift_cards::remove(ctx.app(), ctx.audience(), &token(ctx, id)?, cards).await
}

#[Object]
impl CartGiftCardMutation {
    /// Has more gift cards pay for the cart, behind those it has. A code that cannot be used is a
    /// warning that does not tell why; who tries too many wrong ones must wait.
    async fn cart_gift_card_codes_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The codes, at most 25. Case, blanks and dashes say nothing.")]
        gift_card_codes: Vec<String>,
    ) -> Option<Result<CartGiftCardCodesAddPayload, ApiError>> {
        answer(Box::pin(enter(ctx, &cart_id, &gift_card_codes, Entered::Besides)).await)
    }

    /// Takes gift cards away from the cart.
    async fn cart_gift_card_codes_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Global ids of the cards as the cart has them, at most 250.",
            validator(max_items = 250)
        )]
        applied_gift_card_ids: Vec<ID>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartGiftCardCodesRemovePayload, ApiError>> {
        answer(Box::pin(remove(ctx, &cart_id, &applied_gift_card_ids)).await)
    }

    /// Has these gift cards pay for the cart, and no others. A code that cannot be used is a warning
    /// that does not tell why; who tries too many wrong ones must wait.
    async fn cart_gift_card_codes_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The codes, at most 25. Case, blanks and dashes say nothing.")]
        gift_card_codes: Vec<String>,
    ) -> Option<Result<CartGiftCardCodesUpdatePayload, ApiError>> {
        answer(Box::pin(enter(ctx, &cart_id, &gift_card_codes, Entered::Instead)).await)
    }
}
