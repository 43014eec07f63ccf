//! Moves tax rates from markets to tax zones.

use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("market")
            .drop_column("tax_rates")
            .take();
        manager.alter_table(table).await
    }
}
