//! Money of orders: collected, let go, received in another way.

use crate::{
    harness::TestShop,
    merchant::{because, change, refusal, refusal_of},
};
use futures_util::future::join_all;
use serde_json::{Value, json};

const CAPTURE: &str = "mutation C($order: ID!, $parent: ID!, $amount: Decimal!, $last: Boolean) {
    orderCapture(input: {id: $order, parentTransactionId: $parent, amount: $amount,
        finalCapture: $last}) {
    transaction { kind status amountSet { presentmentMoney { amount } } parentTransaction { id } }
    userErrors { code field message } } }";
const VOID: &str = "mutation V($parent: ID!) { transactionVoid(parentTransactionId: $parent) {
    transaction { kind status } userErrors { code field message } } }";
const MARK: &str = "mutation M($id: ID!) { orderMarkAsPaid(input: {id: $id}) {
    order { displayFinancialStatus totalReceivedSet { presentmentMoney { amount } } }
    userErrors { code field message } } }";
const STATUS: &str = "displayFinancialStatus totalCapturableSet { presentmentMoney { amount } }
    totalReceivedSet { presentmentMoney { amount } }";

fn capture(order: &str, parent: &str, amount: &str) -> Value {
    json!({"order": order, "parent": parent, "amount": amount})
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_held_is_collected_in_parts_and_never_beyond() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).authorized().place().await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "AUTHORIZED");
    assert_eq!(
        read["totalCapturableSet"]["presentmentMoney"]["amount"],
        "27.0"
    );

    let first = change(&shop, CAPTURE, capture(&order.id, &parent, "10.00")).await;
    assert_eq!(first["userErrors"], json!([]));
    assert_eq!(first["transaction"]["status"], "SUCCESS");
    assert_eq!(
        first["transaction"]["parentTransaction"]["id"],
        parent.as_str()
    );
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "PARTIALLY_PAID");

    let much = refusal(&shop, CAPTURE, capture(&order.id, &parent, "17.01")).await;
    assert_eq!(much, because("AMOUNT_TOO_LARGE", "input.amount"));
    for amount in ["0", "-1", "1.005"] {
        let wrong = refusal(&shop, CAPTURE, capture(&order.id, &parent, amount)).await;
        assert_eq!(wrong, because("INVALID", "input.amount"), "{amount}");
    }
    let rest = change(&shop, CAPTURE, capture(&order.id, &parent, "17")).await;
    assert_eq!(rest["transaction"]["status"], "SUCCESS");
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "PAID");
    assert_eq!(
        read["totalCapturableSet"]["presentmentMoney"]["amount"],
        "0.0"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_capture_lets_go_of_the_rest() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).authorized().place().await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;

    let mut last = capture(&order.id, &parent, "20");
    last["last"] = json!(true);
    let captured = change(&shop, CAPTURE, last).await;

    assert_eq!(captured["transaction"]["status"], "SUCCESS", "{captured:#}");
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "PARTIALLY_PAID");
    assert_eq!(
        read["totalCapturableSet"]["presentmentMoney"]["amount"],
        "0.0"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_capture_with_one_key_is_made_once_by_fifty_callers() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 2).authorized().place().await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;
    let document = CAPTURE.replace(
        "finalCapture: $last}) {",
        "finalCapture: $last}) @idempotent(key: \"capture-1\") {",
    );
    let merchant = shop.merchant();

    let variables = || capture(&order.id, &parent, "5");
    let sent = join_all((0..50).map(|_| merchant.data(&document, variables()))).await;

    for answer in &sent {
        let payload = &answer["orderCapture"];
        if payload["transaction"].is_null() {
            let code = refusal_of_any(payload);
            assert_eq!(code, "IDEMPOTENCY_CONCURRENT_REQUEST");
        }
    }
    let read = shop.read(&order, STATUS).await;
    assert_eq!(
        read["totalReceivedSet"]["presentmentMoney"]["amount"],
        "5.0"
    );
    let again = merchant.data(&document, variables()).await;
    assert_eq!(again["orderCapture"]["transaction"]["status"], "SUCCESS");
    let other = merchant
        .data(&document, capture(&order.id, &parent, "6"))
        .await;
    let code = refusal_of_any(&other["orderCapture"]);
    assert_eq!(code, "IDEMPOTENCY_KEY_PARAMETER_MISMATCH");
}

fn refusal_of_any(payload: &Value) -> &str {
    payload["userErrors"][0]["code"].as_str().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_void_lets_go_once_and_refuses_what_holds_nothing() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).authorized().place().await;
    let parent = shop.transaction(&order, "AUTHORIZATION").await;

    let voided = change(&shop, VOID, json!({"parent": parent})).await;
    assert_eq!(
        voided["transaction"],
        json!({"kind": "VOID", "status": "SUCCESS"})
    );
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "VOIDED");
    let again = refusal(&shop, VOID, json!({"parent": parent})).await;
    assert_eq!(again, because("AMOUNT_TOO_LARGE", "parentTransactionId"));
    let capture = refusal(&shop, CAPTURE, capture(&order.id, &parent, "1")).await;
    assert_eq!(capture, because("AMOUNT_TOO_LARGE", "input.amount"));
    let unknown = json!({"parent": "gid://souk/OrderTransaction/1"});
    let unknown = refusal(&shop, VOID, unknown).await;
    assert_eq!(unknown, because("NOT_FOUND", "parentTransactionId"));

    let paid = shop.order().of(&lamp, 1).place().await;
    let sale = shop.transaction(&paid, "SALE").await;
    let wrong = refusal(&shop, VOID, json!({"parent": sale})).await;
    assert_eq!(wrong, because("INVALID", "parentTransactionId"));
}

#[tokio::test(flavor = "multi_thread")]
async fn of_captures_and_voids_at_once_one_wins() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 20).await;
    for _ in 0..2 {
        let order = shop.order().of(&lamp, 1).authorized().place().await;
        let parent = shop.transaction(&order, "AUTHORIZATION").await;
        let merchant = shop.merchant();
        let calls = (0..100).map(|number| {
            let (merchant, order, parent) = (&merchant, order.id.as_str(), parent.as_str());
            async move {
                match number % 2 {
                    0 => merchant.data(CAPTURE, capture(order, parent, "16")).await,
                    _ => merchant.data(VOID, json!({"parent": parent})).await,
                }
            }
        });
        let answers = join_all(calls).await;

        let done = answers.iter().filter(|answer| {
            let payload = answer.as_object().unwrap().values().next().unwrap();
            payload["transaction"]["status"] == "SUCCESS"
        });
        assert_eq!(done.count(), 1, "{answers:#?}");
        let read = shop.read(&order, STATUS).await;
        let status = read["displayFinancialStatus"].as_str().unwrap();
        let received = &read["totalReceivedSet"]["presentmentMoney"]["amount"];
        match status {
            "PAID" => assert_eq!(received, "16.0"),
            status => assert_eq!((status, received), ("VOIDED", &json!("0.0"))),
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_paid_in_another_way_is_marked_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).unpaid().place().await;
    assert_eq!(
        shop.read(&order, STATUS).await["displayFinancialStatus"],
        "PENDING"
    );

    let merchant = shop.merchant();
    let sent = (0..20).map(|_| merchant.data(MARK, json!({"id": order.id})));
    let answers = join_all(sent).await;

    let marked = answers
        .iter()
        .filter(|it| !it["orderMarkAsPaid"]["order"].is_null());
    assert_eq!(marked.count(), 1);
    let read = shop.read(&order, STATUS).await;
    assert_eq!(read["displayFinancialStatus"], "PAID");
    assert_eq!(
        read["totalReceivedSet"]["presentmentMoney"]["amount"],
        "16.0"
    );
    let held = shop.order().of(&lamp, 1).authorized().place().await;
    let payload = change(&shop, MARK, json!({"id": held.id})).await;
    assert_eq!(refusal_of(&payload), because("NOT_ALLOWED", "input.id"));
}
