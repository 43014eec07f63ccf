//! Price history, how markets show it, and quantity rules of price lists.

use crate::create;
use sea_orm_migration::{prelude::*, schema::*};

/// See the module.
#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        create::tables(manager, [price_history()]).await?;
        let policy = text("compare_at_policy").default("AS_SET").take();
        let market = Table::alter().table("market").add_column(policy).take();
        manager.alter_table(market).await?;
        let rules = json_binary_null("list_quantity_rules");
        let variant = Table::alter().table("variant").add_column(rules).take();
        manager.alter_table(variant).await
    }
}

fn price_history() -> TableCreateStatement {
    Table::create()
        .table("price_history")
        .col(big_integer("variant_id"))
        .col(big_integer("price_list_id"))
        .col(big_integer("until"))
        .col(big_integer("price"))
        .primary_key(
            Index::create()
                .col("variant_id")
                .col("price_list_id")
                .col("until"),
        )
        .take()
}
