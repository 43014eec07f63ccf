//! Idempotency keys of requests.

use crate::create;
use sea_orm_migration::{prelude::*, schema::*};

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create::tables(manager, [idempotency_key()]).await?;
        create::indexes(
            manager,
            &[create::NewIndex {
                name: "idempotency_key_by_expiry",
                table: "idempotency_key",
                columns: &["expires_at"],
                unique: false,
            }],
        )
        .await
    }
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
