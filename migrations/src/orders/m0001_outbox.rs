//! First tables of the `orders` database.

use crate::create;
use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create::tables(manager, [crate::outbox::outbox()]).await?;
        create::indexes(
            manager,
            &[create::NewIndex {
                name: "outbox_by_shard",
                table: "outbox",
                columns: &["shard", "id"],
                unique: false,
            }],
        )
        .await
    }
}
