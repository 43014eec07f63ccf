//! E-mails about orders: queued by what happens, sent by the worker, each once.

use super::{fulfillment, refunds};
use crate::harness::TestShop;
use serde_json::json;
use souk_kernel::events::relay::Relay;
use souk_shop::orders;
use std::{fs, time::Duration};

/// E-mails in the folder, as one text each.
fn letters(shop: &TestShop) -> Vec<String> {
    let folder = shop.app.config.data_dir.join("outbox-mail");
    let files = fs::read_dir(folder).unwrap();
    let letters = files.map(|file| fs::read_to_string(file.unwrap().path()).unwrap());
    letters.collect()
}

/// Waits until what happened was relayed, and sends what is due.
async fn send(shop: &TestShop) -> u64 {
    shop.app.part::<Relay>().drain(&shop.app).await.unwrap();
    orders::send_due(&shop.app).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_hears_of_order_shipping_and_refund() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).place().await;

    assert_eq!(send(&shop).await, 1);
    let confirmation = letters(&shop).remove(0);
    assert!(
        confirmation.contains("To: ada@shop.example"),
        "{confirmation}"
    );
    assert!(confirmation.contains("Subject: Thank you for your order #1001"));
    assert!(confirmation.contains("text/plain") && confirmation.contains("text/html"));
    assert!(confirmation.contains("$27.00"));
    assert_eq!(send(&shop).await, 0, "once");

    let (id, _) = shop.assigned(&order).await;
    let sent = format!(
        "mutation {{ fulfillmentCreate(fulfillment: {{notifyCustomer: true,
            lineItemsByFulfillmentOrder: [{{fulfillmentOrderId: \"{id}\"}}],
            trackingInfo: {{number: \"PN77\"}}}}) {{ userErrors {{ code }} }} }}"
    );
    shop.merchant().data(&sent, json!({})).await;
    assert_eq!(send(&shop).await, 1);
    let shipped = letters(&shop)
        .into_iter()
        .find(|text| text.contains("Your order #1001 is on its way"));
    assert!(shipped.unwrap().contains("PN77"));

    let line = shop.line(&order, 0).await;
    let input = json!({"input": {"orderId": order.id, "notify": true, "refundLineItems": [
        {"lineItemId": line, "quantity": 1}]}});
    shop.merchant().data(refunds::REFUND, input).await;
    assert_eq!(send(&shop).await, 1);
    let refunded = letters(&shop)
        .into_iter()
        .find(|text| text.contains("You get money back"));
    assert!(refunded.unwrap().contains("$11.00"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_is_not_told_where_the_merchant_does_not_want_it() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    assert_eq!(send(&shop).await, 1);

    fulfillment::send_all(&shop, &order).await;

    assert_eq!(send(&shop).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_e_mail_that_fails_is_tried_again_later() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let folder = shop.app.config.data_dir.join("outbox-mail");
    fs::remove_dir(&folder).unwrap();
    shop.order().of(&lamp, 1).place().await;

    assert_eq!(send(&shop).await, 0);
    fs::create_dir(&folder).unwrap();
    assert_eq!(send(&shop).await, 0, "not at once");
    shop.app.clock.advance(Duration::from_secs(61));
    assert_eq!(send(&shop).await, 1);
    assert_eq!(letters(&shop).len(), 1);
}
