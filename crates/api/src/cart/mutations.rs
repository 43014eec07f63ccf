//! Cart mutations.

use super::{
    buyer::CartBuyerIdentityInput,
    ids::token,
    inputs::{self, AttributeInput, CartInput, CartLineInput, CartLineUpdateInput},
    payloads::{
        CartAttributesUpdatePayload, CartBuyerIdentityUpdatePayload, CartClonePayload,
        CartCreatePayload, CartDiscountCodesUpdatePayload, CartLinesAddPayload,
        CartLinesRemovePayload, CartLinesUpdatePayload, CartNoteUpdatePayload,
        CartRemovePersonalDataPayload, answer,
    },
};
use crate::context::RequestContext;
use async_graphql::{Context, ID, Object};
use souk_entities::{cart::cart::Buyer, ids::CartLineId};
use souk_kernel::{error::ApiError, ids::Gid};
use souk_shop::cart::{change::Changed, edits, line_edits, refusal::CartError};

/// Cart mutations.
#[derive(Default)]
pub struct CartMutation;

async fn create(ctx: &Context<'_>, input: CartInput) -> Result<Changed, CartError> {
    edits::create(ctx.app(), ctx.audience(), ctx.client(), input.read()?).await
}

async fn add_lines(
    ctx: &Context<'_>,
    id: &ID,
    lines: Vec<CartLineInput>,
) -> Result<Changed, CartError> {
    let (token, lines) = (token(ctx, id)?, inputs::new_lines(lines)?);
    line_edits::add_lines(ctx.app(), ctx.audience(), &token, &lines).await
}

async fn update_lines(
    ctx: &Context<'_>,
    id: &ID,
    lines: Vec<CartLineUpdateInput>,
) -> Result<Changed, CartError> {
    let (token, changes) = (token(ctx, id)?, inputs::changes(lines)?);
    line_edits::update_lines(ctx.app(), ctx.audience(), &token, &changes).await
}

async fn remove_lines(ctx: &Context<'_>, id: &ID, lines: &[ID]) -> Result<Changed, CartError> {
    let token = token(ctx, id)?;
    let lines = lines.iter().map(CartLineId::parse);
    let lines = lines.collect::<Result<Vec<_>, _>>()?;
    line_edits::remove_lines(ctx.app(), ctx.audience(), &token, &lines).await
}

async fn set_attributes(
    ctx: &Context<'_>,
    id: &ID,
    attributes: Vec<AttributeInput>,
) -> Result<Changed, CartError> {
    let (token, attributes) = (token(ctx, id)?, inputs::read_attributes(attributes));
    edits::set_attributes(ctx.app(), ctx.audience(), &token, &attributes).await
}

async fn set_discount_codes(
    ctx: &Context<'_>,
    id: &ID,
    codes: &[String],
) -> Result<Changed, CartError> {
    let (app, token) = (ctx.app(), token(ctx, id)?);
    edits::set_discount_codes(app, ctx.audience(), ctx.client(), &token, codes).await
}

async fn set_note(ctx: &Context<'_>, id: &ID, note: &str) -> Result<Changed, CartError> {
    edits::set_note(ctx.app(), ctx.audience(), &token(ctx, id)?, note).await
}

async fn set_buyer(
    ctx: &Context<'_>,
    id: &ID,
    input: &CartBuyerIdentityInput,
) -> Result<Changed, CartError> {
    let token = token(ctx, id)?;
    let addresses = input.addresses();
    let addresses = addresses.as_deref();
    let addresses = addresses.map(|new| (new, CartBuyerIdentityInput::NAMES));
    let apply = |buyer: &mut Buyer| input.apply(buyer);
    edits::set_buyer(ctx.app(), ctx.audience(), &token, apply, addresses).await
}

async fn copy(ctx: &Context<'_>, id: &ID) -> Result<Changed, CartError> {
    edits::copy(ctx.app(), ctx.audience(), &token(ctx, id)?).await
}

async fn remove_personal_data(ctx: &Context<'_>, id: &ID) -> Result<Changed, CartError> {
    edits::remove_personal_data(ctx.app(), ctx.audience(), &token(ctx, id)?).await
}

#[Object]
impl CartMutation {
    /// Replaces the attributes set by the storefront.
    async fn cart_attributes_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Attributes, one per key.", validator(max_items = 250))] attributes: Vec<
            AttributeInput,
        >,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartAttributesUpdatePayload, ApiError>> {
        answer(Box::pin(set_attributes(ctx, &cart_id, attributes)).await)
    }

    /// Changes the buyer's details. Another country may change the currency and the prices.
    async fn cart_buyer_identity_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The buyer's details.")] buyer_identity: CartBuyerIdentityInput,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartBuyerIdentityUpdatePayload, ApiError>> {
        answer(Box::pin(set_buyer(ctx, &cart_id, &buyer_identity)).await)
    }

    /// Creates a copy of a cart without the buyer's personal data.
    async fn cart_clone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartClonePayload, ApiError>> {
        answer(Box::pin(copy(ctx, &cart_id)).await)
    }

    /// Creates a cart.
    async fn cart_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Contents of the cart; an empty cart if absent.")] input: Option<
            CartInput,
        >,
    ) -> Option<Result<CartCreatePayload, ApiError>> {
        answer(Box::pin(create(ctx, input.unwrap_or_default())).await)
    }

    /// Replaces the discount codes. A code that does not apply is kept, and a warning says why; a
    /// client that tries too many wrong codes must wait.
    async fn cart_discount_codes_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The codes, at most 25 distinct ones. Case is ignored.")]
        discount_codes: Vec<String>,
    ) -> Option<Result<CartDiscountCodesUpdatePayload, ApiError>> {
        answer(Box::pin(set_discount_codes(ctx, &cart_id, &discount_codes)).await)
    }

    /// Adds lines. If the cart already has an equal line, its quantity is raised instead.
    async fn cart_lines_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The lines, at most 250.", validator(max_items = 250))] lines: Vec<
            CartLineInput,
        >,
    ) -> Option<Result<CartLinesAddPayload, ApiError>> {
        answer(Box::pin(add_lines(ctx, &cart_id, lines)).await)
    }

    /// Removes lines.
    async fn cart_lines_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(
            desc = "Global ids of the lines, at most 250.",
            validator(max_items = 250)
        )]
        line_ids: Vec<ID>,
    ) -> Option<Result<CartLinesRemovePayload, ApiError>> {
        answer(Box::pin(remove_lines(ctx, &cart_id, &line_ids)).await)
    }

    /// Changes lines. Lines that become equal are merged.
    async fn cart_lines_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The changes, at most 250.", validator(max_items = 250))] lines: Vec<
            CartLineUpdateInput,
        >,
    ) -> Option<Result<CartLinesUpdatePayload, ApiError>> {
        answer(Box::pin(update_lines(ctx, &cart_id, lines)).await)
    }

    /// Replaces the buyer's note.
    async fn cart_note_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(desc = "The note, at most 5,000 characters.")] note: String,
    ) -> Option<Result<CartNoteUpdatePayload, ApiError>> {
        answer(Box::pin(set_note(ctx, &cart_id, &note)).await)
    }

    /// Removes the buyer's personal data: contact details, addresses, note, preferences and gift
    /// cards.
    async fn cart_remove_personal_data(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartRemovePersonalDataPayload, ApiError>> {
        answer(Box::pin(remove_personal_data(ctx, &cart_id)).await)
    }
}
