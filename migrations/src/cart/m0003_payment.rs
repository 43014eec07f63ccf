//! Payment of carts, and the time they were bought.

use crate::{columns::*, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    // SQLite adds one column at a time.
    for column in [json_binary_null("payment"), big_integer_null("bought_at")] {
        let table = Table::alter().table("cart").add_column(column).take();
        steps.add(table);
    }
}
