//! Queries of gift cards.

use super::card::{GiftCard, GiftCardConnection};
use crate::{connections::list_cost, context::RequestContext, visibility::reads_gift_cards};
use async_graphql::{Context, Enum, ID, Object};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    pagination::{RequestedPage, encode_cursor},
    viewer::Scope,
};
use souk_shop::{
    gift_cards::listing::{self, CardCursor, CardSort},
    query_syntax::{self, GIFT_CARDS},
};

/// Sort keys of gift cards.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "CardSort")]
pub enum GiftCardSortKeys {
    /// Lowest balance first.
    Balance,
    /// Oldest first.
    CreatedAt,
    /// By id.
    Id,
    /// Lowest initial value first.
    InitialValue,
    /// Least recently changed first.
    UpdatedAt,
}

/// Queries of gift cards.
#[derive(Debug, Default)]
pub struct GiftCardQuery;

#[Object]
impl GiftCardQuery {
    /// A gift card by its id; null if there is none. Needs the scope `read_gift_cards`.
    #[graphql(visible = "reads_gift_cards")]
    async fn gift_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id.")] id: ID,
    ) -> Option<Result<GiftCard, ApiError>> {
        let found = async {
            ctx.viewer().require(Scope::ReadGiftCards)?;
            let found = listing::gift_card_by_id(ctx.app(), Gid::parse(&id)?).await?;
            Ok(found.map(GiftCard::new))
        };
        found.await.transpose()
    }

    /// Gift cards, at most 250 at once. Needs the scope `read_gift_cards`.
    #[graphql(
        visible = "reads_gift_cards",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    #[allow(clippy::too_many_arguments)]
    async fn gift_cards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(
            desc = "Search query: words of the note or the end of the code, or `balance_status` \
                    (`empty`, `full`, `partial`), `created_at`, `expires_on`, `id`, \
                    `last_characters`, `status` (`enabled`, `disabled`), `updated_at`."
        )]
        query: Option<String>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
        #[graphql(desc = "Sort key.", default_with = "Some(GiftCardSortKeys::Id)")]
        sort_key: Option<GiftCardSortKeys>,
    ) -> Result<GiftCardConnection, ApiError> {
        ctx.viewer().require(Scope::ReadGiftCards)?;
        let page: RequestedPage<CardCursor> =
            RequestedPage::from_arguments(first, after, last, before)?;
        let sort = sort_key.map_or(CardSort::Id, CardSort::from);
        let reverse = reverse.unwrap_or(false);
        let now = ctx.app().clock.now();
        let query = query.map(|text| query_syntax::parse(&text, GIFT_CARDS, now));
        let query = query.transpose()?;
        let rows = listing::gift_card_page(ctx.app(), query.as_ref(), sort, reverse, &page).await?;
        Ok(GiftCardConnection::new(rows.map(|row| {
            let cursor = encode_cursor(&CardCursor::of(&row, sort));
            (cursor, GiftCard::new(row))
        })))
    }
}
