//! What every payment provider must do.

use super::bench::{Bench, confirmation, euros, key, payment};
use axum::http::{HeaderMap, HeaderName};
use futures_util::future::join_all;
use souk_entities::Timestamp;
use souk_kernel::{codes::CurrencyCode, money::Money};
use souk_shop::payments::{
    self, CaptureMode, CaptureRequest, DeclineCode, EventSubject, IntentState, PaymentMethod,
    ProviderError, ProviderReference, ProviderRefundState, ProviderRefusalCode, TestDecision,
    TokenSource, WebhookError,
};

fn refusal<T: std::fmt::Debug>(answer: Result<T, ProviderError>) -> ProviderRefusalCode {
    match answer {
        Err(ProviderError::Refused { code, .. }) => code,
        other => panic!("not refused: {other:?}"),
    }
}

pub(super) async fn an_intent_moves_nothing_until_it_is_confirmed(bench: &Bench) {
    let new = payment(bench.methods.succeeds, CaptureMode::Automatic);

    let intent = bench.create(&new).await;

    assert_eq!(intent.state, IntentState::Unconfirmed);
    assert_eq!(intent.amount, euros(1_000));
    assert_eq!(intent.captured, euros(0));
    assert_eq!(intent.attempt, Some(new.attempt));
    let found = bench.provider().retrieve(&intent.reference).await.unwrap();
    assert_eq!(found, intent);
}

pub(super) async fn confirming_collects_or_holds(bench: &Bench) {
    let collected = bench.collected().await;
    assert_eq!(collected.state, IntentState::Succeeded);
    assert_eq!(collected.captured, euros(1_000));
    assert_eq!(collected.capturable, euros(0));

    let held = bench.held().await;
    assert_eq!(held.state, IntentState::Authorized);
    assert_eq!(held.captured, euros(0));
    assert_eq!(held.capturable, euros(1_000));
}

pub(super) async fn a_decline_is_an_answer(bench: &Bench) {
    let new = payment(bench.methods.is_declined, CaptureMode::Automatic);

    let declined = bench.pay(&new).await;

    let state = IntentState::Declined {
        code: DeclineCode::CardDeclined,
    };
    assert_eq!(declined.state, state);
    let found = bench.provider().retrieve(&declined.reference).await;
    let found = found.unwrap();
    assert_eq!(found.state, state);
    assert_eq!(found.captured, euros(0));
}

pub(super) async fn the_buyer_may_have_to_act(bench: &Bench) {
    for (decision, expected) in [
        (TestDecision::Confirm, IntentState::Succeeded),
        (
            TestDecision::Refuse,
            IntentState::Declined {
                code: DeclineCode::AuthenticationFailed,
            },
        ),
    ] {
        let new = payment(bench.methods.asks_the_buyer, CaptureMode::Automatic);
        let waiting = bench.pay(&new).await;
        assert_eq!(waiting.captured, euros(0));

        bench.act(&waiting, decision).await;

        let found = bench.provider().retrieve(&waiting.reference).await;
        assert_eq!(found.unwrap().state, expected);
    }
}

pub(super) async fn the_same_key_happens_once(bench: &Bench) {
    let provider = bench.provider();
    let new = payment(bench.methods.succeeds, CaptureMode::Automatic);
    let (create, confirm, refund) = (key("create"), key("confirm"), key("refund"));
    let mut references = Vec::new();
    for _ in 0..3 {
        let intent = provider.create(&create, &new).await.unwrap();
        references.push(intent.reference);
    }
    references.dedup();
    let [reference] = references.as_slice() else {
        panic!("one key made several intents: {references:?}");
    };
    for _ in 0..3 {
        let confirmed = provider
            .confirm(&confirm, reference, &confirmation(&new))
            .await;
        assert_eq!(confirmed.unwrap().state, IntentState::Succeeded);
    }
    let mut refunds = Vec::new();
    for _ in 0..3 {
        let refunded = provider.refund(&refund, reference, euros(300)).await;
        refunds.push(refunded.unwrap().reference);
    }
    refunds.dedup();
    assert_eq!(refunds.len(), 1);

    let found = provider.retrieve(reference).await.unwrap();
    assert_eq!(found.captured, euros(1_000));
    assert_eq!(found.refunded, euros(300));
}

pub(super) async fn the_same_key_at_once_happens_once(bench: &Bench) {
    let provider = bench.provider();
    let paid = bench.collected().await;
    let refund = key("refund");

    let calls = (0..20).map(|_| provider.refund(&refund, &paid.reference, euros(300)));
    let answers = join_all(calls).await;

    // Some may be told that another is on its way; none may be refused or made twice.
    for answer in answers {
        assert!(
            !matches!(answer, Err(ProviderError::Refused { .. })),
            "{answer:?}"
        );
    }
    let found = provider.retrieve(&paid.reference).await.unwrap();
    assert_eq!(found.refunded, euros(300));
}

pub(super) async fn an_intent_is_confirmed_once_whatever_the_key(bench: &Bench) {
    let provider = bench.provider();
    for token in [bench.methods.succeeds, bench.methods.is_declined] {
        let new = payment(token, CaptureMode::Automatic);
        let first = bench.pay(&new).await;

        let again = provider
            .confirm(&key("confirm"), &first.reference, &confirmation(&new))
            .await
            .unwrap();

        assert_eq!(again.state, first.state);
        assert_eq!(again.captured, first.captured);
    }
}

pub(super) async fn a_key_is_not_used_for_something_else(bench: &Bench) {
    let provider = bench.provider();
    let paid = bench.collected().await;
    let refund = key("refund");
    let first = provider.refund(&refund, &paid.reference, euros(300)).await;
    first.unwrap();

    let other = provider.refund(&refund, &paid.reference, euros(301)).await;

    assert_eq!(refusal(other), ProviderRefusalCode::KeyReused);
    let found = provider.retrieve(&paid.reference).await.unwrap();
    assert_eq!(found.refunded, euros(300));
}

pub(super) async fn a_part_of_what_is_held_can_be_collected(bench: &Bench) {
    let provider = bench.provider();
    let held = bench.held().await;
    let part = |minor| CaptureRequest {
        amount: euros(minor),
        last: true,
    };
    let too_much = provider
        .capture(&key("capture"), &held.reference, part(1_001))
        .await;
    assert_eq!(refusal(too_much), ProviderRefusalCode::AmountTooLarge);

    let capture = key("capture");
    for _ in 0..2 {
        let taken = provider.capture(&capture, &held.reference, part(600)).await;
        let taken = taken.unwrap();
        assert_eq!(taken.state, IntentState::Succeeded);
        assert_eq!(taken.captured, euros(600));
        assert_eq!(taken.capturable, euros(0));
    }

    let again = provider
        .capture(&key("capture"), &held.reference, part(100))
        .await;
    assert_eq!(refusal(again), ProviderRefusalCode::WrongState);
}

pub(super) async fn what_is_held_can_be_let_go(bench: &Bench) {
    let provider = bench.provider();
    let held = bench.held().await;
    let cancel = key("cancel");
    for _ in 0..2 {
        let cancelled = provider.cancel(&cancel, &held.reference).await.unwrap();
        assert_eq!(cancelled.state, IntentState::Cancelled);
        assert_eq!(cancelled.capturable, euros(0));
    }
    let all = CaptureRequest {
        amount: euros(1_000),
        last: true,
    };
    let late = provider
        .capture(&key("capture"), &held.reference, all)
        .await;
    assert_eq!(refusal(late), ProviderRefusalCode::WrongState);

    let collected = bench.collected().await;
    let late = provider.cancel(&key("cancel"), &collected.reference).await;
    assert_eq!(refusal(late), ProviderRefusalCode::WrongState);

    let unconfirmed = bench
        .create(&payment(bench.methods.succeeds, CaptureMode::Automatic))
        .await;
    let cancelled = provider
        .cancel(&key("cancel"), &unconfirmed.reference)
        .await;
    assert_eq!(cancelled.unwrap().state, IntentState::Cancelled);
}

pub(super) async fn what_was_collected_is_given_back_in_parts_and_never_twice(bench: &Bench) {
    let provider = bench.provider();
    let paid = bench.collected().await;
    let keys = [key("refund"), key("refund")];
    for (key, minor) in keys.iter().zip([400, 500]) {
        let refund = provider.refund(key, &paid.reference, euros(minor)).await;
        let refund = refund.unwrap();
        assert_eq!(refund.state, ProviderRefundState::Succeeded);
        assert_eq!(refund.amount, euros(minor));
    }

    let too_much = provider
        .refund(&key("refund"), &paid.reference, euros(101))
        .await;

    assert_eq!(refusal(too_much), ProviderRefusalCode::AmountTooLarge);
    let found = provider.retrieve(&paid.reference).await.unwrap();
    assert_eq!(found.refunded, euros(900));
    let refunds = provider.refunds(&paid.reference).await.unwrap();
    let known: Vec<_> = refunds
        .into_iter()
        .filter_map(|refund| refund.key)
        .collect();
    assert_eq!(known.len(), 2);
    assert!(keys.iter().all(|key| known.contains(key)), "{known:?}");
}

pub(super) async fn what_is_unknown_is_refused(bench: &Bench) {
    let provider = bench.provider();
    let nothing = ProviderReference("pi_00000000000000".to_owned());
    let found = provider.retrieve(&nothing).await;
    assert_eq!(refusal(found), ProviderRefusalCode::NotFound);
    let refund = provider.refund(&key("refund"), &nothing, euros(1)).await;
    assert_eq!(refusal(refund), ProviderRefusalCode::NotFound);
    let new = payment(bench.methods.unknown, CaptureMode::Automatic);
    let created = provider.create(&key("create"), &new).await;
    assert_eq!(refusal(created), ProviderRefusalCode::UnknownMethod);
}

pub(super) async fn intents_are_listed_with_their_attempts(bench: &Bench) {
    let provider = bench.provider();
    let since = Timestamp(bench.clock.now().0 - 1_000);
    let mut made = Vec::new();
    for _ in 0..3 {
        let new = payment(bench.methods.succeeds, CaptureMode::Automatic);
        made.push((bench.create(&new).await.reference, Some(new.attempt)));
    }

    let mut listed = Vec::new();
    let mut after = None;
    loop {
        let page = provider.list_since(since, after.as_ref()).await.unwrap();
        let found = page.intents.iter();
        listed.extend(found.map(|intent| (intent.reference.clone(), intent.attempt)));
        after = listed.last().map(|(reference, _)| reference.clone());
        if !page.has_more {
            break;
        }
    }

    for intent in &made {
        let times = listed.iter().filter(|&listed| listed == intent).count();
        assert_eq!(times, 1, "{intent:?}");
    }
    let later = Timestamp(bench.clock.now().0 + 3_600_000);
    let none = provider.list_since(later, None).await.unwrap();
    assert!(none.intents.is_empty());
}

pub(super) async fn currencies_without_or_with_more_digits_come_back_alike(bench: &Bench) {
    for (minor, currency) in [
        (500, CurrencyCode::JPY),
        (5_120, CurrencyCode::KWD),
        (500, CurrencyCode::ISK),
        (1_200, CurrencyCode::MGA),
    ] {
        let mut new = payment(bench.methods.succeeds, CaptureMode::Automatic);
        new.amount = Money::new(minor, currency);

        let paid = bench.pay(&new).await;

        assert_eq!(paid.amount, new.amount);
        assert_eq!(paid.captured, new.amount);
        let refund = bench
            .provider()
            .refund(&key("refund"), &paid.reference, new.amount)
            .await;
        assert_eq!(refund.unwrap().amount, new.amount);
    }
}

pub(super) async fn messages_are_believed_when_they_are_signed_and_fresh(bench: &Bench) {
    let message = &bench.message;
    let now = bench.clock.now();
    let read = |body: &str, header: Option<String>| {
        let mut headers = HeaderMap::new();
        if let Some(header) = header {
            let name = HeaderName::from_static(message.header);
            headers.insert(name, header.parse().unwrap());
        }
        bench.provider().read_webhook(&headers, body.as_bytes())
    };
    let signed =
        |body: &str, at| Some(payments::sign_message(&message.secret, at, body.as_bytes()));

    let event = read(&message.body, signed(&message.body, now));
    let event = event.unwrap().unwrap();
    assert_eq!(event.subject, EventSubject::Payment);
    assert!(!event.id.is_empty() && !event.intent.0.is_empty());
    assert_eq!(read(&message.other, signed(&message.other, now)), Ok(None));
    assert_eq!(read(&message.body, None), Err(WebhookError::Forged));
    let other_body = signed(&message.other, now);
    assert_eq!(read(&message.body, other_body), Err(WebhookError::Forged));
    let forged = payments::sign_message(b"another key", now, message.body.as_bytes());
    assert_eq!(read(&message.body, Some(forged)), Err(WebhookError::Forged));
    let old = signed(&message.body, Timestamp(now.0 - 301_000));
    assert_eq!(read(&message.body, old), Err(WebhookError::Stale));
    for broken in ["", "{", "[]", r#"{"id":7}"#] {
        let answer = read(broken, signed(broken, now));
        assert_eq!(answer, Err(WebhookError::Malformed), "{broken}");
    }
}

pub(super) async fn the_form_learns_what_it_needs_and_no_secret(bench: &Bench) {
    let settings = bench
        .provider()
        .client_settings(euros(1_000), CaptureMode::Manual)
        .unwrap();

    assert_eq!(settings.provider, bench.provider().name());
    assert_eq!(settings.amount, 1_000);
    assert_eq!(settings.currency.to_uppercase(), "EUR");
    assert_eq!(settings.capture, CaptureMode::Manual);
    assert!(!settings.publishable_key.starts_with("sk_"));
    let token = "a token of the form";
    let method = bench.provider().method(TokenSource::Entered, token);
    assert_eq!(method, Some(PaymentMethod::Token(token.to_owned())));
}
