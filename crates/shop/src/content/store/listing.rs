//! Queries for sorted lists, by keyset: a deep page costs as much as the first.

use sea_orm::{
    Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder,
    QuerySelect, Value, sea_query::Expr,
};
use serde::{Deserialize, Serialize};

/// Position of a row in a list: the value it is sorted by, and its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor(pub ContentSortValue, pub i64);

/// A value that a list is sorted by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ContentSortValue {
    /// No value: the list is sorted by id alone.
    Id,
    /// A number or a timestamp.
    Number(i64),
    /// A text.
    Text(String),
}

impl From<&ContentSortValue> for Option<Value> {
    fn from(value: &ContentSortValue) -> Self {
        match value {
            ContentSortValue::Id => None,
            ContentSortValue::Number(number) => Some((*number).into()),
            ContentSortValue::Text(text) => Some(text.as_str().into()),
        }
    }
}

/// The first sort criterion of a list, before the id.
#[derive(Clone, Debug)]
pub enum SortBy {
    /// None: the list is sorted by id alone.
    Id,
    /// A column of numbers or timestamps.
    Number(Expr),
    /// A text column.
    Text(Expr),
}

impl SortBy {
    fn expression(&self) -> Option<&Expr> {
        match self {
            Self::Id => None,
            Self::Number(column) | Self::Text(column) => Some(column),
        }
    }

    /// Whether a list sorted like this has positions with such a value.
    pub(crate) fn fits(&self, value: &ContentSortValue) -> bool {
        matches!(
            (self, value),
            (Self::Id, ContentSortValue::Id)
                | (Self::Number(_), ContentSortValue::Number(_))
                | (Self::Text(_), ContentSortValue::Text(_))
        )
    }
}

/// Sort order of a list.
#[derive(Clone, Debug)]
pub struct Sorting {
    /// First sort criterion.
    pub by: SortBy,
    /// The id column.
    pub id: Expr,
    /// Whether the order is reversed.
    pub reverse: bool,
}

/// The first matching rows behind `cursor`, whose value must fit the sort order.
pub(crate) async fn rows_behind<E: EntityTrait>(
    db: &impl ConnectionTrait,
    matching: Condition,
    sorting: &Sorting,
    cursor: Option<&Cursor>,
    descending: bool,
    limit: u64,
) -> Result<Vec<E::Model>, DbErr> {
    let mut query = E::find().filter(matching);
    if let Some(cursor) = cursor {
        query = query.filter(behind(sorting, cursor, descending));
    }
    let order = if descending { Order::Desc } else { Order::Asc };
    if let Some(column) = sorting.by.expression() {
        query = query.order_by(column.clone(), order.clone());
    }
    let query = query.order_by(sorting.id.clone(), order).limit(limit);
    query.all(db).await
}

/// Condition for the rows after a cursor, in the direction of reading.
fn behind(sorting: &Sorting, cursor: &Cursor, descending: bool) -> Condition {
    let beyond = |column: &Expr, value: Value| {
        if descending {
            column.clone().lt(value)
        } else {
            column.clone().gt(value)
        }
    };
    let by_id = beyond(&sorting.id, cursor.1.into());
    match (sorting.by.expression(), Option::<Value>::from(&cursor.0)) {
        (Some(column), Some(value)) => Condition::any()
            .add(beyond(column, value.clone()))
            .add(Condition::all().add(column.clone().eq(value)).add(by_id)),
        _ => Condition::all().add(by_id),
    }
}
