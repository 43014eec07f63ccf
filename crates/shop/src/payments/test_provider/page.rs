//! The page on which a buyer of the test provider confirms a payment, in place of a bank's page.

use super::{
    TestProvider, currency,
    ledger::{charge, unknown},
    store,
};
use crate::payments::ProviderError;
use souk_entities::test_payments::intent::State;
use souk_kernel::money::Money;

/// Content of the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TestPage {
    /// The amount to pay.
    pub amount: Money,
    /// Whether it still awaits the buyer's decision.
    pub waits: bool,
    /// Where the buyer goes next.
    pub return_url: String,
}

/// The buyer's decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TestDecision {
    /// Confirm the payment.
    Confirm,
    /// Refuse the payment.
    Refuse,
}

impl TestProvider {
    /// The page with this secret; `None` if there is none.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be read.
    pub async fn page(&self, secret: &str) -> Result<Option<TestPage>, ProviderError> {
        let found = store::intent_by_secret(self.ledger.writer(), secret).await;
        let Some(row) = found.map_err(unknown)? else {
            return Ok(None);
        };
        let amount = Money::new(row.amount, currency(&row)?);
        Ok(row.return_url.map(|return_url| TestPage {
            amount,
            waits: row.state == State::ActionRequired,
            return_url,
        }))
    }

    /// Carries out the buyer's decision once, and returns the URL where the buyer goes next.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub async fn decide(
        &self,
        secret: &str,
        decision: TestDecision,
    ) -> Result<Option<String>, ProviderError> {
        let txn = self.ledger.begin().await.map_err(unknown)?;
        let found = store::intent_by_secret(&txn, secret).await;
        let Some(mut row) = found.map_err(unknown)? else {
            return Ok(None);
        };
        if row.state == State::ActionRequired {
            match decision {
                TestDecision::Confirm => charge(&mut row),
                TestDecision::Refuse => row.state = State::AuthenticationFailed,
            }
            let written = store::update_intent(&txn, &row).await;
            written.map_err(unknown)?;
            txn.commit().await.map_err(unknown)?;
        }
        Ok(row.return_url)
    }
}
