//! Gift cards applied to carts.

use sea_orm_migration::prelude::*;

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let mut column = ColumnDef::new("gift_cards");
        column.json_binary().not_null().default("[]");
        let table = Table::alter().table("cart").add_column(column).take();
        manager.alter_table(table).await
    }
}
