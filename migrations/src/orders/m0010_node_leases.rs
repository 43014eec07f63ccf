//! Numbers of processes, leased.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [node_lease()]);
}

fn node_lease() -> TableCreateStatement {
    Table::create()
        .table("node_lease")
        .col(integer("node"))
        .col(text("home"))
        .col(text("holder"))
        .col(big_integer("leased_until"))
        .col(big_integer("renewed_at"))
        .primary_key(Index::create().col("node"))
        .take()
}
