//! The payment ledger, and events of payment providers.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [payment_transaction(), provider_event()]);
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "payment_transaction_by_attempt",
                table: "payment_transaction",
                columns: &["attempt_id"],
                unique: false,
            },
            create::NewIndex {
                name: "payment_transaction_by_order",
                table: "payment_transaction",
                columns: &["order_id"],
                unique: false,
            },
            create::NewIndex {
                name: "payment_transaction_by_reference",
                table: "payment_transaction",
                columns: &["provider", "provider_reference"],
                unique: false,
            },
            create::NewIndex {
                name: "payment_transaction_by_status",
                table: "payment_transaction",
                columns: &["status", "id"],
                unique: false,
            },
            create::NewIndex {
                name: "provider_event_by_due",
                table: "provider_event",
                columns: &["handled_at", "due_at"],
                unique: false,
            },
        ],
    )
}

fn payment_transaction() -> TableCreateStatement {
    Table::create()
        .table("payment_transaction")
        .col(big_integer("id"))
        .col(big_integer("attempt_id"))
        .col(big_integer_null("order_id"))
        .col(text("kind"))
        .col(text("status"))
        .col(big_integer("amount"))
        .col(text("currency"))
        .col(big_integer_null("parent_id"))
        .col(big_integer("claimed"))
        .col(text("provider"))
        .col(text_null("provider_reference"))
        .col(text_uniq("idempotency_key"))
        .col(text_null("error_code"))
        .col(big_integer_null("processed_at"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .check(Expr::col("amount").gte(0))
        .check(Expr::col("claimed").gte(0))
        .check(Expr::col("claimed").lte(Expr::col("amount")))
        .take()
}

fn provider_event() -> TableCreateStatement {
    Table::create()
        .table("provider_event")
        .col(text("provider"))
        .col(text("event_id"))
        .col(text("kind"))
        .col(text("object_reference"))
        .col(text("payload"))
        .col(integer("tries"))
        .col(big_integer("due_at"))
        .col(big_integer_null("handled_at"))
        .col(big_integer("received_at"))
        .primary_key(Index::create().col("provider").col("event_id"))
        .take()
}
