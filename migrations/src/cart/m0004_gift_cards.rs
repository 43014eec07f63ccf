//! Gift cards applied to carts.

use crate::steps::Steps;
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let mut column = ColumnDef::new("gift_cards");
    column.json_binary().not_null().default("[]");
    let table = Table::alter().table("cart").add_column(column).take();
    steps.add(table);
}
