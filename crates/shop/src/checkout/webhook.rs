//! Handles the payment provider's events about payments of attempts: an event only wakes the saga,
//! which asks the provider.

use super::{place_order, store};
use crate::payments::{EventHandler, EventSubject, ProviderEvent};
use async_trait::async_trait;
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

/// How long an event waits for the saga it wakes.
const PATIENCE: Duration = Duration::from_secs(10);

/// Wakes the attempt whose payment changed.
#[derive(Debug)]
pub struct PaymentEvents;

#[async_trait]
impl EventHandler for PaymentEvents {
    async fn handle(&self, app: &Arc<App>, event: &ProviderEvent) -> anyhow::Result<()> {
        if event.subject != EventSubject::Payment {
            return Ok(());
        }
        let db = app.databases.orders.writer();
        if let Some(attempt) = store::attempt_by_payment(db, &event.intent.0).await? {
            place_order::wake(app, attempt.id, PATIENCE).await?;
        }
        Ok(())
    }
}
