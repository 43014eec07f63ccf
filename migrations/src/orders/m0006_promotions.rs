//! Discounts, their codes and redemptions.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [discount(), code(), redemption()]);
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "discount_by_way",
                table: "discount",
                columns: &["is_automatic", "id"],
                unique: false,
            },
            create::NewIndex {
                name: "discount_code_by_discount",
                table: "discount_code",
                columns: &["discount_id", "code"],
                unique: false,
            },
            // Rows without a customer do not collide.
            create::NewIndex {
                name: "discount_redemption_by_customer",
                table: "discount_redemption",
                columns: &["discount_id", "customer"],
                unique: true,
            },
        ],
    )
}

fn discount() -> TableCreateStatement {
    Table::create()
        .table("discount")
        .col(big_integer("id"))
        .col(text("title"))
        .col(boolean("is_automatic"))
        .col(json_binary("terms"))
        .col(big_integer_null("usage_limit"))
        .col(big_integer("starts_at"))
        .col(big_integer_null("ends_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn code() -> TableCreateStatement {
    Table::create()
        .table("discount_code")
        .col(text("code"))
        .col(big_integer("discount_id"))
        .col(text("shown"))
        .col(big_integer("used").default(0))
        .col(big_integer("created_at"))
        .check(Expr::col("used").gte(0))
        .primary_key(Index::create().col("code"))
        .take()
}

fn redemption() -> TableCreateStatement {
    Table::create()
        .table("discount_redemption")
        .col(big_integer("attempt_id"))
        .col(big_integer("discount_id"))
        .col(text("code"))
        .col(text_null("customer"))
        .col(big_integer_null("undone_at"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("attempt_id").col("discount_id"))
        .take()
}
