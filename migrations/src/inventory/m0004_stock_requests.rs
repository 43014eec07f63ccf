//! Requests to change stock that came with a key.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [stock_request()]);
    create::indexes(
        steps,
        &[create::NewIndex {
            name: "stock_request_by_age",
            table: "stock_request",
            columns: &["created_at"],
            unique: false,
        }],
    )
}

fn stock_request() -> TableCreateStatement {
    Table::create()
        .table("stock_request")
        .col(text("key"))
        .col(text("fingerprint"))
        .col(big_integer_null("group_id"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("key"))
        .take()
}
