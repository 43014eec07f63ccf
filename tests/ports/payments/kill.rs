//! The process dies between a charge and its answer.

use super::bench::{confirmation, connect, euros, key, payment};
use souk_kernel::{clock::Clock, config::Config};
use souk_shop::payments::{CaptureMode, IdempotencyKey, IntentState, ProviderReference};
use std::{
    path::Path,
    process::{Command, Stdio},
    sync::Arc,
    time::Duration,
};

/// Tells the child, a second run of this binary, what to confirm: folder, intent and key.
const ORDERS: &str = "SOUK_TEST_CONFIRM_AND_DIE";

/// What the child does: confirms a payment whose answer takes seconds. It is killed meanwhile.
#[tokio::test]
async fn child() {
    let Ok(orders) = std::env::var(ORDERS) else {
        return;
    };
    let [folder, intent, key] = orders.split('\n').collect::<Vec<_>>()[..] else {
        panic!("{orders}");
    };
    let clock = Arc::new(Clock::default());
    let payments = connect(&Config::default(), Path::new(folder), &clock).await;
    let new = payment("test_slow", CaptureMode::Automatic);
    let key = IdempotencyKey(key.to_owned());
    let intent = ProviderReference(intent.to_owned());
    let answer = payments
        .provider()
        .confirm(&key, &intent, &confirmation(&new))
        .await;
    panic!("the answer came before the end: {answer:?}");
}

#[tokio::test]
async fn a_charge_is_not_forgotten_when_the_process_is_killed_before_the_answer() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Clock::default());
    let payments = connect(&Config::default(), folder.path(), &clock).await;
    let provider = payments.provider();
    let new = payment("test_slow", CaptureMode::Automatic);
    let intent = provider.create(&key("create"), &new).await.unwrap();
    let confirm = key("confirm");
    let orders = [
        folder.path().to_str().unwrap(),
        &intent.reference.0,
        &confirm.0,
    ];

    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["payments::kill::child", "--exact"])
        .env(ORDERS, orders.join("\n"))
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    let charged = async {
        loop {
            let found = provider.retrieve(&intent.reference).await.unwrap();
            if found.state == IntentState::Succeeded {
                return;
            }
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    let charged = tokio::time::timeout(Duration::from_secs(60), charged).await;
    child.kill().unwrap(); // it has two more seconds to wait for its answer
    let status = child.wait().unwrap();

    charged.unwrap();
    assert_eq!(status.code(), None, "it did not end by itself");
    drop(payments);
    let payments = connect(&Config::default(), folder.path(), &clock).await;
    let provider = payments.provider();
    let again = provider
        .confirm(&confirm, &intent.reference, &confirmation(&new))
        .await
        .unwrap();
    assert_eq!(again.state, IntentState::Succeeded);
    assert_eq!(again.captured, euros(1_000));
}
