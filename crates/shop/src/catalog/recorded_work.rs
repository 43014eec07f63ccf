//! Work that follows from a catalogue transaction and is done in later transactions: recorded with
//! the change, carried out by `operations`, and resumed after a crash.
//!
//! Every piece of work may run twice or late, so it carries what it needs to detect that it is done
//! or outdated.

use super::{products::stock_plan::ProductStockPlan, store};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    catalog::operation,
    ids::{CollectionId, OperationId, ProductId, VariantId},
};
use souk_kernel::app::App;
use std::collections::{HashMap, HashSet};

/// Pieces of work read at once.
const BATCH: u64 = 100;

/// Work to do.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(tag = "kind", content = "work", rename_all = "snake_case")]
pub enum RecordedWork {
    /// The inventory part of saved or deleted products.
    Stock(Vec<ProductStockPlan>),
    /// The rules of a collection changed: every product is evaluated again.
    Membership(CollectionId),
    /// Price lists changed: the price ranges of every product are recomputed.
    PriceRanges,
}

/// Records `work` in the transaction that makes it necessary.
pub(crate) async fn record_work(
    app: &App,
    txn: &impl ConnectionTrait,
    work: &RecordedWork,
) -> Result<OperationId, DbErr> {
    let id: OperationId = app.next_id();
    let row = operation::Model {
        id,
        work: serde_json::to_string(work).expect("work is plain values"),
        created_at: app.clock.now(),
    };
    store::insert_work(txn, row).await?;
    Ok(id)
}

/// Deletes the record of finished work.
pub(crate) async fn finish_work(app: &App, id: OperationId) -> Result<(), DbErr> {
    store::delete_work(app.databases.catalog.writer(), id).await
}

/// Recorded work that must be applied before `plan`, oldest first: older versions of the products
/// in the plan, and the components of its bundles.
pub(crate) async fn earlier_stock_plans(
    app: &App,
    plan: &[ProductStockPlan],
) -> Result<Vec<ProductStockPlan>, DbErr> {
    let versions: HashMap<ProductId, i64> = plan
        .iter()
        .map(|stock| (stock.product, stock.version))
        .collect();
    let parts: HashSet<VariantId> = plan.iter().flat_map(ProductStockPlan::parts).collect();
    let before = |stock: &ProductStockPlan| match versions.get(&stock.product) {
        Some(version) => stock.version < *version,
        None => stock.ids().any(|id| parts.contains(&id)),
    };
    let mut earlier = Vec::new();
    let mut after = OperationId(0);
    loop {
        let db = app.databases.catalog.writer();
        let pending = store::work_after(db, after, BATCH).await?;
        let Some(last) = pending.last() else { break };
        after = last.id;
        for operation in &pending {
            if let Ok(RecordedWork::Stock(plan)) = serde_json::from_str(&operation.work) {
                earlier.extend(plan.into_iter().filter(before));
            }
        }
    }
    earlier.sort_by_key(|stock| stock.version);
    Ok(earlier)
}

/// Work recorded before `before`, behind `after` in the order it was recorded, a batch at most.
pub(crate) async fn pending_work(
    app: &App,
    before: Timestamp,
    after: OperationId,
) -> Result<Vec<operation::Model>, DbErr> {
    let db = app.databases.catalog.writer();
    store::work_recorded_by(db, before, after, BATCH).await
}
