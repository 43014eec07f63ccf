//! What buyers make the shop store has bounds: for each cart, each kept answer and each client.

use crate::{checkout::browser::Browser, content::gid, delivery_options::zones, harness::TestShop};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use souk_entities::{cart::cart as carts, customers::idempotency_key};
use souk_shop::cart;
use std::time::Duration;

const HOUR: Duration = Duration::from_secs(3_600);
/// A key of the sort that clients make.
const KEY: &str = "6d0a7f2e-9f1b-4a57-8a39-0f5f3c5b7a11";
const CREATE: &str = "mutation M($input: CartInput) { it: cartCreate(input: $input) {
    cart { id totalQuantity } userErrors { code field message } } }";
const ATTRIBUTES: &str = "mutation M($id: ID!, $attributes: [AttributeInput!]!) {
    it: cartAttributesUpdate(cartId: $id, attributes: $attributes) { cart { id }
        userErrors { code field message } } }";
const CLONE: &str = "mutation M($id: ID!) { it: cartClone(cartId: $id) { cart { id }
    userErrors { code field } } }";

/// Attributes of about 1,000 bytes each.
fn attributes(count: usize) -> Value {
    let all = (0..count).map(|it| json!({"key": format!("k{it}"), "value": "x".repeat(970)}));
    all.collect()
}

async fn sent(shop: &TestShop, query: &str, variables: Value) -> Value {
    shop.data(query, variables).await["it"].take()
}

async fn created(shop: &TestShop, input: Value) -> Value {
    let made = sent(shop, CREATE, json!({"input": input})).await;
    assert_eq!(made["userErrors"], json!([]));
    made["cart"]["id"].clone()
}

async fn stored(shop: &TestShop) -> u64 {
    let carts = carts::Entity::find();
    carts.count(shop.app.databases.cart.writer()).await.unwrap()
}

/// The only error of a payload: its code, field and message.
fn refusal(payload: &Value) -> (&str, String, &str) {
    let error = &payload["userErrors"][0];
    let field = error["field"].as_array().unwrap().iter();
    let field: Vec<&str> = field.map(|part| part.as_str().unwrap()).collect();
    let text = |name: &str| error[name].as_str().unwrap();
    (text("code"), field.join("."), text("message"))
}

#[tokio::test]
async fn a_cart_holds_so_many_bytes_whatever_they_are_in() {
    let shop = TestShop::start().await;
    let id = created(&shop, json!({"attributes": attributes(40)})).await;
    let address = |number: usize| {
        let line = format!("{number} {}", "x".repeat(250));
        json!({"address": {"deliveryAddress": {"address1": line, "address2": line, "city": line,
            "company": line, "firstName": line, "lastName": line}}})
    };
    let addresses: Vec<Value> = (0..20).map(address).collect();

    let more = json!({"id": id, "attributes": attributes(70)});
    let add = "mutation($id: ID!, $addresses: [CartSelectableAddressInput!]!) {
        it: cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses) {
            userErrors { code field message } } }";
    let note = "mutation($id: ID!, $note: String!) {
        it: cartNoteUpdate(cartId: $id, note: $note) { userErrors { code field message } } }";
    let prefer = "mutation($id: ID!, $buyer: CartBuyerIdentityInput!) {
        it: cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer) {
            userErrors { code field message } } }";
    let preferred: Vec<Value> = addresses
        .iter()
        .map(|it| json!({"deliveryAddress": it["address"]["deliveryAddress"]}))
        .collect();
    let full = created(&shop, json!({"attributes": attributes(60)})).await;
    for (query, variables, place) in [
        (ATTRIBUTES, more, "attributes"),
        (add, json!({"id": id, "addresses": addresses}), "addresses"),
        (note, json!({"id": full, "note": "é".repeat(5_000)}), "note"),
        (
            prefer,
            json!({"id": id, "buyer": {"deliveryAddressPreferences": preferred}}),
            "buyerIdentity.deliveryAddressPreferences",
        ),
        (
            CREATE,
            json!({"input": {"attributes": attributes(70)}}),
            "input.attributes",
        ),
        (
            CREATE,
            json!({"input": {"attributes": attributes(40), "delivery": {"addresses": addresses}}}),
            "input.attributes",
        ),
    ] {
        let refused = sent(&shop, query, variables).await;
        let (code, field, message) = refusal(&refused);
        assert_eq!((code, field.as_str()), ("CART_TOO_LARGE", place));
        assert!(message.contains("at most 65536 bytes"), "{message}");
    }
    let fewer = json!({"id": full, "attributes": attributes(1)});
    let changed = sent(&shop, ATTRIBUTES, fewer).await;
    assert_eq!(changed["userErrors"], json!([]));
}

#[tokio::test]
async fn one_request_makes_no_hundred_copies_of_a_full_cart() {
    let limit = 1_000_000;
    let start = TestShop::start_with(|config| config.limits.client_written_bytes = limit);
    let shop = start.await;
    let id = created(&shop, json!({"attributes": attributes(60)})).await;
    let copies: String = (0..10)
        .map(|it| format!("a{it}: cartClone(cartId: $id) {{ cart {{ id }} }} "))
        .collect();
    let query = format!("mutation($id: ID!) {{ {copies} }}");

    let mut refused = 0;
    for _ in 0..10 {
        let answer = shop.send(&query, json!({"id": id})).await;
        for error in answer["errors"].as_array().into_iter().flatten() {
            assert_eq!(error["extensions"]["code"], "THROTTLED", "{answer:#}");
            refused += 1;
        }
    }

    let made = stored(&shop).await - 1;
    assert_eq!(made + refused, 100);
    assert!(made < 18, "{made} copies");
    let answer = shop
        .send(CREATE, json!({"input": {"note": "By the door."}}))
        .await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "THROTTLED");
    let by_merchant = shop.merchant().data(CLONE, json!({"id": id})).await;
    assert!(by_merchant["it"]["cart"]["id"].is_string());
    let read = "query($id: ID!) { cart(id: $id) { id } }";
    assert_eq!(shop.data(read, json!({"id": id})).await["cart"]["id"], id);
    shop.app.clock.advance(Duration::from_secs(60));
    created(&shop, json!({"note": "By the door."})).await;
}

#[tokio::test]
async fn keys_count_towards_what_a_client_may_write() {
    let limit = 20_000;
    let start = TestShop::start_with(|config| config.limits.client_written_bytes = limit);
    let shop = start.await;
    let query = "mutation M($key: String!) { cartCreate @idempotent(key: $key) { cart { id } } }";
    let mut done = 0;
    for number in 0..100 {
        let key = format!("{KEY}-{number}");
        let answer = shop.send(query, json!({"key": key})).await;
        match answer["errors"][0]["extensions"]["code"].as_str() {
            None => done += 1,
            Some(code) => assert_eq!(code, "THROTTLED"),
        }
    }
    assert!((10..40).contains(&done), "{done} of 100 were done");
    let keys = idempotency_key::Entity::find();
    let keys = keys.all(shop.app.databases.customers.writer()).await;
    assert_eq!(keys.unwrap().len(), done);
}

#[tokio::test]
async fn a_request_with_a_large_answer_is_done_once_and_its_answer_not_kept() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 50).await.variants[0];
    let id = created(&shop, json!({"attributes": attributes(60)})).await;
    let query = "mutation M($id: ID!, $key: String!, $lines: [CartLineInput!]!) {
        cartLinesAdd(cartId: $id, lines: $lines) @idempotent(key: $key) {
            cart { totalQuantity attributes { key value } same: attributes { key value } } } }";
    let lines = json!([{"merchandiseId": gid(lamp), "quantity": 1}]);
    let variables = json!({"id": id, "key": KEY, "lines": lines});

    let first = shop.data(query, variables.clone()).await;
    let again = shop.send(query, variables).await;

    assert_eq!(first["cartLinesAdd"]["cart"]["totalQuantity"], 1);
    let code = &again["errors"][0]["extensions"]["code"];
    assert_eq!(code, "IDEMPOTENCY_ANSWER_TOO_LARGE");
    assert_eq!(again["data"]["cartLinesAdd"], Value::Null);
    let read = "query($id: ID!) { cart(id: $id) { totalQuantity } }";
    let cart = shop.data(read, json!({"id": id})).await;
    assert_eq!(cart["cart"]["totalQuantity"], 1);
    let keys = idempotency_key::Entity::find();
    let keys = keys.all(shop.app.databases.customers.writer()).await;
    let kept = keys.unwrap().into_iter().map(|key| key.answer.unwrap());
    assert_eq!(kept.collect::<String>(), "");
}

#[tokio::test]
async fn copies_and_carts_without_lines_go_after_a_day() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 50).await.variants[0];
    let lines = json!([{"merchandiseId": gid(lamp), "quantity": 1}]);
    let add = "mutation($id: ID!, $lines: [CartLineInput!]!) {
        it: cartLinesAdd(cartId: $id, lines: $lines) {
            cart { totalQuantity note } userErrors { code } } }";
    let full = created(&shop, json!({"lines": lines})).await;
    let empty = created(&shop, json!({"note": "By the door."})).await;
    let copy = async || sent(&shop, CLONE, json!({"id": full})).await["cart"]["id"].clone();
    copy().await;
    let used = copy().await;
    let more = sent(&shop, add, json!({"id": used, "lines": lines})).await;
    assert_eq!(more["cart"]["totalQuantity"], 2);
    assert_eq!(stored(&shop).await, 4);

    shop.app.clock.advance(25 * HOUR);

    // The id of a cart without lines can still be filled, before and after it is removed.
    let again = sent(&shop, add, json!({"id": empty, "lines": lines})).await;
    assert_eq!(again["userErrors"], json!([]));
    assert_eq!(again["cart"], json!({"totalQuantity": 1, "note": null}));
    assert_eq!(cart::remove_expired_carts(&shop.app).await.unwrap(), 1);
    assert_eq!(stored(&shop).await, 3);
    let read = "query($id: ID!) { cart(id: $id) { totalQuantity } }";
    for (id, units) in [(&full, 1), (&empty, 1), (&used, 2)] {
        let cart = shop.data(read, json!({"id": id})).await;
        assert_eq!(cart["cart"]["totalQuantity"], units);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checkout_page_answers_429_to_those_who_write_too_much() {
    let start = TestShop::start_with(|config| config.limits.client_written_bytes = 3_000);
    let shop = start.await;
    zones(&shop).await;
    let lamp = shop.stocked("lamp", 5).await.variants[0];
    let lines = json!([{"merchandiseId": gid(lamp), "quantity": 1}]);
    let id = created(&shop, json!({"lines": lines})).await;
    let query = "query($id: ID!) { cart(id: $id) { checkoutUrl } }";
    let read = shop.data(query, json!({"id": id})).await;
    let url = read["cart"]["checkoutUrl"].as_str().unwrap();
    let contact = url.replace("?key=", "/contact?key=");

    let mut browser = Browser::new(&shop);
    let mut sent = 0;
    while browser.status != 429 {
        browser.open(&contact).await;
        let email = format!("ada{sent}@example.com");
        browser.send(&[("email", &email)]).await;
        sent += 1;
        assert!(sent < 10, "{} after {sent} forms", browser.status);
    }
    assert!(sent > 2, "the first forms are taken");
    shop.app.clock.advance(Duration::from_secs(60));
    browser.open(&contact).await;
    browser.send(&[("email", "ada@example.com")]).await;
    assert_eq!((browser.status, browser.step()), (200, "address"));
}
