//! Changing what orders say, and cancelling them.

use super::{
    enums::OrderCancelReason,
    inputs::{
        CancelArguments, OrderCancelRefundMethodInput, OrderCloseInput, OrderInput, OrderOpenInput,
    },
    may_write,
    order::Order,
};
use crate::{
    context::RequestContext,
    error::ApiError,
    orders::{
        cancel,
        refusal::{ChangeError, id, payload},
        update,
    },
    visibility::writes_orders,
};
use async_graphql::{Context, ID, Object};
use std::sync::Arc;

payload!(
    OrderUpdatePayload, OrderUpdateUserError, OrderUpdateUserErrorCode, "orderUpdate",
    order: Order, "The order; null where the change was refused."
);
payload!(
    OrderClosePayload, OrderCloseUserError, OrderCloseUserErrorCode, "orderClose",
    order: Order, "The order; null where it was refused."
);
payload!(
    OrderOpenPayload, OrderOpenUserError, OrderOpenUserErrorCode, "orderOpen",
    order: Order, "The order; null where it was refused."
);
payload!(
    OrderCancelPayload, OrderCancelUserError, OrderCancelUserErrorCode, "orderCancel",
    order: Order, "The order; null where it was refused."
);

/// Mutations of what orders say.
#[derive(Debug, Default)]
pub struct OrderChanges;

#[Object]
impl OrderChanges {
    /// Cancels an order of which nothing was sent: what is held for it is let go, and its units are
    /// free again.
    #[graphql(visible = "writes_orders")]
    #[allow(clippy::too_many_arguments)]
    async fn order_cancel(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] order_id: ID,
        #[graphql(desc = "Why.")] reason: OrderCancelReason,
        #[graphql(desc = "Whether its units can be sold again; else they are written off.")]
        restock: bool,
        #[graphql(
            desc = "What becomes of money that was received; the shop keeps it where absent."
        )]
        refund_method: Option<OrderCancelRefundMethodInput>,
        #[graphql(desc = "Whether the buyer is told.", default_with = "Some(false)")]
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
            let outcome: Result<_, ChangeError> = async {
                let wish = arguments.read()?;
                Ok(wrap(cancel::cancel(ctx.app(), &wish).await?))
            }
            .await;
            OrderCancelPayload::of(outcome)
        };
        Some(cancelled.await)
    }

    /// Notes that nothing is left to do for an order.
    #[graphql(visible = "writes_orders")]
    async fn order_close(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: OrderCloseInput,
    ) -> Option<Result<OrderClosePayload, ApiError>> {
        let closed = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError> = async {
                let id = id(&input.id, "input.id")?;
                Ok(wrap(update::close(ctx.app(), id).await?))
            }
            .await;
            OrderClosePayload::of(outcome)
        };
        Some(closed.await)
    }

    /// Notes that there is something to do for an order again.
    #[graphql(visible = "writes_orders")]
    async fn order_open(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: OrderOpenInput,
    ) -> Option<Result<OrderOpenPayload, ApiError>> {
        let opened = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError> = async {
                let id = id(&input.id, "input.id")?;
                Ok(wrap(update::open(ctx.app(), id).await?))
            }
            .await;
            OrderOpenPayload::of(outcome)
        };
        Some(opened.await)
    }

    /// Changes what an order says of its buyer and where it goes.
    #[graphql(visible = "writes_orders")]
    async fn order_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order with what changes.")] input: OrderInput,
    ) -> Option<Result<OrderUpdatePayload, ApiError>> {
        let updated = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError> = async {
                let id = id(&input.id, "input.id")?;
                let change = input.read()?;
                Ok(wrap(update::update(ctx.app(), id, change).await?))
            }
            .await;
            OrderUpdatePayload::of(outcome)
        };
        Some(updated.await)
    }
}

/// A row as the API shows it.
pub(super) fn wrap(row: souk_entities::orders::order::Model) -> Order {
    Order::new(Arc::new(row))
}
