//! A document for each ledger row, in addition to that of the whole call.

use crate::{columns::*, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let ledger = Table::alter()
        .table("inventory_adjustment")
        .add_column(text_null("document"))
        .take();
    steps.add(ledger);
}
