//! The process dies at every step of the saga, and again when it goes on.

use super::SUBMIT;
use crate::{
    delivery_options::zones,
    harness::TestShop,
    processes::{same_shop, souk},
};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use souk::checkout::resume::resume;
use souk_entities::Timestamp;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    time::Duration,
};

/// Steps on the way to an order, as `souk::crash::point` names them.
const FORWARD: [&str; 8] = [
    "checkout:Reserved",
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
/// Longer than a process that died may have had an attempt for itself.
const LEASE: Duration = Duration::from_secs(61);

/// A server on the shop's data that dies at `point`, and its address.
async fn mortal(shop: &TestShop, point: &str) -> (Child, String) {
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
        (server, url.expect("an address").to_owned())
    })
    .await
    .unwrap()
}

/// Waits for the death of a server.
async fn dies(mut server: Child) {
    for _ in 0..600 {
        if server.try_wait().unwrap().is_some() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    server.kill().unwrap();
    panic!("the process did not come to that point");
}

/// Submits a cart to a server that dies while it works on it; then takes the attempt up again.
async fn survive(point: &str, token: &str) -> (TestShop, Value, i64) {
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

    // What it held is nobody's yet; the same client comes again, and the attempt goes on.
    shop.app.clock.advance(LEASE);
    resume(&shop.app).await.unwrap();
    let submitted = shop.submit(&cart, "one").await;
    assert_eq!(
        submitted["__typename"], "SubmitSuccess",
        "{point}: {submitted:#}"
    );
    let outcome = shop.outcome(&submitted).await;
    let left = shop.left(lamp).await;
    (shop, outcome, left)
}

/// How often the provider took money.
async fn charges(shop: &TestShop) -> usize {
    let page = shop.app.payments.provider().list_since(Timestamp(0), None);
    let intents = page.await.unwrap().intents;
    intents.iter().filter(|it| it.captured.minor() > 0).count()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_anywhere_leaves_one_order_and_one_payment() {
    stream::iter(FORWARD)
        .for_each_concurrent(2, async |point| {
            let (shop, outcome, left) = survive(point, "test_ok").await;
            assert_eq!(
                outcome["__typename"], "CartCompletionSuccess",
                "{point}: {outcome:#}"
            );
            assert_eq!(left, 0, "{point}");
            assert_eq!(charges(&shop).await, 1, "{point}");
        })
        .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_after_a_decline_holds_and_charges_nothing() {
    stream::iter(BACKWARD)
        .for_each_concurrent(2, async |point| {
            let (shop, outcome, left) = survive(point, "test_decline").await;
            assert_eq!(
                outcome["__typename"], "CartCompletionFailed",
                "{point}: {outcome:#}"
            );
            assert_eq!(left, 1, "{point}");
            assert_eq!(charges(&shop).await, 0, "{point}");
        })
        .await;
}
