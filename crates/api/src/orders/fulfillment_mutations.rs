//! Mutations that ship orders.

use super::{
    access::may_write,
    fulfillment::Fulfillment,
    fulfillment_inputs::{FulfillmentInput, FulfillmentTrackingInput},
};
use crate::{
    context::RequestContext, directives::idempotency_key, payload::payload,
    visibility::writes_orders,
};
use async_graphql::{Context, ID, Object};
use souk_entities::orders::fulfillment as stored;
use souk_kernel::{
    error::ApiError,
    refusal::{ChangeError, Refusal},
    validators::id,
};
use souk_shop::orders::{fulfillments, listing, refusal::OrderErrorCode};
use std::sync::Arc;

payload!(
    FulfillmentCreatePayload,
    "fulfillmentCreate", OrderErrorCode,
    fulfillment: Fulfillment, "The new fulfillment, or null if the input was rejected."
);
payload!(
    FulfillmentCancelPayload,
    "fulfillmentCancel", OrderErrorCode,
    fulfillment: Fulfillment, "The fulfillment, or null if the input was rejected."
);
payload!(
    FulfillmentTrackingInfoUpdatePayload, "fulfillmentTrackingInfoUpdate", OrderErrorCode,
    fulfillment: Fulfillment, "The fulfillment, or null if the input was rejected."
);

/// Mutations of fulfillments.
#[derive(Debug, Default)]
pub struct FulfillmentMutation;

#[Object]
impl FulfillmentMutation {
    /// Cancels a fulfillment; its units have to be shipped again.
    #[graphql(visible = "writes_orders")]
    async fn fulfillment_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fulfillment.")] id: ID,
    ) -> Option<Result<FulfillmentCancelPayload, ApiError>> {
        let cancelled = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = souk_kernel::validators::id(&id, "id")?;
                with_order(ctx, fulfillments::cancel(ctx.app(), id).await?).await
            }
            .await;
            FulfillmentCancelPayload::of(outcome)
        };
        Some(cancelled.await)
    }

    /// Ships units of an order from one location. With `@idempotent(key:)`, a repeated request
    /// ships them only once.
    #[graphql(visible = "writes_orders")]
    async fn fulfillment_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to ship.")] fulfillment: FulfillmentInput,
        #[graphql(desc = "Note for the timeline.")] message: Option<String>,
    ) -> Option<Result<FulfillmentCreatePayload, ApiError>> {
        let sent = async {
            may_write(ctx)?;
            let key = idempotency_key(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let wish = fulfillment.read(message)?;
                let row = fulfillments::create(ctx.app(), &wish, key.as_deref()).await?;
                with_order(ctx, row).await
            }
            .await;
            FulfillmentCreatePayload::of(outcome)
        };
        Some(sent.await)
    }

    /// Changes the tracking of a fulfillment's parcels.
    #[graphql(visible = "writes_orders")]
    async fn fulfillment_tracking_info_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fulfillment.")] fulfillment_id: ID,
        #[graphql(desc = "New tracking of the parcels.")]
        tracking_info_input: FulfillmentTrackingInput,
        #[graphql(desc = "Whether to notify the buyer.", default_with = "Some(false)")]
        notify_customer: Option<bool>,
    ) -> Option<Result<FulfillmentTrackingInfoUpdatePayload, ApiError>> {
        let tracked = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = id(&fulfillment_id, "fulfillmentId")?;
                let tracking = tracking_info_input.read("trackingInfoInput")?;
                let notify = notify_customer.unwrap_or(false);
                let row = fulfillments::track(ctx.app(), id, tracking, notify).await?;
                with_order(ctx, row).await
            }
            .await;
            FulfillmentTrackingInfoUpdatePayload::of(outcome)
        };
        Some(tracked.await)
    }
}

async fn with_order(
    ctx: &Context<'_>,
    row: stored::Model,
) -> Result<Fulfillment, ChangeError<OrderErrorCode>> {
    let order = listing::by_id(ctx.app(), row.order_id).await?;
    let gone = || Refusal::new(OrderErrorCode::NotFound, "", "The order does not exist.");
    Ok(Fulfillment::new(Arc::new(order.ok_or_else(gone)?), row))
}
