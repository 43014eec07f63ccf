//! Mutations with `@idempotent(key:)`: sent again they are answered as before, and done once.

use crate::{
    content::gid,
    guards::{SCHEMA, Seen, list, text},
    harness::TestShop,
    merchant::changed,
    orders::refunds::REFUND,
};
use futures_util::future::join_all;
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};
use souk_entities::{
    cart::cart as carts, catalog::product, customers::idempotency_key, ids::VariantId,
};
use souk_kernel::tokens::Tokens;
use souk_shop::idempotency;
use std::{collections::BTreeSet, time::Duration};
use tokio::{io::AsyncWriteExt, net::TcpStream};

const CREATE: &str = "mutation M($key: String!, $input: CartInput) {
    cartCreate(input: $input) @idempotent(key: $key) {
        cart { id totalQuantity } userErrors { code } } }";
const ADD: &str = "mutation M($key: String!, $cart: ID!, $lines: [CartLineInput!]!) {
    cartLinesAdd(cartId: $cart, lines: $lines) @idempotent(key: $key) {
        cart { id totalQuantity } userErrors { code } } }";
const ADJUST: &str = "mutation M($key: String!, $input: InventoryAdjustQuantitiesInput!) {
    inventoryAdjustQuantities(input: $input) @idempotent(key: $key) {
        inventoryAdjustmentGroup { id changes { delta quantityAfterChange } }
        userErrors { code } } }";
const SET: &str = "mutation M($key: String!, $input: ProductSetInput!) {
    productSet(input: $input) @idempotent(key: $key) {
        product { id handle } userErrors { code } } }";

const MISMATCH: &str = "IDEMPOTENCY_KEY_PARAMETER_MISMATCH";
const CONCURRENT: &str = "IDEMPOTENCY_CONCURRENT_REQUEST";
/// Keys of the sort that clients make.
const KEY: &str = "0b0a4d0e-4be5-4d3b-9f0c-7a2b1c9d8e7f";

/// Mutations whose operation is written down together with the key.
const RECORDED: [&str; 7] = [
    "fulfillmentCreate",
    "inventoryAdjustQuantities",
    "inventoryMoveQuantities",
    "inventorySetQuantities",
    "orderCapture",
    "refundCreate",
    "transactionVoid",
];

fn code(answer: &Value) -> &str {
    let code = &answer["errors"][0]["extensions"]["code"];
    code.as_str().unwrap_or_default()
}

fn lines(variant: VariantId, units: i32) -> Value {
    json!([{"merchandiseId": gid(variant), "quantity": units}])
}

/// A new cart without lines; its id.
async fn cart(shop: &TestShop) -> String {
    let made = shop
        .data("mutation { cartCreate { cart { id } } }", Value::Null)
        .await;
    made["cartCreate"]["cart"]["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

async fn units(shop: &TestShop, cart: &str) -> i64 {
    let query = "query C($id: ID!) { cart(id: $id) { totalQuantity } }";
    let read = shop.data(query, json!({"id": cart})).await;
    read["cart"]["totalQuantity"].as_i64().unwrap()
}

/// Sends a request a hundred times at once, and then once more, as a buyer or as a merchant. Every
/// answer is the same, or says that the request is being worked on.
async fn a_hundred_times(shop: &TestShop, by_merchant: bool, document: &str, variables: Value) {
    let merchant = shop.merchant();
    let send = async || {
        if by_merchant {
            merchant.send(document, variables.clone()).await
        } else {
            shop.send(document, variables.clone()).await
        }
    };
    let sent = join_all((0..100).map(|_| send())).await;
    let (busy, answers): (Vec<_>, Vec<_>) = sent.iter().partition(|it| code(it) == CONCURRENT);
    let distinct: BTreeSet<String> = answers.iter().map(ToString::to_string).collect();
    assert_eq!(distinct.len(), 1, "{distinct:#?}");
    assert!(answers[0].get("errors").is_none(), "{:#}", answers[0]);
    assert!(
        busy.iter()
            .all(|it| it["data"].as_object().unwrap().values().all(Value::is_null))
    );
    assert_eq!(send().await, *answers[0]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_equal_calls_make_one_cart_and_add_to_it_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 500).await.variants[0];

    let input = json!({"key": KEY, "input": {"note": "By the door."}});
    a_hundred_times(&shop, false, CREATE, input).await;
    let carts = carts::Entity::find();
    let carts = carts.all(shop.app.databases.cart.writer()).await.unwrap();
    assert_eq!(carts.len(), 1);

    let cart = cart(&shop).await;
    let more = json!({"key": "1", "cart": cart, "lines": lines(lamp, 3)});
    a_hundred_times(&shop, false, ADD, more).await;
    assert_eq!(units(&shop, &cart).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_equal_calls_change_stock_and_catalogue_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 10).await.variants[0];
    let (item, at) = (shop.item_of(lamp).await, shop.location("Portland").await);

    let change = json!({"inventoryItemId": gid(item), "locationId": gid(at), "delta": 5,
        "changeFromQuantity": null});
    let input = json!({"name": "available", "reason": "received", "changes": [change]});
    a_hundred_times(&shop, true, ADJUST, json!({"key": "1", "input": input})).await;
    assert_eq!(shop.levels(item, at).await, (15, 0, 15));

    let input = json!({"title": "Desk Lamp", "variants": [{"price": "49.00", "optionValues": []}]});
    a_hundred_times(&shop, true, SET, json!({"key": "1", "input": input})).await;
    let rows = product::Entity::find();
    let rows = rows.all(shop.app.databases.catalog.writer()).await.unwrap();
    assert_eq!(rows.len(), 2, "the lamp that was there, and the new one");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_equal_refunds_give_back_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 9).await;
    let order = shop.order().of(&lamp, 4).place().await;
    let keyed = REFUND.replace(
        "(input: $input) {",
        "(input: $input) @idempotent(key: \"r\") {",
    );
    let line = shop.line(&order, 0).await;
    let variables = json!({"input": {"orderId": order.id, "refundLineItems": [
        {"lineItemId": line, "quantity": 1, "restockType": "CANCEL"}]}});
    let merchant = shop.merchant();

    let sent = join_all((0..100).map(|_| merchant.data(&keyed, variables.clone()))).await;

    let ids = sent.iter().map(|it| &it["refundCreate"]["refund"]["id"]);
    let ids: BTreeSet<_> = ids.filter_map(Value::as_str).collect();
    assert_eq!(ids.len(), 1, "{sent:#?}");
    let read = shop.read(&order, "totalRefunded { amount }").await;
    assert_eq!(read["totalRefunded"]["amount"], "11.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_belongs_to_one_caller_and_one_request() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 50).await.variants[0];
    shop.german_market().await;
    let (mine, theirs) = (cart(&shop).await, cart(&shop).await);
    let add = |cart: &str, units| json!({"key": "1", "cart": cart, "lines": lines(lamp, units)});

    shop.data(ADD, add(&mine, 1)).await;
    shop.data(ADD, add(&theirs, 2)).await; // another buyer with the same key
    let other = shop.send(ADD, add(&mine, 2)).await;
    let narrower = ADD.replace("id totalQuantity", "id");
    let other_answer = shop.send(&narrower, add(&mine, 1)).await;
    let german = ADD.replace(
        "[CartLineInput!]!) {",
        "[CartLineInput!]!) @inContext(country: DE) {",
    );
    let elsewhere = shop.send(&german, add(&mine, 1)).await;

    assert_eq!(code(&other), MISMATCH, "{other:#}");
    assert_eq!(other["data"]["cartLinesAdd"], Value::Null);
    assert_eq!(other["errors"][0]["path"], json!(["cartLinesAdd"]));
    assert_eq!(code(&other_answer), MISMATCH);
    assert_eq!(code(&elsewhere), MISMATCH);
    assert_eq!(units(&shop, &mine).await, 1);
    assert_eq!(units(&shop, &theirs).await, 2);
    // The order of fields says nothing, and another mutation is another request.
    let swapped = json!({"key": "1", "cart": mine,
        "lines": [{"quantity": 1, "merchandiseId": gid(lamp)}]});
    shop.data(ADD, swapped).await;
    let note = "mutation M($cart: ID!) {
        cartNoteUpdate(cartId: $cart, note: \"Soon.\") @idempotent(key: \"1\") { cart { note } } }";
    let noted = shop.data(note, json!({"cart": mine})).await;
    assert_eq!(noted["cartNoteUpdate"]["cart"]["note"], "Soon.");
    assert_eq!(units(&shop, &mine).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_that_say_nothing_are_refused() {
    let shop = TestShop::start().await;

    let guessable = shop.send(CREATE, json!({"key": "1"})).await;
    let empty = shop.send(CREATE, json!({"key": ""})).await;
    let long = shop.send(CREATE, json!({"key": "k".repeat(256)})).await;

    for answer in [guessable, empty, long] {
        assert_eq!(code(&answer), "BAD_USER_INPUT", "{answer:#}");
        assert_eq!(answer["data"], json!({"cartCreate": null}));
    }
    // On other fields than those of the root it says nothing.
    let nested = "mutation { cartCreate { cart @idempotent(key: \"1\") { totalQuantity } } }";
    let first = shop.data(nested, Value::Null).await;
    assert_eq!(first["cartCreate"]["cart"]["totalQuantity"], 0);
    let query = "{ shop @idempotent(key: \"1\") { name } }";
    assert!(shop.data(query, Value::Null).await["shop"]["name"].is_string());
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_whose_process_is_gone_is_free_after_its_lease() {
    let shop = TestShop::start().await;
    let variables = json!({"key": KEY});
    let first = shop.data(CREATE, variables.clone()).await;
    assert_eq!(shop.data(CREATE, variables.clone()).await, first);

    // As if the process had gone before it could keep its answer.
    let none: Option<String> = None;
    idempotency_key::Entity::update_many()
        .col_expr(idempotency_key::Column::Answer, Expr::value(none))
        .exec(shop.app.databases.customers.writer())
        .await
        .unwrap();

    assert_eq!(
        code(&shop.send(CREATE, variables.clone()).await),
        CONCURRENT
    );
    let lease = shop.app.config.limits.request_timeout_s + 10;
    shop.app.clock.advance(Duration::from_secs(lease));
    let other = json!({"key": KEY, "input": {"note": "Another."}});
    assert_eq!(code(&shop.send(CREATE, other).await), MISMATCH);
    let second = shop.data(CREATE, variables.clone()).await;
    assert_ne!(second, first);
    assert_eq!(shop.data(CREATE, variables).await, second);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_kept_for_a_day() {
    let shop = TestShop::start().await;
    let variables = json!({"key": KEY});
    let first = shop.data(CREATE, variables.clone()).await;
    let almost = Duration::from_secs(24 * 3_600 - 60);

    shop.app.clock.advance(almost);
    assert_eq!(idempotency::remove_expired(&shop.app).await.unwrap(), 0);
    assert_eq!(shop.data(CREATE, variables.clone()).await, first);

    // Free when its time is over, whether it was removed or not.
    shop.app.clock.advance(Duration::from_secs(60));
    let second = shop.data(CREATE, variables.clone()).await;
    assert_ne!(second, first);
    shop.app.clock.advance(Duration::from_secs(24 * 3_600));
    assert_eq!(idempotency::remove_expired(&shop.app).await.unwrap(), 1);
    assert_ne!(shop.data(CREATE, variables).await, second);
}

/// Sends a request and hangs up without reading the answer.
async fn send_and_hang_up(shop: &TestShop, token: &str, body: &Value) {
    let body = body.to_string();
    let request = format!(
        "POST /graphql HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\n\
         x-shopify-access-token: {token}\r\ncontent-length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut stream = TcpStream::connect(shop.address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    tokio::time::sleep(Duration::from_millis(3)).await; // it may have come anywhere by now
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_that_hangs_up_and_asks_again_changes_stock_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 10).await.variants[0];
    let (item, at) = (shop.item_of(lamp).await, shop.location("Portland").await);
    let change = json!({"inventoryItemId": gid(item), "locationId": gid(at), "delta": 1,
        "changeFromQuantity": null});
    let input = json!({"name": "available", "reason": "received", "changes": [change]});
    let hour = Duration::from_secs(3_600);
    let scopes = [souk_kernel::viewer::Scope::WriteInventory];
    let token = shop
        .app
        .part::<Tokens>()
        .sign(&shop.app.clock, scopes, hour)
        .unwrap();
    let headers = [("x-shopify-access-token", token.as_str())];

    for round in 0..30 {
        let variables = json!({"key": round.to_string(), "input": input});
        let body = json!({"query": ADJUST, "variables": variables});
        send_and_hang_up(&shop, &token, &body).await;
        let mut answer = shop.post(&headers, body.clone()).await;
        while code(&answer) == CONCURRENT {
            tokio::time::sleep(Duration::from_millis(5)).await;
            answer = shop.post(&headers, body.clone()).await;
        }
        assert!(answer.get("errors").is_none(), "{answer:#}");
    }

    assert_eq!(shop.levels(item, at).await, (40, 0, 40));
}

#[tokio::test(flavor = "multi_thread")]
async fn every_mutation_follows_its_key_and_costs_nothing_without_one() {
    let shop = TestShop::start().await;
    let merchant = shop.merchant();
    let seen = Seen::of(merchant.data(SCHEMA, json!({})).await);
    let keys = &shop.app.databases.customers;
    let mut followed = 0;
    for field in list(&seen.find("Mutation")["fields"]) {
        let name = text(&field["name"]);
        let call = seen.call("Mutation", name, None);
        let plain = format!("mutation {{ {call} }}");
        let (call, selection) = call.rsplit_once(" { ").unwrap();
        let keyed = format!("mutation {{ {call} @idempotent(key: \"{KEY}\") {{ {selection} }}");

        let before = keys.statements();
        let first = merchant.send(&keyed, json!({})).await;
        let spent = keys.statements() - before;

        assert_ne!(
            code(&first),
            "GRAPHQL_VALIDATION_FAILED",
            "{keyed} {first:#}"
        );
        assert!(first.get("data").is_some(), "{keyed} {first:#}");
        if RECORDED.contains(&name) {
            continue;
        }
        assert_eq!(spent, 2, "{keyed}"); // it is claimed, and answered or freed
        let before = keys.statements();
        merchant.send(&plain, json!({})).await;
        assert_eq!(keys.statements(), before, "{plain}");
        if first["data"][name].is_null() {
            continue; // it failed: the key is free
        }
        assert_eq!(merchant.send(&keyed, json!({})).await, first, "{keyed}");
        let other = keyed.replacen(name, &format!("other: {name}"), 1);
        assert_eq!(
            code(&merchant.send(&other, json!({})).await),
            MISMATCH,
            "{other}"
        );
        followed += 1;
    }
    assert!(followed > 30, "{followed}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_lets_nobody_do_or_see_what_they_may_not() {
    let shop = TestShop::start().await;
    let input = json!({"title": "Desk Lamp", "variants": [{"price": "49.00", "optionValues": []}]});
    let variables = json!({"key": "1", "input": input});
    changed(&shop, SET, "product", variables.clone()).await;

    let before = shop.app.databases.statements();
    let buyer = shop.send(SET, variables.clone()).await;
    assert_eq!(code(&buyer), "ACCESS_DENIED");
    assert_eq!(shop.app.databases.statements(), before);
    // Another merchant, who may do less, does not get the answer of the first.
    let less = shop.merchant_who([souk_kernel::viewer::Scope::WriteProducts]);
    assert_eq!(code(&less.send(SET, variables).await), MISMATCH);
}
