//! E-mails to buyers: queued when their event is relayed, written and sent by a worker, never
//! within a request, and delivered at least once.

pub(super) mod letter;
pub(crate) mod transport;

pub use transport::Mailbox;

use super::store;
use async_trait::async_trait;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    ids::OrderId,
    orders::mail::{self, MailKind, MailState},
};
use souk_kernel::{
    app::App,
    events::{Event, relay::Consumer},
};
use std::{sync::Arc, time::Duration};

/// How long a process holds an e-mail before another may try to send it: longer than any transport
/// is given to accept one.
const LEASE_MS: i64 = 120_000;
/// How often the queue is checked for due e-mails.
const PERIOD: Duration = Duration::from_secs(5);
/// Attempts before an e-mail is given up; they span more than two days.
const MOST_ATTEMPTS: i32 = 12;
/// Pause after the first failure; it doubles with every further one.
const FIRST_PAUSE_MS: i64 = 60_000;

/// Queues the e-mails that events require.
pub struct MailQueue;

#[async_trait]
impl Consumer for MailQueue {
    async fn handle(&self, app: &App, events: &[Event]) -> anyhow::Result<()> {
        let rows: Vec<mail::Model> = events.iter().filter_map(|it| letter_of(app, it)).collect();
        let orders = app.databases.uncounted().orders;
        Ok(store::queue_mail(orders.writer(), rows).await?)
    }
}

/// The e-mail that an event requires.
fn letter_of(app: &App, event: &Event) -> Option<mail::Model> {
    let row = |key: String, kind: MailKind, order_id: OrderId, about_id: Option<i64>| mail::Model {
        id: app.next_id(),
        key,
        kind,
        order_id,
        about_id,
        state: MailState::Queued,
        attempts: 0,
        due_at: app.clock.now(),
        failure: None,
        created_at: app.clock.now(),
        sent_at: None,
    };
    match event {
        Event::OrderPlaced { order } => {
            let key = format!("placed:{}", order.0);
            Some(row(key, MailKind::OrderConfirmation, *order, None))
        }
        Event::OrderCancelled {
            order,
            notify: true,
        } => {
            let key = format!("cancelled:{}", order.0);
            Some(row(key, MailKind::OrderCancelled, *order, None))
        }
        Event::OrderShipped {
            order,
            fulfillment,
            notify: true,
        } => {
            let key = format!("shipped:{}", fulfillment.0);
            let about = Some(fulfillment.0);
            Some(row(key, MailKind::ShippingConfirmation, *order, about))
        }
        Event::OrderRefunded {
            order,
            refund,
            notify: true,
        } => {
            let key = format!("refunded:{}", refund.0);
            Some(row(key, MailKind::RefundNotice, *order, Some(refund.0)))
        }
        _ => None,
    }
}

/// Sends due e-mails. Returns how many were sent.
///
/// Each is claimed when its turn comes: those of a batch would wait for each other, and however long
/// the lease, a slow server would use it up before the last is sent.
///
/// # Errors
///
/// When the queue cannot be read or written.
pub async fn send_due(app: &App) -> Result<u64, DbErr> {
    let mut sent = 0;
    let orders = app.databases.uncounted().orders;
    while !app.shutdown.is_cancelled() {
        let now = app.clock.now();
        let lease = Timestamp(now.0 + LEASE_MS);
        match store::claim_mail(orders.writer(), now, lease).await? {
            Some(row) => sent += u64::from(send(app, &row).await?),
            None => break,
        }
    }
    Ok(sent)
}

async fn send(app: &App, row: &mail::Model) -> Result<bool, DbErr> {
    let outcome = deliver(app, row).await;
    let now = app.clock.now();
    let orders = app.databases.uncounted().orders;
    let db = orders.writer();
    match outcome {
        Ok(()) => {
            store::settle_mail(db, row, MailState::Sent, now, None, Some(now)).await?;
            Ok(true)
        }
        Err(error) => {
            let given_up = row.attempts >= MOST_ATTEMPTS;
            tracing::warn!(id = row.id.0, given_up, ?error, "an e-mail was not sent");
            let state = match given_up {
                true => MailState::Failed,
                false => MailState::Queued,
            };
            let doubled = row.attempts.clamp(1, MOST_ATTEMPTS) - 1;
            let due = Timestamp(now.0 + (FIRST_PAUSE_MS << doubled));
            let failure = Some(error.to_string());
            store::settle_mail(db, row, state, due, failure, None).await?;
            Ok(false)
        }
    }
}

/// Writes the e-mail from the order's current state and hands it to the transport. An order without
/// an e-mail address gets none.
async fn deliver(app: &App, row: &mail::Model) -> anyhow::Result<()> {
    match letter::write(app, row).await? {
        Some(letter) => app.part::<Mailbox>().send(letter).await,
        None => Ok(()),
    }
}

/// Sends e-mails periodically until the process stops.
pub fn start_mail_delivery(app: &Arc<App>) {
    let failed = "the queue of e-mails cannot be read";
    app.every(PERIOD, failed, |app| async move { send_due(&app).await });
}
