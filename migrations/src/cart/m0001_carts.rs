//! First tables of the `cart` database.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [crate::outbox::outbox(), cart()]);
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "cart_by_expiry",
                table: "cart",
                columns: &["expires_at"],
                unique: false,
            },
            create::NewIndex {
                name: "outbox_by_shard",
                table: "outbox",
                columns: &["shard", "id"],
                unique: false,
            },
        ],
    )
}

fn cart() -> TableCreateStatement {
    Table::create()
        .table("cart")
        .col(text("id"))
        .col(big_integer("version"))
        .col(big_integer("channel_id"))
        .col(json_binary("lines"))
        .col(json_binary("attributes"))
        .col(text_null("note"))
        .col(json_binary("buyer"))
        .col(json_binary("discount_codes"))
        .col(json_binary("addresses"))
        .col(json_binary_null("billing_address"))
        .col(json_binary("metafields"))
        .col(big_integer("expires_at"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}
