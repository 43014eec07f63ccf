//! Wrong ids: a refusal with a code, and nothing changes.

use crate::{
    harness::TestShop,
    merchant::{because, refusal},
};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn every_change_of_an_order_that_is_not_there_is_refused() {
    let shop = TestShop::start().await;
    let order = "gid://souk/Order/1";
    let assigned = "gid://souk/FulfillmentOrder/1";
    let errors = "{ userErrors { code field } }";
    for (call, field) in [
        (
            format!("orderClose(input: {{id: \"{order}\"}})"),
            "input.id",
        ),
        (format!("orderOpen(input: {{id: \"{order}\"}})"), "input.id"),
        (
            format!("orderMarkAsPaid(input: {{id: \"{order}\"}})"),
            "input.id",
        ),
        (
            format!("orderCancel(orderId: \"{order}\", reason: OTHER, restock: true)"),
            "orderId",
        ),
        (
            format!(
                "orderCapture(input: {{id: \"{order}\", amount: \"1\",
                    parentTransactionId: \"gid://souk/OrderTransaction/1\"}})"
            ),
            "input.id",
        ),
        (
            format!("refundCreate(input: {{orderId: \"{order}\"}})"),
            "input.orderId",
        ),
        (
            format!(
                "fulfillmentCreate(fulfillment: {{lineItemsByFulfillmentOrder:
                    [{{fulfillmentOrderId: \"{assigned}\"}}]}})"
            ),
            "fulfillment.lineItemsByFulfillmentOrder.0.fulfillmentOrderId",
        ),
        (
            "fulfillmentTrackingInfoUpdate(fulfillmentId: \"gid://souk/Fulfillment/1\",
                trackingInfoInput: {})"
                .to_owned(),
            "fulfillmentId",
        ),
        (
            format!("fulfillmentOrderHold(id: \"{assigned}\", fulfillmentHold: {{reason: OTHER}})"),
            "id",
        ),
        (
            format!("fulfillmentOrderReleaseHold(id: \"{assigned}\")"),
            "id",
        ),
    ] {
        let mutation = format!("mutation {{ {call} {errors} }}");
        let refused = refusal(&shop, &mutation, json!({})).await;
        assert_eq!(refused, because("NOT_FOUND", field), "{call}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_id_of_another_kind_is_refused() {
    let shop = TestShop::start().await;
    let mutation = "mutation { orderClose(input: {id: \"gid://souk/Product/1\"}) {
        userErrors { code field } } }";
    let refused = refusal(&shop, mutation, json!({})).await;
    assert_eq!(refused, because("INVALID", "input.id"));
    let query = "{ order(id: \"gid://souk/Product/1\") { name } }";
    let answer = shop.merchant().send(query, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}
