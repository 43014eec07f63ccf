//! A document for each ledger row, in addition to that of the whole call.

use sea_orm_migration::{prelude::*, schema::*};

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let ledger = Table::alter()
            .table("inventory_adjustment")
            .add_column(text_null("document"))
            .take();
        manager.alter_table(ledger).await
    }
}
