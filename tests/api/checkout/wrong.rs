//! What a checkout is asked for wrongly: each is refused with a code, and nothing is half done.

use crate::{
    delivery_options::{address, cart_to, zones},
    harness::TestShop,
};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};
use souk_entities::{catalog::variant, ids::VariantId};
use souk_kernel::ids::Gid;

/// Every call of the checkout for a cart, as aliases of one mutation.
const CALLS: &str = "mutation($id: ID!, $payment: CartPaymentInput!) {
    prepare: cartPrepareForCompletion(cartId: $id) { result { __typename } userErrors { code } }
    pay: cartPaymentUpdate(cartId: $id, payment: $payment) { cart { id } userErrors { code } }
    bill: cartBillingAddressUpdate(cartId: $id, billingAddress: {city: \"Lund\"}) {
        cart { id } userErrors { code } }
    submit: cartSubmitForCompletion(cartId: $id, attemptToken: \"one\") {
        result { __typename } userErrors { code } } }";

fn payment(amount: &str, currency: &str) -> Value {
    json!({"amount": {"amount": amount, "currencyCode": currency},
        "directPaymentMethod": {"sessionId": "test_ok",
            "billingAddress": {"lastName": "Lovelace", "country": "US"}}})
}

/// The cart's units, where it is found.
async fn units(shop: &TestShop, cart: &Value) -> Value {
    let query = "query($id: ID!) { cart(id: $id) { totalQuantity } }";
    let read = shop.data(query, json!({"id": cart["id"]})).await;
    read["cart"]["totalQuantity"].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_is_bought_only_by_those_who_have_its_whole_id() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let (mine, theirs) = (
        shop.ready_cart(lamp, "test_ok").await,
        shop.ready_cart(lamp, "test_ok").await,
    );
    let parts = |cart: &Value| {
        let id = cart["id"].as_str().unwrap().to_owned();
        let (token, key) = id.split_once("?key=").unwrap();
        (token.to_owned(), key.to_owned())
    };
    let (their_token, _) = parts(&theirs);
    let (_, my_key) = parts(&mine);
    for id in [
        format!("{their_token}?key={my_key}"),
        their_token.clone(),
        "gid://souk/Cart/1".to_owned(),
        "gid://souk/Order/1".to_owned(),
    ] {
        let variables = json!({"id": id, "payment": payment("15", "USD")});
        let answer = shop.data(CALLS, variables).await;
        for call in ["prepare", "pay", "bill", "submit"] {
            let payload = &answer[call];
            let code = &payload["userErrors"][0]["code"];
            assert!(code.is_string(), "{id} {call}: {payload:#}");
            assert_eq!(payload["result"], Value::Null, "{id} {call}");
        }
    }
    assert_eq!(shop.left(lamp).await, 3);
    assert_eq!(units(&shop, &theirs).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_that_became_dearer_is_not_charged() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    variant::Entity::update_many()
        .col_expr(variant::Column::Price, Expr::value(1_100_i64))
        .filter(variant::COLUMN.id.eq(lamp))
        .exec(shop.app.databases.catalog.writer())
        .await
        .unwrap();

    let submitted = shop.submit(&cart, "one").await;

    assert_eq!(submitted["__typename"], "SubmitFailed", "{submitted:#}");
    let code = &submitted["errors"][0]["code"];
    assert_eq!(code, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT");
    assert_eq!(shop.left(lamp).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_in_another_or_no_currency_is_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let query = "mutation($id: ID!, $payment: CartPaymentInput!) {
        cartPaymentUpdate(cartId: $id, payment: $payment) { userErrors { code field } } }";
    let pay = |amount: &str, currency: &str| {
        let payment = payment(amount, currency);
        json!({"id": cart["id"], "payment": payment})
    };

    for (amount, currency) in [
        ("15", "ZZZ"),
        ("15", "dollars"),
        ("15", ""),
        ("fifteen", "USD"),
        ("1e3", "USD"),
    ] {
        let answer = shop.send(query, pay(amount, currency)).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "BAD_USER_INPUT", "{amount} {currency}: {answer:#}");
    }
    for amount in ["15.001", "99999999999999999999"] {
        let answer = shop.data(query, pay(amount, "USD")).await;
        let errors = &answer["cartPaymentUpdate"]["userErrors"];
        let field = ["payment", "amount"];
        assert_eq!(*errors, json!([{"code": "INVALID", "field": field}]));
    }
    let negative = shop.data(query, pay("-15", "USD")).await;
    let error = &negative["cartPaymentUpdate"]["userErrors"][0];
    assert_eq!(error["code"], "INVALID_PAYMENT");
    let euros = shop.data(query, pay("15", "EUR")).await;
    assert_eq!(euros["cartPaymentUpdate"]["userErrors"], json!([]));
    let submitted = shop.submit(&cart, "one").await;
    let code = &submitted["errors"][0]["code"];
    assert_eq!(code, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT");
    assert_eq!(shop.left(lamp).await, 3);
}

/// Lines with a quantity that is no number of units.
fn lines(variant: VariantId, quantity: i64) -> Value {
    json!([{"merchandiseId": variant.gid(), "quantity": quantity}])
}

#[tokio::test(flavor = "multi_thread")]
async fn negative_and_huge_quantities_change_nothing() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    let add = "mutation($id: ID!, $lines: [CartLineInput!]!) { cartLinesAdd(cartId: $id,
        lines: $lines) { cart { totalQuantity } userErrors { code field } warnings { code } } }";
    let some = |quantity: i64| json!({"id": cart["id"], "lines": lines(lamp, quantity)});

    for (quantity, code) in [
        (-1, "INVALID"),
        (i64::from(i32::MIN), "INVALID"),
        (1_000_001, "LESS_THAN"),
        (i64::from(i32::MAX), "LESS_THAN"),
    ] {
        let answer = shop.data(add, some(quantity)).await;
        let errors = &answer["cartLinesAdd"]["userErrors"];
        let field = ["lines", "0", "quantity"];
        assert_eq!(*errors, json!([{"code": code, "field": field}]));
    }
    for quantity in [i64::from(i32::MAX) + 1, i64::MAX] {
        let answer = shop.send(add, some(quantity)).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "BAD_USER_INPUT", "{answer:#}");
    }
    assert_eq!(units(&shop, &cart).await, 1);
    let all = shop.data(add, some(900_000)).await;
    let warnings = &all["cartLinesAdd"]["warnings"];
    assert_eq!(warnings[0]["code"], "MERCHANDISE_NOT_ENOUGH_STOCK");
    assert_eq!(units(&shop, &cart).await, 3, "all there are");
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_addresses_are_refused_or_keep_a_cart_from_being_bought() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let query = "mutation($id: ID!, $addresses: [CartSelectableAddressInput!]!) {
        cartDeliveryAddressesReplace(cartId: $id, addresses: $addresses) {
            cart { id } userErrors { code field } } }";
    let replace = |address: Value| {
        let address = json!([{"address": {"deliveryAddress": address}, "selected": true}]);
        json!({"id": cart["id"], "addresses": address})
    };

    for address in [
        json!({"countryCode": "QQ"}),
        json!({"countryCode": "Sweden"}),
    ] {
        let answer = shop.send(query, replace(address)).await;
        let code = &answer["errors"][0]["extensions"]["code"];
        assert_eq!(code, "BAD_USER_INPUT", "{answer:#}");
    }
    let long = json!({"countryCode": "US", "city": "x".repeat(256)});
    let answer = shop.data(query, replace(long)).await;
    let payload = &answer["cartDeliveryAddressesReplace"];
    assert!(payload["userErrors"][0]["code"].is_string(), "{answer:#}");
    let ready = shop.submit(&cart, "before").await;
    assert_eq!(ready["__typename"], "SubmitSuccess", "nothing was changed");

    let other = shop.ready_cart(lamp, "test_ok").await;
    let nowhere = json!({"countryCode": "SE", "city": "Lund", "address1": "1 Way"});
    let variables = json!({"id": other["id"], "addresses": [
        {"address": {"deliveryAddress": nowhere}, "selected": true}]});
    let moved = shop.data(query, variables).await;
    let moved = &moved["cartDeliveryAddressesReplace"];
    assert_eq!(moved["userErrors"], json!([]));
    let submitted = shop.submit(&other, "one").await;
    assert_eq!(submitted["__typename"], "SubmitFailed", "{submitted:#}");
    let errors = submitted["errors"].as_array().unwrap();
    let undelivered = |it: &Value| it["code"] == "NO_DELIVERY_GROUP_SELECTED";
    assert!(errors.iter().any(undelivered), "{errors:#?}");
    shop.outcome(&ready).await;
    assert_eq!(shop.left(lamp).await, 2);
}
