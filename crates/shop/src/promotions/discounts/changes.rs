//! Creates and changes discounts.

use super::{
    codes,
    draft::{self, DiscountChange},
    items,
    locking::{lock, missing},
    reward::{DiscountReward, Reader},
};
use crate::{
    market::Directory,
    promotions::{
        DiscountErrorCode, Discounts,
        automatic_discounts::{self, MOST_AUTOMATIC},
        discount_inputs::DiscountItemsInput,
        store,
    },
};
use sea_orm::{ConnectionTrait, DatabaseTransaction, DbErr};
use souk_entities::{Timestamp, ids::DiscountId, orders::discount};
use souk_kernel::{
    app::App,
    events::Event,
    refusal::{ChangeError, Refusal},
};

/// Name of an input argument, and whether its discount is automatic.
#[derive(Clone, Copy, Debug)]
pub struct DiscountArgument {
    /// Name of the argument.
    pub name: &'static str,
    /// Whether the discount is automatic.
    pub is_automatic: bool,
}

impl DiscountArgument {
    fn reader<'a>(&self, directory: &'a Directory) -> Reader<'a> {
        Reader {
            directory,
            root: self.name,
            is_automatic: self.is_automatic,
        }
    }
}

/// Creates a discount, with its code if it is a code discount.
///
/// # Errors
///
/// When the input is refused, the code is taken, or a database fails; nothing is created then.
pub async fn create_discount(
    app: &App,
    argument: DiscountArgument,
    change: &DiscountChange,
) -> Result<discount::Model, ChangeError<DiscountErrorCode>> {
    let now = app.clock.now();
    let directory = Directory::current(app);
    let reader = argument.reader(&directory);
    let row = draft::new(&reader, change, app.next_id(), now)?;
    let code = match argument.is_automatic {
        true => None,
        false => Some(codes::validate_code(
            change.code.as_deref(),
            &reader.at("code"),
        )?),
    };
    check_goods(app, argument, change).await?;
    let txn = app.databases.orders.begin().await?;
    room_for(&txn, &row, now, argument.name).await?;
    store::save_discount(&txn, row.clone(), true).await?;
    if let Some(code) = code {
        codes::insert(&txn, row.id, &code, now, &reader.at("code")).await?;
    }
    finish(app, txn).await?;
    Ok(row)
}

/// Changes a discount. Its kind must stay the same.
///
/// # Errors
///
/// When there is no such discount of this kind, the input is refused, or a database fails; nothing
/// is changed then.
pub async fn update(
    app: &App,
    argument: DiscountArgument,
    id: DiscountId,
    change: &DiscountChange,
) -> Result<discount::Model, ChangeError<DiscountErrorCode>> {
    let now = app.clock.now();
    let directory = Directory::current(app);
    let reader = argument.reader(&directory);
    check_goods(app, argument, change).await?;
    let txn = app.databases.orders.begin().await?;
    let before = lock(&txn, id, argument.is_automatic).await?;
    if !change.gives.is_like(&before.terms.reward) {
        return Err(missing().into());
    }
    let row = draft::changed(&reader, change, before, now)?;
    room_for(&txn, &row, now, argument.name).await?;
    store::save_discount(&txn, row.clone(), false).await?;
    if let Some(code) = &change.code {
        let field = reader.at("code");
        let code = codes::validate_code(Some(code), &field)?;
        codes::rename(&txn, id, &code, now, &field).await?;
    }
    finish(app, txn).await?;
    Ok(row)
}

/// Activates a discount: one that has not started starts now, and an end in the past is removed.
///
/// # Errors
///
/// When there is no such discount, there would be too many automatic discounts, or the database
/// fails.
pub async fn activate(
    app: &App,
    id: DiscountId,
    is_automatic: bool,
) -> Result<discount::Model, ChangeError<DiscountErrorCode>> {
    turn(app, id, is_automatic, |row, now| {
        row.starts_at = row.starts_at.min(now);
        row.ends_at = row.ends_at.filter(|&end| end > now);
    })
    .await
}

/// Ends a discount now.
///
/// # Errors
///
/// When there is no such discount, or the database fails.
pub async fn deactivate(
    app: &App,
    id: DiscountId,
    is_automatic: bool,
) -> Result<discount::Model, ChangeError<DiscountErrorCode>> {
    turn(app, id, is_automatic, |row, now| {
        row.starts_at = row.starts_at.min(now);
        row.ends_at = Some(row.ends_at.map_or(now, |end| end.min(now)));
    })
    .await
}

async fn turn(
    app: &App,
    id: DiscountId,
    is_automatic: bool,
    change: impl FnOnce(&mut discount::Model, Timestamp),
) -> Result<discount::Model, ChangeError<DiscountErrorCode>> {
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let mut row = lock(&txn, id, is_automatic).await?;
    change(&mut row, now);
    row.updated_at = now;
    room_for(&txn, &row, now, "id").await?;
    store::save_discount(&txn, row.clone(), false).await?;
    finish(app, txn).await?;
    Ok(row)
}

/// Deletes a discount with its codes and redemptions. Existing orders keep their reductions.
///
/// # Errors
///
/// When there is no such discount, or the database fails.
pub async fn delete(
    app: &App,
    id: DiscountId,
    is_automatic: bool,
) -> Result<(), ChangeError<DiscountErrorCode>> {
    let txn = app.databases.orders.begin().await?;
    lock(&txn, id, is_automatic).await?;
    store::delete_discount(&txn, id).await?;
    finish(app, txn).await?;
    Ok(())
}

/// Refuses one more automatic discount than are kept in memory.
async fn room_for(
    txn: &impl ConnectionTrait,
    row: &discount::Model,
    now: Timestamp,
    field: &str,
) -> Result<(), ChangeError<DiscountErrorCode>> {
    if !row.is_automatic || row.ends_at.is_some_and(|end| end <= now) {
        return Ok(());
    }
    // Locking the oldest row serialises callers: the next one waits until this discount can be
    // counted.
    store::lock_oldest_automatic(txn).await?;
    if store::count_other_automatic(txn, row.id, now).await? >= MOST_AUTOMATIC {
        let why = format!("At most {MOST_AUTOMATIC} automatic discounts can be active at once.");
        return Err(Refusal::new(DiscountErrorCode::TooMany, field, why).into());
    }
    Ok(())
}

/// Refuses items that do not exist.
async fn check_goods(
    app: &App,
    argument: DiscountArgument,
    change: &DiscountChange,
) -> Result<(), ChangeError<DiscountErrorCode>> {
    let at = |field: &str| format!("{}.{field}.items", argument.name);
    let check = async |items: Option<&DiscountItemsInput>, field: &str| {
        items::check(app, items, &at(field)).await
    };
    match &change.gives {
        DiscountReward::Basic(gets) => {
            let items = gets.as_ref().and_then(|gets| gets.items.as_ref());
            check(items, "customerGets").await
        }
        DiscountReward::BuyGet(asked) => {
            let items = asked.gets.as_ref().and_then(|gets| gets.items.as_ref());
            check(items, "customerGets").await?;
            let items = asked.buys.as_ref().and_then(|buys| buys.items.as_ref());
            check(items, "customerBuys").await
        }
        DiscountReward::FreeShipping { .. } => Ok(()),
    }
}

/// Commits a change with its event, and applies it in this process at once.
async fn finish(app: &App, txn: DatabaseTransaction) -> Result<(), DbErr> {
    let what = automatic_discounts::CHANGED.to_owned();
    app.publish(&txn, &[Event::SettingsChanged { what }])
        .await?;
    txn.commit().await?;
    if let Err(error) = app
        .part::<Discounts>()
        .reload(&app.databases, &app.clock)
        .await
    {
        tracing::error!(?error, "the discounts could not be read again");
    }
    Ok(())
}
