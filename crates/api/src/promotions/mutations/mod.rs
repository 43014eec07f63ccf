//! Mutations for discounts.

pub mod automatic;
mod changes;
pub mod code;
pub mod inputs;
pub mod redeem_codes;

pub use automatic::AutomaticDiscountMutation;
pub use code::CodeDiscountMutation;
pub use redeem_codes::RedeemCodeMutation;

use super::DiscountNode;
use crate::context::RequestContext;
use async_graphql::{Context, ID};
use souk_entities::{ids::DiscountId, orders::discount};
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::promotions::{
    DiscountErrorCode,
    discounts::{self, DiscountArgument, DiscountChange},
};

/// What a mutation did, or why it was refused; callers without the scope get an error.
type Outcome<T> = Result<Result<T, ChangeError<DiscountErrorCode>>, ApiError>;

fn node(changed: Result<discount::Model, ChangeError<DiscountErrorCode>>) -> Outcome<DiscountNode> {
    Ok(changed.map(DiscountNode::new))
}

/// Creates a discount, if the caller is allowed to.
async fn create(
    ctx: &Context<'_>,
    argument: DiscountArgument,
    change: DiscountChange,
) -> Outcome<DiscountNode> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    node(discounts::create_discount(ctx.app(), argument, &change).await)
}

/// Changes a discount, if the caller is allowed to.
async fn update(
    ctx: &Context<'_>,
    id: &ID,
    argument: DiscountArgument,
    change: DiscountChange,
) -> Outcome<DiscountNode> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let id = DiscountId::parse(id)?;
    node(discounts::update(ctx.app(), argument, id, &change).await)
}

async fn activate(ctx: &Context<'_>, id: &ID, is_automatic: bool) -> Outcome<DiscountNode> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let id = DiscountId::parse(id)?;
    node(discounts::activate(ctx.app(), id, is_automatic).await)
}

async fn deactivate(ctx: &Context<'_>, id: &ID, is_automatic: bool) -> Outcome<DiscountNode> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let id = DiscountId::parse(id)?;
    node(discounts::deactivate(ctx.app(), id, is_automatic).await)
}

async fn delete(ctx: &Context<'_>, id: &ID, is_automatic: bool) -> Outcome<ID> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let discount = DiscountId::parse(id)?;
    let deleted = discounts::delete(ctx.app(), discount, is_automatic).await;
    Ok(deleted.map(|()| discount.gid()))
}
