//! Gift cards and their transactions.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [gift_card(), gift_card_transaction()]);
    let index = |name, table, columns| create::NewIndex {
        name,
        table,
        columns,
        unique: false,
    };
    let cards = "gift_card";
    let transactions = "gift_card_transaction";
    create::indexes(
        steps,
        &[
            index("gift_card_by_balance", cards, &["balance", "id"]),
            index("gift_card_by_end", cards, &["last_characters"]),
            index("gift_card_by_update", cards, &["updated_at", "id"]),
            index("gift_card_by_value", cards, &["initial_value", "id"]),
            index(
                "gift_card_transaction_by_attempt",
                transactions,
                &["attempt_id"],
            ),
            index(
                "gift_card_transaction_by_card",
                transactions,
                &["gift_card_id", "id"],
            ),
        ],
    )
}

fn gift_card() -> TableCreateStatement {
    Table::create()
        .table("gift_card")
        .col(big_integer("id"))
        .col(text_uniq("code_digest"))
        .col(text("last_characters"))
        .col(big_integer("initial_value"))
        .col(big_integer("balance"))
        .col(text("currency"))
        .col(big_integer_null("expires_at"))
        .col(big_integer_null("deactivated_at"))
        .col(text_null("note"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        // Guarantees that a card can never be overdrawn, whatever the code does.
        .check(Expr::col("balance").gte(0))
        .check(Expr::col("balance").lte(Expr::col("initial_value")))
        .take()
}

fn gift_card_transaction() -> TableCreateStatement {
    Table::create()
        .table("gift_card_transaction")
        .col(big_integer("id"))
        .col(big_integer("gift_card_id"))
        .col(text_uniq("key"))
        .col(text("kind"))
        .col(big_integer("attempt_id"))
        .col(big_integer("amount"))
        .col(big_integer_null("undone_at"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .check(Expr::col("amount").gte(0))
        .take()
}
