//! Whole checkouts while commits fail and clients hang up. What was sold, paid and counted agrees
//! afterwards, and after a restart.

use crate::{delivery_options::zones, harness::TestShop};
use futures_util::future::join_all;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseBackend, EntityTrait, PaginatorTrait, QueryFilter,
};
use serde_json::{Value, json};
use souk_entities::{
    ids::VariantId,
    orders::{order, payment_transaction},
};
use souk_kernel::ids::Gid;
use souk_shop::payments::TransactionStatus;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

const SET: &str = "mutation($input: InventorySetQuantitiesInput!) {
    inventorySetQuantities(input: $input) { userErrors { code } } }";

/// Buys with every cart and starts again: each order that a buyer was told of is there, paid, and
/// its stock is committed.
async fn sells_and_starts_again(shop: TestShop, lamp: VariantId, carts: &[Value], stock: i64) {
    let outcomes = join_all(carts.iter().map(|cart| shop.buy(cart))).await;
    for outcome in &outcomes {
        assert_eq!(
            outcome["__typename"], "CartCompletionSuccess",
            "{outcome:#}"
        );
    }
    let databases = shop.app.config.database.clone();
    let folder = shop.close().await;
    let again = TestShop::start_with(|config| {
        config.data_dir = folder.path().into();
        config.database = databases;
    })
    .await;

    let sold = outcomes.len();
    let orders = again.app.databases.orders.writer();
    let made = order::Entity::find().count(orders).await.unwrap();
    assert_eq!(usize::try_from(made).unwrap(), sold, "orders");
    let paid = payment_transaction::Entity::find()
        .filter(
            payment_transaction::COLUMN
                .status
                .eq(TransactionStatus::Success),
        )
        .filter(payment_transaction::Column::OrderId.is_not_null());
    let paid = paid.count(orders).await.unwrap();
    assert_eq!(usize::try_from(paid).unwrap(), sold, "payments");
    let sold = i64::try_from(sold).unwrap();
    let item = again.item_of(lamp).await;
    assert_eq!(again.units_of(item).await, (stock - sold, 0, sold));
    again.assert_verified().await;
    again.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn commits_that_fail_for_a_moment_lose_no_later_order() {
    let shop = TestShop::start().await;
    if shop.app.databases.orders.backend() != DatabaseBackend::Sqlite {
        return; // PostgreSQL does not fail this way
    }
    zones(&shop).await;
    let lamp = shop.lamps(100).await;
    let carts = join_all((0..20).map(|_| shop.ready_cart(lamp, "test_ok"))).await;

    for (_, database) in shop.app.databases.all() {
        let fails = Arc::new(AtomicBool::new(true));
        let hook = Arc::clone(&fails);
        let pool = database.writer().get_sqlite_connection_pool();
        let mut connection = pool.acquire().await.unwrap();
        let mut handle = connection.lock_handle().await.unwrap();
        handle.set_commit_hook(move || !hook.load(Ordering::Relaxed));
        drop(handle);
        drop(connection);
        let txn = database.begin().await.unwrap();
        txn.execute_unprepared("CREATE TABLE full_disk (id bigint)")
            .await
            .unwrap();
        assert!(txn.commit().await.is_err());
        fails.store(false, Ordering::Relaxed);
        let txn = database.begin().await.unwrap();
        txn.rollback().await.unwrap();
    }

    sells_and_starts_again(shop, lamp, &carts, 100).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn clients_that_hang_up_cost_no_other_their_payment() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(200).await;
    let carts = join_all((0..100).map(|_| shop.ready_cart(lamp, "test_ok"))).await;

    // Merchants who count another product, and wait for less than it takes.
    let vase = shop
        .product("vase")
        .price_minor(500)
        .stock(5)
        .create()
        .await
        .variants[0];
    let item = shop.item_of(vase).await;
    let place = shop.location("Portland").await;
    let quantity = json!({"inventoryItemId": item.gid(), "locationId": place.gid(), "quantity": 5});
    let input = json!({"input": {
        "name": "available", "reason": "correction", "quantities": [quantity]}});
    let merchant = shop.merchant();
    join_all((0..1_000_u64).map(|number| {
        let (merchant, orders) = (&merchant, &shop.app.databases.orders);
        let input = input.clone();
        async move {
            tokio::time::sleep(Duration::from_millis(number / 2)).await;
            let patience = Duration::from_micros(40 * (number % 100));
            let _ = tokio::time::timeout(patience, merchant.send(SET, input)).await;
            let _ = tokio::time::timeout(Duration::ZERO, orders.begin()).await;
        }
    }))
    .await;

    sells_and_starts_again(shop, lamp, &carts, 200).await;
}
