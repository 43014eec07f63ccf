//! Lists discounts and their codes, for merchants.

use super::{
    considered::{is_typed, normal},
    store,
};
use crate::{
    app::App,
    pagination::{Page, Slice},
};
use sea_orm::DbErr;
use souk_entities::{
    ids::DiscountId,
    orders::{discount, discount_code},
};

/// Which discounts are listed: those that meet everything that is given.
#[derive(Clone, Debug, Default)]
pub struct DiscountFilter {
    /// Those that have this code.
    pub code: Option<String>,
    /// Those that apply by themselves, or those that do not.
    pub is_automatic: Option<bool>,
}

/// A discount by its id.
///
/// # Errors
///
/// When the database fails.
pub async fn by_id(app: &App, id: DiscountId) -> Result<Option<discount::Model>, DbErr> {
    store::by_id(app.databases.orders.writer(), id).await
}

/// A page of discounts, oldest first unless reversed.
///
/// # Errors
///
/// When the database fails.
pub async fn page(
    app: &App,
    filter: &DiscountFilter,
    reverse: bool,
    page: &Page<DiscountId>,
) -> Result<Slice<discount::Model>, DbErr> {
    let filter = DiscountFilter {
        code: filter.code.as_deref().map(normal),
        ..filter.clone()
    };
    if filter.code.as_deref().is_some_and(|code| !is_typed(code)) {
        return Ok(Slice::from_overfetch(Vec::new(), page));
    }
    store::page(app.databases.orders.reader(), &filter, reverse, page).await
}

/// A page of the codes of a discount, in the order of the alphabet.
///
/// # Errors
///
/// When the database fails.
pub async fn codes(
    app: &App,
    discount: DiscountId,
    page: &Page<String>,
) -> Result<Slice<discount_code::Model>, DbErr> {
    store::codes(app.databases.orders.reader(), discount, page).await
}

/// How many codes a discount has.
///
/// # Errors
///
/// When the database fails.
pub async fn count_codes(app: &App, discount: DiscountId) -> Result<i32, DbErr> {
    let count = store::count_codes(app.databases.orders.reader(), discount).await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// How often the codes of a discount are used together.
///
/// # Errors
///
/// When the database fails.
pub async fn uses(app: &App, discount: DiscountId) -> Result<u64, DbErr> {
    store::count_redemptions(app.databases.orders.reader(), discount).await
}
