//! Money that goes back to gift cards.

use super::{MadeCard, paid};
use crate::{delivery_options::zones, harness::TestShop};
use futures_util::future::join_all;
use serde_json::{Value, json};

const REFUND: &str = "mutation($input: RefundInput!) { refundCreate(input: $input) {
    refund { status totalRefundedSet { presentmentMoney { amount } } }
    userErrors { code field } } }";
const CANCEL: &str =
    "mutation($id: ID!) { orderCancel(orderId: $id, reason: CUSTOMER, restock: true,
    refundMethod: {originalPaymentMethodsRefund: true}) {
    order { displayFinancialStatus } userErrors { code } } }";
const ORDER: &str = "query($id: ID!) { order(id: $id) { displayFinancialStatus
    lineItems(first: 1) { nodes { id } } transactions(first: 50) { id kind gateway }
    suggestedRefund(suggestFullRefund: true) { amountSet { presentmentMoney { amount } }
        suggestedTransactions { gateway amountSet { presentmentMoney { amount } } } } } }";

/// An order of 15.00 of which gift cards with 4.00 and 5.00 paid their part.
async fn order(shop: &TestShop) -> (Value, [MadeCard; 2]) {
    zones(shop).await;
    let lamp = shop.lamps(9).await;
    let cards = [shop.gift_card("4").await, shop.gift_card("5").await];
    let cart = shop
        .cart_with_cards(lamp, &[&cards[0], &cards[1]], "test_ok")
        .await;
    let outcome = shop.buy(&cart).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    (outcome, cards)
}

async fn read(shop: &TestShop, outcome: &Value) -> Value {
    let variables = json!({"id": outcome["orderId"]});
    shop.merchant().data(ORDER, variables).await["order"].take()
}

async fn refund(shop: &TestShop, input: Value) -> Value {
    let mut data = shop.merchant().data(REFUND, json!({"input": input})).await;
    data["refundCreate"].take()
}

/// What is on both cards, and what the provider gave back, in minor units.
async fn back(shop: &TestShop, cards: &[MadeCard; 2]) -> (String, String, i64) {
    let refunded = shop
        .intents()
        .await
        .iter()
        .map(|it| it.refunded.minor())
        .sum();
    shop.assert_reconciled().await;
    (
        shop.balance(&cards[0]).await,
        shop.balance(&cards[1]).await,
        refunded,
    )
}

fn is(first: &str, second: &str, refunded: i64) -> (String, String, i64) {
    (first.to_owned(), second.to_owned(), refunded)
}

#[tokio::test(flavor = "multi_thread")]
async fn money_goes_back_as_it_was_paid_the_provider_first() {
    let shop = TestShop::start().await;
    let (outcome, cards) = order(&shop).await;
    let seen = read(&shop, &outcome).await;
    let suggested = &seen["suggestedRefund"];
    assert_eq!(suggested["amountSet"]["presentmentMoney"]["amount"], "15.0");
    let parts = suggested["suggestedTransactions"]
        .as_array()
        .unwrap()
        .iter();
    let parts: Vec<_> = parts
        .map(|it| {
            (
                &it["gateway"],
                &it["amountSet"]["presentmentMoney"]["amount"],
            )
        })
        .map(|(gateway, amount)| (gateway.as_str().unwrap(), amount.as_str().unwrap()))
        .collect();
    assert_eq!(
        parts,
        [("test", "6.0"), ("gift_card", "4.0"), ("gift_card", "5.0")]
    );
    shop.end_card(&cards[0]).await; // it gets its money back all the same
    let line = &seen["lineItems"]["nodes"][0]["id"];

    let unit = refund(
        &shop,
        json!({"orderId": outcome["orderId"], "refundLineItems": [
        {"lineItemId": line, "quantity": 1, "restockType": "CANCEL"}]}),
    )
    .await;
    assert_eq!(unit["refund"]["status"], "DONE", "{unit:#}");
    assert_eq!(back(&shop, &cards).await, is("4.0", "0.0", 600));
    assert_eq!(
        read(&shop, &outcome).await["displayFinancialStatus"],
        "PARTIALLY_REFUNDED"
    );
    let delivery = json!({"orderId": outcome["orderId"], "shipping": {"fullRefund": true}});
    let rest = refund(&shop, delivery.clone()).await;
    assert_eq!(
        rest["refund"]["totalRefundedSet"]["presentmentMoney"]["amount"],
        "5.0"
    );

    assert_eq!(back(&shop, &cards).await, is("4.0", "5.0", 600));
    assert_eq!(
        read(&shop, &outcome).await["displayFinancialStatus"],
        "REFUNDED"
    );
    let more = refund(&shop, delivery).await;
    assert_eq!(more["userErrors"][0]["code"], "INVALID", "nothing is left");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_merchant_may_choose_the_gift_card() {
    let shop = TestShop::start().await;
    let (outcome, cards) = order(&shop).await;
    let seen = read(&shop, &outcome).await;
    let rows = seen["transactions"].as_array().unwrap().iter();
    let mut of_cards = rows.filter(|row| row["gateway"] == "gift_card");
    let (first, second) = (
        &of_cards.next().unwrap()["id"],
        &of_cards.next().unwrap()["id"],
    );
    let from = |parent: &Value, amount: &str| {
        json!({"orderId": outcome["orderId"],
            "transactions": [{"parentId": parent, "amount": amount, "kind": "REFUND"}]})
    };

    let much = refund(&shop, from(first, "4.01")).await;
    assert_eq!(much["userErrors"][0]["code"], "AMOUNT_TOO_LARGE");
    assert_eq!(
        refund(&shop, from(second, "1.50")).await["refund"]["status"],
        "DONE"
    );
    assert_eq!(
        refund(&shop, from(second, "1.50")).await["refund"]["status"],
        "DONE"
    );

    assert_eq!(back(&shop, &cards).await, is("0.0", "3.0", 0));
    let (status, payments) = shop.payments_of(&outcome).await;
    assert_eq!(status, "PARTIALLY_REFUNDED");
    assert_eq!(
        payments[3..],
        [
            paid("REFUND", "gift_card", "1.5"),
            paid("REFUND", "gift_card", "1.5")
        ]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_order_gives_everything_back_once() {
    let shop = TestShop::start().await;
    let (outcome, cards) = order(&shop).await;
    let merchant = shop.merchant();
    let variables = json!({"id": outcome["orderId"]});

    let sent = join_all((0..10).map(|_| merchant.data(CANCEL, variables.clone()))).await;

    let done = sent
        .iter()
        .filter(|it| !it["orderCancel"]["order"].is_null());
    assert_eq!(done.count(), 1, "{sent:#?}");
    assert_eq!(back(&shop, &cards).await, is("4.0", "5.0", 600));
    assert_eq!(
        read(&shop, &outcome).await["displayFinancialStatus"],
        "REFUNDED"
    );
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_hundred_refunds_at_once_give_a_gift_card_back_what_it_paid() {
    let shop = TestShop::start().await;
    let (outcome, cards) = order(&shop).await;
    let seen = read(&shop, &outcome).await;
    let mut rows = seen["transactions"].as_array().unwrap().iter();
    let parent = &rows.find(|row| row["gateway"] == "gift_card").unwrap()["id"];
    let input = json!({"orderId": outcome["orderId"],
        "transactions": [{"parentId": parent, "amount": "0.30"}]});

    let sent = join_all((0..100).map(|_| refund(&shop, input.clone()))).await;

    let made = sent.iter().filter(|it| !it["refund"].is_null()).count();
    assert_eq!(made, 13, "13 times 0.30 of 4.00");
    assert_eq!(back(&shop, &cards).await, is("3.9", "0.0", 0));
}
