//! A provider to try, with what the contract needs to know about it.

use souk_entities::ids::AttemptId;
use souk_kernel::{
    clock::Clock, codes::CurrencyCode, config::Config, money::Money, public_url::PublicUrl,
};
use souk_shop::payments::{
    CaptureMode, Confirmation, IdempotencyKey, Intent, IntentState, NewIntent, PaymentMethod,
    PaymentProvider, Payments, TestDecision, TestProvider,
};
use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
};
use tempfile::TempDir;

pub(super) const RETURN_URL: &str = "https://shop.example/back?attempt=1";

/// Tokens that end in a known way.
pub(super) struct Methods {
    pub(super) succeeds: &'static str,
    pub(super) is_declined: &'static str,
    pub(super) asks_the_buyer: &'static str,
    pub(super) unknown: &'static str,
}

/// What a provider sends by itself: a message and its headers.
pub(super) struct Message {
    pub(super) header: &'static str,
    pub(super) secret: Vec<u8>,
    /// A message that a payment succeeded.
    pub(super) body: String,
    /// A message about something else.
    pub(super) other: String,
}

/// How a buyer acts in place of the provider's page.
pub(super) enum Buyer {
    Test,
    #[cfg(feature = "stripe")]
    Stripe(super::stripe::Fake),
}

pub(super) struct Bench {
    pub(super) payments: Payments,
    pub(super) clock: Arc<Clock>,
    pub(super) methods: Methods,
    pub(super) message: Message,
    pub(super) buyer: Buyer,
    pub(super) folder: TempDir,
}

pub(super) async fn test_provider() -> Bench {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(Clock::default());
    let payments = connect(&Config::default(), folder.path(), &clock).await;
    let event = |kind: &str| {
        format!(r#"{{"id":"evt_1","kind":"{kind}","subject":"payment","intent":"test_pi_1"}}"#)
    };
    Bench {
        payments,
        clock,
        methods: Methods {
            succeeds: "test_ok",
            is_declined: "test_decline",
            asks_the_buyer: "test_3ds",
            unknown: "pm_card_visa",
        },
        message: Message {
            header: TestProvider::SIGNATURE_HEADER,
            secret: std::fs::read(folder.path().join("keys/test-provider.key")).unwrap(),
            body: event("payment.succeeded"),
            other: event("ping"),
        },
        buyer: Buyer::Test,
        folder,
    }
}

pub(super) async fn connect(config: &Config, folder: &Path, clock: &Arc<Clock>) -> Payments {
    let config = Config {
        data_dir: folder.into(),
        ..config.clone()
    };
    let public_url = Arc::new(PublicUrl::new(&config.server));
    Payments::connect(&config, clock, &public_url)
        .await
        .unwrap()
}

impl Bench {
    pub(super) fn provider(&self) -> &dyn PaymentProvider {
        self.payments.provider().as_ref()
    }

    /// Makes an intent with a key of its own.
    pub(super) async fn create(&self, new: &NewIntent) -> Intent {
        self.provider().create(&key("create"), new).await.unwrap()
    }

    /// Makes and confirms a payment.
    pub(super) async fn pay(&self, new: &NewIntent) -> Intent {
        let intent = self.create(new).await;
        let confirmation = confirmation(new);
        let confirmed = self
            .provider()
            .confirm(&key("confirm"), &intent.reference, &confirmation)
            .await;
        confirmed.unwrap()
    }

    /// A payment of 10.00 whose money was collected.
    pub(super) async fn collected(&self) -> Intent {
        let new = payment(self.methods.succeeds, CaptureMode::Automatic);
        self.pay(&new).await
    }

    /// A payment of 10.00 whose money is held.
    pub(super) async fn held(&self) -> Intent {
        let new = payment(self.methods.succeeds, CaptureMode::Manual);
        self.pay(&new).await
    }

    /// Lets the buyer prove who they are, or fail to.
    pub(super) async fn act(&self, intent: &Intent, decision: TestDecision) {
        let IntentState::ActionRequired { client_secret, .. } = &intent.state else {
            panic!("nothing to do: {intent:?}");
        };
        match &self.buyer {
            Buyer::Test => {
                let test = self.payments.test_provider().unwrap();
                let back = test.decide(client_secret, decision).await.unwrap();
                assert_eq!(back.as_deref(), Some(RETURN_URL));
            }
            #[cfg(feature = "stripe")]
            Buyer::Stripe(fake) => fake.act(&intent.reference, client_secret, decision).await,
        }
    }
}

/// A key that nobody else uses.
pub(super) fn key(what: &str) -> IdempotencyKey {
    IdempotencyKey(format!("{what}-{}", uuid::Uuid::new_v4()))
}

pub(super) fn euros(minor: i64) -> Money {
    Money::new(minor, CurrencyCode::EUR)
}

/// A payment of 10.00 for an attempt of its own.
pub(super) fn payment(token: &str, capture: CaptureMode) -> NewIntent {
    static ATTEMPT: AtomicI64 = AtomicI64::new(1);
    NewIntent {
        amount: euros(1_000),
        method: PaymentMethod::Token(token.to_owned()),
        capture,
        attempt: AttemptId(ATTEMPT.fetch_add(1, Ordering::Relaxed)),
    }
}

pub(super) fn confirmation(new: &NewIntent) -> Confirmation {
    Confirmation {
        method: new.method.clone(),
        return_url: RETURN_URL.to_owned(),
    }
}
