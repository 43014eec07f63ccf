//! Queries for products.

use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, QueryFilter, QueryOrder,
    QuerySelect, sea_query::Expr,
};
use souk_entities::{catalog::product, ids::ProductId};
use souk_kernel::rows;

/// Products by id, whatever their status. Missing ones are left out.
pub async fn products_by_ids(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<product::Model>, DbErr> {
    let mut found = Vec::with_capacity(ids.len());
    for ids in ids.chunks(rows::KEYS) {
        let query = product::Entity::find();
        let query = query.filter(product::Column::Id.is_in(ids.iter().copied()));
        found.extend(query.all(db).await?);
    }
    Ok(found)
}

/// The product with this handle, whatever its status. Index: the unique handle.
pub async fn product_by_handle(
    db: &impl ConnectionTrait,
    handle: &str,
) -> Result<Option<product::Model>, DbErr> {
    product::Entity::find()
        .filter(product::COLUMN.handle.eq(handle))
        .one(db)
        .await
}

/// Products with these handles, whatever their status. Index: the unique handle.
pub(crate) async fn products_by_handles(
    db: &impl ConnectionTrait,
    handles: &[String],
) -> Result<Vec<product::Model>, DbErr> {
    rows::find::<product::Entity, _>(db, product::Column::Handle, handles).await
}

/// The ones among `ids` that are ids of products.
pub(crate) async fn product_ids_among(
    db: &impl ConnectionTrait,
    ids: Vec<i64>,
) -> Result<Vec<i64>, DbErr> {
    rows::find_ids::<product::Entity>(db, ids).await
}

/// The next ids of products behind `after`, ascending.
pub(crate) async fn product_ids_after(
    db: &impl ConnectionTrait,
    after: i64,
    limit: u64,
) -> Result<Vec<i64>, DbErr> {
    rows::find_ids_after::<product::Entity>(db, after, limit).await
}

/// Maximum number of products read while searching for the owner of an option or value. Ids are
/// unique, so few match.
const MOST_FOUND: u64 = 10;

/// Products whose options contain a number anywhere: candidates for the owner of an option or
/// value. Only the product's row holds the id, so all products are searched.
pub(crate) async fn products_with_number_in_options(
    db: &impl ConnectionTrait,
    number: i64,
) -> Result<Vec<product::Model>, DbErr> {
    let options = Expr::col(product::Column::Options).cast_as("text");
    product::Entity::find()
        .filter(options.like(format!("%{number}%")))
        .limit(MOST_FOUND)
        .all(db)
        .await
}

/// Locks a product.
pub(crate) async fn lock_product(
    db: &impl ConnectionTrait,
    id: ProductId,
) -> Result<Option<product::Model>, DbErr> {
    product::Entity::find_by_id(id)
        .lock_exclusive()
        .one(db)
        .await
}

/// Locks and returns these products in id order, so that callers that lock several wait for each
/// other instead of deadlocking. Products that do not exist are left out.
pub(crate) async fn lock_products(
    db: &impl ConnectionTrait,
    ids: &[ProductId],
) -> Result<Vec<product::Model>, DbErr> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let mut products = Vec::with_capacity(ids.len());
    for ids in ids.chunks(rows::KEYS) {
        let locked = product::Entity::find()
            .filter(product::Column::Id.is_in(ids.iter().copied()))
            .order_by_asc(product::Column::Id)
            .lock_exclusive()
            .all(db)
            .await?;
        products.extend(locked);
    }
    Ok(products)
}

/// Locks the next products behind `last`, in id order.
pub(crate) async fn lock_products_after(
    db: &impl ConnectionTrait,
    last: ProductId,
    limit: u64,
) -> Result<Vec<product::Model>, DbErr> {
    product::Entity::find()
        .filter(product::Column::Id.gt(last))
        .order_by_asc(product::Column::Id)
        .limit(limit)
        .lock_exclusive()
        .all(db)
        .await
}

/// Adds one to the version of these products.
pub(crate) async fn increment_versions(
    db: &impl ConnectionTrait,
    products: &[ProductId],
) -> Result<(), DbErr> {
    let version = product::Column::Version;
    for products in products.chunks(rows::KEYS) {
        product::Entity::update_many()
            .col_expr(version, Expr::col(version).add(1))
            .filter(product::Column::Id.is_in(products.iter().copied()))
            .exec(db)
            .await?;
    }
    Ok(())
}

/// Inserts the products that are new, and writes over the others, which were read.
pub(crate) async fn save_products(
    db: &impl ConnectionTrait,
    rows: Vec<product::Model>,
    is_new: impl Fn(&product::Model) -> bool,
) -> Result<(), DbErr> {
    rows::save::<product::Entity>(db, rows, is_new).await
}
