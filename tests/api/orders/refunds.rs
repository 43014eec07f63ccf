//! Refunds and cancelled orders.

use super::MadeOrder;
use crate::{
    harness::TestShop,
    merchant::{because, change, refusal},
};
use futures_util::future::join_all;
use serde_json::{Value, json};

pub const REFUND: &str = "mutation R($input: RefundInput!) { refundCreate(input: $input) {
    refund { id status totalRefundedSet { presentmentMoney { amount } }
        refundLineItems { quantity restockType lineItem { title } } }
    userErrors { code field message } } }";
const CANCEL: &str = "mutation C($id: ID!, $restock: Boolean!, $back: Boolean) {
    orderCancel(orderId: $id, reason: CUSTOMER, restock: $restock,
        refundMethod: {originalPaymentMethodsRefund: $back}, staffNote: \"Rang up.\") {
    order { canceledAt cancelReason displayFinancialStatus displayFulfillmentStatus }
    userErrors { code field message } } }";
const STATUS: &str = "displayFinancialStatus displayFulfillmentStatus totalRefunded { amount }
    currentTotalPrice { amount } lineItems(first: 9) { nodes { currentQuantity } }";

async fn input(shop: &TestShop, order: &MadeOrder, units: i32, restock: &str) -> Value {
    let line = shop.line(order, 0).await;
    json!({"input": {"orderId": order.id, "refundLineItems": [
        {"lineItemId": line, "quantity": units, "restockType": restock}]}})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_gives_back_what_the_units_cost_and_frees_them() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 3).place().await;
    assert_eq!(shop.levels(item, at).await, (2, 3, 5));

    let suggested = shop
        .read(
            &order,
            &format!(
                "suggestedRefund(refundLineItems: [{{lineItemId: \"{}\", quantity: 1}}],
                    refundShipping: true) {{ amountSet {{ presentmentMoney {{ amount }} }}
                    maximumRefundableSet {{ presentmentMoney {{ amount }} }}
                    totalTaxSet {{ shopMoney {{ amount }} }}
                    shipping {{ amountSet {{ presentmentMoney {{ amount }} }} }}
                    suggestedTransactions {{ kind gateway amountSet {{ presentmentMoney {{ amount }} }}
                        parentTransaction {{ kind }} }} }}",
                shop.line(&order, 0).await
            ),
        )
        .await;
    let suggested = &suggested["suggestedRefund"];
    assert_eq!(suggested["amountSet"]["presentmentMoney"]["amount"], "16.0");
    assert_eq!(
        suggested["maximumRefundableSet"]["presentmentMoney"]["amount"],
        "38.0"
    );
    assert_eq!(suggested["totalTaxSet"]["shopMoney"]["amount"], "1.0");
    assert_eq!(
        suggested["suggestedTransactions"][0]["parentTransaction"]["kind"],
        "SALE"
    );

    let made = change(&shop, REFUND, input(&shop, &order, 1, "CANCEL").await).await;
    assert_eq!(made["userErrors"], json!([]));
    assert_eq!(made["refund"]["status"], "DONE");
    let back = &made["refund"]["totalRefundedSet"]["presentmentMoney"]["amount"];
    assert_eq!(back, "11.0");
    assert_eq!(
        shop.levels(item, at).await,
        (3, 2, 5),
        "the unit can be sold again"
    );
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "PARTIALLY_REFUNDED");
    assert_eq!(read["totalRefunded"]["amount"], "11.0");
    assert_eq!(read["currentTotalPrice"]["amount"], "27.0");
    assert_eq!(read["lineItems"]["nodes"][0]["currentQuantity"], 2);
    let (_, lines) = shop.assigned(&order).await;
    assert_eq!(lines[0]["remainingQuantity"], 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn units_that_were_sent_come_back_where_the_merchant_says() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 2).place().await;
    let early = refusal(&shop, REFUND, input(&shop, &order, 1, "RETURN").await).await;
    assert_eq!(
        early,
        because("QUANTITY_TOO_LARGE", "input.refundLineItems.0.quantity")
    );
    super::fulfillment::send_all(&shop, &order).await;
    assert_eq!(shop.levels(item, at).await, (3, 0, 3));

    let late = refusal(&shop, REFUND, input(&shop, &order, 1, "CANCEL").await).await;
    assert_eq!(
        late,
        because("QUANTITY_TOO_LARGE", "input.refundLineItems.0.quantity")
    );
    let made = change(&shop, REFUND, input(&shop, &order, 2, "RETURN").await).await;

    assert_eq!(made["refund"]["status"], "DONE", "{made:#}");
    assert_eq!(shop.levels(item, at).await, (5, 0, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_beyond_what_was_paid_is_refused() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).place().await;
    let parent = shop.transaction(&order, "SALE").await;
    let line = shop.line(&order, 0).await;
    let money = |amount: &str| {
        json!({"input": {"orderId": order.id, "transactions": [
            {"parentId": parent, "amount": amount, "kind": "REFUND"}]}})
    };
    let field = "input.transactions.0.amount";

    let much = refusal(&shop, REFUND, money("27.01")).await;
    assert_eq!(much, because("AMOUNT_TOO_LARGE", field));
    let huge = refusal(&shop, REFUND, money("99999999999999999999999")).await;
    assert_eq!(huge, because("AMOUNT_TOO_LARGE", field));
    for amount in ["-5", "0", "0.001"] {
        let wrong = refusal(&shop, REFUND, money(amount)).await;
        assert_eq!(wrong, because("INVALID", field), "{amount}");
    }
    for (units, code) in [(3, "QUANTITY_TOO_LARGE"), (0, "INVALID"), (-1, "INVALID")] {
        let wrong = refusal(&shop, REFUND, input(&shop, &order, units, "CANCEL").await).await;
        assert_eq!(wrong, because(code, "input.refundLineItems.0.quantity"));
    }
    let shipping = json!({"input": {"orderId": order.id, "shipping": {"amount": "5.01"}}});
    let shipping = refusal(&shop, REFUND, shipping).await;
    assert_eq!(
        shipping,
        because("AMOUNT_TOO_LARGE", "input.shipping.amount")
    );
    let nothing = json!({"input": {"orderId": order.id}});
    assert_eq!(
        refusal(&shop, REFUND, nothing).await,
        because("INVALID", "input")
    );
    let twice = json!({"input": {"orderId": order.id, "refundLineItems": [
        {"lineItemId": line, "quantity": 1}, {"lineItemId": line, "quantity": 1}]}});
    let twice = refusal(&shop, REFUND, twice).await;
    assert_eq!(
        twice,
        because("INVALID", "input.refundLineItems.1.lineItemId")
    );

    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "PAID", "nothing went back");
    assert_eq!(
        change(&shop, REFUND, money("27")).await["refund"]["status"],
        "DONE"
    );
    assert_eq!(
        shop.read(&order, STATUS).await["displayFinancialStatus"],
        "REFUNDED"
    );
    let more = refusal(&shop, REFUND, money("0.01")).await;
    assert_eq!(more, because("AMOUNT_TOO_LARGE", field));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_with_one_key_is_made_once_by_a_hundred_callers() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 9).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 4).place().await;
    let keyed = REFUND.replace(
        "(input: $input) {",
        "(input: $input) @idempotent(key: \"r\") {",
    );
    let variables = input(&shop, &order, 1, "CANCEL").await;
    let merchant = shop.merchant();

    let sent = join_all((0..100).map(|_| merchant.data(&keyed, variables.clone()))).await;

    let ids: std::collections::BTreeSet<_> = sent
        .iter()
        .filter_map(|answer| answer["refundCreate"]["refund"]["id"].as_str())
        .collect();
    assert_eq!(ids.len(), 1, "{sent:#?}");
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["totalRefunded"]["amount"], "11.0");
    assert_eq!(shop.levels(item, at).await, (6, 3, 9));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_refunds_at_once_give_back_no_more_than_was_bought() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 9).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 4).place().await;
    let variables = input(&shop, &order, 1, "CANCEL").await;
    let merchant = shop.merchant();

    let sent = join_all((0..100).map(|_| merchant.data(REFUND, variables.clone()))).await;

    let made = sent
        .iter()
        .filter(|it| !it["refundCreate"]["refund"].is_null());
    assert_eq!(made.count(), 4);
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["totalRefunded"]["amount"], "44.0");
    assert_eq!(read["displayFulfillmentStatus"], "RESTOCKED");
    assert_eq!(shop.levels(item, at).await, (9, 0, 9));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_order_gives_back_money_and_units_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 2).place().await;
    let merchant = shop.merchant();
    let variables = json!({"id": order.id, "restock": true, "back": true});

    let sent = join_all((0..20).map(|_| merchant.data(CANCEL, variables.clone()))).await;

    let done = sent
        .iter()
        .filter(|it| !it["orderCancel"]["order"].is_null());
    assert_eq!(done.count(), 1, "{sent:#?}");
    let fields = format!(
        "cancelReason canceledAt {STATUS} events(last: 9) {{ nodes {{ action message }} }}"
    );
    let read = shop.read(&order, &fields).await;
    assert_eq!(read["cancelReason"], "CUSTOMER");
    assert_eq!(read["displayFinancialStatus"], "REFUNDED");
    assert_eq!(read["displayFulfillmentStatus"], "RESTOCKED");
    assert_eq!(read["totalRefunded"]["amount"], "27.0");
    assert!(read["events"].to_string().contains("Rang up."));
    assert_eq!(shop.levels(item, at).await, (5, 0, 5));
}

#[tokio::test(flavor = "multi_thread")]
async fn cancelling_lets_go_what_is_held_and_may_write_units_off() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let (item, at) = (
        shop.item_of(lamp.variants[0]).await,
        shop.location("Portland").await,
    );
    let order = shop.order().of(&lamp, 2).authorized().place().await;

    let payload = change(&shop, CANCEL, json!({"id": order.id, "restock": false})).await;

    assert_eq!(payload["userErrors"], json!([]));
    assert_eq!(payload["order"]["displayFinancialStatus"], "VOIDED");
    assert_eq!(shop.levels(item, at).await, (3, 0, 3), "the units are gone");

    let sent = shop.order().of(&lamp, 1).place().await;
    super::fulfillment::send_all(&shop, &sent).await;
    let late = refusal(&shop, CANCEL, json!({"id": sent.id, "restock": true})).await;
    assert_eq!(late, because("NOT_ALLOWED", "orderId"));
}
