//! Idempotency keys of requests.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [idempotency_key()]);
    create::indexes(
        steps,
        &[create::NewIndex {
            name: "idempotency_key_by_expiry",
            table: "idempotency_key",
            columns: &["expires_at"],
            unique: false,
        }],
    )
}

fn idempotency_key() -> TableCreateStatement {
    Table::create()
        .table("idempotency_key")
        .col(text("id"))
        .col(text("fingerprint"))
        .col(big_integer("claim"))
        .col(text_null("answer"))
        .col(big_integer("leased_until"))
        .col(big_integer("expires_at"))
        .primary_key(Index::create().col("id"))
        .take()
}
