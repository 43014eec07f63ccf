//! The delivery options that the buyer of a cart chose.

use sea_orm_migration::{prelude::*, schema::*};

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter()
            .table("cart")
            .add_column(json_binary_null("delivery_options"))
            .take();
        manager.alter_table(table).await
    }
}
