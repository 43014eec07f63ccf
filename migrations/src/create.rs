//! Helpers for migrations.

use crate::steps::Steps;
use sea_orm::sea_query::{Index, TableCreateStatement};

/// Creates every table.
pub(crate) fn tables(steps: &mut Steps, tables: impl IntoIterator<Item = TableCreateStatement>) {
    for table in tables {
        steps.add(table);
    }
}

/// An index to create.
pub(crate) struct NewIndex {
    pub(crate) name: &'static str,
    pub(crate) table: &'static str,
    pub(crate) columns: &'static [&'static str],
    pub(crate) unique: bool,
}

/// Creates every index.
pub(crate) fn indexes(steps: &mut Steps, indexes: &[NewIndex]) {
    for new in indexes {
        let mut index = Index::create().name(new.name).table(new.table).take();
        for column in new.columns {
            index.col(*column);
        }
        if new.unique {
            index.unique();
        }
        steps.add(index);
    }
}
