//! Uses of codes: counted when an attempt to buy begins, given back when it ends without an order.
//!
//! What a cart shows of limits may be old. Here they are rows and guarded updates: an attempt uses a
//! discount once, a customer uses one once where it says so, and no code is used more often than it
//! may be, however many buyers come at once.

use super::{Reason, store};
use crate::{app::App, rows};
use sea_orm::DbErr;
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

/// Counts the uses of an attempt: all of them, or none. May be called again.
///
/// # Errors
///
/// When the database fails. The inner error is the limit that is reached.
pub async fn redeem(
    app: &App,
    attempt: AttemptId,
    uses: &[Use],
) -> Result<Result<(), Reason>, DbErr> {
    let mut uses: Vec<&Use> = uses.iter().collect();
    uses.sort_unstable_by(|left, right| left.code.cmp(&right.code)); // two attempts never wait for each other
    let txn = app.databases.orders.begin().await?;
    for used in uses {
        let row = redemption::Model {
            attempt_id: attempt,
            discount_id: used.discount,
            code: used.code.clone(),
            customer: used.customer.clone(),
            created_at: app.clock.now(),
        };
        let is_new = match store::insert_redemption(&txn, row).await {
            Ok(is_new) => is_new,
            Err(error) if rows::is_taken(&error) => {
                txn.rollback().await?;
                return Ok(Err(Reason::CustomerUsageLimit));
            }
            Err(error) => return Err(error),
        };
        if is_new && !store::count_use(&txn, &used.code, used.discount).await? {
            txn.rollback().await?;
            return Ok(Err(Reason::UsageLimit));
        }
    }
    txn.commit().await?;
    Ok(Ok(()))
}

/// Gives back what an attempt used. May be called again.
///
/// # Errors
///
/// When the database fails.
pub async fn give_back(app: &App, attempt: AttemptId) -> Result<(), DbErr> {
    let txn = app.databases.orders.begin().await?;
    let mut codes = store::take_redemptions(&txn, attempt).await?;
    codes.sort_unstable();
    for code in codes {
        store::uncount_use(&txn, &code).await?;
    }
    txn.commit().await
}
