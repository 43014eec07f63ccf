//! Events at the test provider that the shop did not cause: refunds made by hand, returned refunds,
//! and disputes. Tests call these methods in place of the provider's dashboard and the buyer's
//! bank.

use super::{
    TestProvider, check_amount, currency,
    ledger::{unknown, write_intent},
    no_such_intent,
};
use crate::payments::{Dispute, DisputeState, ProviderError, Reference};
use sea_orm::{
    ActiveModelTrait, ActiveValue::Set, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter,
    QueryOrder, QuerySelect,
};
use souk_entities::test_payments::{
    dispute::{self, State},
    intent, refund, sent_back,
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
        intent: &Reference,
        amount: Money,
    ) -> Result<Reference, ProviderError> {
        let txn = self.ledger.begin().await.map_err(unknown)?;
        let found = intent::Entity::find_by_id(intent.0.clone()).one(&txn);
        let mut row = found.await.map_err(unknown)?.ok_or_else(no_such_intent)?;
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
            let insert = refund::Entity::insert(made.clone().into_active_model());
            insert.exec_without_returning(&txn).await?;
            write_intent(&txn, &row).await?;
            txn.commit().await
        };
        written.await.map_err(unknown)?;
        Ok(Reference(made.id))
    }

    /// Returns a refund that the buyer's bank did not accept. A second call changes nothing.
    ///
    /// # Errors
    ///
    /// When there is no such refund, or the ledger cannot be written.
    pub async fn send_back(&self, refund: &Reference) -> Result<(), ProviderError> {
        let txn = self.ledger.begin().await.map_err(unknown)?;
        let known = sent_back::Entity::find_by_id(refund.0.clone()).one(&txn);
        if known.await.map_err(unknown)?.is_some() {
            return Ok(());
        }
        let found = refund::Entity::find_by_id(refund.0.clone()).one(&txn);
        let refund = found.await.map_err(unknown)?.ok_or_else(no_such_intent)?;
        let found = intent::Entity::find_by_id(refund.intent_id.clone()).one(&txn);
        let mut row = found.await.map_err(unknown)?.ok_or_else(no_such_intent)?;
        row.refunded -= refund.amount;
        let written = async {
            let note = sent_back::ActiveModel {
                refund_id: Set(refund.id),
            };
            sent_back::Entity::insert(note)
                .exec_without_returning(&txn)
                .await?;
            write_intent(&txn, &row).await?;
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
        intent: &Reference,
        amount: Money,
    ) -> Result<Reference, ProviderError> {
        let row = dispute::Model {
            id: format!("test_dp_{}", Uuid::now_v7().simple()),
            intent_id: intent.0.clone(),
            amount: amount.minor(),
            state: State::Open,
            created_at: self.clock.now(),
        };
        let insert = dispute::Entity::insert(row.clone().into_active_model());
        let written = insert.exec_without_returning(self.ledger.writer()).await;
        written.map_err(unknown)?;
        Ok(Reference(row.id))
    }

    /// Decides a dispute.
    ///
    /// # Errors
    ///
    /// When there is no such dispute, or the ledger cannot be written.
    pub async fn end_dispute(&self, dispute: &Reference, won: bool) -> Result<(), ProviderError> {
        let db = self.ledger.writer();
        let found = dispute::Entity::find_by_id(dispute.0.clone()).one(db).await;
        let row = found.map_err(unknown)?.ok_or_else(no_such_intent)?;
        let mut row = row.into_active_model();
        row.state = Set(if won { State::Won } else { State::Lost });
        row.update(db).await.map_err(unknown)?;
        Ok(())
    }

    /// Those of the refunds that the bank returned.
    pub(super) async fn sent_back(
        &self,
        refunds: &[refund::Model],
    ) -> Result<Vec<String>, ProviderError> {
        let ids = refunds.iter().map(|refund| refund.id.clone());
        let found = sent_back::Entity::find()
            .filter(sent_back::Column::RefundId.is_in(ids))
            .all(self.ledger.writer())
            .await
            .map_err(unknown)?;
        Ok(found.into_iter().map(|row| row.refund_id).collect())
    }

    /// Disputes of an intent, newest first.
    pub(super) async fn disputes_of(
        &self,
        intent: &Reference,
    ) -> Result<Vec<Dispute>, ProviderError> {
        let currency = currency(&self.find(intent).await?)?;
        let rows = dispute::Entity::find()
            .filter(dispute::Column::IntentId.eq(intent.0.clone()))
            .order_by_desc(dispute::Column::CreatedAt)
            .limit(MOST)
            .all(self.ledger.writer())
            .await
            .map_err(unknown)?;
        Ok(rows.into_iter().map(|row| tell(row, currency)).collect())
    }
}

fn tell(row: dispute::Model, currency: CurrencyCode) -> Dispute {
    Dispute {
        reference: Reference(row.id),
        amount: Money::new(row.amount, currency),
        state: match row.state {
            State::Open => DisputeState::Open,
            State::Lost => DisputeState::Lost,
            State::Won => DisputeState::Won,
        },
    }
}
