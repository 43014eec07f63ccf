//! Custom fields that an order takes over from its cart.

use sea_orm_migration::{prelude::*, schema::*};

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let fields = json_binary_null("metafields");
        let table = Table::alter().table("orders").add_column(fields).take();
        manager.alter_table(table).await
    }
}
