//! Batch loaders of orders, for one request.

use super::store;
use crate::payments::{self, Transaction};
use async_graphql::dataloader::{DataLoader, HashMapCache, Loader};
use sea_orm::DbErr;
use souk_entities::{
    ids::OrderId,
    orders::{fulfillment, fulfillment_order, fulfillment_order_line, order_line, refund},
};
use souk_kernel::{app::App, batches::BatchSpawner, database::Database};
use std::{collections::HashMap, sync::Arc};

/// The batch loaders of orders.
pub struct OrderLoaders {
    /// Lines by order, in line order.
    pub lines: DataLoader<LinesByOrder, HashMapCache>,
    /// Transactions by order, oldest first.
    pub transactions: DataLoader<TransactionsByOrder, HashMapCache>,
    /// Fulfillment orders by order, oldest first.
    pub fulfillment_orders: DataLoader<FulfillmentOrdersByOrder, HashMapCache>,
    /// Lines of fulfillment orders by order.
    pub fulfillment_order_lines: DataLoader<FulfillmentOrderLinesByOrder, HashMapCache>,
    /// Fulfillments by order, oldest first.
    pub fulfillments: DataLoader<FulfillmentsByOrder, HashMapCache>,
    /// Refunds by order, oldest first.
    pub refunds: DataLoader<RefundsByOrder, HashMapCache>,
}

impl OrderLoaders {
    /// Creates the loaders of one request.
    pub fn new(app: &App, spawner: &BatchSpawner) -> Self {
        let orders = &app.databases.orders;
        Self {
            lines: spawner.loader(LinesByOrder(orders.clone())),
            transactions: spawner.loader(TransactionsByOrder(orders.clone())),
            fulfillment_orders: spawner.loader(FulfillmentOrdersByOrder(orders.clone())),
            fulfillment_order_lines: spawner.loader(FulfillmentOrderLinesByOrder(orders.clone())),
            fulfillments: spawner.loader(FulfillmentsByOrder(orders.clone())),
            refunds: spawner.loader(RefundsByOrder(orders.clone())),
        }
    }
}

fn by_order<T>(rows: Vec<T>, order: impl Fn(&T) -> OrderId) -> HashMap<OrderId, Arc<Vec<T>>> {
    let mut found: HashMap<OrderId, Vec<T>> = HashMap::new();
    for row in rows {
        found.entry(order(&row)).or_default().push(row);
    }
    found
        .into_iter()
        .map(|(id, rows)| (id, Arc::new(rows)))
        .collect()
}

/// Declares a loader of rows by order. Rows are read from the primary, so that a mutation sees its
/// own changes.
macro_rules! of_order {
    ($(#[$meta:meta])* $loader:ident, $row:ty, $read:expr) => {
        $(#[$meta])*
        pub struct $loader(Database);

        impl Loader<OrderId> for $loader {
            type Value = Arc<Vec<$row>>;
            type Error = DbErr;

            async fn load(
                &self,
                ids: &[OrderId],
            ) -> Result<HashMap<OrderId, Self::Value>, DbErr> {
                let rows = $read(self.0.writer(), ids).await?;
                Ok(by_order(rows, |row| row.order_id))
            }
        }
    };
}

of_order! {
    /// Loads lines by order.
    LinesByOrder, order_line::Model, store::lines
}
of_order! {
    /// Loads fulfillment orders by order.
    FulfillmentOrdersByOrder, fulfillment_order::Model, store::fulfillment_orders
}
of_order! {
    /// Loads lines of fulfillment orders by order.
    FulfillmentOrderLinesByOrder, fulfillment_order_line::Model, store::fulfillment_order_lines
}
of_order! {
    /// Loads fulfillments by order.
    FulfillmentsByOrder, fulfillment::Model, store::fulfillments
}
of_order! {
    /// Loads refunds by order.
    RefundsByOrder, refund::Model, store::refunds
}

/// Loads transactions by order.
pub struct TransactionsByOrder(Database);

impl Loader<OrderId> for TransactionsByOrder {
    type Value = Arc<Vec<Transaction>>;
    type Error = DbErr;

    async fn load(&self, ids: &[OrderId]) -> Result<HashMap<OrderId, Self::Value>, DbErr> {
        let found = payments::transactions_of_orders(self.0.writer(), ids).await?;
        Ok(found
            .into_iter()
            .map(|(id, rows)| (id, Arc::new(rows)))
            .collect())
    }
}
