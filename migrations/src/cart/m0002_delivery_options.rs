//! The delivery options that the buyer of a cart chose.

use crate::{columns::*, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let table = Table::alter()
        .table("cart")
        .add_column(json_binary_null("delivery_options"))
        .take();
    steps.add(table);
}
