//! Redemptions of discount codes: counted when an attempt to buy begins, given back when it ends
//! without an order.
//!
//! The limits a cart shows may be out of date, and it shows nothing that depends on who the customer
//! is. Here the limits are rows and guarded updates: an attempt
//! uses a discount once, a customer uses it once if its terms say so, and no code is used beyond
//! its usage limit, however many buyers come at once.

use super::{IneligibleReason, store};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};
use souk_entities::{
    ids::{AttemptId, DiscountId},
    orders::discount_redemption as redemption,
};
use souk_kernel::{app::App, rows};

/// A redemption of a code, frozen with the cart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Redemption {
    /// The discount.
    pub discount: DiscountId,
    /// The code in lower case.
    pub code: String,
    /// E-mail address of the customer in lower case, if a customer may use the discount only once.
    pub customer: Option<String>,
    /// Whether the discount is for the customer. The cart does not show it.
    #[serde(default = "yes")]
    pub is_for_customer: bool,
}

/// Attempts of earlier versions were checked when they were frozen.
fn yes() -> bool {
    true
}

/// Why an attempt may not redeem its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RedemptionRefused {
    /// A limit is reached, or a discount is for other customers.
    Limit(IneligibleReason),
    /// They were given back before: the attempt is over.
    Ended,
}

/// Counts the redemptions of an attempt, once, all of them or none. One statement, and one for each
/// code.
///
/// # Errors
///
/// When the database fails. The inner error says why nothing was counted.
pub async fn redeem_discounts(
    app: &App,
    attempt: AttemptId,
    uses: &[Redemption],
) -> Result<Result<(), RedemptionRefused>, DbErr> {
    if uses.is_empty() {
        return Ok(Ok(()));
    }
    if uses.iter().any(|used| !used.is_for_customer) {
        return Ok(Err(RedemptionRefused::Limit(IneligibleReason::Customer)));
    }
    let txn = app.databases.orders.begin().await?;
    let new = match store::insert_redemptions(&txn, rows_of(app, attempt, uses)).await {
        Ok(new) => new,
        Err(error) if rows::is_taken(&error) => {
            // By another attempt of the customer, or by this one, whose rows another driver wrote
            // at the same moment: PostgreSQL may find the customer's conflict before the attempt's.
            txn.rollback().await?;
            let known = known(app.databases.orders.writer(), attempt).await?;
            return Ok(known.unwrap_or(Err(RedemptionRefused::Limit(
                IneligibleReason::CustomerUsageLimit,
            ))));
        }
        Err(error) => return Err(error),
    };
    if new < u64::try_from(uses.len()).unwrap_or(u64::MAX) {
        // They were counted before; what the merchant has deleted since need not be counted again.
        let known = known(&txn, attempt).await?;
        txn.rollback().await?;
        return Ok(known.unwrap_or(Ok(())));
    }
    let mut in_order: Vec<&Redemption> = uses.iter().collect();
    in_order.sort_unstable_by(|left, right| left.code.cmp(&right.code));
    for used in in_order {
        if !store::count_use(&txn, &used.code, used.discount).await? {
            txn.rollback().await?;
            return Ok(Err(RedemptionRefused::Limit(IneligibleReason::UsageLimit)));
        }
    }
    txn.commit().await?;
    Ok(Ok(()))
}

/// The recorded outcome of an attempt's redemptions; `None` if nothing is recorded.
async fn known(
    db: &impl ConnectionTrait,
    attempt: AttemptId,
) -> Result<Option<Result<(), RedemptionRefused>>, DbErr> {
    let rows = store::redemptions(db, attempt).await?;
    let is_undone = rows.iter().any(|row| row.undone_at.is_some());
    Ok((!rows.is_empty()).then_some(match is_undone {
        true => Err(RedemptionRefused::Ended),
        false => Ok(()),
    }))
}

/// Gives back what an attempt redeemed, once. What it has not redeemed yet it can no longer redeem:
/// a driver that comes too late finds the attempt over.
///
/// # Errors
///
/// When the database fails.
pub async fn return_redemptions(
    app: &App,
    attempt: AttemptId,
    uses: &[Redemption],
) -> Result<(), DbErr> {
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

/// The rows of an attempt: unique by attempt and discount, and by discount and customer. They are
/// sorted by discount, so that two carts of one customer wait for each other instead of
/// deadlocking; the counters, which come later, are sorted by code.
fn rows_of(app: &App, attempt: AttemptId, uses: &[Redemption]) -> Vec<redemption::Model> {
    let mut uses: Vec<&Redemption> = uses.iter().collect();
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
