//! What the provider took, and whether the ledger says the same.

use crate::harness::TestShop;
use async_graphql::ScalarType;
use serde_json::{Value, json};
use souk_entities::Timestamp;
use souk_kernel::scalars::DateTime;
use souk_shop::payments::{
    EventSubject, Intent, Payments, ProviderEvent, ProviderReference, TestProvider,
};

const RECONCILIATION: &str = "query($until: DateTime) { paymentReconciliation(until: $until) {
    kind provider reference attempt transactionId order { id }
    amountInLedger { amount currencyCode } amountAtProvider { amount currencyCode } } }";

impl TestShop {
    /// Every payment the provider knows.
    pub async fn intents(&self) -> Vec<Intent> {
        let provider = self.app.part::<Payments>().provider();
        let mut all: Vec<Intent> = Vec::new();
        loop {
            let last = all.last().map(|it| it.reference.clone());
            let page = provider.list_since(Timestamp(0), last.as_ref());
            let page = page.await.unwrap();
            all.extend(page.intents);
            if !page.has_more {
                return all;
            }
        }
    }

    /// How often the provider took money.
    pub async fn charges(&self) -> usize {
        let intents = self.intents().await;
        intents.iter().filter(|it| it.captured.minor() > 0).count()
    }

    /// What provider and ledger do not agree about, payments of this moment included.
    pub async fn differences(&self) -> Value {
        let soon = DateTime(Timestamp(self.app.clock.now().0 + 60_000));
        let until = soon.to_value().into_json().unwrap();
        let merchant = self.merchant();
        let mut data = merchant.data(RECONCILIATION, json!({"until": until})).await;
        data["paymentReconciliation"].take()
    }

    /// Asserts that provider and ledger agree about everything.
    pub async fn assert_reconciled(&self) {
        assert_eq!(self.differences().await, json!([]));
    }

    /// Sends a message of the provider; the status.
    pub async fn told(&self, id: &str, subject: EventSubject, intent: &ProviderReference) -> u16 {
        let event = ProviderEvent {
            id: id.to_owned(),
            kind: format!("{subject:?} changed"),
            subject,
            intent: intent.clone(),
        };
        let body = serde_json::to_vec(&event).unwrap();
        let signature = self
            .app
            .part::<Payments>()
            .test_provider()
            .unwrap()
            .sign(&body);
        self.webhook(&signature, body).await
    }

    /// Sends a message with a signature; the status.
    pub async fn webhook(&self, signature: &str, body: Vec<u8>) -> u16 {
        let url = format!("http://{}/webhooks/test", self.address);
        let request = reqwest::Client::new().post(url).body(body);
        let request = request.header(TestProvider::SIGNATURE_HEADER, signature);
        request.send().await.unwrap().status().as_u16()
    }
}
