//! Ids of carts in arguments.

use crate::context::RequestContext;
use async_graphql::{Context, ID};
use souk_shop::cart::{
    CartKeys,
    refusal::{CartError, no_cart},
    token::CartToken,
};

/// The token of the cart with this id.
pub(super) fn token(ctx: &Context<'_>, id: &ID) -> Result<CartToken, CartError> {
    let token = ctx.app().part::<CartKeys>().parse(id);
    token.ok_or_else(|| no_cart().into())
}
