//! Discount codes.

use super::locking::lock;
use crate::promotions::{DiscountErrorCode, discount_selection::normalized_code, store};
use sea_orm::ConnectionTrait;
use souk_entities::{Timestamp, ids::DiscountId, orders::discount_code};
use souk_kernel::{
    app::App,
    refusal::{ChangeError, Refusal},
    rows,
    validators::{Checked, few_of, quoted, refuse, short},
};
use std::collections::HashSet;

/// Maximum number of codes that one call adds or deletes.
pub const MOST_AT_ONCE: usize = 100_000;
/// Number of codes written in one transaction. Small, because checkouts wait for it.
const BATCH: usize = 2_000;

/// A code that was not added, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefusedCode {
    /// The code as given.
    pub code: String,
    /// Machine-readable reason.
    pub reason: DiscountErrorCode,
    /// Human-readable reason.
    pub message: String,
}

/// Result of adding codes in bulk.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BulkAdded {
    /// Number of codes in the input.
    pub given: usize,
    /// Number of codes that were added.
    pub added: usize,
    /// Codes that were not added, in the order of the input.
    pub refused: Vec<RefusedCode>,
}

/// Trims and checks a code.
///
/// # Errors
///
/// When it is empty, too long, or contains control characters.
pub(crate) fn validate_code(code: Option<&str>, field: &str) -> Checked<String, DiscountErrorCode> {
    let code = code.unwrap_or_default().trim();
    if code.is_empty() {
        return refuse(
            DiscountErrorCode::Blank,
            field,
            "The code must not be empty.",
        );
    }
    short(code, field)?;
    short(&normalized_code(code), field)?;
    if code.chars().any(char::is_control) {
        let why = "The code must have no control characters.";
        return refuse(DiscountErrorCode::Invalid, field, why);
    }
    Ok(code.to_owned())
}

fn taken(code: &str) -> String {
    format!("A discount with the code {} already exists.", quoted(code))
}

fn row(discount: DiscountId, code: &str, now: Timestamp) -> discount_code::Model {
    discount_code::Model {
        code: normalized_code(code),
        discount_id: discount,
        shown: code.to_owned(),
        used: 0,
        created_at: now,
    }
}

/// Adds a code to a discount.
///
/// # Errors
///
/// When another discount has it, or the database fails.
pub(crate) async fn insert(
    txn: &impl ConnectionTrait,
    discount: DiscountId,
    code: &str,
    now: Timestamp,
    field: &str,
) -> Result<(), ChangeError<DiscountErrorCode>> {
    let row = row(discount, code, now);
    if store::insert_new_codes(txn, vec![row]).await?.is_empty() {
        let why = taken(code);
        return Err(Refusal::new(DiscountErrorCode::Taken, field, why).into());
    }
    Ok(())
}

/// Renames the only code of a discount, which the transaction has locked.
///
/// # Errors
///
/// When it has several codes, somebody has used it, another discount has the new one, or the database
/// fails.
pub(crate) async fn rename(
    txn: &impl ConnectionTrait,
    discount: DiscountId,
    code: &str,
    now: Timestamp,
    field: &str,
) -> Result<(), ChangeError<DiscountErrorCode>> {
    let known = store::first_codes(txn, discount, 2).await?;
    match known.as_slice() {
        [] => return insert(txn, discount, code, now, field).await,
        [one] if one.shown == code => return Ok(()),
        [_] => {}
        _ => {
            let why = "A discount with several codes cannot be given another code.";
            return Err(Refusal::new(DiscountErrorCode::TooMany, field, why).into());
        }
    }
    if store::delete_unused_codes(txn, discount).await? == 0 {
        let why = "A code that was used cannot be changed.";
        return Err(Refusal::new(DiscountErrorCode::Invalid, field, why).into());
    }
    insert(txn, discount, code, now, field).await
}

/// Adds codes to a discount. Codes that are invalid or taken are skipped and listed in the result.
/// Codes that were added before a failure stay, and repeating the call adds the rest.
///
/// # Errors
///
/// When there is no such discount, there are too many codes, or the database fails.
pub async fn add(
    app: &App,
    discount: DiscountId,
    codes: &[String],
) -> Result<BulkAdded, ChangeError<DiscountErrorCode>> {
    few_enough(codes)?;
    let mut added = BulkAdded {
        given: codes.len(),
        ..BulkAdded::default()
    };
    let mut seen: HashSet<String> = HashSet::new();
    for batch in codes.chunks(BATCH) {
        let mut fit: Vec<String> = Vec::with_capacity(batch.len());
        for code in batch {
            match validate_code(Some(code), "codes") {
                Ok(code) if seen.insert(normalized_code(&code)) => fit.push(code),
                Ok(_) => {
                    let why = "The code is given twice.";
                    added.refuse(code, DiscountErrorCode::Duplicate, why);
                }
                Err(refusal) => added.refuse(code, refusal.code, &refusal.message),
            }
        }
        let written = write(app, discount, &fit).await?;
        added.added += written.len();
        for code in fit
            .iter()
            .filter(|code| !written.contains(&normalized_code(code)))
        {
            let why = taken(code);
            added.refuse(code, DiscountErrorCode::Taken, &why);
        }
    }
    Ok(added)
}

impl BulkAdded {
    fn refuse(&mut self, code: &str, reason: DiscountErrorCode, message: &str) {
        self.refused.push(RefusedCode {
            code: code.to_owned(),
            reason,
            message: message.to_owned(),
        });
    }
}

fn few_enough(codes: &[String]) -> Checked<(), DiscountErrorCode> {
    if codes.is_empty() {
        return refuse(
            DiscountErrorCode::Blank,
            "codes",
            "The codes must not be empty.",
        );
    }
    few_of(codes, MOST_AT_ONCE, "codes", "codes")
}

/// Adds codes in one transaction, and returns those that were not taken.
async fn write(
    app: &App,
    discount: DiscountId,
    codes: &[String],
) -> Result<HashSet<String>, ChangeError<DiscountErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    // Locked, so that no code is left behind if the discount is deleted concurrently.
    lock(&txn, discount, false).await.map_err(of_discount)?;
    let rows: Vec<_> = codes.iter().map(|code| row(discount, code, now)).collect();
    let written = match rows.is_empty() {
        true => HashSet::new(),
        false => store::insert_new_codes(&txn, rows).await?,
    };
    txn.commit().await?;
    Ok(written)
}

fn of_discount(error: ChangeError<DiscountErrorCode>) -> ChangeError<DiscountErrorCode> {
    match error {
        ChangeError::Refused(refusal) => {
            Refusal::new(refusal.code, "discountId", refusal.message).into()
        }
        ChangeError::Database(error) => error.into(),
    }
}

/// Deletes codes of a discount, and returns how many it had.
///
/// # Errors
///
/// When there is no such discount, there are too many codes, or the database fails.
pub async fn delete(
    app: &App,
    discount: DiscountId,
    codes: &[String],
) -> Result<u64, ChangeError<DiscountErrorCode>> {
    few_enough(codes)?;
    let txn = app.databases.orders.begin().await?;
    lock(&txn, discount, false).await.map_err(of_discount)?;
    let mut deleted = 0;
    for batch in codes.chunks(rows::KEYS) {
        let batch = batch.iter().map(|code| normalized_code(code)).collect();
        deleted += store::delete_codes(&txn, discount, batch).await?;
    }
    txn.commit().await?;
    Ok(deleted)
}
