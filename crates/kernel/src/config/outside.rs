//! Settings of outside services: taxes, e-mails, payments.

use serde::{Deserialize, Serialize};
use souk_entities::orders::payment_transaction::CaptureMode;
use std::time::Duration;

/// Taxes.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TaxConfig {
    /// The source of tax rates.
    pub service: TaxServiceKind,
    /// URL of the service if `service` is `http`.
    pub url: Option<String>,
    /// Secret sent to the service as a bearer token.
    pub token: Option<String>,
    /// Milliseconds in which the service has to answer.
    pub deadline_ms: u64,
    /// What to do when the service does not answer.
    pub when_down: WhenTaxServiceIsDown,
}

impl Default for TaxConfig {
    fn default() -> Self {
        Self {
            service: TaxServiceKind::Table,
            url: None,
            token: None,
            deadline_ms: 2_000,
            when_down: WhenTaxServiceIsDown::Refuse,
        }
    }
}

impl std::fmt::Debug for TaxConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("TaxConfig")
            .field("service", &self.service)
            .field("url", &self.url)
            .field("token", &self.token.as_ref().map(|_| "secret"))
            .field("deadline_ms", &self.deadline_ms)
            .field("when_down", &self.when_down)
            .finish()
    }
}

/// Sources of tax rates.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TaxServiceKind {
    /// The shop's own tax zones.
    Table,
    /// An outside service over HTTP.
    Http,
}

/// What to do when an outside tax service does not answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WhenTaxServiceIsDown {
    /// Treat taxes as unknown, so that no order can be placed.
    Refuse,
    /// Use the shop's own tax zones.
    Table,
}

/// E-mails to buyers.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailConfig {
    /// Transport: `folder` (`outbox-mail` in the data folder) or `smtp`.
    pub transport: MailTransport,
    /// Sender, such as `Shop <orders@shop.example>`; required for `smtp`.
    pub from: Option<String>,
    /// URL of the SMTP server, such as `smtps://user:secret@mail.example`; required for `smtp`.
    pub smtp_url: Option<String>,
}

impl Default for MailConfig {
    fn default() -> Self {
        Self {
            transport: MailTransport::Folder,
            from: None,
            smtp_url: None,
        }
    }
}

impl std::fmt::Debug for MailConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let smtp_url = self.smtp_url.as_ref().map(|_| "secret");
        formatter
            .debug_struct("MailConfig")
            .field("transport", &self.transport)
            .field("from", &self.from)
            .field("smtp_url", &smtp_url)
            .finish()
    }
}

/// Transports of e-mails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailTransport {
    /// Writes to a folder.
    Folder,
    /// Sends to an SMTP server.
    Smtp,
}

/// Payments.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaymentsConfig {
    /// The payment provider.
    pub provider: Provider,
    /// When payments are captured: `automatic`, as soon as the buyer confirms, or `manual`, by the
    /// merchant.
    pub capture: CaptureMode,
    /// Timeout of one call to the provider in milliseconds. A call is attempted three times at
    /// most.
    pub timeout_ms: u64,
    /// Settings of Stripe.
    pub stripe: StripeConfig,
}

impl Default for PaymentsConfig {
    fn default() -> Self {
        Self {
            provider: Provider::Test,
            capture: CaptureMode::Automatic,
            timeout_ms: 8_000,
            stripe: StripeConfig {
                secret_key: None,
                publishable_key: None,
                webhook_secret: None,
                api_url: "https://api.stripe.com".to_owned(),
            },
        }
    }
}

impl PaymentsConfig {
    /// Timeout of one call to the provider.
    pub fn timeout(&self) -> Duration {
        Duration::from_millis(self.timeout_ms)
    }
}

/// Payment providers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Provider {
    /// Moves no money; for testing.
    Test,
    /// Stripe.
    Stripe,
}

/// Settings of Stripe.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StripeConfig {
    /// Secret key of the account.
    pub secret_key: Option<String>,
    /// Publishable key of the account, which buyers can see.
    pub publishable_key: Option<String>,
    /// Secret that signs messages of Stripe's webhook.
    pub webhook_secret: Option<String>,
    /// URL of the API.
    pub api_url: String,
}

impl std::fmt::Debug for StripeConfig {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let hidden = |secret: &Option<String>| secret.as_ref().map(|_| "secret");
        formatter
            .debug_struct("StripeConfig")
            .field("secret_key", &hidden(&self.secret_key))
            .field("publishable_key", &self.publishable_key)
            .field("webhook_secret", &hidden(&self.webhook_secret))
            .field("api_url", &self.api_url)
            .finish()
    }
}
