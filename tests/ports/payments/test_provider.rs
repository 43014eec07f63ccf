//! What the test provider does besides: its tokens, and its book.

use super::bench::{Bench, confirmation, euros, key, payment, test_provider};
use souk_kernel::config::Config;
use souk_shop::payments::{
    CaptureMode, CaptureRequest, DeclineCode, IntentState, PaymentMethod, ProviderError,
    ProviderReference,
};
use std::time::{Duration, Instant};

/// Makes and confirms a payment; the reference and the answer.
async fn pay(
    bench: &Bench,
    token: &str,
) -> (ProviderReference, Result<IntentState, ProviderError>) {
    let new = payment(token, CaptureMode::Automatic);
    let reference = bench.create(&new).await.reference;
    let confirmed = bench
        .provider()
        .confirm(&key("confirm"), &reference, &confirmation(&new))
        .await;
    (reference, confirmed.map(|intent| intent.state))
}

#[tokio::test]
async fn tokens_say_how_a_payment_ends() {
    let bench = test_provider().await;
    let declined = |code| IntentState::Declined { code };
    for (token, expected) in [
        ("test_ok", IntentState::Succeeded),
        ("test_decline", declined(DeclineCode::CardDeclined)),
        (
            "test_insufficient_funds",
            declined(DeclineCode::InsufficientFunds),
        ),
    ] {
        assert_eq!(pay(&bench, token).await.1, Ok(expected), "{token}");
    }
    let (_, waiting) = pay(&bench, "test_3ds").await;
    let Ok(IntentState::ActionRequired { url: Some(url), .. }) = waiting else {
        panic!("{waiting:?}");
    };
    assert!(
        url.starts_with("http://127.0.0.1:8080/payments/test/"),
        "{url}"
    );
}

#[tokio::test]
async fn a_method_may_come_from_a_form_or_be_saved() {
    let bench = test_provider().await;
    for method in [
        PaymentMethod::ConfirmationToken("test_ok".to_owned()),
        PaymentMethod::Saved {
            customer: "ada".to_owned(),
            method: "test_ok".to_owned(),
        },
    ] {
        let mut new = payment("test_ok", CaptureMode::Automatic);
        new.method = method;
        assert_eq!(bench.pay(&new).await.state, IntentState::Succeeded);
    }
}

#[tokio::test]
async fn a_lost_answer_was_charged_once_and_asking_tells() {
    let bench = test_provider().await;

    let (reference, answer) = pay(&bench, "test_lost_answer").await;

    assert!(
        matches!(answer, Err(ProviderError::Unknown(_))),
        "{answer:?}"
    );
    let found = bench.provider().retrieve(&reference).await.unwrap();
    assert_eq!(found.state, IntentState::Succeeded);
    assert_eq!(found.captured, euros(1_000));
}

#[tokio::test]
async fn a_slow_answer_comes_after_the_charge() {
    let bench = test_provider().await;
    let began = Instant::now();

    let (_, answer) = pay(&bench, "test_slow").await;

    assert_eq!(answer, Ok(IntentState::Succeeded));
    assert!(began.elapsed() >= Duration::from_secs(3));
}

#[tokio::test]
async fn a_shop_that_does_not_wait_for_a_slow_answer_does_not_know() {
    let mut bench = test_provider().await;
    let mut config = Config::default();
    config.payments.timeout_ms = 50;
    bench.payments = super::bench::connect(&config, bench.folder.path(), &bench.clock).await;

    let (reference, answer) = pay(&bench, "test_slow").await;

    assert!(
        matches!(answer, Err(ProviderError::Unknown(_))),
        "{answer:?}"
    );
    let found = bench.provider().retrieve(&reference).await.unwrap();
    assert_eq!(found.state, IntentState::Succeeded, "charged all the same");
}

#[tokio::test]
async fn a_provider_that_is_down_comes_back_after_a_minute() {
    let bench = test_provider().await;
    let new = payment("test_down", CaptureMode::Automatic);
    let reference = bench.create(&new).await.reference;
    let confirm = key("confirm");
    let provider = bench.provider();

    let down = provider
        .confirm(&confirm, &reference, &confirmation(&new))
        .await;

    assert!(
        matches!(down, Err(ProviderError::Unavailable(_))),
        "{down:?}"
    );
    let found = provider.retrieve(&reference).await.unwrap();
    assert_eq!(found.state, IntentState::Unconfirmed);
    bench.clock.advance(Duration::from_secs(60));
    let up = provider
        .confirm(&confirm, &reference, &confirmation(&new))
        .await;
    assert_eq!(up.unwrap().state, IntentState::Succeeded);
}

#[tokio::test]
async fn what_is_held_can_be_collected_in_several_parts() {
    let bench = test_provider().await;
    let provider = bench.provider();
    let held = bench.held().await;
    for (minor, state) in [
        (300, IntentState::Authorized),
        (700, IntentState::Succeeded),
    ] {
        let part = CaptureRequest {
            amount: euros(minor),
            last: false,
        };
        let taken = provider
            .capture(&key("capture"), &held.reference, part)
            .await;
        assert_eq!(taken.unwrap().state, state);
    }

    let held = bench.held().await;
    let part = CaptureRequest {
        amount: euros(300),
        last: false,
    };
    let taken = provider
        .capture(&key("capture"), &held.reference, part)
        .await;
    assert_eq!(taken.unwrap().capturable, euros(700));
    let rest = provider.cancel(&key("cancel"), &held.reference).await;
    let rest = rest.unwrap();
    assert_eq!((rest.captured, rest.capturable), (euros(300), euros(0)));
}
