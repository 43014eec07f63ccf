//! Checkout attempts, which turn carts into orders.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [checkout_attempt()]);
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "checkout_attempt_by_token",
                table: "checkout_attempt",
                columns: &["cart_id", "token"],
                unique: true,
            },
            create::NewIndex {
                name: "checkout_attempt_by_state",
                table: "checkout_attempt",
                columns: &["state", "leased_until"],
                unique: false,
            },
            create::NewIndex {
                name: "checkout_attempt_by_payment",
                table: "checkout_attempt",
                columns: &["payment"],
                unique: false,
            },
        ],
    );
    // Two attempts of one cart can never both become orders, whatever the code does.
    let one_live = "CREATE UNIQUE INDEX checkout_attempt_live ON checkout_attempt (cart_id) \
                        WHERE state <> 'FAILED'";
    steps.add(one_live);
}

fn checkout_attempt() -> TableCreateStatement {
    Table::create()
        .table("checkout_attempt")
        .col(big_integer("id"))
        .col(text_uniq("key"))
        .col(text("cart_id"))
        .col(text("token"))
        .col(text("fingerprint"))
        .col(text("state"))
        .col(text("step"))
        .col(text("frozen"))
        .col(text_null("payment"))
        .col(text_null("action_url"))
        .col(big_integer_null("order_id"))
        .col(json_binary("failures"))
        .col(big_integer("deadline_at"))
        .col(big_integer("leased_until"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}
