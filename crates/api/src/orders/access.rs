//! Who may read the merchants' fields of orders, and who may change orders.

use crate::context::RequestContext;
use async_graphql::Context;
use souk_kernel::{error::ApiError, viewer::Scope};

/// A value for merchants only; everybody else gets an error.
pub(super) fn for_merchants<T>(
    ctx: &Context<'_>,
    value: impl FnOnce() -> T,
) -> Option<Result<T, ApiError>> {
    Some(ctx.viewer().require(Scope::ReadOrders).map(|()| value()))
}

/// Rejects callers who may not change orders, before anything is read.
pub(super) fn may_write(ctx: &Context<'_>) -> Result<(), ApiError> {
    ctx.viewer().require(Scope::WriteOrders)
}
