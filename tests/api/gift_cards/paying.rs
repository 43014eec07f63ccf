//! Orders that gift cards pay, wholly or in part.

use super::{MadeCard, paid};
use crate::{
    checkout::crash::{dies, mortal},
    delivery_options::zones,
    harness::TestShop,
};
use serde_json::{Value, json};
use souk_entities::ids::VariantId;
use souk_shop::{checkout::resume_attempts, payments::CaptureMode};
use std::time::Duration;

async fn shop_with_lamps() -> (TestShop, VariantId) {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    (shop, lamp)
}

/// Amounts that were taken from a card and went back to it.
async fn moves(shop: &TestShop, card: &MadeCard) -> Vec<String> {
    let read = shop.read_card(card).await;
    let rows = read["transactions"]["nodes"].as_array().unwrap().iter();
    rows.map(|row| row["amount"]["amount"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_card_and_a_card_share_a_payment() {
    let (shop, lamp) = shop_with_lamps().await;
    let card = shop.gift_card("6").await;
    let cart = shop.cart_with_cards(lamp, &[&card], "test_ok").await;

    let outcome = shop.buy(&cart).await;

    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    let (status, payments) = shop.payments_of(&outcome).await;
    assert_eq!(status, "PAID");
    assert_eq!(
        payments,
        [
            paid("SALE", "test", "9.0"),
            paid("SALE", "gift_card", "6.0")
        ]
    );
    assert_eq!(shop.balance(&card).await, "0.0");
    assert_eq!(moves(&shop, &card).await, ["-6.0"]);
    let charged: Vec<i64> = shop
        .intents()
        .await
        .iter()
        .map(|it| it.captured.minor())
        .collect();
    assert_eq!(charged, [900]);
    shop.assert_reconciled().await;
    let url = outcome["orderUrl"].as_str().unwrap();
    let page = reqwest::get(url).await.unwrap().text().await.unwrap();
    assert!(page.contains("Gift card"), "{page}");
    assert!(page.contains("6.00"), "{page}");
}

#[tokio::test(flavor = "multi_thread")]
async fn gift_cards_pay_all_and_no_payment_is_made() {
    let (shop, lamp) = shop_with_lamps().await;
    let (small, large) = (shop.gift_card("4").await, shop.gift_card("50").await);
    let cart = shop
        .cart_with_cards(lamp, &[&small, &large], "test_ok")
        .await;
    let session = "mutation($id: ID!) { cartPaymentSessionCreate(cartId: $id) {
        paymentSession { publishableKey } userErrors { code } } }";
    let answer = shop.data(session, json!({"id": cart["id"]})).await;
    let errors = &answer["cartPaymentSessionCreate"]["userErrors"];
    assert_eq!(errors[0]["code"], "PAYMENT_METHOD_NOT_APPLICABLE");

    let outcome = shop.buy(&cart).await;

    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    let (status, payments) = shop.payments_of(&outcome).await;
    assert_eq!(status, "PAID");
    let mut amounts: Vec<_> = payments.into_iter().map(|it| (it.1, it.2)).collect();
    amounts.sort();
    let of_card = |amount: &str| ("gift_card".to_owned(), amount.to_owned());
    assert_eq!(amounts, [of_card("11.0"), of_card("4.0")]);
    assert_eq!(shop.balance(&small).await, "0.0");
    assert_eq!(shop.balance(&large).await, "39.0");
    assert!(
        shop.intents().await.is_empty(),
        "the provider was not asked"
    );
    shop.assert_reconciled().await;
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_is_for_what_gift_cards_leave() {
    let (shop, lamp) = shop_with_lamps().await;
    let card = shop.gift_card("6").await;
    let cart = shop.ready_cart(lamp, "test_ok").await; // it says that 15.00 are paid
    let entered = shop
        .codes("cartGiftCardCodesUpdate", &cart, json!([card.code]))
        .await;
    let wrong = shop.submit(&cart, "one").await;
    let code = &wrong["errors"][0]["code"];
    assert_eq!(code, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT");
    let session = "mutation($id: ID!) { cartPaymentSessionCreate(cartId: $id) {
        paymentSession { amount { amount } } } }";
    let answer = shop.data(session, json!({"id": cart["id"]})).await;
    let amount = &answer["cartPaymentSessionCreate"]["paymentSession"]["amount"];
    assert_eq!(amount["amount"], "9.0");

    shop.pay_the_rest(&entered["cart"], "test_ok").await;
    let outcome = shop.buy(&cart).await;

    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_declined_payment_gives_the_gift_cards_back() {
    let (shop, lamp) = shop_with_lamps().await;
    let cards = [shop.gift_card("4").await, shop.gift_card("5").await];
    let cart = shop
        .cart_with_cards(lamp, &[&cards[0], &cards[1]], "test_decline")
        .await;

    let outcome = shop.buy(&cart).await;

    assert_eq!(outcome["errors"][0]["code"], "PAYMENT_CARD_DECLINED");
    assert_eq!(shop.balance(&cards[0]).await, "4.0");
    assert_eq!(shop.balance(&cards[1]).await, "5.0");
    assert!(
        moves(&shop, &cards[0]).await.is_empty(),
        "it came to nothing"
    );
    assert_eq!(shop.left(lamp).await, 9);
    shop.assert_reconciled().await;

    shop.pay_the_rest(&cart, "test_ok").await;
    let submitted = shop.submit(&cart, "two").await;
    let outcome = shop.outcome(&submitted).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    assert_eq!(moves(&shop, &cards[0]).await, ["-4.0"]);
    shop.assert_reconciled().await;
}

/// A cart that two cards and a payment pay, whose process died when its stock was reserved.
async fn reserved(shop: &TestShop, lamp: VariantId, cards: &[&MadeCard]) -> Value {
    let cart = shop.cart_with_cards(lamp, cards, "test_ok").await;
    let (server, url) = mortal(shop, "checkout:Reserved").await;
    let body = json!({"query": crate::checkout::SUBMIT,
        "variables": {"id": cart["id"], "token": "one"}});
    let client = reqwest::Client::new();
    let _ = client
        .post(format!("{url}/graphql"))
        .json(&body)
        .send()
        .await;
    dies(server).await;
    cart
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_card_that_ends_or_is_spent_meanwhile_fails_the_attempt() {
    for ends in [true, false] {
        let (shop, lamp) = shop_with_lamps().await;
        let (kept, gone) = (shop.gift_card("4").await, shop.gift_card("5").await);
        let cart = reserved(&shop, lamp, &[&kept, &gone]).await;
        if ends {
            shop.end_card(&gone).await;
        } else {
            let other = shop.cart_with_cards(lamp, &[&gone], "test_ok").await;
            let outcome = shop.buy(&other).await;
            assert_eq!(
                outcome["__typename"], "CartCompletionSuccess",
                "{outcome:#}"
            );
        }
        let charges = shop.charges().await;

        shop.app.clock.advance(Duration::from_secs(61));
        resume_attempts(&shop.app).await.unwrap();
        let again = shop.submit(&cart, "one").await;
        let outcome = shop.outcome(&again).await;

        assert_eq!(outcome["__typename"], "CartCompletionFailed", "{outcome:#}");
        assert_eq!(outcome["errors"][0]["code"], "PAYMENT_INSUFFICIENT_FUNDS");
        assert_eq!(shop.balance(&kept).await, "4.0", "nothing of it is taken");
        assert_eq!(shop.charges().await, charges, "nothing is charged");
        assert_eq!(shop.left(lamp).await, if ends { 9 } else { 8 });
        shop.assert_reconciled().await;
        shop.assert_verified().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn money_that_is_held_is_collected_beside_the_gift_card() {
    let shop = TestShop::start_with(|config| config.payments.capture = CaptureMode::Manual).await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let card = shop.gift_card("6").await;
    let cart = shop.cart_with_cards(lamp, &[&card], "test_ok").await;

    let outcome = shop.buy(&cart).await;

    let (status, payments) = shop.payments_of(&outcome).await;
    assert_eq!(status, "PARTIALLY_PAID");
    assert_eq!(
        payments,
        [
            paid("AUTHORIZATION", "test", "9.0"),
            paid("SALE", "gift_card", "6.0")
        ]
    );
    let order = outcome["orderId"].as_str().unwrap();
    let held = transaction(&shop, order, "AUTHORIZATION").await;
    let sale = transaction(&shop, order, "SALE").await;
    let capture = "mutation($id: ID!, $parent: ID!) { orderCapture(input: {id: $id,
        parentTransactionId: $parent, amount: \"9\", finalCapture: true}) { userErrors { code } } }";
    let merchant = shop.merchant();
    let of_card = merchant
        .data(capture, json!({"id": order, "parent": sale}))
        .await;
    assert_eq!(of_card["orderCapture"]["userErrors"][0]["code"], "INVALID");
    let void = "mutation($parent: ID!) { transactionVoid(parentTransactionId: $parent) {
        userErrors { code } } }";
    let void = merchant.data(void, json!({"parent": sale})).await;
    assert_eq!(void["transactionVoid"]["userErrors"][0]["code"], "INVALID");
    let captured = merchant
        .data(capture, json!({"id": order, "parent": held}))
        .await;
    assert_eq!(captured["orderCapture"]["userErrors"], json!([]));
    assert_eq!(shop.payments_of(&outcome).await.0, "PAID");
    assert_eq!(shop.balance(&card).await, "0.0");
    shop.assert_reconciled().await;
}

/// The gid of the only transaction of a kind of an order.
async fn transaction(shop: &TestShop, order: &str, kind: &str) -> String {
    let query = "query($id: ID!) { order(id: $id) { transactions(first: 9) { id kind } } }";
    let data = shop.merchant().data(query, json!({"id": order})).await;
    let mut rows = data["order"]["transactions"].as_array().unwrap().iter();
    let row = rows.find(|row| row["kind"] == kind).unwrap();
    row["id"].as_str().unwrap().to_owned()
}

/// Statements until a cart with one gift card, or with none, is bought.
async fn statements(shop: &TestShop, lamp: VariantId, cards: &[&MadeCard]) -> u64 {
    let cart = shop.cart_with_cards(lamp, cards, "test_ok").await;
    let before = shop.app.databases.statements();
    let submitted = shop.submit(&cart, "one").await;
    assert_eq!(submitted["__typename"], "SubmitSuccess", "{submitted:#}");
    // Submissions wait for half a second: by then it is through, and nobody has asked.
    let statements = shop.app.databases.statements() - before;
    let outcome = shop.outcome(&submitted).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    statements
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_card_costs_few_statements() {
    let (shop, lamp) = shop_with_lamps().await;
    let card = shop.gift_card("6").await;
    statements(&shop, lamp, &[]).await; // what is read once is read

    let (without, with) = (
        statements(&shop, lamp, &[]).await,
        statements(&shop, lamp, &[&card]).await,
    );

    // Which card it is, what it gives, that it gave, and the row in the ledger.
    assert!(with <= without + 4, "{with} and {without}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cards_and_ledger_do_not_agree_about_is_listed() {
    use sea_orm::{EntityTrait, sea_query::Expr};
    use souk_entities::orders::gift_card_transaction as transaction;
    let (shop, lamp) = shop_with_lamps().await;
    let card = shop.gift_card("6").await;
    let cart = shop.cart_with_cards(lamp, &[&card], "test_ok").await;
    let outcome = shop.buy(&cart).await;
    let db = shop.app.databases.orders.writer();
    transaction::Entity::update_many()
        .col_expr(transaction::Column::Amount, Expr::value(599))
        .exec(db)
        .await
        .unwrap();

    let differences = shop.differences().await;

    assert_eq!(differences[0]["kind"], "OTHER_AMOUNT", "{differences:#}");
    assert_eq!(differences[0]["provider"], "gift_card");
    assert_eq!(differences[0]["reference"], card.id);
    assert_eq!(differences[0]["order"]["id"], outcome["orderId"]);
    assert_eq!(differences[0]["amountInLedger"]["amount"], "6.0");
    assert_eq!(differences[0]["amountAtProvider"]["amount"], "5.99");
    transaction::Entity::delete_many().exec(db).await.unwrap();
    assert_eq!(shop.differences().await[0]["kind"], "WITHOUT_PAYMENT");
}
