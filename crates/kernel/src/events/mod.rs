//! Events: the outbox that stores them, and the [`relay`] that delivers them to consumers.
//!
//! A change and its event commit together: [`publish`] writes into the outbox of the same database,
//! within the given transaction.

mod held;
pub mod relay;

use crate::{clock::Clock, ids::IdGenerator};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};
use serde::{Deserialize, Serialize};
use souk_entities::{
    ids::{CollectionId, EventId, FulfillmentId, OrderId, ProductId, RefundId},
    outbox,
};

/// Number of shards of an outbox; all rows of an entity are in the same shard.
pub const SHARDS: u32 = 64;

/// Name of [`Event::SettingsChanged`].
pub const SETTINGS_CHANGED: &str = "settings_changed";
/// Name of [`Event::ReindexRequested`].
pub const REINDEX_REQUESTED: &str = "reindex_requested";

/// An event. It only names what changed; consumers reread what they need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Event {
    /// A product, its variants, prices, translations, custom fields or memberships changed.
    ProductChanged {
        /// The product.
        product: ProductId,
    },
    /// A product was deleted.
    ProductDeleted {
        /// The product.
        product: ProductId,
    },
    /// Stock of a product's variants changed.
    StockChanged {
        /// The product.
        product: ProductId,
    },
    /// A collection changed, apart from its products.
    CollectionChanged {
        /// The collection.
        collection: CollectionId,
    },
    /// A collection was deleted.
    CollectionDeleted {
        /// The collection.
        collection: CollectionId,
    },
    /// A page, article or blog was changed or deleted.
    ContentChanged {
        /// Kind of the resource, as in its global id.
        resource: String,
        /// Number of the resource, as in its global id.
        id: i64,
    },
    /// The shop, a market, channel, price list, policy or menu changed.
    SettingsChanged {
        /// What changed, such as `market`.
        what: String,
    },
    /// A rebuild of the search index was requested.
    ReindexRequested,
    /// An order was placed.
    OrderPlaced {
        /// The order.
        order: OrderId,
    },
    /// An order changed.
    OrderChanged {
        /// The order.
        order: OrderId,
    },
    /// An order was cancelled.
    OrderCancelled {
        /// The order.
        order: OrderId,
        /// Whether to notify the buyer.
        notify: bool,
    },
    /// Units of an order were shipped, or the tracking of a fulfillment changed.
    OrderShipped {
        /// The order.
        order: OrderId,
        /// The fulfillment.
        fulfillment: FulfillmentId,
        /// Whether to notify the buyer.
        notify: bool,
    },
    /// An order was refunded.
    OrderRefunded {
        /// The order.
        order: OrderId,
        /// The refund.
        refund: RefundId,
        /// Whether to notify the buyer.
        notify: bool,
    },
}

impl Event {
    /// The entity the event is about; events of one entity keep their order.
    pub fn entity(&self) -> String {
        match self {
            Self::ProductChanged { product }
            | Self::ProductDeleted { product }
            | Self::StockChanged { product } => format!("product:{}", product.0),
            Self::CollectionChanged { collection } | Self::CollectionDeleted { collection } => {
                format!("collection:{}", collection.0)
            }
            Self::ContentChanged { resource, id } => format!("{resource}:{id}"),
            Self::SettingsChanged { what } => format!("settings:{what}"),
            Self::ReindexRequested => "index".to_owned(),
            Self::OrderPlaced { order }
            | Self::OrderChanged { order }
            | Self::OrderCancelled { order, .. }
            | Self::OrderShipped { order, .. }
            | Self::OrderRefunded { order, .. } => format!("order:{}", order.0),
        }
    }

    /// Name of the event, as stored.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::ProductChanged { .. } => "product_changed",
            Self::ProductDeleted { .. } => "product_deleted",
            Self::StockChanged { .. } => "stock_changed",
            Self::CollectionChanged { .. } => "collection_changed",
            Self::CollectionDeleted { .. } => "collection_deleted",
            Self::ContentChanged { .. } => "content_changed",
            Self::SettingsChanged { .. } => SETTINGS_CHANGED,
            Self::ReindexRequested => REINDEX_REQUESTED,
            Self::OrderPlaced { .. } => "order_placed",
            Self::OrderChanged { .. } => "order_changed",
            Self::OrderCancelled { .. } => "order_cancelled",
            Self::OrderShipped { .. } => "order_shipped",
            Self::OrderRefunded { .. } => "order_refunded",
        }
    }
}

/// Writes events into the outbox of the database that `db` is a transaction of.
///
/// # Errors
///
/// When the database rejects the rows.
pub async fn publish(
    db: &impl ConnectionTrait,
    ids: &IdGenerator,
    clock: &Clock,
    events: &[Event],
) -> Result<(), DbErr> {
    for events in events.chunks(1_000) {
        let rows = events.iter().map(|event| {
            let entity = event.entity();
            outbox::ActiveModel {
                id: Set(ids.next::<EventId>(clock)),
                shard: Set(shard(&entity)),
                entity: Set(entity),
                kind: Set(event.kind().to_owned()),
                payload: Set(serde_json::to_string(event).expect("events are plain values")),
                created_at: Set(clock.now()),
            }
        });
        outbox::Entity::insert_many(rows)
            .exec_without_returning(db)
            .await?;
    }
    Ok(())
}

/// Whether an event of this kind is still waiting for the relay. Scans the whole outbox, so use it
/// rarely.
///
/// # Errors
///
/// When the database fails.
pub async fn is_waiting(db: &impl ConnectionTrait, kind: &str) -> Result<bool, DbErr> {
    let query = outbox::Entity::find().select_only();
    let first: Option<i64> = query
        .column(outbox::Column::Id)
        .filter(outbox::COLUMN.kind.eq(kind))
        .limit(1)
        .into_tuple()
        .one(db)
        .await?;
    Ok(first.is_some())
}

/// The shard of an entity. Uses FNV-1a, because the shard number is stored and must never change.
fn shard(entity: &str) -> i32 {
    let hash = entity.bytes().fold(0x811c_9dc5_u32, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    });
    i32::try_from(hash % SHARDS).expect("there are 64 shards")
}
