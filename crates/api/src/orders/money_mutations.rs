//! Mutations that move money of orders.

use super::{
    access::may_write,
    inputs::{OrderCaptureInput, OrderMarkAsPaidInput},
    loaders_context::OrderContext,
    money::currency,
    order::Order,
    refund::Refund,
    refund_inputs::RefundInput,
    transaction::OrderTransaction,
};
use crate::{
    context::RequestContext, directives::idempotency_key, payload::payload,
    visibility::writes_orders,
};
use async_graphql::{Context, ID, Object};
use souk_entities::{ids::OrderId, orders::order};
use souk_kernel::{
    error::ApiError,
    refusal::{ChangeError, Refusal},
    validators::id,
};
use souk_shop::{
    orders::{
        collecting::{self, CaptureWish},
        listing, refunds,
        refusal::OrderErrorCode,
    },
    payments::Transaction,
};
use std::sync::Arc;

payload!(
    OrderCapturePayload, "orderCapture", OrderErrorCode,
    transaction: OrderTransaction, "The new transaction, or null if the input was rejected."
);
payload!(
    TransactionVoidPayload,
    "transactionVoid", OrderErrorCode,
    transaction: OrderTransaction, "The new transaction, or null if the input was rejected."
);
payload!(
    OrderMarkAsPaidPayload,
    "orderMarkAsPaid", OrderErrorCode,
    order: Order, "The order, or null if the input was rejected."
);
payload!(
    RefundCreatePayload, "refundCreate", OrderErrorCode,
    refund: Refund, "The new refund, or null if the input was rejected."
);

/// Mutations of an order's payments.
#[derive(Debug, Default)]
pub struct MoneyMutation;

#[Object]
impl MoneyMutation {
    /// Captures an authorised amount. With `@idempotent(key:)`, a repeated request captures it only
    /// once.
    #[graphql(visible = "writes_orders")]
    async fn order_capture(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to capture.")] input: OrderCaptureInput,
    ) -> Option<Result<OrderCapturePayload, ApiError>> {
        let captured = async {
            may_write(ctx)?;
            let key = idempotency_key(ctx)?;
            OrderCapturePayload::of(capture(ctx, input, key).await)
        };
        Some(captured.await)
    }

    /// Records that the outstanding amount was paid by other means, such as in cash.
    #[graphql(visible = "writes_orders")]
    async fn order_mark_as_paid(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The order.")] input: OrderMarkAsPaidInput,
    ) -> Option<Result<OrderMarkAsPaidPayload, ApiError>> {
        let paid = async {
            may_write(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let id = id(&input.id, "input.id")?;
                Ok(Order::from(collecting::mark_as_paid(ctx.app(), id).await?))
            }
            .await;
            OrderMarkAsPaidPayload::of(outcome)
        };
        Some(paid.await)
    }

    /// Creates a refund. With `@idempotent(key:)`, a repeated request refunds only once.
    #[graphql(visible = "writes_orders")]
    async fn refund_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to refund.")] input: RefundInput,
    ) -> Option<Result<RefundCreatePayload, ApiError>> {
        let refunded = async {
            may_write(ctx)?;
            let key = idempotency_key(ctx)?;
            RefundCreatePayload::of(refund(ctx, input, key).await)
        };
        Some(refunded.await)
    }

    /// Voids the remaining amount of an authorisation.
    #[graphql(visible = "writes_orders")]
    async fn transaction_void(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The authorisation.")] parent_transaction_id: ID,
    ) -> Option<Result<TransactionVoidPayload, ApiError>> {
        let voided = async {
            may_write(ctx)?;
            let key = idempotency_key(ctx)?;
            let outcome: Result<_, ChangeError<OrderErrorCode>> = async {
                let parent = id(&parent_transaction_id, "parentTransactionId")?;
                let row = collecting::void(ctx.app(), parent, key.as_deref()).await?;
                with_order(ctx, row).await
            }
            .await;
            TransactionVoidPayload::of(outcome)
        };
        Some(voided.await)
    }
}

async fn capture(
    ctx: &Context<'_>,
    input: OrderCaptureInput,
    key: Option<String>,
) -> Result<OrderTransaction, ChangeError<OrderErrorCode>> {
    let order = id(&input.id, "input.id")?;
    let row = order_of(ctx, order, "input.id").await?;
    if input
        .currency
        .is_some_and(|given| given != currency(&row.currency))
    {
        let why = format!("The currency of the order is {}.", row.currency);
        return Err(Refusal::new(OrderErrorCode::Invalid, "input.currency", why).into());
    }
    let wish = CaptureWish {
        order,
        parent: id(&input.parent_transaction_id, "input.parentTransactionId")?,
        amount: input.amount.0,
        last: input.final_capture.unwrap_or(false),
    };
    let transaction = Box::pin(collecting::capture(ctx.app(), &wish, key.as_deref())).await?;
    with_order(ctx, transaction).await
}

async fn refund(
    ctx: &Context<'_>,
    input: RefundInput,
    key: Option<String>,
) -> Result<Refund, ChangeError<OrderErrorCode>> {
    let id = input.order()?;
    let row = order_of(ctx, id, "input.orderId").await?;
    let wish = input.read(&row)?;
    let refund = Box::pin(refunds::create(ctx.app(), id, &wish, key.as_deref())).await?;
    Ok(Refund::new(Arc::new(row), refund))
}

async fn order_of(
    ctx: &Context<'_>,
    id: OrderId,
    field: &str,
) -> Result<order::Model, ChangeError<OrderErrorCode>> {
    let found = listing::by_id(ctx.app(), id).await?;
    found.ok_or_else(|| {
        Refusal::new(OrderErrorCode::NotFound, field, "The order does not exist.").into()
    })
}

async fn with_order(
    ctx: &Context<'_>,
    row: Transaction,
) -> Result<OrderTransaction, ChangeError<OrderErrorCode>> {
    let id = row.order_id.unwrap_or_default();
    let order = order_of(ctx, id, "").await?;
    let all = ctx.orders().transactions.load_one(id).await;
    let all = all.map_err(|error| sea_orm::DbErr::clone(&error))?;
    Ok(OrderTransaction::new(
        Arc::new(order),
        all.unwrap_or_default(),
        row,
    ))
}
