//! Stock reservations of checkouts.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let tables = [reservation(), reservation_line(), stock_operation()];
    create::tables(steps, tables);
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "reservation_by_state",
                table: "reservation",
                columns: &["state", "expires_at"],
                unique: false,
            },
            create::NewIndex {
                name: "reservation_line_by_item",
                table: "reservation_line",
                columns: &["item_id", "location_id"],
                unique: false,
            },
        ],
    )
}

fn reservation() -> TableCreateStatement {
    Table::create()
        .table("reservation")
        .col(big_integer("id"))
        .col(big_integer_uniq("attempt_id"))
        .col(text("state"))
        .col(big_integer("expires_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn reservation_line() -> TableCreateStatement {
    Table::create()
        .table("reservation_line")
        .col(big_integer("reservation_id"))
        .col(integer("position"))
        .col(integer("line"))
        .col(big_integer("variant_id"))
        .col(big_integer("item_id"))
        .col(big_integer_null("location_id"))
        .col(integer("units_each"))
        .col(boolean("counted"))
        .col(big_integer("units"))
        .col(big_integer("sent"))
        .col(big_integer("given_back"))
        .col(big_integer("returned"))
        .primary_key(Index::create().col("reservation_id").col("position"))
        .check(Expr::col("units").gte(0))
        .check(Expr::col("sent").gte(Expr::col("returned")))
        .check(Expr::col("units").gte(Expr::col("sent").add(Expr::col("given_back"))))
        .take()
}

fn stock_operation() -> TableCreateStatement {
    Table::create()
        .table("stock_operation")
        .col(text("key"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("key"))
        .take()
}
