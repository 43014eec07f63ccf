//! What Stripe's adapter does besides, against the fakes of `tests/services/stripe.sh`.

use super::bench::{Bench, Buyer, Message, Methods, confirmation, connect, euros, key, payment};
use serde_json::{Value, json};
use souk_entities::Timestamp;
use souk_kernel::{
    clock::Clock,
    codes::CurrencyCode,
    config::{Config, Provider},
    money::Money,
};
use souk_shop::payments::{
    CaptureMode, CaptureRequest, IdempotencyKey, IntentState, PaymentMethod, ProviderError,
    ProviderReference, ProviderRefusalCode, TestDecision, TokenSource,
};
use std::{sync::Arc, time::Duration};

/// The address of the fake that keeps payments.
const KEEPS: &str = "SOUK_TEST_STRIPE";
/// The address of the fake that checks the shapes of requests.
const CHECKS: &str = "SOUK_TEST_STRIPE_MOCK";
const SECRET_KEY: &str = "sk_test_12345";

/// The fake that keeps payments, from its other side.
pub(super) struct Fake {
    url: String,
    http: reqwest::Client,
}

impl Fake {
    async fn post(&self, path: &str, form: &[(&str, &str)]) -> Value {
        let body: Vec<_> = form
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        let request = self
            .http
            .post(format!("{}{path}", self.url))
            .bearer_auth(SECRET_KEY)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body.join("&"));
        request.send().await.unwrap().json().await.unwrap()
    }

    /// What the buyer does in Stripe's window.
    pub(super) async fn act(
        &self,
        intent: &ProviderReference,
        client_secret: &str,
        decision: TestDecision,
    ) {
        let success = match decision {
            TestDecision::Confirm => "true",
            TestDecision::Refuse => "false",
        };
        let path = format!("/v1/payment_intents/{intent}/_authenticate");
        let form = [("client_secret", client_secret), ("success", success)];
        let answer = self.post(&path, &form).await;
        assert_eq!(answer["object"], "payment_intent", "{answer}");
    }

    /// Lets the next requests with this key go wrong.
    async fn fail(&self, key: &IdempotencyKey, fault: &str, count: u32) {
        let request = self.http.post(format!("{}/_shim/fault", self.url));
        let fault = json!({"fault": fault, "key": key.0, "count": count});
        request.json(&fault).send().await.unwrap();
    }

    /// How often the effect of a key was carried out.
    async fn performed(&self, key: &IdempotencyKey) -> Value {
        let request = self.http.get(format!("{}/_shim/stats/{key}", self.url));
        let stats: Value = request.send().await.unwrap().json().await.unwrap();
        stats["performed"].clone()
    }
}

fn config(url: &str) -> Config {
    let mut config = Config::default();
    config.payments.provider = Provider::Stripe;
    config.payments.stripe.api_url = url.to_owned();
    config.payments.stripe.secret_key = Some(SECRET_KEY.to_owned());
    config.payments.stripe.publishable_key = Some("pk_test_12345".to_owned());
    config.payments.stripe.webhook_secret = Some("whsec_12345".to_owned());
    config
}

async fn bench_at(url: &str, change: impl FnOnce(&mut Config)) -> Bench {
    let _ = rustls::crypto::ring::default_provider().install_default();
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Clock::default());
    let mut config = config(url);
    change(&mut config);
    let event = |kind: &str, object: &str| {
        json!({
            "id": "evt_1", "object": "event", "type": kind,
            "data": {"object": {"id": "pi_1", "object": object}},
        })
    };
    Bench {
        payments: connect(&config, folder.path(), &clock).await,
        clock,
        methods: Methods {
            succeeds: "pm_card_visa",
            is_declined: "pm_card_chargeDeclined",
            asks_the_buyer: "pm_card_authenticationRequired",
            unknown: "pm_00000000000000",
        },
        message: Message {
            header: "stripe-signature",
            secret: b"whsec_12345".to_vec(),
            body: event("payment_intent.succeeded", "payment_intent").to_string(),
            other: event("customer.created", "customer").to_string(),
        },
        buyer: Buyer::Stripe(Fake {
            url: url.to_owned(),
            http: reqwest::Client::new(),
        }),
        folder,
    }
}

/// The adapter in front of the fake that `variable` names; says so where there is none.
async fn against(variable: &str, change: impl FnOnce(&mut Config)) -> Option<Bench> {
    match std::env::var(variable) {
        Ok(url) => Some(bench_at(&url, change).await),
        Err(_) => {
            println!("skipped: {variable} names no fake, see tests/services/stripe.sh");
            None
        }
    }
}

pub(super) async fn bench() -> Option<Bench> {
    against(KEEPS, |_| {}).await
}

impl Bench {
    fn fake(&self) -> &Fake {
        match &self.buyer {
            Buyer::Stripe(fake) => fake,
            Buyer::Test => panic!("this bench has no fake"),
        }
    }
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_with_the_same_key() {
    let Some(bench) = bench().await else { return };
    let provider = bench.provider();
    let new = payment(bench.methods.succeeds, CaptureMode::Automatic);
    let (create, confirm, refund) = (key("create"), key("confirm"), key("refund"));
    for (key, fault) in [
        (&create, "drop-response"),
        (&confirm, "drop-response"),
        (&refund, "drop-request"),
    ] {
        bench.fake().fail(key, fault, 2).await;
    }

    let intent = provider.create(&create, &new).await.unwrap().reference;
    let paid = provider
        .confirm(&confirm, &intent, &confirmation(&new))
        .await;
    assert_eq!(paid.unwrap().state, IntentState::Succeeded);
    let refund_made = provider.refund(&refund, &intent, euros(100)).await;
    assert_eq!(refund_made.unwrap().amount, euros(100));

    for key in [create, confirm, refund] {
        assert_eq!(bench.fake().performed(&key).await, 1, "{key}");
    }
}

#[tokio::test]
async fn a_charge_whose_answer_never_comes_is_unknown_and_asking_tells() {
    let Some(bench) = bench().await else { return };
    let provider = bench.provider();
    let new = payment(bench.methods.succeeds, CaptureMode::Automatic);
    let intent = bench.create(&new).await.reference;
    let confirm = key("confirm");
    bench.fake().fail(&confirm, "drop-response", 3).await;

    let lost = provider
        .confirm(&confirm, &intent, &confirmation(&new))
        .await;

    assert!(matches!(lost, Err(ProviderError::Unknown(_))), "{lost:?}");
    let found = provider.retrieve(&intent).await.unwrap();
    assert_eq!(found.state, IntentState::Succeeded);
    assert_eq!(bench.fake().performed(&confirm).await, 1);
}

#[tokio::test]
async fn a_failure_of_stripe_is_unknown_and_never_a_decline() {
    let Some(bench) = bench().await else { return };
    let new = payment(bench.methods.succeeds, CaptureMode::Automatic);
    let create = key("create");
    bench.fake().fail(&create, "500", 1).await;

    let failed = bench.provider().create(&create, &new).await;

    // Stripe replays its failure for this key to the end.
    assert!(
        matches!(failed, Err(ProviderError::Unknown(_))),
        "{failed:?}"
    );
    assert_eq!(bench.fake().performed(&create).await, 0);
}

#[tokio::test]
async fn silence_ends_at_the_deadline_and_is_unknown() {
    let quick = |config: &mut Config| config.payments.timeout_ms = 300;
    let Some(bench) = against(KEEPS, quick).await else {
        return;
    };
    let new = payment(bench.methods.succeeds, CaptureMode::Automatic);
    let create = key("create");
    bench.fake().fail(&create, "timeout", 3).await;
    let began = std::time::Instant::now();

    let silent = bench.provider().create(&create, &new).await;

    assert!(
        matches!(silent, Err(ProviderError::Unknown(_))),
        "{silent:?}"
    );
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn a_decline_is_asked_once() {
    let Some(bench) = bench().await else { return };
    let new = payment(bench.methods.is_declined, CaptureMode::Automatic);
    let intent = bench.create(&new).await.reference;
    let confirm = key("confirm");
    for _ in 0..2 {
        let declined = bench
            .provider()
            .confirm(&confirm, &intent, &confirmation(&new))
            .await;
        let state = declined.unwrap().state;
        assert!(matches!(state, IntentState::Declined { .. }), "{state:?}");
    }
}

#[tokio::test]
async fn nobody_there_is_unavailable_and_then_fails_at_once() {
    let socket = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", socket.local_addr().unwrap());
    drop(socket);
    let bench = bench_at(&url, |_| {}).await;
    let new = payment("pm_card_visa", CaptureMode::Automatic);
    let began = std::time::Instant::now();
    for _ in 0..10 {
        let down = bench.provider().create(&key("create"), &new).await;
        assert!(
            matches!(down, Err(ProviderError::Unavailable(_))),
            "{down:?}"
        );
    }
    assert!(
        began.elapsed() < Duration::from_secs(3),
        "the breaker is open"
    );
}

#[tokio::test]
async fn an_amount_stripe_cannot_take_is_refused_before_it_is_asked() {
    let bench = bench_at("http://127.0.0.1:9", |_| {}).await;
    let mut new = payment("pm_card_visa", CaptureMode::Automatic);
    new.amount = Money::new(5_124, CurrencyCode::KWD);
    let refused = bench.provider().create(&key("create"), &new).await;
    let code = match refused {
        Err(ProviderError::Refused { code, .. }) => code,
        other => panic!("{other:?}"),
    };
    assert_eq!(code, ProviderRefusalCode::InvalidAmount);
}

#[tokio::test]
async fn every_request_has_a_shape_that_stripe_knows() {
    let Some(bench) = against(CHECKS, |_| {}).await else {
        return;
    };
    let provider = bench.provider();
    let intent = ProviderReference("pi_12345".to_owned());
    for capture in [CaptureMode::Automatic, CaptureMode::Manual] {
        for method in [
            PaymentMethod::Token("pm_card_visa".to_owned()),
            PaymentMethod::ConfirmationToken("ctoken_12345".to_owned()),
            PaymentMethod::Saved {
                customer: "cus_12345".to_owned(),
                method: "pm_12345".to_owned(),
            },
        ] {
            let mut new = payment("", capture);
            new.method = method;
            provider.create(&key("create"), &new).await.unwrap();
            let confirmed = provider
                .confirm(&key("confirm"), &intent, &confirmation(&new))
                .await;
            confirmed.unwrap();
        }
    }
    provider.retrieve(&intent).await.unwrap();
    for last in [true, false] {
        let capture = CaptureRequest {
            amount: euros(300),
            last,
        };
        let captured = provider.capture(&key("capture"), &intent, capture).await;
        captured.unwrap();
    }
    provider.cancel(&key("cancel"), &intent).await.unwrap();
    let refund = provider.refund(&key("refund"), &intent, euros(300)).await;
    refund.unwrap();
    provider.refunds(&intent).await.unwrap();
    provider.disputes(&intent).await.unwrap();
    let since = Timestamp(1_700_000_000_000);
    provider.list_since(since, None).await.unwrap();
    let after = provider.list_since(since, Some(&intent)).await;
    after.unwrap();
}

#[tokio::test]
async fn tokens_of_the_form_are_told_apart_and_others_not_taken() {
    let bench = bench_at("http://127.0.0.1:9", |_| {}).await;
    let provider = bench.provider();
    let method = |source, token| provider.method(source, token);
    let confirmation = "ctoken_1NnQUf2eZvKYlo2CIObdtbnb".to_owned();
    assert_eq!(
        method(TokenSource::Entered, &confirmation),
        Some(PaymentMethod::ConfirmationToken(confirmation.clone()))
    );
    assert_eq!(
        method(TokenSource::Entered, "pm_1"),
        Some(PaymentMethod::Token("pm_1".to_owned()))
    );
    assert_eq!(method(TokenSource::Saved, "pm_1"), None);
    assert_eq!(method(TokenSource::ApplePay, "data"), None);
}
