//! Reconciliation: payments on which provider and ledger disagree.

use super::order::{self, Order};
use crate::list::List;
use crate::{context::RequestContext, money::MoneyV2, visibility::reads_orders};
use async_graphql::{Context, Description, Enum, ID, Object};
use souk_entities::Timestamp;
use souk_kernel::{error::ApiError, ids::Gid, scalars::DateTime, viewer::Scope};
use souk_shop::{
    orders::gift_cards,
    payments::{
        Difference, DifferenceKind, MOST_DIFFERENCES, ON_THEIR_WAY_MS, RECONCILIATION_WINDOW_MS,
        reconcile_payments,
    },
};

/// Maximum number of days that one query compares.
const MOST_DAYS: i64 = 31;
const DAY_MS: i64 = 86_400_000;

/// Kind of a difference between provider and ledger.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "DifferenceKind")]
pub enum PaymentDifferenceKind {
    /// The provider authorised or captured a payment that has no order.
    WithoutOrder,
    /// An order relies on a payment that the provider does not have.
    WithoutPayment,
    /// Ledger and provider record different amounts for the payment.
    OtherAmount,
    /// Ledger and provider record different captured amounts.
    OtherCaptured,
    /// Ledger and provider record different refunded amounts.
    OtherRefunded,
}

/// A payment on which provider and ledger disagree.
#[derive(Clone, Debug, Description)]
pub struct PaymentDifference(Difference);

#[Object(use_type_description)]
impl PaymentDifference {
    /// The amount according to the provider; null if it has no such payment.
    async fn amount_at_provider(&self) -> Option<MoneyV2> {
        self.0.at_provider.map(MoneyV2::from)
    }

    /// The amount according to the ledger; null if it has no entry.
    async fn amount_in_ledger(&self) -> Option<MoneyV2> {
        self.0.in_ledger.map(MoneyV2::from)
    }

    /// The checkout attempt the payment belongs to; null if the shop did not create the payment.
    async fn attempt(&self) -> Option<String> {
        self.0.attempt.map(|attempt| attempt.0.to_string())
    }

    /// Kind of the difference.
    async fn kind(&self) -> PaymentDifferenceKind {
        self.0.kind.into()
    }

    /// The order; null if there is none.
    async fn order(&self, ctx: &Context<'_>) -> Option<Result<Order, ApiError>> {
        order::order_by_id(ctx, self.0.order?).await.transpose()
    }

    /// The payment provider; `gift_card` if the gift cards themselves disagree with the ledger.
    async fn provider(&self) -> &'static str {
        self.0.provider
    }

    /// The provider's reference of the payment; null if the ledger does not know it.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_ref().map(|it| it.0.as_str())
    }

    /// Global id of the order transaction; null if the ledger has none.
    async fn transaction_id(&self) -> Option<ID> {
        self.0.transaction.map(|id| id.gid())
    }
}

/// Queries of payments.
#[derive(Debug, Default)]
pub struct PaymentQuery;

#[Object]
impl PaymentQuery {
    /// Compares the provider's payments and gift card payments with the ledger and lists the
    /// differences, at most 250. Always asks the provider afresh. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders", complexity = "250 * child_complexity")]
    async fn payment_reconciliation(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Payments made at or after this time, at most 31 days before `until`; one day \
                    before `until` if omitted."
        )]
        since: Option<DateTime>,
        #[graphql(
            desc = "Payments made before this time; 20 minutes ago if omitted, because newer \
                    ones may still be in progress."
        )]
        until: Option<DateTime>,
    ) -> Result<List<PaymentDifference>, ApiError> {
        ctx.viewer().require(Scope::ReadOrders)?;
        let now = ctx.app().clock.now();
        let until = until.map_or(Timestamp(now.0 - ON_THEIR_WAY_MS), |until| until.0);
        let since = since.map_or(Timestamp(until.0 - RECONCILIATION_WINDOW_MS), |since| {
            since.0
        });
        if since > until || until.0.saturating_sub(since.0) > MOST_DAYS * DAY_MS {
            let why = format!("since is before until, and at most {MOST_DAYS} days before it");
            return Err(ApiError::BadInput(why));
        }
        let found = reconcile_payments(ctx.app(), since, until).await;
        let mut found = found.map_err(ApiError::internal)?;
        found.extend(gift_cards::reconcile(ctx.app(), since, until).await?);
        found.truncate(MOST_DIFFERENCES);
        Ok(found.into_iter().map(PaymentDifference).collect())
    }
}
