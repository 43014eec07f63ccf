//! Events at the test provider that the shop did not cause: refunds made by hand, returned refunds,
//! and disputes. Tests call these methods in place of the provider's dashboard and the buyer's
//! bank.

use super::{TestProvider, check_amount, currency, ledger::unknown, no_such_intent, store};
use crate::payments::{Dispute, DisputeState, ProviderError, ProviderReference};
use souk_entities::test_payments::{
    dispute::{self, State},
    refund,
};
use souk_kernel::{codes::CurrencyCode, money::Money};
use uuid::Uuid;

/// Maximum number of disputes returned at once.
const MOST: u64 = 100;

impl TestProvider {
    /// Makes a refund by hand.
    ///
    /// # Errors
    ///
    /// When less is left to refund, or the ledger cannot be written.
    pub async fn refund_by_hand(
        &self,
        intent: &ProviderReference,
        amount: Money,
    ) -> Result<ProviderReference, ProviderError> {
        let txn = self.ledger.begin().await.map_err(unknown)?;
        let found = store::intent(&txn, &intent.0).await;
        let mut row = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
        check_amount(&row, amount, row.captured - row.refunded)?;
        row.refunded += amount.minor();
        let made = refund::Model {
            id: format!("test_re_{}", Uuid::now_v7().simple()),
            intent_id: row.id.clone(),
            idempotency_key: String::new(),
            amount: amount.minor(),
            created_at: self.clock.now(),
        };
        let written = async {
            store::insert_refund(&txn, made.clone()).await?;
            store::update_intent(&txn, &row).await?;
            txn.commit().await
        };
        written.await.map_err(unknown)?;
        Ok(ProviderReference(made.id))
    }

    /// Returns a refund that the buyer's bank did not accept. A second call changes nothing.
    ///
    /// # Errors
    ///
    /// When there is no such refund, or the ledger cannot be written.
    pub async fn send_back(&self, refund: &ProviderReference) -> Result<(), ProviderError> {
        let txn = self.ledger.begin().await.map_err(unknown)?;
        let known = store::is_sent_back(&txn, &refund.0).await;
        if known.map_err(unknown)? {
            return Ok(());
        }
        let found = store::refund(&txn, &refund.0).await;
        let refund = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
        let found = store::intent(&txn, &refund.intent_id).await;
        let mut row = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
        row.refunded -= refund.amount;
        let written = async {
            store::insert_sent_back(&txn, refund.id).await?;
            store::update_intent(&txn, &row).await?;
            txn.commit().await
        };
        written.await.map_err(unknown)
    }

    /// Opens a dispute: the buyer's bank withdraws the money.
    ///
    /// # Errors
    ///
    /// When the ledger cannot be written.
    pub async fn dispute(
        &self,
        intent: &ProviderReference,
        amount: Money,
    ) -> Result<ProviderReference, ProviderError> {
        let row = dispute::Model {
            id: format!("test_dp_{}", Uuid::now_v7().simple()),
            intent_id: intent.0.clone(),
            amount: amount.minor(),
            state: State::Open,
            created_at: self.clock.now(),
        };
        let written = store::insert_dispute(self.ledger.writer(), row.clone()).await;
        written.map_err(unknown)?;
        Ok(ProviderReference(row.id))
    }

    /// Decides a dispute.
    ///
    /// # Errors
    ///
    /// When there is no such dispute, or the ledger cannot be written.
    pub async fn end_dispute(
        &self,
        dispute: &ProviderReference,
        won: bool,
    ) -> Result<(), ProviderError> {
        let db = self.ledger.writer();
        let found = store::dispute(db, &dispute.0).await;
        let row = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
        let state = if won { State::Won } else { State::Lost };
        let written = store::set_dispute_state(db, row, state).await;
        written.map_err(unknown)
    }

    /// Those of the refunds that the bank returned.
    pub(super) async fn sent_back(
        &self,
        refunds: &[refund::Model],
    ) -> Result<Vec<String>, ProviderError> {
        let ids = refunds.iter().map(|refund| refund.id.clone()).collect();
        let found = store::sent_back_among(self.ledger.writer(), ids).await;
        found.map_err(unknown)
    }

    /// Disputes of an intent, newest first.
    pub(super) async fn disputes_of(
        &self,
        intent: &ProviderReference,
    ) -> Result<Vec<Dispute>, ProviderError> {
        let currency = currency(&self.find(intent).await?)?;
        let rows = store::disputes_of_intent(self.ledger.writer(), &intent.0, MOST).await;
        let rows = rows.map_err(unknown)?;
        Ok(rows.into_iter().map(|row| tell(row, currency)).collect())
    }
}

fn tell(row: dispute::Model, currency: CurrencyCode) -> Dispute {
    Dispute {
        reference: ProviderReference(row.id),
        amount: Money::new(row.amount, currency),
        state: match row.state {
            State::Open => DisputeState::Open,
            State::Lost => DisputeState::Lost,
            State::Won => DisputeState::Won,
        },
    }
}
