//! Sorted lists of content, page by page.

use sea_orm::{
    Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder,
    QuerySelect, Select, Value, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use souk_kernel::{
    error::ApiError,
    pagination::{Page, Slice},
};

/// Position of a row in a list: the value it is sorted by, and its id.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Cursor(pub SortValue, pub i64);

/// A value that a list is sorted by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SortValue {
    /// No value: the list is sorted by id alone.
    Id,
    /// A number or a timestamp.
    Number(i64),
    /// A text.
    Text(String),
}

impl From<&SortValue> for Option<Value> {
    fn from(value: &SortValue) -> Self {
        match value {
            SortValue::Id => None,
            SortValue::Number(number) => Some((*number).into()),
            SortValue::Text(text) => Some(text.as_str().into()),
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

    fn fits(&self, value: &SortValue) -> bool {
        matches!(
            (self, value),
            (Self::Id, SortValue::Id)
                | (Self::Number(_), SortValue::Number(_))
                | (Self::Text(_), SortValue::Text(_))
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

/// Reads one page of a list with keyset pagination: a deep page costs as much as the first.
///
/// # Errors
///
/// [`ApiError::BadInput`] if the cursor belongs to another sort order, or when the database fails.
pub async fn page_of<E: EntityTrait>(
    db: &impl ConnectionTrait,
    query: Select<E>,
    sorting: &Sorting,
    page: &Page<Cursor>,
) -> Result<Slice<E::Model>, ApiError> {
    let descending = sorting.reverse != page.backward;
    let mut query = query;
    if let Some(cursor) = &page.cursor {
        if !sorting.by.fits(&cursor.0) {
            return Err(ApiError::BadInput("invalid cursor".to_owned()));
        }
        query = query.filter(behind(sorting, cursor, descending));
    }
    let order = if descending { Order::Desc } else { Order::Asc };
    if let Some(column) = sorting.by.expression() {
        query = query.order_by(column.clone(), order.clone());
    }
    let query = query
        .order_by(sorting.id.clone(), order)
        .limit(page.size + 1);
    let rows: Result<Vec<E::Model>, DbErr> = query.all(db).await;
    Ok(Slice::from_overfetch(rows?, page))
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
