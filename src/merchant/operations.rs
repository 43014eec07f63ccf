//! Work that spans several transactions: recorded with the first one, done by the others, and
//! resumed after a crash.
//!
//! Every piece of work may run twice or late, so it carries what it needs to detect that it is done
//! or outdated.

use super::{
    membership, price_ranges,
    products::stock::{self, ProductStock},
};
use crate::app::App;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect,
};
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    catalog::operation,
    ids::{CollectionId, OperationId, ProductId, VariantId},
};
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

/// Work younger than this may still be running where it was started.
const PATIENCE_MS: i64 = 60_000;
/// How often unfinished work is looked for.
const PERIOD: Duration = Duration::from_secs(60);
/// Number of pieces of work read at once.
const BATCH: u64 = 100;

/// Work to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", content = "work", rename_all = "snake_case")]
pub enum Work {
    /// The inventory part of saved or deleted products.
    Stock(Vec<ProductStock>),
    /// The rules of a collection changed: every product is evaluated again.
    Membership(CollectionId),
    /// Price lists changed: the price ranges of every product are recomputed.
    PriceRanges,
}

/// Records `work` in the transaction that makes it necessary.
pub(crate) async fn record(
    app: &App,
    txn: &impl ConnectionTrait,
    work: &Work,
) -> Result<OperationId, DbErr> {
    let id: OperationId = app.next_id();
    let row = operation::ActiveModel {
        id: Set(id),
        work: Set(serde_json::to_string(work).expect("work is plain values")),
        created_at: Set(app.clock.now()),
    };
    operation::Entity::insert(row)
        .exec_without_returning(txn)
        .await?;
    Ok(id)
}

/// Deletes the record of finished work.
pub(crate) async fn finish(app: &App, id: OperationId) -> Result<(), DbErr> {
    operation::Entity::delete_by_id(id)
        .exec(app.databases.catalog.writer())
        .await?;
    Ok(())
}

/// Recorded work that must be applied before `plan`, oldest first: older versions of the products
/// in the plan, and the components of its bundles.
pub(crate) async fn earlier_stock(
    app: &App,
    plan: &[ProductStock],
) -> Result<Vec<ProductStock>, DbErr> {
    let versions: HashMap<ProductId, i64> = plan
        .iter()
        .map(|stock| (stock.product, stock.version))
        .collect();
    let parts: HashSet<VariantId> = plan.iter().flat_map(ProductStock::parts).collect();
    let before = |stock: &ProductStock| match versions.get(&stock.product) {
        Some(version) => stock.version < *version,
        None => stock.ids().any(|id| parts.contains(&id)),
    };
    let mut earlier = Vec::new();
    let mut after = OperationId(0);
    loop {
        let pending = operation::Entity::find()
            .filter(operation::COLUMN.id.gt(after))
            .order_by_asc(operation::Column::Id)
            .limit(BATCH)
            .all(app.databases.catalog.writer())
            .await?;
        let Some(last) = pending.last() else { break };
        after = last.id;
        for operation in &pending {
            if let Ok(Work::Stock(plan)) = serde_json::from_str(&operation.work) {
                earlier.extend(plan.into_iter().filter(before));
            }
        }
    }
    earlier.sort_by_key(|stock| stock.version);
    Ok(earlier)
}

/// Does the work that was recorded no later than `before` and never finished, oldest first. Returns
/// how many pieces were done. A piece that fails stays recorded and does not hold up the others.
///
/// # Errors
///
/// When the list of work cannot be read.
pub async fn resume(app: &App, before: Timestamp) -> anyhow::Result<u64> {
    let mut done = 0;
    let mut after = OperationId(0);
    loop {
        let pending = operation::Entity::find()
            .filter(operation::Column::CreatedAt.lte(before))
            .filter(operation::COLUMN.id.gt(after))
            .order_by_asc(operation::Column::Id)
            .limit(BATCH)
            .all(app.databases.catalog.writer())
            .await?;
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
        Work::Stock(plan) => {
            stock::apply(app, &plan).await?;
            let ids: Vec<_> = plan.iter().map(|stock| stock.product).collect();
            membership::reevaluate_stock_rules(app, &ids).await?;
        }
        Work::Membership(collection) => membership::reevaluate(app, collection).await?,
        Work::PriceRanges => price_ranges::recompute(app).await?,
    }
    Ok(finish(app, operation.id).await?)
}

/// Resumes unfinished work now and periodically until the process stops.
pub fn run(app: &Arc<App>) {
    let failed = "unfinished work could not be taken up";
    app.every(PERIOD, failed, |app| async move {
        let before = Timestamp(app.clock.now().0 - PATIENCE_MS);
        resume(&app, before).await
    });
}
