//! Lists discounts and their codes, for merchants.

pub use super::store::DiscountFilter;
use super::{
    discount_selection::{is_typed, normalized_code},
    store,
};
use sea_orm::DbErr;
use souk_entities::{
    ids::DiscountId,
    orders::{discount, discount_code},
};
use souk_kernel::{
    app::App,
    pagination::{RequestedPage, Slice},
};

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
    page: &RequestedPage<DiscountId>,
) -> Result<Slice<discount::Model>, DbErr> {
    let filter = DiscountFilter {
        code: filter.code.as_deref().map(normalized_code),
        ..filter.clone()
    };
    if filter.code.as_deref().is_some_and(|code| !is_typed(code)) {
        return Ok(Slice::from_overfetch(Vec::new(), page));
    }
    store::page(app.databases.orders.reader(), &filter, reverse, page).await
}

/// A page of the codes of a discount, in alphabetical order.
///
/// # Errors
///
/// When the database fails.
pub async fn codes(
    app: &App,
    discount: DiscountId,
    page: &RequestedPage<String>,
) -> Result<Slice<discount_code::Model>, DbErr> {
    store::codes(app.databases.orders.reader(), discount, page).await
}

/// Number of codes of a discount.
///
/// # Errors
///
/// When the database fails.
pub async fn count_codes(app: &App, discount: DiscountId) -> Result<i32, DbErr> {
    let count = store::count_codes(app.databases.orders.reader(), discount).await?;
    Ok(i32::try_from(count).unwrap_or(i32::MAX))
}

/// How often the codes of a discount have been used in total.
///
/// # Errors
///
/// When the database fails.
pub async fn uses(app: &App, discount: DiscountId) -> Result<u64, DbErr> {
    store::count_redemptions(app.databases.orders.reader(), discount).await
}
