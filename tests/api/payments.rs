//! The ledger of payments, what providers tell, and the page of the test provider.

use crate::harness::TestShop;
use async_trait::async_trait;
use futures_util::future::join_all;
use souk_entities::{
    Timestamp,
    ids::{AttemptId, OrderId, PaymentTransactionId},
};
use souk_kernel::{app::App, codes::CurrencyCode, money::Money};
use souk_shop::payments::{
    self, BegunTransaction, CaptureMode, Confirmation, DeclineCode, Difference, DifferenceKind,
    EventHandler, EventSubject, IdempotencyKey, Intent, IntentState, LedgerError, NewIntent,
    NewTransaction, PaymentMethod, PaymentOutcome, Payments, ProviderEvent, ProviderReference,
    TestProvider, Transaction, TransactionKind, TransactionStatus, reconcile_payments,
};
use std::{
    sync::{Arc, Mutex},
    time::Duration,
};

const ATTEMPT: AttemptId = AttemptId(7);

fn euros(minor: i64) -> Money {
    Money::new(minor, CurrencyCode::EUR)
}

fn new(
    kind: TransactionKind,
    minor: i64,
    parent: Option<PaymentTransactionId>,
    key: &str,
) -> NewTransaction {
    NewTransaction {
        attempt: ATTEMPT,
        order: None,
        kind,
        amount: euros(minor),
        parent,
        provider: "test",
        reference: None,
        key: IdempotencyKey(key.to_owned()),
    }
}

async fn begin(app: &App, new: &NewTransaction) -> Result<BegunTransaction, LedgerError> {
    let txn = app.databases.orders.begin().await.unwrap();
    let begun = payments::begin_transaction(app, &txn, new).await?;
    txn.commit().await.unwrap();
    Ok(begun)
}

async fn settle(
    app: &App,
    id: PaymentTransactionId,
    outcome: PaymentOutcome,
) -> Option<Transaction> {
    let txn = app.databases.orders.begin().await.unwrap();
    let settled = payments::settle_transaction(app, &txn, id, outcome, None)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    settled
}

/// A transaction of 10.00 that succeeded.
async fn done(app: &App, kind: TransactionKind, key: &str) -> PaymentTransactionId {
    let begun = begin(app, &new(kind, 1_000, None, key)).await.unwrap();
    let id = begun.transaction().id;
    let settled = settle(app, id, PaymentOutcome::Done).await.unwrap();
    assert_eq!(settled.status, TransactionStatus::Success);
    id
}

async fn claimed(app: &App, id: PaymentTransactionId) -> i64 {
    let rows = payments::transactions_of_attempts(app.databases.orders.writer(), &[ATTEMPT]);
    let rows = rows.await.unwrap().remove(&ATTEMPT).unwrap();
    rows.into_iter().find(|row| row.id == id).unwrap().claimed
}

#[tokio::test]
async fn refunds_at_once_never_exceed_what_was_collected() {
    let shop = TestShop::start().await;
    let app = &shop.app;
    let sale = done(app, TransactionKind::Sale, "sale").await;

    let refunds = (0..50).map(|number| async move {
        let key = format!("refund-{number}");
        begin(app, &new(TransactionKind::Refund, 300, Some(sale), &key)).await
    });
    let begun = join_all(refunds).await;

    let taken: Vec<_> = begun.into_iter().filter_map(Result::ok).collect();
    assert_eq!(taken.len(), 3, "10.00 hold three refunds of 3.00");
    assert_eq!(claimed(app, sale).await, 900);
    let failed = taken[0].clone().transaction().id;
    settle(
        app,
        failed,
        PaymentOutcome::Declined(DeclineCode::GenericError),
    )
    .await;
    assert_eq!(
        claimed(app, sale).await,
        600,
        "a failed refund gives back what it took"
    );
    let again = settle(
        app,
        failed,
        PaymentOutcome::Declined(DeclineCode::GenericError),
    )
    .await;
    assert_eq!(
        (again, claimed(app, sale).await),
        (None, 600),
        "and does so once"
    );
}

#[tokio::test]
async fn one_key_sent_fifty_times_at_once_begins_one_refund() {
    let shop = TestShop::start().await;
    let app = &shop.app;
    let sale = done(app, TransactionKind::Sale, "sale").await;

    let refund = new(TransactionKind::Refund, 600, Some(sale), "refund");
    let begun = join_all((0..50).map(|_| begin(app, &refund))).await;

    let mut ids: Vec<_> = begun
        .into_iter()
        .map(|begun| begun.unwrap().transaction().id)
        .collect();
    ids.dedup();
    assert_eq!(ids.len(), 1);
    assert_eq!(claimed(app, sale).await, 600);
    let other = new(TransactionKind::Refund, 100, Some(sale), "refund");
    let other = begin(app, &other).await;
    assert!(matches!(other, Err(LedgerError::KeyReused)), "{other:?}");
}

#[tokio::test]
async fn a_capture_and_a_void_at_once_do_not_both_begin() {
    let shop = TestShop::start().await;
    let app = &shop.app;
    for round in 0..20 {
        let held = done(
            app,
            TransactionKind::Authorization,
            &format!("held-{round}"),
        )
        .await;
        let (capture, void) = (format!("capture-{round}"), format!("void-{round}"));
        let capture = new(TransactionKind::Capture, 1_000, Some(held), &capture);
        let void = new(TransactionKind::Void, 0, Some(held), &void);
        let (capture, void) = tokio::join!(begin(app, &capture), begin(app, &void));
        assert!(capture.is_ok() != void.is_ok(), "{capture:?} {void:?}");
        assert_eq!(claimed(app, held).await, 1_000);
    }
}

#[tokio::test]
async fn nothing_builds_on_what_does_not_fit() {
    let shop = TestShop::start().await;
    let app = &shop.app;
    let sale = done(app, TransactionKind::Sale, "sale").await;
    let held = done(app, TransactionKind::Authorization, "held").await;
    let open = begin(app, &new(TransactionKind::Sale, 1_000, None, "open")).await;
    let open = open.unwrap().transaction().id;
    let unknown = PaymentTransactionId(1);
    for (kind, parent) in [
        (TransactionKind::Capture, Some(sale)),
        (TransactionKind::Void, Some(sale)),
        (TransactionKind::Refund, Some(held)),
        (TransactionKind::Refund, Some(open)),
        (TransactionKind::Refund, Some(unknown)),
        (TransactionKind::Refund, None),
        (TransactionKind::Sale, Some(held)),
    ] {
        let begun = begin(app, &new(kind, 10, parent, "child")).await;
        assert!(
            matches!(begun, Err(LedgerError::NoParent)),
            "{kind:?} {begun:?}"
        );
    }
    let mut dollars = new(TransactionKind::Refund, 10, Some(sale), "child");
    dollars.amount = Money::new(10, CurrencyCode::USD);
    assert!(begin(app, &dollars).await.is_err());
    for minor in [0, -5, 1_001] {
        let refund = new(TransactionKind::Refund, minor, Some(sale), "child");
        let begun = begin(app, &refund).await;
        assert!(
            matches!(begun, Err(LedgerError::NotEnoughLeft)),
            "{begun:?}"
        );
    }
}

/// Notes what it hears, and fails the first times.
struct Listener {
    heard: Mutex<Vec<String>>,
    failures: Mutex<u32>,
}

#[async_trait]
impl EventHandler for Listener {
    async fn handle(&self, _: &Arc<App>, event: &ProviderEvent) -> anyhow::Result<()> {
        self.heard.lock().unwrap().push(event.id.clone());
        let mut failures = self.failures.lock().unwrap();
        if *failures > 0 {
            *failures -= 1;
            anyhow::bail!("not now");
        }
        Ok(())
    }
}

fn listen(app: &App, failures: u32) -> Arc<Listener> {
    let listener = Arc::new(Listener {
        heard: Mutex::default(),
        failures: Mutex::new(failures),
    });
    app.part::<Payments>()
        .listen(Arc::clone(&listener) as Arc<dyn EventHandler>);
    listener
}

impl Listener {
    /// Waits until so many were heard.
    async fn wait_for(&self, count: usize) -> Vec<String> {
        for _ in 0..500 {
            let heard = self.heard.lock().unwrap().clone();
            if heard.len() >= count {
                return heard;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        panic!("heard only {:?}", self.heard.lock().unwrap());
    }
}

fn event(id: &str) -> Vec<u8> {
    let event = ProviderEvent {
        id: id.to_owned(),
        kind: "payment.succeeded".to_owned(),
        subject: EventSubject::Payment,
        intent: ProviderReference("test_pi_1".to_owned()),
    };
    serde_json::to_vec(&event).unwrap()
}

async fn post(shop: &TestShop, path: &str, signature: &str, body: Vec<u8>) -> u16 {
    let request = reqwest::Client::new()
        .post(format!("{}{path}", shop.app.public_url()))
        .header(TestProvider::SIGNATURE_HEADER, signature)
        .body(body);
    request.send().await.unwrap().status().as_u16()
}

async fn tell(shop: &TestShop, id: &str) -> u16 {
    let body = event(id);
    let signature = shop
        .app
        .part::<Payments>()
        .test_provider()
        .unwrap()
        .sign(&body);
    post(shop, "/webhooks/test", &signature, body).await
}

#[tokio::test]
async fn a_message_is_handled_once_however_often_and_in_whatever_order_it_comes() {
    let shop = TestShop::start().await;
    let listener = listen(&shop.app, 0);
    let sent = ["evt_2", "evt_1", "evt_2", "evt_3", "evt_1", "evt_2"];

    let statuses = join_all(sent.map(|id| tell(&shop, id))).await;

    assert_eq!(statuses, [200; 6]);
    let mut heard = listener.wait_for(3).await;
    heard.sort();
    assert_eq!(heard, ["evt_1", "evt_2", "evt_3"]);
    shop.app.clock.advance(Duration::from_secs(86_400));
    assert_eq!(payments::deliver_due_events(&shop.app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_message_that_could_not_be_handled_comes_again_later() {
    let shop = TestShop::start().await;
    let listener = listen(&shop.app, 1);
    assert_eq!(tell(&shop, "evt_1").await, 200);
    listener.wait_for(1).await;

    // The pause after a failure; the loop covers the moment until the failure is noted.
    for _ in 0..100 {
        shop.app.clock.advance(Duration::from_secs(10));
        if payments::deliver_due_events(&shop.app).await.unwrap() > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }

    assert_eq!(listener.wait_for(2).await, ["evt_1", "evt_1"]);
    shop.app.clock.advance(Duration::from_secs(86_400));
    assert_eq!(payments::deliver_due_events(&shop.app).await.unwrap(), 0);
}

#[tokio::test]
async fn a_forged_late_or_foreign_message_is_not_heard() {
    let shop = TestShop::start().await;
    let listener = listen(&shop.app, 0);
    let body = event("evt_1");
    let signature = shop
        .app
        .part::<Payments>()
        .test_provider()
        .unwrap()
        .sign(&body);

    assert_eq!(
        post(&shop, "/webhooks/test", "t=1,v1=00", body.clone()).await,
        400
    );
    assert_eq!(
        post(&shop, "/webhooks/test", &signature, event("evt_2")).await,
        400
    );
    assert_eq!(
        post(&shop, "/webhooks/stripe", &signature, body.clone()).await,
        404
    );
    shop.app.clock.advance(Duration::from_secs(301));
    assert_eq!(post(&shop, "/webhooks/test", &signature, body).await, 400);

    shop.app.clock.advance(Duration::from_secs(86_400));
    assert_eq!(payments::deliver_due_events(&shop.app).await.unwrap(), 0);
    assert!(listener.heard.lock().unwrap().is_empty());
}

async fn pay(app: &App, token: &str) -> Intent {
    let provider = app.part::<Payments>().provider();
    let method = PaymentMethod::Token(token.to_owned());
    let intent = NewIntent {
        amount: euros(1_000),
        method: method.clone(),
        capture: CaptureMode::Automatic,
        attempt: ATTEMPT,
    };
    let key = |what| IdempotencyKey(format!("{what}-{token}"));
    let intent = provider.create(&key("create"), &intent).await.unwrap();
    let confirmation = Confirmation {
        method,
        return_url: "http://shop.example/back?a=1&b=2".to_owned(),
    };
    provider
        .confirm(&key("confirm"), &intent.reference, &confirmation)
        .await
        .unwrap()
}

/// A payment that waits for the buyer, and the address of the page.
async fn waiting(app: &App) -> (ProviderReference, String) {
    let waiting = pay(app, "test_3ds").await;
    match waiting.state {
        IntentState::ActionRequired { url: Some(url), .. } => (waiting.reference, url),
        other => panic!("{other:?}"),
    }
}

/// Sends what the buyer decided; status and where the answer leads.
async fn decide(url: &str, form: &'static str) -> (u16, Option<String>) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    let request = client.build().unwrap().post(url).body(form);
    let answer = request.send().await.unwrap();
    let location = answer.headers().get("location");
    let location = location.map(|location| location.to_str().unwrap().to_owned());
    (answer.status().as_u16(), location)
}

#[tokio::test]
async fn a_buyer_confirms_on_a_page_that_needs_no_script() {
    let shop = TestShop::start().await;
    let (intent, url) = waiting(&shop.app).await;

    let page = reqwest::get(&url).await.unwrap();
    let policy = page.headers()["content-security-policy"].to_str().unwrap();
    assert!(policy.contains("frame-ancestors 'none'") && !policy.contains("script"));
    assert_eq!(page.headers()["referrer-policy"], "no-referrer");
    let page = page.text().await.unwrap();
    assert!(
        page.contains("10.0 EUR") && page.contains("<form method=\"post\">"),
        "{page}"
    );
    let back = Some("http://shop.example/back?a=1&b=2".to_owned());
    assert_eq!(decide(&url, "decision=confirm").await, (303, back));

    let paid = shop
        .app
        .part::<Payments>()
        .provider()
        .retrieve(&intent)
        .await;
    assert_eq!(paid.unwrap().state, IntentState::Succeeded);
}

#[tokio::test]
async fn the_first_answer_on_the_page_counts_and_nonsense_does_not() {
    let shop = TestShop::start().await;
    let (intent, url) = waiting(&shop.app).await;

    assert_eq!(decide(&url, "decision=perhaps").await, (422, None));
    assert_eq!(decide(&url, "decision=refuse").await.0, 303);
    assert_eq!(decide(&url, "decision=confirm").await.0, 303);

    let refused = shop
        .app
        .part::<Payments>()
        .provider()
        .retrieve(&intent)
        .await;
    let code = DeclineCode::AuthenticationFailed;
    assert_eq!(refused.unwrap().state, IntentState::Declined { code });
    let page = reqwest::get(&url).await.unwrap().text().await.unwrap();
    assert!(
        page.contains("Already answered") && page.contains("a=1&amp;b=2"),
        "{page}"
    );
    let unknown = format!("{url}0");
    assert_eq!(reqwest::get(&unknown).await.unwrap().status(), 404);
    assert_eq!(decide(&unknown, "decision=confirm").await, (404, None));
}

#[tokio::test]
async fn money_without_an_order_and_orders_without_money_are_found() {
    let shop = TestShop::start().await;
    let app = &shop.app;
    let since = Timestamp(app.clock.now().0 - 1_000);
    let compare = async || {
        let until = Timestamp(app.clock.now().0 + 1_000);
        reconcile_payments(app, since, until).await.unwrap()
    };
    let paid = pay(app, "test_ok").await;
    pay(app, "test_decline").await;
    let lost = Difference {
        kind: DifferenceKind::WithoutOrder,
        provider: "test",
        reference: Some(paid.reference.clone()),
        attempt: Some(ATTEMPT),
        order: None,
        transaction: None,
        in_ledger: None,
        at_provider: Some(euros(1_000)),
    };
    assert_eq!(compare().await, [lost]);

    let mut sale = new(TransactionKind::Sale, 1_000, None, "confirm-test_ok");
    sale.reference = Some(paid.reference.clone());
    let id = begin(app, &sale).await.unwrap().transaction().id;
    settle(app, id, PaymentOutcome::Done).await;
    let txn = app.databases.orders.begin().await.unwrap();
    payments::assign_to_order(app, &txn, ATTEMPT, OrderId(1), None)
        .await
        .unwrap();
    txn.commit().await.unwrap();
    assert_eq!(compare().await, []);

    let mut invented = new(TransactionKind::Sale, 500, None, "invented");
    invented.order = Some(OrderId(2));
    invented.reference = Some(ProviderReference("test_pi_invented".to_owned()));
    let id = begin(app, &invented).await.unwrap().transaction().id;
    settle(app, id, PaymentOutcome::Done).await;
    let missing = Difference {
        kind: DifferenceKind::WithoutPayment,
        provider: "test",
        reference: Some(ProviderReference("test_pi_invented".to_owned())),
        attempt: Some(ATTEMPT),
        order: Some(OrderId(2)),
        transaction: Some(id),
        in_ledger: Some(euros(500)),
        at_provider: None,
    };
    assert_eq!(compare().await, [missing]);
}
