//! Orders as they are placed.

use super::Alone;
use crate::harness::TestShop;
use futures_util::future::join_all;
use serde_json::json;
use souk_kernel::events::relay::Relay;
use souk_shop::orders::{self};
use std::time::Duration;

const FIELDS: &str = "name orderNumber email financialStatus fulfillmentStatus edited currencyCode
        totalPrice { amount currencyCode } subtotalPrice { amount } totalTax { amount }
        totalShippingPrice { amount } totalRefunded { amount } currentTotalPrice { amount }
        shippingAddress { name city provinceCode } billingAddress { city } cancelReason
        lineItems(first: 9) { nodes { title quantity currentQuantity sku
            originalTotalPrice { amount } discountedTotalPrice { amount }
            variant { title } taxLines { title ratePercentage price { amount } } } }
        displayFinancialStatus displayFulfillmentStatus
        totalReceivedSet { shopMoney { amount currencyCode } presentmentMoney { amount } }
        totalOutstandingSet { presentmentMoney { amount } }
        transactions(first: 9) { kind status gateway amountSet { presentmentMoney { amount } } }
        fulfillmentOrders(first: 9) { nodes { status assignedLocation { name }
            deliveryMethod { methodType }
            lineItems(first: 9) { nodes { totalQuantity remainingQuantity } } } }
        events(first: 9) { nodes { action message } }";

#[tokio::test(flavor = "multi_thread")]
async fn an_order_shows_what_was_bought_and_paid() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let rug = shop.stocked("rug", 5).await;
    let order = shop.order().of(&lamp, 2).of(&rug, 1).place().await;

    let read = shop.read(&order, FIELDS).await;
    assert_eq!(read["name"], "#1001");
    assert_eq!(read["orderNumber"], 1_001);
    assert_eq!(read["financialStatus"], "PAID");
    assert_eq!(read["fulfillmentStatus"], "UNFULFILLED");
    // 30.00, 3.00 of tax and 5.00 for delivery.
    assert_eq!(
        read["totalPrice"],
        json!({"amount": "38.0", "currencyCode": "USD"})
    );
    assert_eq!(read["totalTax"]["amount"], "3.0");
    assert_eq!(read["currentTotalPrice"]["amount"], "38.0");
    assert_eq!(read["shippingAddress"]["name"], "Ada Byron");
    assert_eq!(read["shippingAddress"]["provinceCode"], "OR");
    let lines = read["lineItems"]["nodes"].as_array().unwrap();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["title"], "lamp");
    assert_eq!(lines[0]["originalTotalPrice"]["amount"], "20.0");
    assert_eq!(lines[0]["variant"]["title"], "Default Title");
    assert_eq!(lines[0]["taxLines"][0]["ratePercentage"], 10.0);
    let received = &read["totalReceivedSet"];
    assert_eq!(
        received["shopMoney"],
        json!({"amount": "38.0", "currencyCode": "USD"})
    );
    assert_eq!(
        read["totalOutstandingSet"]["presentmentMoney"]["amount"],
        "0.0"
    );
    assert_eq!(read["transactions"][0]["kind"], "SALE");
    assert_eq!(read["transactions"][0]["gateway"], "test");
    let assigned = &read["fulfillmentOrders"]["nodes"];
    assert_eq!(
        assigned.as_array().unwrap().len(),
        1,
        "one for the location"
    );
    assert_eq!(assigned[0]["assignedLocation"]["name"], "Portland");
    assert_eq!(assigned[0]["deliveryMethod"]["methodType"], "SHIPPING");
    assert_eq!(read["events"]["nodes"][0]["action"], "placed");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_becomes_one_order_however_often_it_is_placed() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    let app = &shop.app;

    let again =
        join_all((0..50).map(|_| orders::place::place_order(app, &order.new, None, &Alone))).await;

    for placed in again {
        assert_eq!(placed.unwrap(), order.placed);
    }
    let next = shop.order().of(&lamp, 1).place().await;
    assert_eq!(next.placed.name, "#1002", "no number is lost");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_placed_with_few_statements() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let mut order = shop.order().of(&lamp, 1).place().await;
    order.new.attempt = shop.app.next_id();

    let paused = shop.app.part::<Relay>().pause().await;
    let before = shop.app.databases.statements();
    orders::place::place_order(&shop.app, &order.new, None, &Alone)
        .await
        .unwrap();
    let statements = shop.app.databases.statements() - before;
    drop(paused);

    assert!(statements <= 9, "{statements}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_found_by_the_secret_of_its_status_page_for_a_while() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    let (_, secret) = order.placed.status_url.rsplit_once('/').unwrap();
    let app = &shop.app;

    let found = orders::order_of_status_page(app, secret).await.unwrap();
    assert_eq!(found.unwrap().id, order.placed.id);
    assert!(
        orders::order_of_status_page(app, "made-up")
            .await
            .unwrap()
            .is_none()
    );
    let read = shop.read(&order, "statusUrl").await;
    assert_eq!(read["statusUrl"], order.placed.status_url.as_str());

    app.clock.advance(Duration::from_secs(91 * 24 * 3_600));
    assert!(
        orders::order_of_status_page(app, secret)
            .await
            .unwrap()
            .is_none()
    );
}
