//! Mutations that update, close, reopen and cancel orders.

use super::{
    access::may_write,
    enums::OrderCancelReason,
    inputs::{
        CancelArguments, OrderCancelRefundMethodInput, OrderCloseInput, OrderInput, OrderOpenInput,
    },
    order::Order,
};
use crate::{context::RequestContext, payload::payload, visibility::writes_orders};
use async_graphql::{Context, ID, Object};
use souk_kernel::{error::ApiError, refusal::ChangeError, validators::id};
use souk_shop::orders::{cancel, refusal::OrderErrorCode, update};

payload!(
    OrderUpdatePayload, "orderUpdate", OrderErrorCode,
    order: Order, "The order, or null if the input was rejected."
);
payload!(
    OrderClosePayload, "orderClose", OrderErrorCode,
    order: Order, "The order, or null if the input was rejected."
);
payload!(
    OrderOpenPayload, "orderOpen", OrderErrorCode,
    order: Order, "The order, or null if the input was rejected."
);
payload!(
    OrderCancelPayload, "orderCancel", OrderErrorCode,
    order: Order, "The order, or null if the input was rejected."
);

/// Mutations of an order's data and lifecycle.
#[derive(Debug, Default)]
pub struct OrderChanges;

#[Object]
impl OrderChanges {
    /// Cancels an order of which nothing has been shipped: its authorisations are voided and its
    /// units are released.
    #[graphql(visible = "writes_orders")]
    #[allow(clippy::too_many_arguments)]
    async fn order_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] order_id: ID,
        #[graphql(desc = "Why the order is cancelled.")] reason: OrderCancelReason,
        #[graphql(
            desc = "Whether its units become available again; otherwise they are written off."
        )]
        restock: bool,
        #[graphql(
            desc = "What to do with money that was already received; the shop keeps it if omitted."
        )]
        refund_method: Option<OrderCancelRefundMethodInput>,
        #[graphql(desc = "Whether to notify the buyer.", default_with = "Some(false)")]
        notify_customer: Option<bool>,
        #[graphql(desc = "Note for the timeline.")] staff_note: Option<String>,
    ) -> Option<Result<OrderCancelPayload, ApiError>> {
        let cancelled = async {
            may_write(ctx)?;
            let arguments = CancelArguments {
                order: order_id,
                reason,
                restock,
                refund: refund_method,
                notify: notify_customer,
                note: staff_note,
            };
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let wish = arguments.read()?;
                Ok(Order::from(cancel::cancel(ctx.app(), &wish).await?))
            }
            .await;
            OrderCancelPayload::of(outcome)
        };
        Some(cancelled.await)
    }

    /// Closes an order, which marks the work on it as finished.
    #[graphql(visible = "writes_orders")]
    async fn order_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: OrderCloseInput,
    ) -> Option<Result<OrderClosePayload, ApiError>> {
        let closed = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = id(&input.id, "input.id")?;
                Ok(Order::from(update::close(ctx.app(), id).await?))
            }
            .await;
            OrderClosePayload::of(outcome)
        };
        Some(closed.await)
    }

    /// Reopens a closed order.
    #[graphql(visible = "writes_orders")]
    async fn order_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: OrderOpenInput,
    ) -> Option<Result<OrderOpenPayload, ApiError>> {
        let opened = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = id(&input.id, "input.id")?;
                Ok(Order::from(update::open(ctx.app(), id).await?))
            }
            .await;
            OrderOpenPayload::of(outcome)
        };
        Some(opened.await)
    }

    /// Changes the buyer's details, the note, the attributes or the shipping address of an order.
    #[graphql(visible = "writes_orders")]
    async fn order_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order and its changes.")] input: OrderInput,
    ) -> Option<Result<OrderUpdatePayload, ApiError>> {
        let updated = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = id(&input.id, "input.id")?;
                let change = input.read()?;
                Ok(Order::from(update::update(ctx.app(), id, change).await?))
            }
            .await;
            OrderUpdatePayload::of(outcome)
        };
        Some(updated.await)
    }
}
