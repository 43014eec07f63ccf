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
use crate::{
    context::RequestContext,
    user_errors::{DiscountUserError, outcome},
};
use async_graphql::{Context, ID};
use souk_entities::{ids::DiscountId, orders::discount};
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::promotions::{
    DiscountErrorCode,
    discounts::{self, DiscountArgument, DiscountChange},
};

type Made = Result<(Option<DiscountNode>, Vec<DiscountUserError>), ApiError>;

fn made(changed: Result<discount::Model, ChangeError<DiscountErrorCode>>) -> Made {
    outcome(changed.map(DiscountNode::new))
}

/// Creates a discount, if the caller is allowed to.
async fn create(ctx: &Context<'_>, argument: DiscountArgument, change: DiscountChange) -> Made {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    made(discounts::create_discount(ctx.app(), argument, &change).await)
}

/// Changes a discount, if the caller is allowed to.
async fn update(
    ctx: &Context<'_>,
    id: &ID,
    argument: DiscountArgument,
    change: DiscountChange,
) -> Made {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let id = DiscountId::parse(id)?;
    made(discounts::update(ctx.app(), argument, id, &change).await)
}

async fn activate(ctx: &Context<'_>, id: &ID, is_automatic: bool) -> Made {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let id = DiscountId::parse(id)?;
    made(discounts::activate(ctx.app(), id, is_automatic).await)
}

async fn deactivate(ctx: &Context<'_>, id: &ID, is_automatic: bool) -> Made {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let id = DiscountId::parse(id)?;
    made(discounts::deactivate(ctx.app(), id, is_automatic).await)
}

async fn delete(
    ctx: &Context<'_>,
    id: &ID,
    is_automatic: bool,
) -> Result<(Option<ID>, Vec<DiscountUserError>), ApiError> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let discount = DiscountId::parse(id)?;
    let deleted = discounts::delete(ctx.app(), discount, is_automatic).await;
    outcome(deleted.map(|()| discount.gid()))
}
