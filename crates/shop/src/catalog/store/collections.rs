//! Queries for collections.

use crate::query_syntax::{Query, SqlColumn, condition};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, ExprTrait, Order, QueryFilter,
    QueryOrder, QuerySelect, sea_query::Expr,
};
use serde::{Deserialize, Serialize};
use souk_entities::{
    Timestamp,
    catalog::{
        collection::{self, RuleSet},
        collection_product,
    },
    ids::{CollectionId, ProductId},
};
use souk_kernel::rows;

/// Collections by id, published or not. Missing ones are left out.
pub async fn collections_by_ids(
    db: &impl ConnectionTrait,
    ids: &[CollectionId],
) -> Result<Vec<collection::Model>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(rows::KEYS) {
        let query = collection::Entity::find();
        let query = query.filter(collection::Column::Id.is_in(ids.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// The collection with this handle, published or not. Index: the unique handle.
pub async fn collection_by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<collection::Model>, DbErr> {
    collection::Entity::find()
        .filter(collection::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

/// The collection with this id, published or not.
pub(crate) async fn collection_by_id(
    db: &impl ConnectionTrait,
    id: CollectionId,
) -> Result<Option<collection::Model>, DbErr> {
    collection::Entity::find_by_id(id).one(db).await
}

/// Locks a collection.
pub(crate) async fn lock_collection(
    db: &impl ConnectionTrait,
    id: CollectionId,
) -> Result<Option<collection::Model>, DbErr> {
    collection::Entity::find_by_id(id)
        .lock_exclusive()
        .one(db)
        .await
}

/// Locks these collections in id order and returns the ids of those that exist.
pub(crate) async fn lock_collections(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    rows::find_and_lock_ids::<collection::Entity>(db, ids).await
}

/// The ones among `ids` that are ids of collections.
pub(crate) async fn collection_ids_among(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    rows::find_ids::<collection::Entity>(db, ids).await
}

/// The next ids of collections behind `after`, ascending.
pub(crate) async fn collection_ids_after(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<i64>, DbErr> {
    rows::find_ids_after::<collection::Entity>(db, after, limit).await
}

/// Collections with these handles, published or not. Index: the unique handle.
pub(crate) async fn collections_by_handles(
    db: &impl ConnectionTrait,
    handles: &[String],
) -> Result<Vec<collection::Model>, DbErr> {
    rows::find::<collection::Entity, _>(db, collection::Column::Handle, handles).await
}

/// The ones among `handles` that collections other than `own` have. Index: the unique handle.
pub(crate) async fn taken_collection_handles(
    db: &impl ConnectionTrait,
    handles: Vec<String>,
    own: CollectionId,
) -> Result<Vec<String>, DbErr> {
    collection::Entity::find()
        .select_only()
        .column(collection::Column::Handle)
        .filter(collection::Column::Handle.is_in(handles))
        .filter(collection::COLUMN.id.ne(own))
        .into_tuple()
        .all(db)
        .await
}

/// Maximum number of collections with rules that are read.
const MOST_RULES: u64 = 10_000;

/// Every collection that has rules, by id.
pub(crate) async fn collections_with_rules(
    db: &impl ConnectionTrait,
) -> Result<Vec<(CollectionId, RuleSet)>, DbErr> {
    collection::Entity::find()
        .select_only()
        .column(collection::Column::Id)
        .column(collection::Column::RuleSet)
        .filter(collection::Column::RuleSet.is_not_null())
        .order_by_asc(collection::Column::Id)
        .limit(MOST_RULES)
        .into_tuple()
        .all(db)
        .await
}

/// Inserts a collection, or writes over the one that was read.
pub(crate) async fn save_collection_row(
    db: &impl ConnectionTrait,
    row: collection::Model,
    is_new: bool,
) -> Result<(), DbErr> {
    rows::save::<collection::Entity>(db, vec![row], |_| is_new).await
}

/// Deletes a collection, and returns whether it existed.
pub(crate) async fn delete_collection(
    db: &impl ConnectionTrait,
    id: CollectionId,
) -> Result<bool, DbErr> {
    let deleted = collection::Entity::delete_by_id(id).exec(db).await?;
    Ok(deleted.rows_affected > 0)
}

/// Maximum number of memberships read for one batch of products.
const MOST_MEMBERSHIPS: u64 = 100_000;

/// The collections that contain these products, by collection id. Index:
/// `collection_product_by_product`.
pub async fn memberships_of_products(
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<Vec<(ProductId, CollectionId)>, DbErr> {
    let mut found = Vec::new();
    for products in products.chunks(rows::KEYS) {
        let query = collection_product::Entity::find()
            .filter(collection_product::Column::ProductId.is_in(products.iter().copied()))
            .order_by_asc(collection_product::COLUMN.collection_id)
            .limit(MOST_MEMBERSHIPS);
        let rows = query.all(db).await?;
        found.extend(rows.iter().map(|row| (row.product_id, row.collection_id)));
    }
    Ok(found)
}

/// Sort orders for a list of collections; ties are broken by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CollectionOrder {
    /// By id. Index: the primary key.
    Id,
    /// By title. Index: `collection_by_title`.
    Title,
    /// By last update. Index: `collection_by_updated_at`.
    UpdatedAt,
}

/// Position of a collection in a list.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum CollectionCursor {
    /// In a list sorted by id.
    Id(CollectionId),
    /// In a list sorted by title.
    Title(String, CollectionId),
    /// In a list sorted by last update.
    UpdatedAt(Timestamp, CollectionId),
}

impl CollectionCursor {
    /// Position of `row` in a list with this sort order.
    pub fn of(row: &collection::Model, order: CollectionOrder) -> Self {
        match order {
            CollectionOrder::Id => Self::Id(row.id),
            CollectionOrder::Title => Self::Title(row.title.clone(), row.id),
            CollectionOrder::UpdatedAt => Self::UpdatedAt(row.updated_at, row.id),
        }
    }

    /// The sort order it belongs to.
    pub fn order(&self) -> CollectionOrder {
        match self {
            Self::Id(_) => CollectionOrder::Id,
            Self::Title(..) => CollectionOrder::Title,
            Self::UpdatedAt(..) => CollectionOrder::UpdatedAt,
        }
    }

    fn behind(&self, descending: bool) -> Condition {
        let column = collection::COLUMN;
        let id_behind = |id: CollectionId| match descending {
            true => column.id.lt(id),
            false => column.id.gt(id),
        };
        let (key_behind, key_equal, id) = match (self, descending) {
            (Self::Id(id), _) => return Condition::all().add(id_behind(*id)),
            (Self::Title(title, id), true) => (column.title.lt(title), column.title.eq(title), id),
            (Self::Title(title, id), false) => (column.title.gt(title), column.title.eq(title), id),
            (Self::UpdatedAt(at, id), true) => (
                collection::Column::UpdatedAt.lt(*at),
                collection::Column::UpdatedAt.eq(*at),
                id,
            ),
            (Self::UpdatedAt(at, id), false) => (
                collection::Column::UpdatedAt.gt(*at),
                collection::Column::UpdatedAt.eq(*at),
                id,
            ),
        };
        Condition::any()
            .add(key_behind)
            .add(Condition::all().add(key_equal).add(id_behind(*id)))
    }
}

/// Which part of a list of collections to read.
#[derive(Clone, Copy, Debug)]
pub struct CollectionRange<'a> {
    /// Order of the list.
    pub order: CollectionOrder,
    /// Whether the order is reversed.
    pub descending: bool,
    /// Position to start after, in the same sort order.
    pub behind: Option<&'a CollectionCursor>,
    /// Maximum number of collections.
    pub limit: u64,
}

/// The next collections that match `filter`, published or not.
pub async fn collections_after(
    db: &impl ConnectionTrait,
    filter: Condition,
    range: &CollectionRange<'_>,
) -> Result<Vec<collection::Model>, DbErr> {
    let direction = match range.descending {
        true => Order::Desc,
        false => Order::Asc,
    };
    let mut query = collection::Entity::find().filter(filter).limit(range.limit);
    let key = match range.order {
        CollectionOrder::Id => None,
        CollectionOrder::Title => Some(collection::Column::Title),
        CollectionOrder::UpdatedAt => Some(collection::Column::UpdatedAt),
    };
    if let Some(key) = key {
        query = query.order_by(key, direction.clone());
    }
    query = query.order_by(collection::Column::Id, direction);
    if let Some(cursor) = range.behind {
        query = query.filter(cursor.behind(range.descending));
    }
    query.all(db).await
}

/// Maps the search fields to columns of the table; see [`condition`].
pub fn collection_filter(query: &Query) -> Condition {
    use collection::Column as C;
    let expression = |column: C| Expr::col((collection::Entity, column));
    let column = |field: &str| {
        Some(match field {
            "collection_type" => {
                let by_hand = expression(C::RuleSet).is_null();
                let kind = Expr::case(by_hand, "custom").finally("smart");
                SqlColumn::Keyword(kind.into())
            }
            "handle" => SqlColumn::Keyword(expression(C::Handle)),
            "id" => SqlColumn::Whole(expression(C::Id)),
            "title" => SqlColumn::Words(expression(C::Title)),
            "updated_at" => SqlColumn::Whole(expression(C::UpdatedAt)),
            _ => return None,
        })
    };
    condition(query, &column, &[expression(C::Title)])
}
