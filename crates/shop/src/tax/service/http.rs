//! The adapter for an outside service with JSON over HTTP. `docs/operations.md` shows the request
//! and the response.

use super::port::{TaxService, Unavailable};
use crate::{
    pricing::{Rate, WHOLE},
    tax::{TaxAnswer, TaxClass, TaxQuestion},
};
use anyhow::Context;
use async_trait::async_trait;
use reqwest::{Client, Url};
use serde::{Deserialize, Serialize};
use souk_kernel::config::TaxConfig;
use std::{
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

/// Consecutive failures after which the service is not called for a while.
const MOST_FAILURES: u32 = 5;
/// How long it is not called.
const PAUSE: Duration = Duration::from_secs(10);
/// Largest response, in bytes.
const MOST_BYTES: usize = 1_000_000;
/// Most rates for one tax class.
const MOST_RATES: usize = 20;

/// Calls an outside service.
pub(super) struct Http {
    client: Client,
    url: Url,
    token: Option<String>,
    breaker: Mutex<Breaker>,
}

/// Fails fast while the service is down, so that requests do not wait for it one after another.
#[derive(Default)]
struct Breaker {
    failures: u32,
    closed_until: Option<Instant>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    country: &'static str,
    province: Option<&'a str>,
    zip: Option<&'a str>,
    city: Option<&'a str>,
    currency: &'static str,
    prices_include_tax: bool,
    classes: &'a [TaxClass],
}

#[derive(Deserialize)]
struct Answer {
    classes: Vec<Vec<Due>>,
    delivery: Vec<Due>,
}

#[derive(Deserialize)]
struct Due {
    title: String,
    millionths: i64,
}

impl Http {
    pub(super) fn connect(url: &str, config: &TaxConfig) -> anyhow::Result<Self> {
        // Another part of the process may have installed it already.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let deadline = Duration::from_millis(config.deadline_ms);
        let client = Client::builder()
            .timeout(deadline)
            .redirect(reqwest::redirect::Policy::none())
            .build()
            .context("tax.url: no connection can be made")?;
        Ok(Self {
            client,
            url: Url::parse(url).context("tax.url: this is no address")?,
            token: config.token.clone(),
            breaker: Mutex::default(),
        })
    }

    async fn ask(&self, question: &TaxQuestion) -> anyhow::Result<TaxAnswer> {
        let mut request = self.client.post(self.url.clone()).json(&Question {
            country: question.place.country.code(),
            province: question.place.province.as_deref(),
            zip: question.zip.as_deref(),
            city: question.city.as_deref(),
            currency: question.currency.code(),
            prices_include_tax: question.prices_include_tax,
            classes: &question.classes,
        });
        if let Some(token) = &self.token {
            request = request.bearer_auth(token);
        }
        let mut response = request.send().await?.error_for_status()?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            body.extend_from_slice(&chunk);
            anyhow::ensure!(body.len() <= MOST_BYTES, "the answer is too long");
        }
        let answer: Answer = serde_json::from_slice(&body)?;
        anyhow::ensure!(
            answer.classes.len() == question.classes.len(),
            "the answer is about other goods"
        );
        let classes = answer.classes.into_iter().map(rates);
        Ok(TaxAnswer {
            classes: classes.collect::<anyhow::Result<_>>()?,
            delivery: rates(answer.delivery)?,
        })
    }

    /// Refuses while the service is not to be called.
    fn enter(&self) -> Result<(), Unavailable> {
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        match breaker.closed_until {
            Some(until) if Instant::now() < until => {
                Err(Unavailable("it failed again and again".to_owned()))
            }
            Some(_) => {
                breaker.closed_until = None; // one more failure starts another pause
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn note(&self, succeeded: bool) {
        let mut breaker = self.breaker.lock().unwrap_or_else(PoisonError::into_inner);
        if succeeded {
            *breaker = Breaker::default();
            return;
        }
        breaker.failures = breaker.failures.saturating_add(1);
        if breaker.failures >= MOST_FAILURES {
            breaker.closed_until = Some(Instant::now() + PAUSE);
        }
    }
}

/// The rates of a response; an impossible one invalidates the whole response.
fn rates(due: Vec<Due>) -> anyhow::Result<Vec<Rate>> {
    anyhow::ensure!(due.len() <= MOST_RATES, "there are too many rates");
    let rates = due.into_iter().map(|due| {
        let possible = (0..=WHOLE).contains(&due.millionths);
        anyhow::ensure!(possible, "a rate is out of range");
        Ok(Rate {
            title: due.title,
            rate: due.millionths,
        })
    });
    rates.collect()
}

#[async_trait]
impl TaxService for Http {
    async fn rates(&self, question: &TaxQuestion) -> Result<TaxAnswer, Unavailable> {
        self.enter()?;
        let answer = self.ask(question).await;
        self.note(answer.is_ok());
        answer.map_err(|error| Unavailable(format!("{error:#}")))
    }
}
