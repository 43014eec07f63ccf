//! Refunds and disputes that the shop did not begin, and payments about which ledger and provider
//! do not agree.

use super::MadeOrder;
use crate::harness::TestShop;
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_entities::Timestamp;
use souk_kernel::{codes::CurrencyCode, money::Money};
use souk_shop::{
    orders::sweep_payments,
    payments::{
        self, EventSubject, IdempotencyKey, NewTransaction, Payments, ProviderReference,
        TestProvider, TransactionKind, report_payments,
    },
};
use std::time::Duration;

const MONEY: &str = "displayFinancialStatus
    totalRefundedSet { presentmentMoney { amount } }
    transactions(first: 9) { kind status }";
const REFUND: &str = "mutation($id: ID!, $amount: Decimal!, $parent: ID!) {
    refundCreate(input: {orderId: $id, transactions: [{parentId: $parent,
        amount: $amount, kind: REFUND}]}) {
        refund { id } userErrors { code field message } } }";

fn dollars(minor: i64) -> Money {
    Money::new(minor, CurrencyCode::USD)
}

impl TestShop {
    /// The bank behind the test provider.
    pub fn bank(&self) -> &TestProvider {
        self.app.part::<Payments>().test_provider().unwrap()
    }

    /// The payment of an order.
    async fn payment_of(&self, order: &MadeOrder) -> ProviderReference {
        let intents = self.intents().await;
        let mut intents = intents.into_iter();
        let found = intents.find(|it| it.attempt == Some(order.new.attempt));
        found.unwrap().reference
    }

    /// Sends messages about a payment, each twice and all at once, and waits until they are dealt
    /// with.
    async fn hear(&self, subject: EventSubject, intent: &ProviderReference) {
        let messages = (0..6).map(|number| {
            let id = format!("{subject:?}-{intent}-{}", number % 3);
            async move { self.told(&id, subject, intent).await }
        });
        assert!(join_all(messages).await.iter().all(|status| *status == 200));
        for _ in 0..200 {
            self.app.clock.advance(Duration::from_secs(61));
            if payments::deliver_due_events(&self.app).await.unwrap() == 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("a message is not dealt with");
    }

    async fn money(&self, order: &MadeOrder) -> (String, String, Vec<(String, String)>) {
        let read = self.read(order, MONEY).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = read["transactions"].as_array().unwrap().iter();
        (
            text(&read["displayFinancialStatus"]),
            text(&read["totalRefundedSet"]["presentmentMoney"]["amount"]),
            rows.map(|row| (text(&row["kind"]), text(&row["status"])))
                .collect(),
        )
    }
}

fn rows(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    let rows = rows.iter();
    rows.map(|(kind, status)| ((*kind).to_owned(), (*status).to_owned()))
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_made_at_the_provider_reaches_the_order_once() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await; // 16.00
    let payment = shop.payment_of(&order).await;
    assert_eq!(shop.differences().await, json!([]));

    shop.bank()
        .refund_by_hand(&payment, dollars(600))
        .await
        .unwrap();
    let found = shop.differences().await;
    assert_eq!(found[0]["kind"], "OTHER_REFUNDED", "{found:#}");
    assert_eq!(found[0]["order"]["id"], order.id);
    assert_eq!(found[0]["amountAtProvider"]["amount"], "6.0");
    assert_eq!(found[0]["amountInLedger"]["amount"], "0.0");
    shop.hear(EventSubject::Refund, &payment).await;

    let sale = ("SALE", "SUCCESS");
    let done = ("REFUND", "SUCCESS");
    let expected = ("PARTIALLY_REFUNDED", "6.0", rows(&[sale, done]));
    let money = shop.money(&order).await;
    assert_eq!((money.0.as_str(), money.1.as_str(), money.2), expected);
    assert_eq!(shop.differences().await, json!([]));

    shop.bank()
        .refund_by_hand(&payment, dollars(1_000))
        .await
        .unwrap();
    shop.hear(EventSubject::Refund, &payment).await; // the same messages: known, and not heard
    shop.told("another", EventSubject::Refund, &payment).await;
    crate::processes::eventually(Duration::from_secs(20), async || {
        shop.money(&order).await.0 == "REFUNDED"
    })
    .await;
    let money = shop.money(&order).await;
    assert_eq!(money.2, rows(&[sale, done, done]));
    assert_eq!(shop.differences().await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_the_bank_sends_back_is_owed_again() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    let payment = shop.payment_of(&order).await;
    let parent = shop.transaction(&order, "SALE").await;
    let refund = async || {
        let variables = json!({"id": order.id, "amount": "16", "parent": parent});
        let made = shop.merchant().data(REFUND, variables).await;
        assert_eq!(made["refundCreate"]["userErrors"], json!([]), "{made:#}");
    };
    refund().await;
    assert_eq!(shop.money(&order).await.0, "REFUNDED");

    let provider = shop.app.part::<Payments>().provider();
    let refunds = provider.refunds(&payment).await.unwrap();
    shop.bank().send_back(&refunds[0].reference).await.unwrap();
    shop.hear(EventSubject::Refund, &payment).await;

    let sale = ("SALE", "SUCCESS");
    let failed = ("REFUND", "FAILURE");
    let money = shop.money(&order).await;
    let expected = ("PAID", "0.0", rows(&[sale, failed]));
    assert_eq!((money.0.as_str(), money.1.as_str(), money.2), expected);
    assert_eq!(shop.differences().await, json!([]));
    refund().await;
    let money = shop.money(&order).await;
    assert_eq!(money.0, "REFUNDED");
    assert_eq!(money.2, rows(&[sale, failed, ("REFUND", "SUCCESS")]));
    assert_eq!(shop.differences().await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_disputed_payment_is_lost_or_kept() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 9).await;
    for (number, (won, status, row)) in [(false, "REFUNDED", "SUCCESS"), (true, "PAID", "FAILURE")]
        .into_iter()
        .enumerate()
    {
        let order = shop.order().of(&lamp, 1).place().await;
        let payment = shop.payment_of(&order).await;
        let dispute = shop.bank().dispute(&payment, dollars(1_600)).await.unwrap();
        shop.hear(EventSubject::Dispute, &payment).await;

        let sale = ("SALE", "SUCCESS");
        let money = shop.money(&order).await;
        assert_eq!(money.0, "PAID", "nobody knows yet");
        assert_eq!(money.2, rows(&[sale, ("REFUND", "PENDING")]));
        let parent = shop.transaction(&order, "SALE").await;
        let variables = json!({"id": order.id, "amount": "1", "parent": parent});
        let refund = shop.merchant().data(REFUND, variables).await;
        let code = &refund["refundCreate"]["userErrors"][0]["code"];
        assert_eq!(code, "AMOUNT_TOO_LARGE", "the bank has the money");

        shop.bank().end_dispute(&dispute, won).await.unwrap();
        let id = format!("closed-{number}");
        shop.told(&id, EventSubject::Dispute, &payment).await;
        crate::processes::eventually(Duration::from_secs(20), async || {
            shop.money(&order).await.2 == rows(&[sale, ("REFUND", row)])
        })
        .await;
        assert_eq!(shop.money(&order).await.0, status);
        assert_eq!(shop.differences().await, json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn messages_about_payments_of_others_are_left_alone() {
    let shop = TestShop::start().await;
    let foreign = ProviderReference("test_pi_foreign".to_owned());
    shop.hear(EventSubject::Refund, &foreign).await;
    shop.hear(EventSubject::Dispute, &foreign).await;
    assert_eq!(shop.differences().await, json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn merchants_see_payments_that_do_not_fit_and_ask_for_a_month_at_most() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).authorized().place().await;
    let payment = shop.payment_of(&order).await;
    assert_eq!(shop.differences().await, json!([]));

    // Somebody collects at the provider.
    let provider = shop.app.part::<Payments>().provider();
    let capture = souk_shop::payments::CaptureRequest {
        amount: dollars(1_600),
        last: true,
    };
    let key = IdempotencyKey("by hand".to_owned());
    provider.capture(&key, &payment, capture).await.unwrap();
    let found = shop.differences().await;
    assert_eq!(found.as_array().unwrap().len(), 1);
    assert_eq!(found[0]["kind"], "OTHER_CAPTURED");
    assert_eq!(found[0]["provider"], "test");
    assert_eq!(found[0]["reference"], payment.0);
    assert_eq!(found[0]["attempt"], order.new.attempt.0.to_string());
    let auth = shop.transaction(&order, "AUTHORIZATION").await;
    assert_eq!(found[0]["transactionId"], auth);
    assert_eq!(
        report_payments(&shop.app).await.unwrap(),
        0,
        "it may be on its way"
    );
    shop.app.clock.advance(Duration::from_secs(30 * 60));
    assert_eq!(report_payments(&shop.app).await.unwrap(), 1);

    let query = "query($since: DateTime, $until: DateTime) {
        paymentReconciliation(since: $since, until: $until) { kind } }";
    let merchant = shop.merchant();
    let defaults = merchant.data(query, json!({})).await;
    assert_eq!(
        defaults["paymentReconciliation"][0]["kind"],
        "OTHER_CAPTURED"
    );
    let earlier = json!({"since": "2020-01-01T00:00:00Z", "until": "2020-01-31T00:00:00Z"});
    let earlier = merchant.data(query, earlier).await;
    assert_eq!(earlier["paymentReconciliation"], json!([]));
    for (since, until) in [("2020-01-01", "2020-02-02"), ("2020-01-02", "2020-01-01")] {
        let window =
            json!({"since": format!("{since}T00:00:00Z"), "until": format!("{until}T00:00:00Z")});
        let refused = merchant.send(query, window).await;
        let code = &refused["errors"][0]["extensions"]["code"];
        assert_eq!(code, "BAD_USER_INPUT", "{refused:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn payments_that_stay_open_are_asked_for() {
    let shop = TestShop::start().await;
    let app = &shop.app;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    let payment = shop.payment_of(&order).await;
    let parent = shop.transaction(&order, "SALE").await;
    // A refund that the provider made and nobody wrote down: its operation is gone.
    let key = IdempotencyKey("forgotten".to_owned());
    let txn = app.databases.orders.begin().await.unwrap();
    let parent: souk_entities::ids::PaymentTransactionId =
        souk_kernel::ids::Gid::parse(&async_graphql::ID(parent)).unwrap();
    let refund = NewTransaction {
        attempt: order.new.attempt,
        order: Some(order.placed.id),
        kind: TransactionKind::Refund,
        amount: dollars(1_600),
        parent: Some(parent),
        provider: "test",
        reference: None,
        key: key.clone(),
    };
    payments::begin_transaction(app, &txn, &refund)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    let open = || async {
        payments::open_transactions(
            app.databases.orders.writer(),
            0.into(),
            Timestamp(i64::MAX),
            9,
        )
        .await
        .unwrap()
        .len()
    };
    assert_eq!(open().await, 1);

    assert_eq!(sweep_payments(app).await.unwrap(), 0, "it may be under way");
    app.clock.advance(Duration::from_secs(21 * 60));
    assert_eq!(
        sweep_payments(app).await.unwrap(),
        0,
        "the provider knows nothing of it yet"
    );
    let provider = app.part::<Payments>().provider();
    provider
        .refund(&key, &payment, dollars(1_600))
        .await
        .unwrap();
    assert_eq!(sweep_payments(app).await.unwrap(), 1);

    assert_eq!(open().await, 0);
    assert_eq!(shop.money(&order).await.0, "REFUNDED");
    assert_eq!(shop.differences().await, json!([]));
}
