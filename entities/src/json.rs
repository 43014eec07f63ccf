//! Columns that keep a struct or a list as JSON.
//!
//! SeaORM can derive this (`FromJsonQueryResult`), but then compiles the reading of every such type
//! three times: for SQLite, for PostgreSQL and from a JSON value.

use sea_orm::{
    ColIdx, DbErr, QueryResult, RuntimeErr, TryGetError,
    sqlx::{self, Row, ValueRef},
};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

/// A struct or list kept in one JSON column.
macro_rules! json_column {
    ($(#[$meta:meta])* $name:ident($inner:ty)) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
        pub struct $name(#[doc = "What the column holds."] pub $inner);

        $crate::json::kept_as_json!($name);
    };
}
pub(crate) use json_column;

/// Lets a column hold a type as JSON.
macro_rules! kept_as_json {
    ($name:ident) => {
        impl sea_orm::TryGetable for $name {
            fn try_get_by<I: sea_orm::ColIdx>(
                row: &sea_orm::QueryResult,
                column: I,
            ) -> Result<Self, sea_orm::TryGetError> {
                $crate::json::read($crate::json::bytes(row, column)?)
            }
        }

        impl From<$name> for sea_orm::Value {
            fn from(kept: $name) -> Self {
                Self::Json(Some(Box::new($crate::json::value(&kept))))
            }
        }

        impl sea_orm::sea_query::ValueType for $name {
            fn try_from(value: sea_orm::Value) -> Result<Self, sea_orm::sea_query::ValueTypeErr> {
                match value {
                    sea_orm::Value::Json(Some(json)) => {
                        $crate::json::read(json.to_string().as_bytes())
                            .map_err(|_| sea_orm::sea_query::ValueTypeErr)
                    }
                    _ => Err(sea_orm::sea_query::ValueTypeErr),
                }
            }

            fn type_name() -> String {
                stringify!($name).to_owned()
            }

            fn array_type() -> sea_orm::sea_query::ArrayType {
                sea_orm::sea_query::ArrayType::Json
            }

            fn column_type() -> sea_orm::ColumnType {
                sea_orm::ColumnType::Json
            }
        }

        impl sea_orm::sea_query::Nullable for $name {
            fn null() -> sea_orm::Value {
                sea_orm::Value::Json(None)
            }
        }
    };
}
pub(crate) use kept_as_json;

/// The JSON in a column.
pub(crate) fn bytes<I: ColIdx>(row: &QueryResult, column: I) -> Result<&[u8], TryGetError> {
    let found = if let Some(row) = row.try_as_sqlite_row() {
        row.try_get_unchecked(column.as_sqlx_sqlite_index())
    } else if let Some(row) = row.try_as_pg_row() {
        binary_json(row, column.as_sqlx_postgres_index())
    } else {
        Ok(None)
    };
    found
        .map_err(|failure| DbErr::Query(RuntimeErr::SqlxError(failure.into())))?
        .ok_or_else(|| TryGetError::Null(format!("{column:?}")))
}

/// PostgreSQL writes the number of the format, which is 1, before the JSON.
fn binary_json<I>(row: &sqlx::postgres::PgRow, column: I) -> Result<Option<&[u8]>, sqlx::Error>
where
    I: sqlx::ColumnIndex<sqlx::postgres::PgRow>,
{
    let raw = row.try_get_raw(column)?;
    if raw.is_null() {
        return Ok(None);
    }
    let bytes = raw.as_bytes().map_err(sqlx::Error::Decode)?;
    Ok(Some(bytes.strip_prefix(&[1]).unwrap_or(bytes)))
}

/// What JSON says.
pub(crate) fn read<T: DeserializeOwned>(json: &[u8]) -> Result<T, TryGetError> {
    serde_json::from_slice(json).map_err(|failure| DbErr::Json(failure.to_string()).into())
}

/// A type as JSON. Its keys are texts and its numbers finite, so it never fails.
pub(crate) fn value(kept: &impl Serialize) -> Value {
    serde_json::to_value(kept).expect("is JSON")
}
