//! Safeguards around every call to every provider: a timeout, retries where they are safe, and a
//! circuit breaker that fails fast while the provider is down.

use super::{
    CaptureMode, CaptureRequest, ClientSettings, Confirmation, Dispute, IdempotencyKey, Intent,
    IntentPage, NewIntent, PaymentMethod, PaymentProvider, ProviderError, ProviderEvent,
    ProviderReference, ProviderRefund, ProviderRefusalCode, TokenSource, WebhookError,
};
use async_trait::async_trait;
use axum::http::HeaderMap;
use backon::{ExponentialBuilder, Retryable};
use failsafe::{
    Instrument, StateMachine,
    backoff::{self, Exponential},
    failure_policy::{self, ConsecutiveFailures},
};
use souk_entities::Timestamp;
use souk_kernel::money::Money;
use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::time::timeout;

/// Attempts per call. Every call may be repeated, because calls that change something carry an
/// idempotency key.
const TRIES: usize = 3;
/// Pause before the second attempt; the next one is twice as long, and each is extended by random
/// jitter.
const FIRST_PAUSE: Duration = Duration::from_millis(150);
/// Consecutive failures that open the breaker.
const FAILURES_TO_OPEN: u32 = 5;
/// Initial and maximum time for which the breaker stays open.
const REST: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(30));

/// A provider behind timeouts, retries and a circuit breaker.
pub(super) struct Guarded<P> {
    provider: Arc<P>,
    guard: Guard,
}

impl<P: PaymentProvider> Guarded<P> {
    pub(super) fn new(provider: Arc<P>, timeout: Duration) -> Self {
        Self {
            guard: Guard::new(provider.name(), timeout),
            provider,
        }
    }
}

/// Timeout, retries and circuit breaker of one provider.
struct Guard {
    /// Timeout of one attempt.
    timeout: Duration,
    breaker: StateMachine<ConsecutiveFailures<Exponential>, Log>,
}

/// Why an attempt failed.
enum Failure {
    /// The breaker is open; the provider was not asked.
    Resting,
    Asked(ProviderError),
}

impl Guard {
    fn new(provider: &'static str, timeout: Duration) -> Self {
        let rest = backoff::exponential(REST.0, REST.1);
        let policy = failure_policy::consecutive_failures(FAILURES_TO_OPEN, rest);
        Self {
            timeout,
            breaker: StateMachine::new(policy, Log(provider)),
        }
    }

    /// Runs `call` until it gets an answer, at most three times.
    ///
    /// A lost answer stays lost: even if a later attempt finds the provider down or is rejected,
    /// the first one may have succeeded.
    async fn run<T, F>(
        &self,
        operation: &'static str,
        call: impl Fn() -> F,
    ) -> Result<T, ProviderError>
    where
        F: Future<Output = Result<T, ProviderError>>,
    {
        let lost = AtomicBool::new(false);
        let pauses = ExponentialBuilder::default()
            .with_min_delay(FIRST_PAUSE)
            .with_max_times(TRIES - 1)
            .with_jitter();
        let tried = (|| self.attempt(&lost, call()))
            .retry(pauses)
            .sleep(tokio::time::sleep)
            .when(|failure| matches!(failure, Failure::Asked(error) if error.may_pass()))
            .notify(|failure, pause| {
                if let Failure::Asked(error) = failure {
                    let pause_ms = pause.as_millis();
                    tracing::warn!(operation, %error, pause_ms, "a payment call is tried again");
                }
            })
            .await;
        let error = match tried {
            Ok(answer) => return Ok(answer),
            Err(Failure::Resting) => {
                ProviderError::Unavailable("it failed too often and is left alone".to_owned())
            }
            Err(Failure::Asked(error)) => error,
        };
        Err(if lost.load(Ordering::Relaxed) {
            ProviderError::Unknown(error.to_string())
        } else {
            error
        })
    }

    async fn attempt<T>(
        &self,
        lost: &AtomicBool,
        call: impl Future<Output = Result<T, ProviderError>>,
    ) -> Result<T, Failure> {
        if !self.breaker.is_call_permitted() {
            return Err(Failure::Resting);
        }
        let no_answer = || Err(ProviderError::Unknown("no answer in time".to_owned()));
        let answer = timeout(self.timeout, call)
            .await
            .unwrap_or_else(|_| no_answer());
        match &answer {
            Err(error) if error.is_outage() => self.breaker.on_error(),
            Ok(_) | Err(_) => self.breaker.on_success(),
        }
        if let Err(ProviderError::Unknown(_) | ProviderError::InProgress(_)) = answer {
            lost.store(true, Ordering::Relaxed);
        }
        answer.map_err(Failure::Asked)
    }
}

#[async_trait]
impl<P: PaymentProvider> PaymentProvider for Guarded<P> {
    fn name(&self) -> &'static str {
        self.provider.name()
    }

    fn client_settings(
        &self,
        amount: Money,
        capture: CaptureMode,
    ) -> Result<ClientSettings, ProviderError> {
        self.provider.client_settings(amount, capture)
    }

    fn method(&self, source: TokenSource, token: &str) -> Option<PaymentMethod> {
        self.provider.method(source, token)
    }

    async fn create(&self, key: &IdempotencyKey, new: &NewIntent) -> Result<Intent, ProviderError> {
        self.guard
            .run("create", || self.provider.create(key, new))
            .await
    }

    async fn confirm(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        confirmation: &Confirmation,
    ) -> Result<Intent, ProviderError> {
        let call = || self.provider.confirm(key, intent, confirmation);
        match self.guard.run("confirm", call).await {
            Err(ProviderError::Refused {
                code: ProviderRefusalCode::WrongState,
                ..
            }) => self.retrieve(intent).await, // it was already confirmed or cancelled
            answer => answer,
        }
    }

    async fn retrieve(&self, intent: &ProviderReference) -> Result<Intent, ProviderError> {
        self.guard
            .run("retrieve", || self.provider.retrieve(intent))
            .await
    }

    async fn capture(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        capture: CaptureRequest,
    ) -> Result<Intent, ProviderError> {
        let call = || self.provider.capture(key, intent, capture);
        self.guard.run("capture", call).await
    }

    async fn cancel(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
    ) -> Result<Intent, ProviderError> {
        self.guard
            .run("cancel", || self.provider.cancel(key, intent))
            .await
    }

    async fn refund(
        &self,
        key: &IdempotencyKey,
        intent: &ProviderReference,
        amount: Money,
    ) -> Result<ProviderRefund, ProviderError> {
        let call = || self.provider.refund(key, intent, amount);
        self.guard.run("refund", call).await
    }

    async fn refunds(
        &self,
        intent: &ProviderReference,
    ) -> Result<Vec<ProviderRefund>, ProviderError> {
        self.guard
            .run("refunds", || self.provider.refunds(intent))
            .await
    }

    async fn disputes(&self, intent: &ProviderReference) -> Result<Vec<Dispute>, ProviderError> {
        self.guard
            .run("disputes", || self.provider.disputes(intent))
            .await
    }

    async fn list_since(
        &self,
        since: Timestamp,
        after: Option<&ProviderReference>,
    ) -> Result<IntentPage, ProviderError> {
        self.guard
            .run("list", || self.provider.list_since(since, after))
            .await
    }

    fn read_webhook(
        &self,
        headers: &HeaderMap,
        body: &[u8],
    ) -> Result<Option<ProviderEvent>, WebhookError> {
        self.provider.read_webhook(headers, body)
    }
}

/// Logs once when the provider goes down and once when it is back.
struct Log(&'static str);

impl Instrument for Log {
    fn on_call_rejected(&self) {}

    fn on_open(&self) {
        tracing::error!(provider = self.0, "the payment provider is down");
    }

    fn on_half_open(&self) {
        tracing::info!(provider = self.0, "the payment provider is asked again");
    }

    fn on_closed(&self) {
        tracing::debug!(provider = self.0, "the payment provider answers");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    /// A provider that returns these answers in order and counts the calls.
    struct Script {
        answers: Vec<Result<u8, ProviderError>>,
        asked: AtomicUsize,
    }

    impl Script {
        fn new(answers: impl IntoIterator<Item = Result<u8, ProviderError>>) -> Self {
            Self {
                answers: answers.into_iter().collect(),
                asked: AtomicUsize::new(0),
            }
        }

        async fn run(&self, guard: &Guard) -> Result<u8, ProviderError> {
            let call = || async {
                let number = self.asked.fetch_add(1, Ordering::Relaxed);
                self.answers[number].clone()
            };
            guard.run("test", call).await
        }

        fn asked(&self) -> usize {
            self.asked.load(Ordering::Relaxed)
        }
    }

    fn guard() -> Guard {
        Guard::new("script", Duration::from_secs(5))
    }

    fn down() -> Result<u8, ProviderError> {
        Err(ProviderError::Unavailable("down".to_owned()))
    }

    fn lost() -> Result<u8, ProviderError> {
        Err(ProviderError::Unknown("lost".to_owned()))
    }

    fn refused() -> Result<u8, ProviderError> {
        Err(ProviderError::refused(
            ProviderRefusalCode::WrongState,
            "no",
        ))
    }

    #[tokio::test]
    async fn an_outage_is_tried_again_and_a_refusal_is_not() {
        let recovers = Script::new([down(), lost(), Ok(7)]);
        assert_eq!(recovers.run(&guard()).await, Ok(7));

        let refuses = Script::new([refused(), Ok(7)]);
        assert_eq!(refuses.run(&guard()).await, refused());
        assert_eq!(refuses.asked(), 1);
    }

    #[tokio::test]
    async fn a_lost_answer_stays_lost_whatever_later_tries_find() {
        for later in [[down(), down()], [refused(), refused()]] {
            let script = Script::new([[lost()].as_slice(), later.as_slice()].concat());
            let outcome = script.run(&guard()).await;
            assert!(
                matches!(outcome, Err(ProviderError::Unknown(_))),
                "{outcome:?}"
            );
        }
        let never_sent = Script::new([down(), down(), down()]);
        assert_eq!(never_sent.run(&guard()).await, down());
    }

    #[tokio::test]
    async fn twins_wait_for_each_other_and_are_no_outage() {
        let busy = || Err(ProviderError::InProgress("busy".to_owned()));
        let guard = guard();
        for _ in 0..3 {
            let script = Script::new([busy(), busy(), busy()]);
            let outcome = script.run(&guard).await;
            assert!(matches!(outcome, Err(ProviderError::Unknown(_))));
            assert_eq!(script.asked(), 3, "the breaker stays closed");
        }
        let script = Script::new([busy(), Ok(7)]);
        assert_eq!(script.run(&guard).await, Ok(7));
    }

    #[tokio::test]
    async fn no_answer_in_time_is_a_lost_answer() {
        let guard = Guard::new("script", Duration::from_millis(5));
        let outcome = guard.run("test", std::future::pending::<Result<u8, _>>);
        assert!(matches!(outcome.await, Err(ProviderError::Unknown(_))));
    }

    #[tokio::test]
    async fn a_provider_that_is_down_is_left_alone_and_then_asked_again() {
        let guard = guard();
        let script = Script::new((0..5).map(|_| down()).chain([Ok(7)]));
        assert_eq!(script.run(&guard).await, down());
        let _ = script.run(&guard).await;
        assert_eq!(script.asked(), 5, "five failures in a row open the breaker");

        let began = tokio::time::Instant::now();
        let outcome = script.run(&guard).await;
        assert!(matches!(outcome, Err(ProviderError::Unavailable(_))));
        assert!(began.elapsed() < FIRST_PAUSE, "it fails at once");
        assert_eq!(script.asked(), 5);

        tokio::time::sleep(REST.0 + Duration::from_millis(50)).await;
        assert_eq!(script.run(&guard).await, Ok(7));
    }
}
