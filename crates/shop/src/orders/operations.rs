//! Operations: requests that a payment provider or the inventory has to carry out. An operation is
//! first written together with what it claims, then carried out step by step with no open
//! transaction, and resumed after a crash. Every step may run twice: provider and inventory
//! recognise it by its key.

use super::{
    operation_outcomes,
    operation_work::{End, Work},
    payment_settlement::{self, Settled},
    refusal::OrderErrorCode,
    store,
    units::Step,
};
use crate::inventory::{self, ReservationError};
use backon::{ConstantBuilder, Retryable};
use sea_orm::{ConnectionTrait, DbErr};
use souk_entities::{
    Timestamp,
    ids::OrderId,
    inventory::reservation::ReservationState,
    orders::order_operation::{self, OperationState},
};
use souk_kernel::{
    app::App,
    crash,
    refusal::{ChangeError, Refusal},
    request_key::RequestKey,
};
use std::{sync::Arc, time::Duration};

/// How long a process works on an operation before another may resume it.
const LEASE_MS: i64 = 60_000;
/// How often unfinished operations are looked for.
const PERIOD: Duration = Duration::from_secs(5);
/// Maximum number of operations resumed in one go.
const BATCH: u64 = 20;
/// How soon the worker takes up an operation that waits for an earlier one.
const SOON_MS: i64 = 2_000;
/// How long a request waits for an earlier operation before it leaves its own to the worker.
const WAIT_FOR_EARLIER: ConstantBuilder = ConstantBuilder::new()
    .with_delay(Duration::from_millis(100))
    .with_max_times(50);

/// The operation of an earlier run of the same request; `None` if the request is new.
///
/// # Errors
///
/// A refusal if that run is still in progress, had different input, or was refused.
pub(super) async fn earlier_run(
    db: &impl ConnectionTrait,
    request: &RequestKey,
    now: Timestamp,
) -> Result<Option<order_operation::Model>, ChangeError<OrderErrorCode>> {
    let Some(row) = store::operation_by_key(db, &request.key).await? else {
        return Ok(None);
    };
    let refuse = |code, why: &str| Err(Refusal::new(code, "", why).into());
    if row.fingerprint != request.fingerprint {
        let why = "The idempotency key was used for another request.";
        return refuse(OrderErrorCode::IdempotencyKeyParameterMismatch, why);
    }
    match row.state {
        OperationState::Pending if row.leased_until > now => refuse(
            OrderErrorCode::IdempotencyConcurrentRequest,
            "The same request is already in progress.",
        ),
        OperationState::Failed => {
            let why = row.failure.as_deref().unwrap_or("The request was refused.");
            refuse(OrderErrorCode::PaymentRefused, why)
        }
        OperationState::Pending | OperationState::Done | OperationState::StockRefused => {
            Ok(Some(row))
        }
    }
}

/// Writes an operation in the transaction that requires it. This process is the first to work on
/// it.
pub(super) async fn record(
    app: &App,
    txn: &impl ConnectionTrait,
    order: OrderId,
    request: &RequestKey,
    work: &Work,
) -> Result<order_operation::Model, ChangeError<OrderErrorCode>> {
    let now = app.clock.now();
    let row = order_operation::Model {
        id: app.next_id(),
        order_id: order,
        key: request.key.clone(),
        fingerprint: request.fingerprint.clone(),
        state: OperationState::Pending,
        work: serde_json::to_string(work).expect("work is plain values"),
        failure: None,
        leased_until: Timestamp(now.0 + LEASE_MS),
        created_at: now,
        updated_at: now,
    };
    store::insert(txn, vec![row.clone()]).await?;
    Ok(row)
}

/// Carries out an operation that was just written, and returns a refusal if it was rejected. An
/// unknown outcome is not an error: the worker continues later.
///
/// # Errors
///
/// [`OrderErrorCode::PaymentRefused`] or [`OrderErrorCode::NotInStock`] when the operation was
/// undone.
pub(super) async fn follow(
    app: &App,
    row: &order_operation::Model,
) -> Result<(), ChangeError<OrderErrorCode>> {
    // Boxed because the future is large and would bloat that of every resolver that awaits it.
    let turn = || async {
        match Box::pin(step_through(app, row)).await {
            Ok(Progress::Queued) => Err(Queued),
            other => Ok(other),
        }
    };
    match turn.retry(WAIT_FOR_EARLIER).sleep(tokio::time::sleep).await {
        Ok(Ok(Progress::Refused(refusal))) => Err(refusal.into()),
        Ok(Ok(Progress::Done | Progress::Waits | Progress::Queued)) => Ok(()),
        Err(Queued) => Ok(postpone(app, row).await?),
        Ok(Err(error)) => {
            tracing::error!(id = row.id.0, ?error, "an operation is left to the worker");
            Ok(())
        }
    }
}

/// Lets the worker take an operation up again soon.
async fn postpone(app: &App, row: &order_operation::Model) -> Result<(), DbErr> {
    let db = app.databases.orders.writer();
    let soon = Timestamp(app.clock.now().0 + SOON_MS);
    store::postpone_operation(db, row.id, soon).await
}

/// An operation waits for an earlier one.
struct Queued;

/// Progress of an operation.
enum Progress {
    Done,
    /// The provider does not know the outcome yet.
    Waits,
    /// An earlier operation on the same authorisation is at the provider.
    Queued,
    Refused(Refusal<OrderErrorCode>),
}

async fn step_through(app: &App, row: &order_operation::Model) -> anyhow::Result<Progress> {
    crash::point("operation:Recorded");
    let work: Work = serde_json::from_str(&row.work)?;
    let paid = payment_settlement::settle_all(app, row.order_id, &work).await?;
    // A cancelled order stays cancelled; what the provider rejected is recorded in its timeline.
    if let Settled::Refused(why) = &paid
        && !matches!(work.end, End::Cancel { .. })
    {
        operation_outcomes::undo(app, row, &work, why).await?;
        let refusal = Refusal::new(OrderErrorCode::PaymentRefused, "", why.clone());
        return Ok(Progress::Refused(refusal));
    }
    crash::point("operation:Paid");
    // Units follow money: a refund that the provider refuses in the end must not have made units
    // available that are still to be shipped. A cancelled order is not shipped either way.
    match paid {
        Settled::Queued => return Ok(Progress::Queued),
        Settled::Open if !matches!(work.end, End::Cancel { .. }) => return Ok(Progress::Waits),
        _ => {}
    }
    if !work.stock.is_empty() {
        follow_earlier(app, row).await?;
    }
    let refused = match follow_stock(app, &work).await {
        Ok(()) => None,
        Err(error) => Some(for_good(error)?),
    };
    crash::point("operation:Stocked");
    match refused {
        Some(why) if matches!(work.end, End::Move(_)) => {
            operation_outcomes::undo(app, row, &work, why).await?;
            let refusal = Refusal::new(OrderErrorCode::NotInStock, "", why);
            Ok(Progress::Refused(refusal))
        }
        _ if paid == Settled::Open => Ok(Progress::Waits),
        Some(why) => {
            if operation_outcomes::without_stock(app, row, &work, why).await? {
                tracing::error!(
                    id = row.id.0,
                    order = row.order_id.0,
                    why,
                    "stock did not follow"
                );
            }
            Ok(Progress::Done)
        }
        None => {
            operation_outcomes::finish(app, row, &work).await?;
            crash::point("operation:Finished");
            Ok(Progress::Done)
        }
    }
}

/// Why the stock can never be updated; an error if it may still succeed later.
fn for_good(error: ReservationError) -> Result<&'static str, ReservationError> {
    match error {
        ReservationError::NotThere(_) => Ok("The location has too few units."),
        ReservationError::TooMany => Ok("The stock has fewer units than that."),
        ReservationError::NotFound => Ok("No stock was ever reserved for the order."),
        ReservationError::Ended | ReservationError::WrongState(ReservationState::Released) => {
            Ok("The stock of the order was released.")
        }
        // It is about to be sold: the checkout has placed the order and is still running.
        ReservationError::WrongState(
            ReservationState::Held | ReservationState::Pinned | ReservationState::Committed,
        )
        | ReservationError::OutOfStock(_)
        | ReservationError::Database(_) => Err(error),
    }
}

/// Carries out the stock steps of earlier operations on the same order first, so that units are
/// shipped before they are returned. Those whose money is not sure are left alone.
async fn follow_earlier(app: &App, row: &order_operation::Model) -> anyhow::Result<()> {
    let db = app.databases.orders.writer();
    let earlier = store::operations_before(db, row.order_id, row.id).await?;
    if earlier.is_empty() {
        return Ok(());
    }
    let known = payment_settlement::transactions_of_order(app, row.order_id).await?;
    for earlier in earlier {
        let work: Work = serde_json::from_str(&earlier.work)?;
        let is_cancelled = matches!(work.end, End::Cancel { .. });
        if is_cancelled || payment_settlement::outcome(&work, &known) == Settled::Done {
            follow_stock(app, &work).await?;
        }
    }
    Ok(())
}

async fn follow_stock(app: &App, work: &Work) -> Result<(), ReservationError> {
    for step in work.stock.iter().filter(|step| !step.units.is_empty()) {
        let (key, attempt, units) = (step.key.as_str(), work.attempt, step.units.as_slice());
        match step.step {
            Step::Send => inventory::fulfill_stock(app, key, attempt, units).await?,
            Step::TakeBack => inventory::unfulfill_stock(app, key, attempt, units).await?,
            Step::GiveBack => inventory::uncommit_stock(app, key, attempt, units).await?,
            Step::Return(at) => inventory::restock_stock(app, key, attempt, units, at).await?,
            Step::Move(to) => inventory::relocate_stock(app, key, attempt, units, to).await?,
        }
    }
    Ok(())
}

/// Resumes operations that nobody is working on, oldest first. Returns how many ended.
///
/// Each is claimed when its turn comes, so that the lease is not used up by those before it.
///
/// # Errors
///
/// When the list of operations cannot be read.
pub async fn resume_order_operations(app: &App) -> Result<u64, DbErr> {
    let db = app.databases.orders.writer();
    let mut ended = 0;
    for _ in 0..BATCH {
        let now = app.clock.now();
        let lease = Timestamp(now.0 + LEASE_MS);
        let Some(row) = store::claim_operation(db, now, lease).await? else {
            break;
        };
        match step_through(app, &row).await {
            Ok(Progress::Done | Progress::Refused(_)) => ended += 1,
            Ok(Progress::Waits) => {}
            Ok(Progress::Queued) => postpone(app, &row).await?,
            Err(error) => tracing::error!(id = row.id.0, ?error, "an operation did not go on"),
        }
    }
    Ok(ended)
}

/// Resumes unfinished operations periodically until the process stops.
pub fn start_order_operation_resumption(app: &Arc<App>) {
    let failed = "operations on orders could not be taken up";
    app.every(PERIOD, failed, |app| async move {
        resume_order_operations(&app).await
    });
}
