//! The statements of a migration.

use sea_orm::sea_query::{
    IndexCreateStatement, InsertStatement, PostgresQueryBuilder, SqliteQueryBuilder,
    TableAlterStatement, TableCreateStatement,
};

/// The SQL of a migration, in order.
pub struct Steps {
    postgres: bool,
    sql: Vec<String>,
}

impl Steps {
    /// None yet; for PostgreSQL or for SQLite.
    pub(crate) fn new(postgres: bool) -> Self {
        let sql = Vec::new();
        Self { postgres, sql }
    }

    pub(crate) fn add(&mut self, step: impl Step) {
        self.sql.push(step.sql(self.postgres));
    }

    pub(crate) fn into_sql(self) -> Vec<String> {
        self.sql
    }
}

/// A statement, as PostgreSQL or as SQLite reads it.
pub(crate) trait Step {
    fn sql(&self, postgres: bool) -> String;
}

macro_rules! steps {
    ($($statement:ty,)*) => {$(
        impl Step for $statement {
            fn sql(&self, postgres: bool) -> String {
                if postgres {
                    self.to_string(PostgresQueryBuilder)
                } else {
                    self.to_string(SqliteQueryBuilder)
                }
            }
        }
    )*};
}

steps! {
    IndexCreateStatement,
    InsertStatement,
    TableAlterStatement,
    TableCreateStatement,
}

/// SQL that both read alike.
impl Step for &str {
    fn sql(&self, _postgres: bool) -> String {
        (*self).to_owned()
    }
}
