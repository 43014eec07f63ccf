//! Numbers of processes in the `orders` database, which all processes of a shop share even where
//! they share no folder. Its clock says whether a lease has run out.

use crate::database::{self, Database};
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect,
    sea_query::{Expr, Value},
};
use souk_entities::{Timestamp, orders::node_lease};
use std::time::Duration;

/// How long a number stays with a process that does not renew it.
pub(super) const LEASE: Duration = Duration::from_secs(15);

/// Who asks for a number.
#[derive(Clone, Debug)]
pub(super) struct Claimant {
    pub(super) node: u8,
    /// Host and data folder: no other process there holds the number, which the folder's locks tell.
    pub(super) home: String,
    /// The process.
    pub(super) holder: String,
}

/// What became of a claim.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Claim {
    /// The number is the claimant's. Whoever had it last saw their clock at this instant.
    Taken { last_seen: Timestamp },
    /// A process elsewhere has it until then.
    Held { until: Timestamp },
}

/// Takes the number, if nobody elsewhere holds it.
pub(super) async fn claim(
    database: &Database,
    by: &Claimant,
    clock: Timestamp,
) -> Result<Claim, DbErr> {
    let node = i32::from(by.node);
    let blank = node_lease::Model {
        node,
        home: String::new(),
        holder: String::new(),
        leased_until: Timestamp(0),
        renewed_at: Timestamp(0),
    };
    let txn = database.begin().await?;
    crate::rows::insert_missing::<node_lease::Entity>(&txn, vec![blank]).await?;
    let row = node_lease::Entity::find_by_id(node).lock_exclusive();
    let row = row.one(&txn).await?;
    let row = row.ok_or_else(|| DbErr::RecordNotFound("node_lease".to_owned()))?;
    let now = database::now(&txn).await?;
    if !row.holder.is_empty() && row.home != by.home && row.leased_until > now {
        txn.rollback().await?;
        let until = row.leased_until;
        return Ok(Claim::Held { until });
    }
    node_lease::Entity::update_many()
        .col_expr(node_lease::Column::Home, Expr::value(by.home.clone()))
        .col_expr(node_lease::Column::Holder, Expr::value(by.holder.clone()))
        .col_expr(node_lease::Column::LeasedUntil, expiry(now))
        .col_expr(
            node_lease::Column::RenewedAt,
            value(clock.max(row.renewed_at)),
        )
        .filter(node_lease::Column::Node.eq(node))
        .exec(&txn)
        .await?;
    txn.commit().await?;
    let last_seen = row.renewed_at;
    Ok(Claim::Taken { last_seen })
}

/// Renews the lease; `false` if another process has taken the number.
pub(super) async fn renew(
    database: &Database,
    by: &Claimant,
    clock: Timestamp,
) -> Result<bool, DbErr> {
    let now = database::now(database.writer()).await?;
    let renewed = node_lease::Entity::update_many()
        .col_expr(node_lease::Column::LeasedUntil, expiry(now))
        .col_expr(node_lease::Column::RenewedAt, value(clock))
        .filter(node_lease::Column::Node.eq(i32::from(by.node)))
        .filter(node_lease::Column::Holder.eq(by.holder.as_str()))
        .exec(database.writer())
        .await?;
    Ok(renewed.rows_affected == 1)
}

/// Gives the number back.
pub(super) async fn release(
    database: &Database,
    by: &Claimant,
    clock: Timestamp,
) -> Result<(), DbErr> {
    node_lease::Entity::update_many()
        .col_expr(node_lease::Column::Holder, Expr::value(""))
        .col_expr(node_lease::Column::RenewedAt, value(clock))
        .filter(node_lease::Column::Node.eq(i32::from(by.node)))
        .filter(node_lease::Column::Holder.eq(by.holder.as_str()))
        .exec(database.writer())
        .await?;
    Ok(())
}

fn expiry(now: Timestamp) -> Expr {
    let lease = i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX);
    value(Timestamp(now.0.saturating_add(lease)))
}

fn value(instant: Timestamp) -> Expr {
    Expr::value(Value::from(instant))
}
