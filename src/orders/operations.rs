//! Wishes that a payment provider or the stock has to follow: written first, together with what
//! they claim, then followed step by step with no transaction open, and taken up again after a
//! crash. Every step may run twice: the provider and the inventory know it by its key.

use super::{
    finish,
    refusal::{ChangeError, Refusal, RefusalCode},
    settling::{self, Settled},
    store,
    units::Step,
};
use crate::{
    app::App,
    crash,
    inventory::{
        reservations::{Allocation, ReservationError},
        sold,
    },
};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use souk_entities::{
    Timestamp,
    ids::{
        AttemptId, FulfillmentOrderId, FulfillmentOrderLineId, LocationId, OperationId, OrderId,
        PaymentTransactionId, RefundId,
    },
    inventory::reservation::ReservationState,
    orders::{
        fulfillment::Units,
        order_operation::{self, OperationState},
    },
};
use std::{sync::Arc, time::Duration};

/// How long one process works on an operation before another takes it up.
const LEASE_MS: i64 = 60_000;
/// How often unfinished operations are looked for.
const PERIOD: Duration = Duration::from_secs(5);
/// Operations taken up at once.
const BATCH: u64 = 20;

/// What has to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Work {
    /// The attempt under which the stock was sold.
    pub(super) attempt: AttemptId,
    /// Transactions of the ledger that the provider has to carry out.
    pub(super) transactions: Vec<PaymentTransactionId>,
    /// Whether a capture among them is the last one: the rest is let go.
    pub(super) last: bool,
    /// What becomes of stock.
    pub(super) stock: Vec<StockStep>,
    /// What is written when all of it is done.
    pub(super) end: End,
}

/// A step that the inventory follows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct StockStep {
    /// Names the step.
    pub(super) key: String,
    /// What becomes of the units.
    pub(super) step: Step,
    /// The units.
    pub(super) units: Vec<Allocation>,
}

/// What is written when an operation is done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(super) enum End {
    /// Nothing more.
    Nothing,
    /// A refund is done, or failed.
    Refund {
        /// The refund.
        refund: RefundId,
        /// Whether the buyer is told.
        notify: bool,
    },
    /// What was received for a cancelled order went back, as far as it could.
    Cancel {
        /// The refund, where something was received.
        refund: Option<RefundId>,
    },
    /// Units are assigned to another location, or stay where they were.
    Move(Moving),
}

/// Units on their way from one fulfilment order to another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Moving {
    /// Where they were assigned.
    pub(super) from: FulfillmentOrderId,
    /// Who sends them now.
    pub(super) to: LocationId,
    /// The lines with units and the stock behind them.
    pub(super) lines: Vec<(FulfillmentOrderLineId, i32, Vec<Units>)>,
}

/// How a wish is recognised when it comes twice.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    /// Its key.
    pub(super) key: String,
    /// Digest of its input.
    pub(super) fingerprint: String,
}

impl Wish {
    /// A wish with the key of the client, or one that comes only once.
    pub(super) fn new(mutation: &str, key: Option<&str>, input: &impl std::fmt::Debug) -> Self {
        let digest = Sha256::digest(format!("{input:?}").as_bytes());
        Self {
            key: match key {
                Some(key) => format!("{mutation}:{key}"),
                None => format!("{mutation}/{}", uuid::Uuid::now_v7()),
            },
            fingerprint: hex::encode(digest),
        }
    }

    /// What became of it when it came before; `None` when it is new.
    ///
    /// # Errors
    ///
    /// A refusal when it is still being worked on, was another wish, or was refused.
    pub(super) async fn before(
        &self,
        db: &impl ConnectionTrait,
        now: Timestamp,
    ) -> Result<Option<order_operation::Model>, ChangeError> {
        let Some(row) = store::operation_by_key(db, &self.key).await? else {
            return Ok(None);
        };
        let refuse = |code, why: &str| Err(Refusal::new(code, "", why).into());
        if row.fingerprint != self.fingerprint {
            let why = "the key was used for another request";
            return refuse(RefusalCode::IdempotencyKeyParameterMismatch, why);
        }
        match row.state {
            OperationState::Pending if row.leased_until > now => refuse(
                RefusalCode::IdempotencyConcurrentRequest,
                "the same request is being worked on",
            ),
            OperationState::Failed => {
                let why = row.failure.as_deref().unwrap_or("it was refused");
                refuse(RefusalCode::PaymentRefused, why)
            }
            OperationState::Pending | OperationState::Done | OperationState::StockRefused => {
                Ok(Some(row))
            }
        }
    }
}

/// Writes an operation in the transaction that makes it necessary. This process works on it first.
pub(super) async fn record(
    app: &App,
    txn: &impl ConnectionTrait,
    order: OrderId,
    wish: &Wish,
    work: &Work,
) -> Result<order_operation::Model, ChangeError> {
    let now = app.clock.now();
    let row = order_operation::Model {
        id: app.next_id(),
        order_id: order,
        key: wish.key.clone(),
        fingerprint: wish.fingerprint.clone(),
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

/// Works on an operation that was just written, and refuses where it was refused. An outcome that
/// is not known yet is no failure: the worker goes on.
///
/// # Errors
///
/// [`RefusalCode::PaymentRefused`] or [`RefusalCode::NotInStock`] when nothing of it stays.
pub(super) async fn follow(app: &App, row: &order_operation::Model) -> Result<(), ChangeError> {
    // It is large: on the heap it does not make every resolver around it so.
    match Box::pin(step_through(app, row)).await {
        Ok(Progress::Refused(refusal)) => Err(refusal.into()),
        Ok(Progress::Done | Progress::Waits) => Ok(()),
        Err(error) => {
            tracing::error!(id = row.id.0, ?error, "an operation is left to the worker");
            Ok(())
        }
    }
}

/// How far an operation came.
enum Progress {
    Done,
    Waits,
    Refused(Refusal),
}

async fn step_through(app: &App, row: &order_operation::Model) -> anyhow::Result<Progress> {
    crash::point("operation:Recorded");
    let work: Work = serde_json::from_str(&row.work)?;
    let paid = settling::settle_all(app, row.order_id, &work).await?;
    // A cancelled order stays cancelled: what the provider refused stands in its timeline.
    if let Settled::Refused(why) = &paid
        && !matches!(work.end, End::Cancel { .. })
    {
        finish::undo(app, row, &work, why).await?;
        let refusal = Refusal::new(RefusalCode::PaymentRefused, "", why.clone());
        return Ok(Progress::Refused(refusal));
    }
    crash::point("operation:Paid");
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
            finish::undo(app, row, &work, why).await?;
            let refusal = Refusal::new(RefusalCode::NotInStock, "", why);
            Ok(Progress::Refused(refusal))
        }
        _ if paid == Settled::Open => Ok(Progress::Waits),
        Some(why) => {
            if finish::without_stock(app, row, &work, why).await? {
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
            finish::finish(app, row, &work).await?;
            crash::point("operation:Finished");
            Ok(Progress::Done)
        }
    }
}

/// Why the stock will never follow; an error where it may do so later.
fn for_good(error: ReservationError) -> Result<&'static str, ReservationError> {
    match error {
        ReservationError::NotThere(_) => Ok("the location has too few units"),
        ReservationError::TooMany => Ok("the stock knows of fewer units than that"),
        ReservationError::NotFound => Ok("no stock was ever held for the order"),
        ReservationError::Ended | ReservationError::WrongState(ReservationState::Released) => {
            Ok("the stock of the order was given back")
        }
        // It is sold in a moment: the checkout has placed the order and goes on.
        ReservationError::WrongState(
            ReservationState::Held | ReservationState::Pinned | ReservationState::Committed,
        )
        | ReservationError::OutOfStock(_)
        | ReservationError::Database(_) => Err(error),
    }
}

/// Steps of older operations on the same order come first: units are sent before they come back.
async fn follow_earlier(app: &App, row: &order_operation::Model) -> anyhow::Result<()> {
    let db = app.databases.orders.writer();
    for earlier in store::operations_before(db, row.order_id, row.id).await? {
        let work: Work = serde_json::from_str(&earlier.work)?;
        follow_stock(app, &work).await?;
    }
    Ok(())
}

async fn follow_stock(app: &App, work: &Work) -> Result<(), ReservationError> {
    for step in work.stock.iter().filter(|step| !step.units.is_empty()) {
        let (key, attempt, units) = (step.key.as_str(), work.attempt, step.units.as_slice());
        match step.step {
            Step::Send => sold::fulfill(app, key, attempt, units).await?,
            Step::TakeBack => sold::unfulfill(app, key, attempt, units).await?,
            Step::GiveBack => sold::uncommit(app, key, attempt, units).await?,
            Step::Return(at) => sold::restock(app, key, attempt, units, at).await?,
            Step::Move(to) => sold::relocate(app, key, attempt, units, to).await?,
        }
    }
    Ok(())
}

/// Goes on with operations nobody works on, oldest first. Returns how many came to an end.
///
/// # Errors
///
/// When the list of operations cannot be read.
pub async fn resume(app: &App) -> Result<u64, DbErr> {
    let now = app.clock.now();
    let db = app.databases.orders.writer();
    let lease = Timestamp(now.0 + LEASE_MS);
    let mut rows = store::claim_operations(db, now, lease, BATCH).await?;
    rows.sort_by_key(|row| row.id);
    let mut ended = 0;
    for row in rows {
        match step_through(app, &row).await {
            Ok(Progress::Done | Progress::Refused(_)) => ended += 1,
            Ok(Progress::Waits) => {}
            Err(error) => tracing::error!(id = row.id.0, ?error, "an operation did not go on"),
        }
    }
    Ok(ended)
}

/// Goes on with unfinished operations from time to time until the process stops.
pub fn run(app: &Arc<App>) {
    let failed = "operations on orders could not be taken up";
    app.every(PERIOD, failed, |app| async move { resume(&app).await });
}

/// The operation with this id, for those who write its end.
pub(super) async fn end(
    txn: &impl ConnectionTrait,
    id: OperationId,
    state: OperationState,
    failure: Option<&str>,
    now: Timestamp,
) -> Result<bool, DbErr> {
    store::end_operation(txn, id, state, failure, now).await
}
