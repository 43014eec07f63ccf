//! Helpers for migrations.

use sea_orm_migration::prelude::*;

/// Creates every table.
pub(crate) async fn tables(
    manager: &SchemaManager<'_>,
    tables: impl IntoIterator<Item = TableCreateStatement>,
) -> Result<(), DbErr> {
    for table in tables {
        manager.create_table(table).await?;
    }
    Ok(())
}

/// An index to create.
pub(crate) struct NewIndex {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) unique: bool,
}

/// Creates every index.
pub(crate) async fn indexes(
    manager: &SchemaManager<'_>,
    indexes: &[NewIndex],
) -> Result<(), DbErr> {
    for new in indexes {
        let mut index = Index::create().name(new.name).table(new.table).take();
        for column in new.columns {
            index.col(*column);
        }
        if new.unique {
            index.unique();
        }
        manager.create_index(index).await?;
    }
    Ok(())
}
