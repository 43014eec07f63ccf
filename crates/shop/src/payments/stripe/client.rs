//! HTTP client of Stripe: one connection pool, and answers sorted into done, not done, and unknown.

use super::objects::ErrorObject;
use crate::payments::{IdempotencyKey, ProviderError, ProviderRefusalCode};
use anyhow::Context;
use reqwest::{Method, RequestBuilder, StatusCode, Url, header::CONTENT_TYPE};
use serde::{Deserialize, de::DeserializeOwned};
use souk_kernel::config::StripeConfig;
use std::time::Duration;

/// The API version whose objects are parsed here; the account's default may differ.
const VERSION: &str = "2026-09-30.endive";
const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
/// Maximum number of bytes of a Stripe message in a log line.
const MOST_MESSAGE: usize = 300;

/// Parameters of a request, named in Stripe's bracket notation.
pub(super) type Parameters = Vec<(&'static str, String)>;

/// Why a call to Stripe failed.
#[derive(Debug)]
pub(super) enum Failure {
    /// The bank declined.
    Declined(Box<ErrorObject>),
    Other(ProviderError),
}

impl From<ProviderError> for Failure {
    fn from(error: ProviderError) -> Self {
        Self::Other(error)
    }
}

#[derive(Debug, Default, Deserialize)]
struct ErrorAnswer {
    #[serde(default)]
    error: ErrorObject,
}

pub(super) struct Client {
    http: reqwest::Client,
    base: Url,
    secret_key: String,
}

impl Client {
    pub(super) fn new(settings: &StripeConfig, secret_key: &str) -> anyhow::Result<Self> {
        // Another part of the process may already have installed it.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let base = format!("{}/v1/", settings.api_url.trim_end_matches('/'));
        Ok(Self {
            http: reqwest::Client::builder()
                .connect_timeout(CONNECT_TIMEOUT)
                .user_agent(concat!("souk/", env!("CARGO_PKG_VERSION")))
                .redirect(reqwest::redirect::Policy::none())
                .build()
                .context("payments.provider: cannot make an HTTP client")?,
            base: Url::parse(&base).context("payments.stripe.api_url: no address")?,
            secret_key: secret_key.to_owned(),
        })
    }

    /// Fetches an object. `path` consists of segments, so that no reference can lead to another
    /// endpoint.
    pub(super) async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        parameters: &Parameters,
    ) -> Result<T, ProviderError> {
        let mut url = self.url(path)?;
        url.set_query(Some(&encode(parameters)?));
        let request = self.request(Method::GET, url);
        self.send(request).await.map_err(|failure| match failure {
            Failure::Other(error) => error,
            Failure::Declined(error) => refused(StatusCode::PAYMENT_REQUIRED, &error, ""),
        })
    }

    /// Creates or changes an object, once per key.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        parameters: &Parameters,
        key: &IdempotencyKey,
    ) -> Result<T, Failure> {
        let request = self
            .request(Method::POST, self.url(path)?)
            .header("idempotency-key", &key.0)
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(encode(parameters)?);
        self.send(request).await
    }

    fn url(&self, path: &[&str]) -> Result<Url, ProviderError> {
        let mut url = self.base.clone();
        url.path_segments_mut()
            .map_err(|()| ProviderError::Unavailable("the address has no path".to_owned()))?
            .pop_if_empty()
            .extend(path);
        Ok(url)
    }

    fn request(&self, method: Method, url: Url) -> RequestBuilder {
        self.http
            .request(method, url)
            .bearer_auth(&self.secret_key)
            .header("stripe-version", VERSION)
    }

    async fn send<T: DeserializeOwned>(&self, request: RequestBuilder) -> Result<T, Failure> {
        let answer = request.send().await.map_err(not_answered)?;
        let status = answer.status();
        let request_id = answer.headers().get("request-id");
        let request_id = request_id.and_then(|id| id.to_str().ok()).unwrap_or("");
        let request_id = request_id.to_owned();
        let body = answer.bytes().await.map_err(not_answered)?;
        if status.is_success() {
            return serde_json::from_slice(&body).map_err(|error| {
                let why = format!("Stripe's answer cannot be read: {error} (request {request_id})");
                Failure::Other(ProviderError::Unknown(why))
            });
        }
        let answer: ErrorAnswer = serde_json::from_slice(&body).unwrap_or_default();
        if status == StatusCode::PAYMENT_REQUIRED {
            return Err(Failure::Declined(Box::new(answer.error)));
        }
        Err(Failure::Other(refused(status, &answer.error, &request_id)))
    }
}

fn encode(parameters: &Parameters) -> Result<String, ProviderError> {
    serde_urlencoded::to_string(parameters)
        .map_err(|error| ProviderError::refused(ProviderRefusalCode::Other, error.to_string()))
}

/// If no connection was made, nothing was done; otherwise the outcome is unknown.
fn not_answered(error: reqwest::Error) -> Failure {
    let connected = !error.is_connect();
    let why = format!("{:#}", anyhow::Error::new(error.without_url()));
    Failure::Other(if connected {
        ProviderError::Unknown(why)
    } else {
        ProviderError::Unavailable(why)
    })
}

fn refused(status: StatusCode, error: &ErrorObject, request_id: &str) -> ProviderError {
    let message = error.message.as_deref().unwrap_or("no reason given");
    let message: String = message.chars().take(MOST_MESSAGE).collect();
    let why = format!("{} {message} (request {request_id})", status.as_u16());
    match status {
        // Another request with the same key is in progress.
        StatusCode::CONFLICT => ProviderError::InProgress(why),
        StatusCode::TOO_MANY_REQUESTS => ProviderError::Unavailable(why),
        status if status.is_server_error() => ProviderError::Unknown(why),
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => {
            ProviderError::refused(ProviderRefusalCode::NotAuthorized, why)
        }
        _ => ProviderError::refused(refusal_code(error, &message), why),
    }
}

fn refusal_code(error: &ErrorObject, message: &str) -> ProviderRefusalCode {
    let about_method = matches!(
        error.param.as_deref(),
        Some("payment_method" | "confirmation_token" | "customer")
    );
    match error.code.as_deref() {
        _ if error.kind == "idempotency_error" => ProviderRefusalCode::KeyReused,
        Some("resource_missing") if about_method => ProviderRefusalCode::UnknownMethod,
        Some("resource_missing") => ProviderRefusalCode::NotFound,
        Some("payment_method_unexpected_state" | "payment_method_invalid_parameter") => {
            ProviderRefusalCode::UnknownMethod
        }
        Some(
            "payment_intent_unexpected_state"
            | "charge_already_captured"
            | "charge_expired_for_capture"
            | "charge_disputed"
            | "intent_invalid_state",
        ) => ProviderRefusalCode::WrongState,
        Some("charge_already_refunded" | "amount_too_large") => ProviderRefusalCode::AmountTooLarge,
        Some("amount_too_small" | "invalid_charge_amount" | "currency_not_supported") => {
            ProviderRefusalCode::InvalidAmount
        }
        // Stripe returns no code when a refund exceeds what is left.
        _ if message.contains("greater than unrefunded amount") => {
            ProviderRefusalCode::AmountTooLarge
        }
        _ => ProviderRefusalCode::Other,
    }
}
