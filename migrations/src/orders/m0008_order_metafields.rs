//! Custom fields that an order takes over from its cart.

use crate::{columns::*, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let fields = json_binary_null("metafields");
    let table = Table::alter().table("orders").add_column(fields).take();
    steps.add(table);
}
