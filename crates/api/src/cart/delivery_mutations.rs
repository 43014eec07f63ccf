//! Mutations of a cart's addresses and delivery options.

use super::{
    address_inputs::{
        CartSelectableAddressInput, CartSelectableAddressUpdateInput, MailingAddressInput,
    },
    ids::token,
    payloads::{
        CartBillingAddressUpdatePayload, CartDeliveryAddressesAddPayload,
        CartDeliveryAddressesRemovePayload, CartDeliveryAddressesReplacePayload,
        CartDeliveryAddressesUpdatePayload, CartSelectedDeliveryOptionsUpdatePayload, answer,
    },
};
use crate::context::RequestContext;
use async_graphql::{Context, ID, InputObject, Object};
use souk_kernel::error::ApiError;
use souk_shop::cart::{
    addresses::{self, AddressesOutcome, NewAddress},
    change::Changed,
    edits::{self, DeliveryChoice},
    refusal::CartError,
};

/// A delivery option the buyer selects.
#[derive(Clone, Debug, InputObject)]
pub struct CartSelectedDeliveryOptionInput {
    /// Global id of the delivery group.
    delivery_group_id: ID,
    /// Handle of the option.
    delivery_option_handle: String,
}

/// Mutations of a cart's addresses and delivery options.
#[derive(Default)]
pub struct CartDeliveryMutation;

async fn set_billing(
    ctx: &Context<'_>,
    id: &ID,
    address: Option<MailingAddressInput>,
) -> Result<Changed, CartError> {
    let (token, address) = (token(ctx, id)?, address.map(MailingAddressInput::read));
    edits::set_billing_address(ctx.app(), ctx.audience(), &token, address).await
}

/// Adds addresses to those of the cart, or replaces those with them.
async fn add(
    ctx: &Context<'_>,
    id: &ID,
    new: Vec<CartSelectableAddressInput>,
    replaces: bool,
) -> Result<Changed, CartError> {
    let (app, token) = (ctx.app(), token(ctx, id)?);
    let new = new.into_iter().map(CartSelectableAddressInput::read);
    let new: Vec<NewAddress> = new.collect();
    let names = CartSelectableAddressInput::NAMES;
    edits::set_addresses(app, ctx.audience(), &token, |known| {
        let kept = if replaces { &[][..] } else { &known[..] };
        let AddressesOutcome {
            addresses,
            warnings,
        } = addresses::add_addresses(kept, &new, names, || app.next_id())?;
        *known = addresses;
        Ok(warnings)
    })
    .await
}

async fn update(
    ctx: &Context<'_>,
    id: &ID,
    changes: Vec<CartSelectableAddressUpdateInput>,
) -> Result<Changed, CartError> {
    let token = token(ctx, id)?;
    let changes = changes.into_iter().map(|change| change.read(&token));
    let changes: Vec<_> = changes.collect();
    let names = CartSelectableAddressInput::NAMES;
    edits::set_addresses(ctx.app(), ctx.audience(), &token, |known| {
        *known = addresses::update_addresses(known, &changes, names)?;
        Ok(Vec::new())
    })
    .await
}

async fn remove(ctx: &Context<'_>, id: &ID, ids: &[ID]) -> Result<Changed, CartError> {
    let token = token(ctx, id)?;
    let ids = ids.iter();
    let ids = ids.map(|id| token.part_number("CartSelectableAddress", id));
    let ids: Vec<Option<i64>> = ids.collect();
    edits::set_addresses(ctx.app(), ctx.audience(), &token, |known| {
        *known = addresses::remove(known, &ids, &["addressIds"])?;
        Ok(Vec::new())
    })
    .await
}

async fn choose(
    ctx: &Context<'_>,
    id: &ID,
    options: Vec<CartSelectedDeliveryOptionInput>,
) -> Result<Changed, CartError> {
    let token = token(ctx, id)?;
    let choices = options.into_iter().map(|option| DeliveryChoice {
        group: option.delivery_group_id,
        handle: option.delivery_option_handle,
    });
    let choices: Vec<_> = choices.collect();
    edits::choose_delivery(ctx.app(), ctx.audience(), &token, &choices).await
}

#[Object]
impl CartDeliveryMutation {
    /// Replaces the billing address.
    async fn cart_billing_address_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The address; null removes the current one.")] billing_address: Option<
            MailingAddressInput,
        >,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartBillingAddressUpdatePayload, ApiError>> {
        answer(Box::pin(set_billing(ctx, &cart_id, billing_address)).await)
    }

    /// Adds delivery addresses the buyer may select, at most 20 per cart.
    async fn cart_delivery_addresses_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The addresses.", validator(max_items = 250))] addresses: Vec<
            CartSelectableAddressInput,
        >,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartDeliveryAddressesAddPayload, ApiError>> {
        answer(Box::pin(add(ctx, &cart_id, addresses, false)).await)
    }

    /// Removes delivery addresses. If the selected one is removed, the first one left is selected.
    async fn cart_delivery_addresses_remove(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Global ids of the addresses, at most 250.",
            validator(max_items = 250)
        )]
        address_ids: Vec<ID>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartDeliveryAddressesRemovePayload, ApiError>> {
        answer(Box::pin(remove(ctx, &cart_id, &address_ids)).await)
    }

    /// Replaces all delivery addresses. At most 20 are allowed.
    async fn cart_delivery_addresses_replace(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The addresses.", validator(max_items = 250))] addresses: Vec<
            CartSelectableAddressInput,
        >,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartDeliveryAddressesReplacePayload, ApiError>> {
        answer(Box::pin(add(ctx, &cart_id, addresses, true)).await)
    }

    /// Changes delivery addresses, or which of them is selected.
    async fn cart_delivery_addresses_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.", validator(max_items = 250))] addresses: Vec<
            CartSelectableAddressUpdateInput,
        >,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
    ) -> Option<Result<CartDeliveryAddressesUpdatePayload, ApiError>> {
        answer(Box::pin(update(ctx, &cart_id, addresses)).await)
    }

    /// Selects delivery options. An option stays selected as long as it is offered.
    async fn cart_selected_delivery_options_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Global id of the cart.")] cart_id: ID,
        #[graphql(
            desc = "The options, one per delivery group.",
            validator(max_items = 250)
        )]
        selected_delivery_options: Vec<CartSelectedDeliveryOptionInput>,
    ) -> Option<Result<CartSelectedDeliveryOptionsUpdatePayload, ApiError>> {
        answer(Box::pin(choose(ctx, &cart_id, selected_delivery_options)).await)
    }
}
