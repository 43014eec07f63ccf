//! The names of orders that buyers and merchants see.

use super::store;
use sea_orm::DbErr;
use souk_entities::ids::OrderId;
use souk_kernel::app::App;

/// Display name of the order with this number.
pub fn display_name(number: i64) -> String {
    format!("#{number}")
}

/// Display name of an order; `None` if there is none with this id.
///
/// # Errors
///
/// When the database fails.
pub async fn order_name(app: &App, order: OrderId) -> Result<Option<String>, DbErr> {
    let db = app.databases.orders.writer();
    let found = store::orders(db, &[order]).await?.pop();
    Ok(found.map(|order| display_name(order.number)))
}
