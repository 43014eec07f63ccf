//! Lists of orders and of an order's timeline.

use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    ids::{ChannelId, OrderEventId, OrderId},
    orders::{
        order::{self, FinancialStatus, FulfillmentStatus},
        order_event,
    },
};
use souk_kernel::pagination::{RequestedPage, Slice};

/// Filter for orders; an order must match every condition that is set.
#[derive(Clone, Debug, Default)]
pub struct OrderFilter {
    /// With one of these financial statuses.
    pub financial_statuses: Option<Vec<FinancialStatus>>,
    /// With one of these fulfillment statuses.
    pub fulfillment_statuses: Option<Vec<FulfillmentStatus>>,
    /// With this e-mail address.
    pub email: Option<String>,
    /// With this number.
    pub number: Option<i64>,
    /// In this channel.
    pub channel: Option<ChannelId>,
    /// Placed at or after this time.
    pub since: Option<Timestamp>,
    /// Placed before this time.
    pub until: Option<Timestamp>,
    /// Whether the order is cancelled.
    pub cancelled: Option<bool>,
    /// Whether the order is closed.
    pub closed: Option<bool>,
}

/// Keys to sort orders by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderSort {
    /// By id.
    Id,
    /// By number.
    Number,
    /// By time of purchase, oldest first.
    ProcessedAt,
    /// By total price, lowest first.
    Total,
    /// By time of the last change, oldest first.
    UpdatedAt,
}

impl OrderSort {
    fn column(self) -> order::Column {
        match self {
            Self::Id => order::Column::Id,
            Self::Number => order::Column::Number,
            Self::ProcessedAt => order::Column::ProcessedAt,
            Self::Total => order::Column::Total,
            Self::UpdatedAt => order::Column::UpdatedAt,
        }
    }

    fn key(self, row: &order::Model) -> i64 {
        match self {
            Self::Id => row.id.0,
            Self::Number => row.number,
            Self::ProcessedAt => row.processed_at.0,
            Self::Total => row.total,
            Self::UpdatedAt => row.updated_at.0,
        }
    }
}

/// Position of an order in a list: its sort key and its id.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OrderCursor(i64, i64);

impl OrderCursor {
    /// The cursor of a row.
    pub fn of(row: &order::Model, sort: OrderSort) -> Self {
        Self(sort.key(row), row.id.0)
    }
}

/// A page of orders. Keyset pagination by (sort key, id). Indexes: `orders_by_processed`,
/// `orders_by_total`, `orders_by_updated`, and those of the filters.
pub(in crate::orders) async fn page(
    db: &impl ConnectionTrait,
    filter: &OrderFilter,
    sort: OrderSort,
    reverse: bool,
    page: &RequestedPage<OrderCursor>,
) -> Result<Slice<order::Model>, DbErr> {
    let column = sort.column();
    let descending = reverse != page.backward;
    let mut query = order::Entity::find().filter(condition(filter));
    if let Some(OrderCursor(key, id)) = page.cursor {
        let same = Condition::all().add(column.eq(key));
        let (beyond, next) = if descending {
            (column.lt(key), order::Column::Id.lt(id))
        } else {
            (column.gt(key), order::Column::Id.gt(id))
        };
        query = query.filter(Condition::any().add(beyond).add(same.add(next)));
    }
    query = if descending {
        query.order_by_desc(column).order_by_desc(order::Column::Id)
    } else {
        query.order_by_asc(column).order_by_asc(order::Column::Id)
    };
    let rows = query.limit(page.size + 1).all(db).await?;
    Ok(Slice::from_overfetch(rows, page))
}

/// Counts the orders that match a filter. Indexes: as for pages.
pub(in crate::orders) async fn count(
    db: &impl ConnectionTrait,
    filter: &OrderFilter,
) -> Result<u64, DbErr> {
    let query = order::Entity::find().filter(condition(filter));
    query.count(db).await
}

fn condition(filter: &OrderFilter) -> Condition {
    use order::Column as C;
    let set = |column: C, set: bool| match set {
        true => column.is_not_null(),
        false => column.is_null(),
    };
    Condition::all()
        .add_option(
            filter
                .financial_statuses
                .clone()
                .map(|it| C::FinancialStatus.is_in(it)),
        )
        .add_option(
            filter
                .fulfillment_statuses
                .clone()
                .map(|it| C::FulfillmentStatus.is_in(it)),
        )
        .add_option(filter.email.clone().map(|email| C::Email.eq(email)))
        .add_option(filter.number.map(|number| C::Number.eq(number)))
        .add_option(filter.channel.map(|channel| C::ChannelId.eq(channel)))
        .add_option(filter.since.map(|since| C::ProcessedAt.gte(since)))
        .add_option(filter.until.map(|until| C::ProcessedAt.lt(until)))
        .add_option(filter.cancelled.map(|it| set(C::CancelledAt, it)))
        .add_option(filter.closed.map(|it| set(C::ClosedAt, it)))
}

/// A page of an order's timeline, oldest first unless reversed. Index: `order_event_by_order`.
pub(in crate::orders) async fn timeline(
    db: &impl ConnectionTrait,
    id: OrderId,
    reverse: bool,
    page: &RequestedPage<OrderEventId>,
) -> Result<Slice<order_event::Model>, DbErr> {
    let descending = reverse != page.backward;
    let mut query = order_event::Entity::find().filter(order_event::COLUMN.order_id.eq(id));
    if let Some(cursor) = page.cursor {
        query = query.filter(if descending {
            order_event::Column::Id.lt(cursor)
        } else {
            order_event::Column::Id.gt(cursor)
        });
    }
    query = if descending {
        query.order_by_desc(order_event::Column::Id)
    } else {
        query.order_by_asc(order_event::Column::Id)
    };
    let rows = query.limit(page.size + 1).all(db).await?;
    Ok(Slice::from_overfetch(rows, page))
}
