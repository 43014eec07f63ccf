//! Gift cards that pay for a cart.

use super::quoted_cart::QuotedCart;
use crate::money::MoneyV2;
use async_graphql::{Context, ID, SimpleObject};
use souk_kernel::{codes::CurrencyCode, error::ApiError, money::Money};
use souk_shop::{
    cart::{gift_cards, token::CartToken},
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
    pub(super) async fn of(ctx: &Context<'_>, cart: &QuotedCart) -> Result<Vec<Self>, ApiError> {
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
