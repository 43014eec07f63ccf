//! The payment provider the shop is configured for, and the handlers of its events.

use super::{
    guarded::Guarded,
    port::{EventHandler, PaymentProvider},
    test_provider::TestProvider,
};
use souk_kernel::{
    clock::Clock,
    config::{Config, Provider},
    public_url::PublicUrl,
};
use std::sync::{Arc, PoisonError, RwLock};

/// The shop's payment provider, and the handlers of its events.
pub struct Payments {
    provider: Arc<dyn PaymentProvider>,
    test_provider: Option<Arc<TestProvider>>,
    handlers: RwLock<Vec<Arc<dyn EventHandler>>>,
}

impl souk_kernel::app::Part for Payments {}

impl Payments {
    /// Connects to the configured provider.
    ///
    /// # Errors
    ///
    /// When a setting is missing or a feature was not compiled in; the message is one line that
    /// names it.
    pub async fn connect(
        config: &Config,
        clock: &Arc<Clock>,
        public_url: &Arc<PublicUrl>,
    ) -> anyhow::Result<Self> {
        let timeout = config.payments.timeout();
        let (provider, test_provider): (Arc<dyn PaymentProvider>, _) =
            match config.payments.provider {
                Provider::Test => {
                    let test = TestProvider::open(&config.data_dir, clock, public_url).await?;
                    let test = Arc::new(test);
                    (
                        Arc::new(Guarded::new(Arc::clone(&test), timeout)),
                        Some(test),
                    )
                }
                Provider::Stripe => (stripe(config, clock)?, None),
            };
        Ok(Self {
            provider,
            test_provider,
            handlers: RwLock::default(),
        })
    }

    /// The provider.
    pub fn provider(&self) -> &Arc<dyn PaymentProvider> {
        &self.provider
    }

    /// Registers a handler for the provider's events.
    pub fn listen(&self, handler: Arc<dyn EventHandler>) {
        let mut handlers = self
            .handlers
            .write()
            .unwrap_or_else(PoisonError::into_inner);
        handlers.push(handler);
    }

    /// The registered handlers.
    pub(super) fn handlers(&self) -> Vec<Arc<dyn EventHandler>> {
        let handlers = self.handlers.read();
        handlers.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The test provider, if the shop uses it.
    pub fn test_provider(&self) -> Option<&TestProvider> {
        self.test_provider.as_deref()
    }
}

#[cfg(feature = "stripe")]
fn stripe(config: &Config, clock: &Arc<Clock>) -> anyhow::Result<Arc<dyn PaymentProvider>> {
    let timeout = config.payments.timeout();
    let stripe = super::stripe::Stripe::connect(&config.payments.stripe, clock)?;
    Ok(Arc::new(Guarded::new(Arc::new(stripe), timeout)))
}

#[cfg(not(feature = "stripe"))]
fn stripe(_: &Config, _: &Arc<Clock>) -> anyhow::Result<Arc<dyn PaymentProvider>> {
    anyhow::bail!("payments.provider: stripe is not compiled in, build souk with --features stripe")
}
