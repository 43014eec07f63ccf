//! The page on which a buyer of the test provider confirms a payment, in place of a bank's page.

use super::{
    TestProvider, currency,
    ledger::{charge, unknown, write_intent},
};
use crate::payments::ProviderError;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use souk_entities::test_payments::intent::{self, State};
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
pub enum Decision {
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
        let found = by_secret(secret).one(self.ledger.writer()).await;
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
        decision: Decision,
    ) -> Result<Option<String>, ProviderError> {
        let txn = self.ledger.begin().await.map_err(unknown)?;
        let found = by_secret(secret).one(&txn).await.map_err(unknown)?;
        let Some(mut row) = found else {
            return Ok(None);
        };
        if row.state == State::ActionRequired {
            match decision {
                Decision::Confirm => charge(&mut row),
                Decision::Refuse => row.state = State::AuthenticationFailed,
            }
            write_intent(&txn, &row).await.map_err(unknown)?;
            txn.commit().await.map_err(unknown)?;
        }
        Ok(row.return_url)
    }
}

fn by_secret(secret: &str) -> sea_orm::Select<intent::Entity> {
    intent::Entity::find().filter(intent::Column::Secret.eq(secret))
}
