//! Moves tax rates from markets to tax zones.

use crate::steps::Steps;
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let table = Table::alter()
        .table("market")
        .drop_column("tax_rates")
        .take();
    steps.add(table);
}
