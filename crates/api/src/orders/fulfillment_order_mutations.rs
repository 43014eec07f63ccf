//! Mutations of fulfillment orders.

use super::{
    access::may_write,
    fulfillment_inputs::{FulfillmentOrderLineItemInput, lines},
    fulfillment_order::FulfillmentOrder,
};
use crate::{context::RequestContext, payload::payload, visibility::writes_orders};
use async_graphql::{Context, Enum, ID, InputObject, Object};
use souk_entities::orders::fulfillment_order;
use souk_kernel::{
    error::ApiError,
    refusal::{ChangeError, Refusal},
    validators::id as read_id,
};
use souk_shop::orders::{
    fulfillment_orders, listing,
    refusal::{OrderErrorCode, text},
};
use std::sync::Arc;
use strum::Display;

/// Maximum length of a note, in characters.
const MOST_NOTE: usize = 1_000;

payload!(
    FulfillmentOrderMovePayload,
    "fulfillmentOrderMove", OrderErrorCode,
    moved_fulfillment_order: FulfillmentOrder,
    "The fulfillment order of the new location, or null if the input was rejected."
);
payload!(
    FulfillmentOrderHoldPayload,
    "fulfillmentOrderHold", OrderErrorCode,
    fulfillment_order: FulfillmentOrder, "The fulfillment order, or null if the input was rejected."
);
payload!(
    FulfillmentOrderReleaseHoldPayload, "fulfillmentOrderReleaseHold", OrderErrorCode,
    fulfillment_order: FulfillmentOrder, "The fulfillment order, or null if the input was rejected."
);

/// Why a fulfillment order is on hold.
#[derive(Enum, Clone, Copy, Debug, Display, PartialEq, Eq)]
#[strum(serialize_all = "SCREAMING_SNAKE_CASE")]
pub enum FulfillmentHoldReason {
    /// The order is not paid.
    AwaitingPayment,
    /// The order may be fraudulent.
    HighRiskOfFraud,
    /// The shipping address is wrong.
    IncorrectAddress,
    /// There is not enough stock.
    InventoryOutOfStock,
    /// Another reason.
    Other,
}

/// A hold to place on a fulfillment order.
#[derive(InputObject, Clone, Debug)]
pub struct FulfillmentOrderHoldInput {
    /// Machine-readable reason.
    reason: FulfillmentHoldReason,
    /// Human-readable notes on the reason.
    reason_notes: Option<String>,
}

/// Mutations of fulfillment orders.
#[derive(Debug, Default)]
pub struct FulfillmentOrderMutation;

#[Object]
impl FulfillmentOrderMutation {
    /// Places a hold on a fulfillment order: none of its units can be shipped until the hold is
    /// released.
    #[graphql(visible = "writes_orders")]
    async fn fulfillment_order_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fulfillment order.")] id: ID,
        #[graphql(desc = "The hold to place.")] fulfillment_hold: FulfillmentOrderHoldInput,
    ) -> Option<Result<FulfillmentOrderHoldPayload, ApiError>> {
        let held = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = read_id(&id, "id")?;
                let notes = fulfillment_hold.reason_notes;
                let notes = text(notes, MOST_NOTE, "fulfillmentHold.reasonNotes")?;
                let reason = fulfillment_hold.reason.to_string();
                let row = fulfillment_orders::hold(ctx.app(), id, reason, notes).await?;
                with_order(ctx, row).await
            }
            .await;
            FulfillmentOrderHoldPayload::of(outcome)
        };
        Some(held.await)
    }

    /// Moves units to another location, which must have them in stock.
    #[graphql(visible = "writes_orders")]
    async fn fulfillment_order_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fulfillment order.")] id: ID,
        #[graphql(desc = "The location to move the units to.")] new_location_id: ID,
        #[graphql(desc = "Its lines with quantities; everything that remains if omitted.")]
        fulfillment_order_line_items: Option<Vec<FulfillmentOrderLineItemInput>>,
    ) -> Option<Result<FulfillmentOrderMovePayload, ApiError>> {
        let moved = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = read_id(&id, "id")?;
                let to = read_id(&new_location_id, "newLocationId")?;
                let given = fulfillment_order_line_items.as_deref();
                let units = given.map(|given| lines(given, "fulfillmentOrderLineItems"));
                let units = units.transpose()?;
                let units = units.as_deref();
                let row = fulfillment_orders::relocate(ctx.app(), id, to, units).await?;
                with_order(ctx, row).await
            }
            .await;
            FulfillmentOrderMovePayload::of(outcome)
        };
        Some(moved.await)
    }

    /// Releases holds on a fulfillment order. It can be shipped again once no hold remains.
    #[graphql(visible = "writes_orders")]
    async fn fulfillment_order_release_hold(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The fulfillment order.")] id: ID,
        #[graphql(
            desc = "The holds to release; all if omitted.",
            validator(max_items = 10)
        )]
        hold_ids: Option<Vec<ID>>,
    ) -> Option<Result<FulfillmentOrderReleaseHoldPayload, ApiError>> {
        let released = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = read_id(&id, "id")?;
                let mut holds = Vec::new();
                for hold in hold_ids.iter().flatten() {
                    holds.push(read_id(hold, "holdIds")?);
                }
                let named = hold_ids.is_some().then_some(holds.as_slice());
                let row = fulfillment_orders::release(ctx.app(), id, named).await?;
                with_order(ctx, row).await
            }
            .await;
            FulfillmentOrderReleaseHoldPayload::of(outcome)
        };
        Some(released.await)
    }
}

async fn with_order(
    ctx: &Context<'_>,
    row: fulfillment_order::Model,
) -> Result<FulfillmentOrder, ChangeError<OrderErrorCode>> {
    let order = listing::by_id(ctx.app(), row.order_id).await?;
    let gone = || Refusal::new(OrderErrorCode::NotFound, "", "The order does not exist.");
    Ok(FulfillmentOrder::new(
        Arc::new(order.ok_or_else(gone)?),
        row,
    ))
}
