//! Uses of codes: counted when an attempt to buy begins, given back when it ends without an order.
//!
//! What a cart shows of limits may be old. Here they are rows and guarded updates: an attempt uses a
//! discount once, a customer uses one once where it says so, and no code is used more often than it
//! may be, however many buyers come at once.

use super::{Reason, store};
use crate::{app::App, rows};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use souk_entities::{
    ids::{AttemptId, DiscountId},
    orders::discount_redemption as redemption,
};

/// A use of a code, frozen with the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// The discount.
    pub discount: DiscountId,
    /// The code in lower case.
    pub code: String,
    /// E-mail address of the customer in lower case, where a customer may use the discount once only.
    pub customer: Option<String>,
}

/// Why an attempt may not use its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// A limit is reached.
    Limit(Reason),
    /// They were given back before: the attempt is over.
    Ended,
}

/// Counts the uses of an attempt, all of them or none, once. One statement, and one for each code.
///
/// # Errors
///
/// When the database fails. The inner error says why nothing is counted.
pub async fn redeem(
    app: &App,
    attempt: AttemptId,
    uses: &[Use],
) -> Result<Result<(), Refused>, DbErr> {
    if uses.is_empty() {
        return Ok(Ok(()));
    }
    let txn = app.databases.orders.begin().await?;
    let new = match store::insert_redemptions(&txn, rows_of(app, attempt, uses)).await {
        Ok(new) => new,
        Err(error) if rows::is_taken(&error) => {
            // By another attempt of the customer; or by this one, whose rows another driver wrote at the
            // same moment: PostgreSQL may find the customer's before the attempt's.
            txn.rollback().await?;
            let known = known(app.databases.orders.writer(), attempt).await?;
            return Ok(known.unwrap_or(Err(Refused::Limit(Reason::CustomerUsageLimit))));
        }
        Err(error) => return Err(error),
    };
    if new < u64::try_from(uses.len()).unwrap_or(u64::MAX) {
        // They were counted before; what the merchant deleted meanwhile need not be counted again.
        let known = known(&txn, attempt).await?;
        txn.rollback().await?;
        return Ok(known.unwrap_or(Ok(())));
    }
    let mut in_order: Vec<&Use> = uses.iter().collect();
    in_order.sort_unstable_by(|left, right| left.code.cmp(&right.code));
    for used in in_order {
        if !store::count_use(&txn, &used.code, used.discount).await? {
            txn.rollback().await?;
            return Ok(Err(Refused::Limit(Reason::UsageLimit)));
        }
    }
    txn.commit().await?;
    Ok(Ok(()))
}

/// What became of the uses of an attempt; `None` where nothing is written of it.
async fn known(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Option<Result<(), Refused>>, DbErr> {
    let rows = store::redemptions(db, attempt).await?;
    let is_undone = rows.iter().any(|row| row.undone_at.is_some());
    Ok((!rows.is_empty()).then_some(match is_undone {
        true => Err(Refused::Ended),
        false => Ok(()),
    }))
}

/// Gives back what an attempt used, once. What it did not use yet it cannot use any more: a driver that
/// comes too late finds it over.
///
/// # Errors
///
/// When the database fails.
pub async fn give_back(app: &App, attempt: AttemptId, uses: &[Use]) -> Result<(), DbErr> {
    if uses.is_empty() {
        return Ok(());
    }
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let never = rows_of(app, attempt, uses).into_iter();
    let never = never.map(|row| redemption::Model {
        customer: None,
        undone_at: Some(now),
        ..row
    });
    store::insert_redemptions(&txn, never.collect()).await?;
    let mut undone = store::undo_redemptions(&txn, attempt, now).await?;
    undone.sort_unstable();
    for (code, discount) in undone {
        store::uncount_use(&txn, &code, discount).await?;
    }
    txn.commit().await
}

/// What is written of an attempt: unique for attempt and discount, and for discount and customer. In the
/// order of the discounts, so that two carts of one customer wait for each other instead of deadlocking;
/// the counters, which come later, are in the order of their codes.
fn rows_of(app: &App, attempt: AttemptId, uses: &[Use]) -> Vec<redemption::Model> {
    let mut uses: Vec<&Use> = uses.iter().collect();
    uses.sort_unstable_by_key(|used| used.discount);
    let rows = uses.into_iter().map(|used| redemption::Model {
        attempt_id: attempt,
        discount_id: used.discount,
        code: used.code.clone(),
        customer: used.customer.clone(),
        undone_at: None,
        created_at: app.clock.now(),
    });
    rows.collect()
}
