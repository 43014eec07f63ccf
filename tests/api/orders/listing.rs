//! Orders are listed, changed, closed and opened.

use crate::{
    harness::TestShop,
    merchant::{because, changed, refusal},
};
use serde_json::{Value, json};

const LIST: &str = "query L($first: Int, $last: Int, $after: String, $before: String,
        $filter: OrderFilterInput, $key: OrderSortKeys, $reverse: Boolean) {
    orders(first: $first, last: $last, after: $after, before: $before, filter: $filter,
        sortKey: $key, reverse: $reverse) {
    nodes { name } pageInfo { hasNextPage hasPreviousPage endCursor } } }";

async fn names(shop: &TestShop, variables: Value) -> Vec<String> {
    let data = shop.merchant().data(LIST, variables).await;
    let nodes = data["orders"]["nodes"].as_array().unwrap().iter();
    nodes
        .map(|node| node["name"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn orders_are_filtered_sorted_and_paged() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 20).await;
    shop.order().of(&lamp, 3).place().await;
    shop.order().of(&lamp, 1).authorized().place().await;
    let third = shop.order().of(&lamp, 2).unpaid().place().await;

    assert_eq!(
        names(&shop, json!({"first": 9})).await,
        ["#1001", "#1002", "#1003"]
    );
    let by_total = json!({"first": 9, "key": "TOTAL_PRICE"});
    assert_eq!(names(&shop, by_total).await, ["#1002", "#1003", "#1001"]);
    let newest = json!({"first": 2, "key": "ORDER_NUMBER", "reverse": true});
    assert_eq!(names(&shop, newest).await, ["#1003", "#1002"]);
    let last = json!({"last": 1});
    assert_eq!(names(&shop, last).await, ["#1003"]);

    let page = shop.merchant().data(LIST, json!({"first": 2})).await;
    let page = &page["orders"]["pageInfo"];
    assert_eq!(page["hasNextPage"], true);
    let next = json!({"first": 2, "after": page["endCursor"]});
    assert_eq!(names(&shop, next).await, ["#1003"]);

    for (filter, found) in [
        (json!({"financialStatuses": ["AUTHORIZED"]}), vec!["#1002"]),
        (
            json!({"financialStatuses": ["PAID", "PENDING"]}),
            vec!["#1001", "#1003"],
        ),
        (json!({"fulfillmentStatuses": ["FULFILLED"]}), vec![]),
        (json!({"number": 1_003}), vec!["#1003"]),
        (json!({"email": "nobody@shop.example"}), vec![]),
        (json!({"cancelled": true}), vec![]),
        (json!({"closed": false, "number": 1_001}), vec!["#1001"]),
        (json!({"processedBefore": "2020-01-01T00:00:00Z"}), vec![]),
    ] {
        let listed = names(&shop, json!({"first": 9, "filter": filter})).await;
        assert_eq!(listed, found, "{filter}");
    }
    let node = "query N($id: ID!) { node(id: $id) { ... on Order { name } } }";
    let data = shop.merchant().data(node, json!({"id": third.id})).await;
    assert_eq!(data["node"]["name"], "#1003");
    let hidden = shop.data(node, json!({"id": third.id})).await;
    assert_eq!(hidden["node"], Value::Null);
    let none = "{ order(id: \"gid://souk/Order/1\") { name } }";
    let data = shop.merchant().data(none, Value::Null).await;
    assert_eq!(data["order"], Value::Null);
}

const UPDATE: &str = "mutation U($input: OrderInput!) { orderUpdate(input: $input) {
    order { email phone note shippingAddress { city } customAttributes { key value }
        events(last: 1) { nodes { action } } }
    userErrors { code field message } } }";
const CLOSE: &str = "mutation C($id: ID!) { orderClose(input: {id: $id}) {
    order { closedAt } userErrors { code field message } } }";
const OPEN: &str = "mutation O($id: ID!) { orderOpen(input: {id: $id}) {
    order { closedAt } userErrors { code field message } } }";

#[tokio::test(flavor = "multi_thread")]
async fn an_order_is_changed_closed_and_opened() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;

    let input = json!({"input": {"id": order.id, "email": "grace@shop.example", "note": "Ring twice",
        "shippingAddress": {"city": "Malmö", "country": "SE"},
        "customAttributes": [{"key": "gift", "value": "yes"}]}});
    let read = changed(&shop, UPDATE, "order", input).await;
    assert_eq!(read["email"], "grace@shop.example");
    assert_eq!(read["note"], "Ring twice");
    assert_eq!(read["shippingAddress"]["city"], "Malmö");
    assert_eq!(read["customAttributes"][0]["value"], "yes");
    assert_eq!(read["events"]["nodes"][0]["action"], "updated");
    for (input, code, field) in [
        (
            json!({"id": order.id, "email": "no address"}),
            "INVALID",
            "input.email",
        ),
        (
            json!({"id": order.id, "note": "x".repeat(5_001)}),
            "TOO_LONG",
            "input.note",
        ),
        (json!({"id": "gid://souk/Product/1"}), "INVALID", "input.id"),
        (json!({"id": "gid://souk/Order/1"}), "NOT_FOUND", "input.id"),
    ] {
        let wrong = refusal(&shop, UPDATE, json!({"input": input})).await;
        assert_eq!(wrong, because(code, field));
    }

    let id = json!({"id": order.id});
    let closed = changed(&shop, CLOSE, "order", id.clone()).await;
    assert!(closed["closedAt"].is_string());
    let twice = refusal(&shop, CLOSE, id.clone()).await;
    assert_eq!(twice, because("NOT_ALLOWED", "input.id"));
    let opened = changed(&shop, OPEN, "order", id.clone()).await;
    assert_eq!(opened["closedAt"], Value::Null);
    let twice = refusal(&shop, OPEN, id).await;
    assert_eq!(twice, because("NOT_ALLOWED", "input.id"));
}
