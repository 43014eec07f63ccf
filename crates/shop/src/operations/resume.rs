//! Carries out recorded work that was left behind by a crash or a failure.

use super::{collection_membership, products::stock};
use crate::catalog::{self, RecordedWork};
use souk_entities::{Timestamp, catalog::operation, ids::OperationId};
use souk_kernel::app::App;
use std::{sync::Arc, time::Duration};

/// Work younger than this may still be running where it was started.
const PATIENCE_MS: i64 = 60_000;
/// How often to check for unfinished work.
const PERIOD: Duration = Duration::from_secs(60);

/// Carries out unfinished work recorded before `before`, oldest first. Returns how many pieces were
/// completed. A piece that fails stays recorded and does not hold up the others.
///
/// # Errors
///
/// When the list of work cannot be read.
pub async fn resume_work(app: &App, before: Timestamp) -> anyhow::Result<u64> {
    let mut done = 0;
    let mut after = OperationId(0);
    loop {
        let pending = catalog::pending_work(app, before, after).await?;
        let Some(last) = pending.last() else {
            return Ok(done);
        };
        after = last.id;
        for operation in &pending {
            match carry_on(app, operation).await {
                Ok(()) => done += 1,
                Err(error) => tracing::error!(id = operation.id.0, ?error, "work was not done"),
            }
        }
    }
}

async fn carry_on(app: &App, operation: &operation::Model) -> anyhow::Result<()> {
    match serde_json::from_str(&operation.work)? {
        RecordedWork::Stock(plan) => {
            stock::apply(app, &plan).await?;
            let ids: Vec<_> = plan.iter().map(|stock| stock.product).collect();
            collection_membership::reevaluate_stock_rules(app, &ids).await?;
        }
        RecordedWork::Membership(collection) => {
            collection_membership::reevaluate(app, collection).await?
        }
        RecordedWork::PriceRanges => catalog::recompute_price_ranges(app).await?,
    }
    Ok(catalog::finish_work(app, operation.id).await?)
}

/// Resumes unfinished work now and at intervals until the process stops.
pub fn start_resuming(app: &Arc<App>) {
    let failed = "unfinished work could not be taken up";
    app.every(PERIOD, failed, |app| async move {
        let before = Timestamp(app.clock.now().0 - PATIENCE_MS);
        resume_work(&app, before).await
    });
}
