//! The saga that turns an attempt into an order: named steps, each of which may run twice. What a
//! step writes is its record: the reservation, the payment in the ledger and the order each name
//! the attempt, once. So a driver that takes over an attempt sees how far it got, and the attempt
//! itself is written only where the saga waits or ends.
//!
//! It continues from where it stopped, and rolls back only after a decline, without stock, or at
//! the deadline.
//!
//! No transaction is open during a call to another database or to the payment provider.

use super::{
    codes::CompletionErrorCode,
    freeze::Frozen,
    leases::{self, Leases},
    payment, redeem,
    saga::{Learnt, Next, fail, is_late, later, too_late},
    store,
};
use crate::{
    cart,
    delivery::Way,
    inventory::{self, Demand, Reservation, ReservationError, ReservationPlan, ReservationRequest},
    orders::{
        self, AllocatedLine, LeaseFence, NewOrder, NewOrderDelivery, NewOrderLine, OrderPlaced,
    },
    payments::IntentState,
};
use anyhow::Context;
use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};
use souk_entities::{
    ids::AttemptId,
    inventory::reservation::ReservationState,
    orders::{
        checkout_attempt::{self, AttemptState, AttemptStep as Step},
        order::DeliveryMethod,
    },
};
use souk_kernel::{app::App, crash};
use std::{sync::Arc, time::Duration};

/// How long an attempt may take before it is given up: also the time a buyer has for 3-D Secure.
pub const DEADLINE_MS: i64 = 15 * 60_000;

/// Takes an attempt as far as it can go now. Does nothing if another driver has it, or it is over.
///
/// # Errors
///
/// When a database fails. The attempt is resumed later.
pub async fn drive(app: &App, id: AttemptId) -> anyhow::Result<()> {
    let (now, claim) = (app.clock.now(), app.next_id());
    let db = app.databases.orders.writer();
    let until = leases::lease(now);
    let Some(mut attempt) = store::claim_attempt(db, id, claim, now, until).await? else {
        return Ok(());
    };
    let _kept = app.part::<Leases>().keep(id, claim);
    let frozen: Frozen =
        serde_json::from_str(&attempt.frozen).context("a frozen cart is not readable")?;
    recall(app, &mut attempt).await?;
    run(app, attempt, &frozen, Learnt::default()).await
}

/// Determines how far earlier drivers took an attempt, from what they wrote.
async fn recall(app: &App, attempt: &mut checkout_attempt::Model) -> anyhow::Result<()> {
    if attempt.step == Step::Retreating {
        return Ok(());
    }
    if let Some(order) = orders::order_of_attempt(app, attempt.id).await? {
        ordered(attempt, &order);
        return Ok(());
    }
    if attempt.payment.is_none() {
        let known = payment::of_attempt(app, attempt.id).await?;
        attempt.payment = known.and_then(|row| row.provider_reference);
    }
    attempt.step = match attempt.payment {
        Some(_) => Step::Intended,
        None => Step::Frozen,
    };
    Ok(())
}

/// Runs the steps of an attempt that this driver has to itself.
async fn run(
    app: &App,
    mut attempt: checkout_attempt::Model,
    frozen: &Frozen,
    mut learnt: Learnt,
) -> anyhow::Result<()> {
    let outcome = loop {
        let was_retreating = attempt.step == Step::Retreating;
        let mut outcome = step(app, &mut attempt, frozen, &mut learnt).await;
        crash::point(&format!("checkout:{:?}", attempt.step));
        if attempt.step == Step::Retreating && !was_retreating && outcome.is_ok() {
            outcome = turn_back(app, &mut attempt).await;
        }
        if !matches!(outcome, Ok(Next::Step)) || attempt.step.is_last() {
            break outcome;
        }
    };
    attempt.updated_at = app.clock.now();
    attempt.leased_until = match outcome {
        Ok(Next::Step) => store::OVER,
        Ok(Next::Wait(until)) => until,
        Err(_) => later(app),
    };
    // If another driver took the attempt in the meantime, that one has the last word.
    store::save_attempt(app.databases.orders.writer(), &attempt).await?;
    outcome.map(|_| ())
}

/// Writes down that an attempt goes back, before anything of it is released: whoever takes it over
/// goes back too, and a driver that lost it releases nothing that the next one counts on.
async fn turn_back(app: &App, attempt: &mut checkout_attempt::Model) -> anyhow::Result<Next> {
    attempt.updated_at = app.clock.now();
    attempt.leased_until = leases::lease(attempt.updated_at);
    let ours = store::save_attempt(app.databases.orders.writer(), attempt).await?;
    anyhow::ensure!(ours, "another driver has the attempt now");
    Ok(Next::Step)
}

/// Drives a newly written attempt, with stock where `plan` found it.
pub(super) async fn begin(
    app: &Arc<App>,
    attempt: checkout_attempt::Model,
    frozen: Frozen,
    plan: ReservationPlan,
    patience: Duration,
) {
    let (driver, id) = (Arc::clone(app), attempt.id);
    let learnt = Learnt {
        plan: Some(plan),
        ..Learnt::default()
    };
    let kept = app.part::<Leases>().keep(attempt.id, attempt.claim);
    let saga = async move {
        let _kept = kept;
        run(&driver, attempt, &frozen, learnt).await
    };
    in_background(app, id, saga, patience).await;
}

/// Drives an attempt as far as it can go. Returns after `patience` at the latest.
pub async fn go_on(app: &Arc<App>, id: AttemptId, patience: Duration) {
    let driver = Arc::clone(app);
    in_background(app, id, async move { drive(&driver, id).await }, patience).await;
}

/// Runs a saga in a task of its own, so that a buyer who disconnects does not stop it halfway.
async fn in_background(
    app: &App,
    id: AttemptId,
    saga: impl Future<Output = anyhow::Result<()>> + Send + 'static,
    patience: Duration,
) {
    let task = app.tasks.spawn(async move {
        if let Err(error) = saga.await {
            tracing::error!(attempt = id.0, ?error, "an attempt did not go on");
        }
    });
    let _ = tokio::time::timeout(patience, task).await; // on a timeout the saga goes on in the background
}

/// [`go_on`] at once, for an attempt that waits for the buyer or the provider.
///
/// # Errors
///
/// When the database fails.
pub async fn wake(app: &Arc<App>, id: AttemptId, patience: Duration) -> Result<(), DbErr> {
    let db = app.databases.orders.writer();
    store::wake_attempt(db, id, app.clock.now(), later(app)).await?;
    go_on(app, id, patience).await;
    Ok(())
}

async fn step(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
    learnt: &mut Learnt,
) -> anyhow::Result<Next> {
    match attempt.step {
        Step::Frozen => reserve(app, attempt, frozen, learnt).await,
        Step::Reserved => redeem::redeem(app, attempt, frozen).await,
        Step::Redeemed => pin(app, attempt, learnt).await,
        Step::Pinned => payment::intend(app, attempt, frozen, learnt).await,
        Step::Intended => payment::authorise(app, attempt, frozen, learnt).await,
        Step::Authorised => place(app, attempt, frozen, learnt).await,
        Step::Ordered => complete(app, attempt, learnt).await,
        Step::Retreating => retreat(app, attempt, frozen).await,
        Step::Completed | Step::Retreated => Ok(Next::Step),
    }
}

async fn reserve(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
    learnt: &mut Learnt,
) -> anyhow::Result<Next> {
    if is_late(app, attempt) {
        return Ok(too_late(attempt));
    }
    let demands = frozen.demands();
    let wanted = wanted(attempt.id, frozen, &demands);
    match inventory::reserve_stock(app, &wanted, learnt.plan.take()).await {
        Ok(held) => {
            learnt.held = Some(held);
            attempt.step = Step::Reserved;
            Ok(Next::Step)
        }
        Err(ReservationError::OutOfStock(_) | ReservationError::Ended) => Ok(sold_out(attempt)),
        Err(error) => Err(error.into()),
    }
}

/// The stock an attempt asks for.
pub(super) fn wanted<'a>(
    attempt: AttemptId,
    frozen: &Frozen,
    demands: &'a [Demand],
) -> ReservationRequest<'a> {
    ReservationRequest {
        attempt,
        channel: frozen.cart.channel,
        pickup_at: frozen.pickup_at(),
        demands,
        expires_in: None, // the saga releases it, however it ends
    }
}

fn sold_out(attempt: &mut checkout_attempt::Model) -> Next {
    let message = "Something in the cart was sold meanwhile. Nothing was charged.";
    fail(
        attempt,
        CompletionErrorCode::InventoryReservationError,
        message,
    )
}

async fn pin(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    learnt: &Learnt,
) -> anyhow::Result<Next> {
    let held = learnt.held.as_ref();
    if held.is_some_and(|held| held.state == ReservationState::Pinned) {
        attempt.step = Step::Pinned;
        return Ok(Next::Step);
    }
    match inventory::pin_reservation(app, attempt.id).await {
        Ok(_) => {
            attempt.step = Step::Pinned;
            Ok(Next::Step)
        }
        Err(ReservationError::Ended | ReservationError::NotFound) => Ok(sold_out(attempt)),
        Err(error) => Err(error.into()),
    }
}

async fn retreat(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
) -> anyhow::Result<Next> {
    match payment::end_payment(app, attempt).await? {
        IntentState::Cancelled => {}
        IntentState::Authorized | IntentState::Succeeded => {
            // The buyer was quicker: the stock is still reserved, so the order is placed.
            attempt.failures.0.clear();
            attempt.step = Step::Authorised;
            return Ok(Next::Step);
        }
        _ => return Ok(Next::Wait(later(app))),
    }
    crash::point("checkout:Cancelled");
    match inventory::release_reservation(app, attempt.id).await {
        Ok(_) | Err(ReservationError::NotFound | ReservationError::Ended) => {}
        Err(error) => return Err(error.into()),
    }
    crash::point("checkout:Released");
    redeem::give_back(app, attempt, frozen).await?;
    crash::point("checkout:GivenBack");
    attempt.step = Step::Retreated;
    attempt.state = AttemptState::Failed;
    Ok(Next::Step)
}

async fn place(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    frozen: &Frozen,
    learnt: &mut Learnt,
) -> anyhow::Result<Next> {
    let held = match &learnt.held {
        Some(held) => held,
        None => learnt
            .held
            .insert(inventory::reservation_of_attempt(app, attempt.id).await?),
    };
    let new = new_order(attempt, frozen, held);
    let ours = StillOurs {
        id: attempt.id,
        claim: attempt.claim,
    };
    let order = orders::place_order(app, &new, learnt.paid.as_ref(), &ours).await?;
    ordered(attempt, &order);
    Ok(Next::Step)
}

/// Holds while the attempt belongs to the driver with this claim: nobody has taken it over and
/// released what it reserved.
struct StillOurs {
    id: AttemptId,
    claim: i64,
}

#[async_trait]
impl LeaseFence for StillOurs {
    async fn holds(&self, txn: &DatabaseTransaction) -> Result<bool, DbErr> {
        store::is_claimed(txn, self.id, self.claim).await
    }
}

fn ordered(attempt: &mut checkout_attempt::Model, order: &OrderPlaced) {
    attempt.order_id = Some(order.id);
    attempt.state = AttemptState::Succeeded;
    attempt.step = Step::Ordered;
}

fn new_order(attempt: &checkout_attempt::Model, frozen: &Frozen, held: &Reservation) -> NewOrder {
    let cart = &frozen.cart;
    let lines = cart.lines.iter().map(|line| NewOrderLine {
        variant: line.variant,
        product: line.product,
        title: line.title.clone(),
        variant_title: line.variant_title.clone(),
        sku: line.sku.clone(),
        image: line.image.clone(),
        requires_shipping: line.requires_shipping,
        attributes: line.attributes.clone(),
    });
    let deliveries = cart.deliveries.iter().map(|offer| NewOrderDelivery {
        title: offer.title.clone(),
        code: offer.code.clone(),
        method: match offer.way {
            Way::Shipping => DeliveryMethod::Shipping,
            Way::PickUp(_) => DeliveryMethod::PickUp,
        },
    });
    NewOrder {
        attempt: attempt.id,
        cart_id: attempt.cart_id.clone(),
        channel: cart.channel,
        market: cart.market,
        language: cart.language,
        email: cart.buyer.email.clone(),
        phone: cart.buyer.phone.clone(),
        shipping_address: cart.address.clone(),
        billing_address: cart.billing_address.clone().or(cart.address.clone()),
        priced: cart.priced.clone(),
        gift_cards: frozen.spends(),
        lines: lines.collect(),
        deliveries: deliveries.collect(),
        allocations: held.allocations.iter().map(AllocatedLine::from).collect(),
        note: cart.note.clone(),
        attributes: cart.attributes.clone(),
        metafields: cart.metafields.clone(),
    }
}

/// Commits the reserved stock, and closes the cart.
async fn complete(
    app: &App,
    attempt: &mut checkout_attempt::Model,
    learnt: &Learnt,
) -> anyhow::Result<Next> {
    inventory::commit_reservation(app, attempt.id, learnt.held.as_ref()).await?;
    crash::point("checkout:Committed");
    cart::close_cart(app, &attempt.cart_id).await?;
    attempt.step = Step::Completed;
    Ok(Next::Step)
}
