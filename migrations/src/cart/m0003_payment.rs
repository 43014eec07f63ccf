//! Payment of carts, and the time they were bought.

use sea_orm_migration::{prelude::*, schema::*};

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds only one column per statement.
        for column in [json_binary_null("payment"), big_integer_null("bought_at")] {
            let table = Table::alter().table("cart").add_column(column).take();
            manager.alter_table(table).await?;
        }
        Ok(())
    }
}
