//! The outbox table, which is the same in every database.

use crate::columns::*;
use sea_orm::sea_query::*;

/// Events waiting to be published.
pub(crate) fn outbox() -> TableCreateStatement {
    Table::create()
        .table("outbox")
        .col(big_integer("id"))
        .col(integer("shard"))
        .col(text("entity"))
        .col(text("kind"))
        .col(text("payload"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .take()
}
