//! The process dies at every step of the saga, and again when it goes on.

use super::SUBMIT;
use crate::{
    delivery_options::zones,
    harness::TestShop,
    processes::{same_shop, souk},
};
use futures_util::{StreamExt, stream};
use sea_orm::{EntityTrait, sea_query::Expr};
use serde_json::{Value, json};
use souk_entities::{Timestamp, orders::checkout_attempt};
use souk_kernel::{clock::Clock, tokens::Tokens, viewer::Scope};
use souk_shop::{
    checkout::{DEADLINE_MS, resume_attempts},
    payments::{self, IntentState},
};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    time::Duration,
};
use strum::IntoEnumIterator;

/// Steps on the way to an order, as `souk_kernel::crash::point` names them.
pub const FORWARD: [&str; 9] = [
    "checkout:Reserved",
    "checkout:Redeemed",
    "checkout:Pinned",
    "checkout:Intended",
    "checkout:Confirmed",
    "checkout:Authorised",
    "checkout:Ordered",
    "checkout:Committed",
    "checkout:Completed",
];
/// Steps on the way back after a decline.
const BACKWARD: [&str; 3] = [
    "checkout:Retreating",
    "checkout:Cancelled",
    "checkout:Retreated",
];
/// Steps that are not done again: their record is there, with the provider or in the database.
const ON_RECORD: [&str; 3] = [
    "checkout:Intended",
    "checkout:Confirmed",
    "checkout:Ordered",
];
/// Longer than a process that died may have had an attempt for itself.
pub const LEASE: Duration = Duration::from_secs(61);

/// A server on the shop's data that dies at `point`, and its address.
pub async fn mortal(shop: &TestShop, point: &str) -> (Child, String) {
    let mut command = souk();
    same_shop(&mut command, shop);
    command
        .env("SOUK_DIE_AT", point)
        .env("SOUK__SERVER__LISTEN", "127.0.0.1:0")
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    tokio::task::spawn_blocking(move || {
        let mut server = command.spawn().unwrap();
        let mut said = String::new();
        let mut out = BufReader::new(server.stdout.take().unwrap());
        out.read_line(&mut said).unwrap();
        let url = said
            .split_whitespace()
            .find(|word| word.starts_with("http"));
        (server, url.unwrap_or_default().to_owned()) // it may be dead already
    })
    .await
    .unwrap()
}

/// Sends a request of a merchant who may do everything to another process; `None` if that dies before
/// it answers.
pub async fn ask_as_merchant(
    shop: &TestShop,
    url: &str,
    query: &str,
    variables: Value,
) -> Option<String> {
    let present = Clock::default(); // the other process lives in it
    let hour = Duration::from_secs(3_600);
    let tokens = shop.app.part::<Tokens>();
    let token = tokens.sign(&present, Scope::iter(), hour).unwrap();
    let client = reqwest::Client::new().post(format!("{url}/graphql"));
    let body = json!({"query": query, "variables": variables});
    let answer = client.bearer_auth(token).json(&body).send().await.ok()?;
    answer.text().await.ok()
}

/// Waits for the death of a server.
pub async fn dies(mut server: Child) {
    for _ in 0..600 {
        if server.try_wait().unwrap().is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.kill().unwrap();
    panic!("the process did not come to that point");
}

/// Ends the time that a process which died had for its attempt.
pub async fn nobody_works(shop: &TestShop) {
    let db = shop.app.databases.orders.writer();
    checkout_attempt::Entity::update_many()
        .col_expr(checkout_attempt::Column::LeasedUntil, Expr::value(0))
        .exec(db)
        .await
        .unwrap();
}

/// Submits a cart to a server that dies while it works on it; then takes the attempt up again, in a
/// process that dies as well where `again` names a point.
async fn survive(point: &str, again: Option<&str>, token: &str) -> (TestShop, Value, i64) {
    survive_until(LEASE, point, again, token).await
}

/// The same, where nobody takes the attempt up for so long.
async fn survive_until(
    later: Duration,
    point: &str,
    again: Option<&str>,
    token: &str,
) -> (TestShop, Value, i64) {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(1).await;
    let cart = shop.ready_cart(lamp, token).await;
    let (server, url) = mortal(&shop, point).await;
    let body = json!({"query": SUBMIT, "variables": {"id": cart["id"], "token": "one"}});
    let client = reqwest::Client::new();
    let request = client.post(format!("{url}/graphql")).json(&body).send();
    let _ = request.await; // the answer is lost, or came just before
    dies(server).await;

    if let Some(again) = again {
        nobody_works(&shop).await;
        let (worker, _) = mortal(&shop, again).await; // it takes the attempt up by itself
        dies(worker).await;
    }
    // What it held is nobody's yet; the same client comes again, and the attempt goes on.
    shop.app.clock.advance(later);
    resume_attempts(&shop.app).await.unwrap();
    let submitted = shop.submit(&cart, "one").await;
    assert_eq!(
        submitted["__typename"], "SubmitSuccess",
        "{point}: {submitted:#}"
    );
    let outcome = shop.outcome(&submitted).await;
    let left = shop.left(lamp).await;
    (shop, outcome, left)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_anywhere_leaves_one_order_and_one_payment() {
    stream::iter(FORWARD)
        .for_each_concurrent(2, async |point| {
            let (shop, outcome, left) = survive(point, None, "test_ok").await;
            assert_eq!(
                outcome["__typename"], "CartCompletionSuccess",
                "{point}: {outcome:#}"
            );
            assert_eq!(left, 0, "{point}");
            assert_eq!(shop.charges().await, 1, "{point}");
            shop.assert_reconciled().await;
            shop.assert_verified().await;
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_after_a_decline_holds_and_charges_nothing() {
    stream::iter(BACKWARD)
        .for_each_concurrent(2, async |point| {
            let (shop, outcome, left) = survive(point, None, "test_decline").await;
            assert_eq!(
                outcome["__typename"], "CartCompletionFailed",
                "{point}: {outcome:#}"
            );
            assert_eq!(left, 1, "{point}");
            assert_eq!(shop.charges().await, 0, "{point}");
            shop.assert_reconciled().await;
            shop.assert_verified().await;
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_again_when_it_goes_on_leaves_one_order_and_one_payment() {
    let pairs = FORWARD.iter().enumerate();
    let pairs = pairs.flat_map(|(place, first)| FORWARD[place..].iter().map(move |it| (first, it)));
    let pairs = pairs.filter(|(first, again)| !(first == again && ON_RECORD.contains(first)));
    stream::iter(pairs)
        .for_each_concurrent(2, async |(first, again)| {
            let (shop, outcome, left) = survive(first, Some(again), "test_ok").await;
            let kind = &outcome["__typename"];
            assert_eq!(
                kind, "CartCompletionSuccess",
                "{first} {again}: {outcome:#}"
            );
            assert_eq!(left, 0, "{first} {again}");
            assert_eq!(shop.charges().await, 1, "{first} {again}");
            shop.assert_reconciled().await;
            shop.assert_verified().await;
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_again_on_the_way_back_holds_and_charges_nothing() {
    let pairs = BACKWARD.iter().enumerate();
    let pairs =
        pairs.flat_map(|(place, first)| BACKWARD[place..].iter().map(move |it| (first, it)));
    stream::iter(pairs)
        .for_each_concurrent(2, async |(first, again)| {
            let (shop, outcome, left) = survive(first, Some(again), "test_decline").await;
            let kind = &outcome["__typename"];
            assert_eq!(kind, "CartCompletionFailed", "{first} {again}: {outcome:#}");
            assert_eq!(left, 1, "{first} {again}");
            assert_eq!(shop.charges().await, 0, "{first} {again}");
            shop.assert_reconciled().await;
            shop.assert_verified().await;
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_taken_up_behind_its_deadline_is_bought_only_where_it_was_paid() {
    let late = Duration::from_millis(DEADLINE_MS.unsigned_abs()) + LEASE;
    let paid = FORWARD
        .iter()
        .position(|it| *it == "checkout:Confirmed")
        .unwrap();
    stream::iter(FORWARD.iter().enumerate())
        .for_each_concurrent(2, async |(place, point)| {
            let (shop, outcome, left) = survive_until(late, point, None, "test_ok").await;
            let (kind, charges) = match place < paid {
                true => ("CartCompletionFailed", 0),
                false => ("CartCompletionSuccess", 1),
            };
            assert_eq!(outcome["__typename"], kind, "{point}: {outcome:#}");
            assert_eq!(shop.charges().await, charges, "{point}");
            assert_eq!(left, i64::from(place < paid), "{point}");
            let ended = |it: &IntentState| !matches!(it, IntentState::Unconfirmed);
            let intents = shop.intents().await;
            assert!(intents.iter().all(|it| ended(&it.state)), "{point}");
            let db = shop.app.databases.orders.writer();
            let open = payments::open_transactions(db, 0.into(), Timestamp(i64::MAX), 9);
            assert!(open.await.unwrap().is_empty(), "{point}");
            shop.assert_reconciled().await;
            shop.assert_verified().await;
        })
        .await;
}
