//! Payments about which provider and ledger do not agree.

use super::order::{self, Order};
use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    orders::gift_cards,
    payments::{
        Difference, DifferenceKind, reconcile,
        reconciliation::{MOST, ON_THEIR_WAY_MS, WINDOW_MS},
    },
    scalars::{DateTime, MoneyV2},
    visibility::reads_orders,
};
use async_graphql::{Context, Description, Enum, ID, Object};
use souk_entities::Timestamp;

/// The most days that are compared at once.
const MOST_DAYS: i64 = 31;
const DAY_MS: i64 = 86_400_000;

/// What does not fit together.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "DifferenceKind")]
pub enum PaymentDifferenceKind {
    /// The provider holds or collected money for which there is no order.
    WithoutOrder,
    /// An order counts on a payment that the provider does not have.
    WithoutPayment,
    /// Ledger and provider name different amounts of the payment.
    OtherAmount,
    /// They name different amounts that were collected.
    OtherCaptured,
    /// They name different amounts that were given back.
    OtherRefunded,
}

/// A payment about which provider and ledger do not agree.
#[derive(Clone, Debug, Description)]
pub struct PaymentDifference(Difference);

#[Object(use_type_description)]
impl PaymentDifference {
    /// What the provider says; null where it has no such payment.
    async fn amount_at_provider(&self) -> Option<MoneyV2> {
        self.0.at_provider.map(MoneyV2::from)
    }

    /// What the ledger says; null where it says nothing.
    async fn amount_in_ledger(&self) -> Option<MoneyV2> {
        self.0.in_ledger.map(MoneyV2::from)
    }

    /// The attempt to buy a cart that the payment is from; null where the shop did not make it.
    async fn attempt(&self) -> Option<String> {
        self.0.attempt.map(|attempt| attempt.0.to_string())
    }

    /// What does not fit together.
    async fn kind(&self) -> PaymentDifferenceKind {
        self.0.kind.into()
    }

    /// The order; null where there is none.
    async fn order(&self, ctx: &Context<'_>) -> Option<Result<Order, ApiError>> {
        order::by_id(ctx, self.0.order?).await.transpose()
    }

    /// The payment provider; `gift_card` where the cards themselves do not agree with the ledger.
    async fn provider(&self) -> &'static str {
        self.0.provider
    }

    /// How the provider calls the payment; null where the ledger does not know.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_ref().map(|it| it.0.as_str())
    }

    /// Global id of the transaction of the order; null where the ledger has none.
    async fn transaction_id(&self) -> Option<ID> {
        self.0.transaction.map(|id| id.gid())
    }
}

/// Queries of payments.
#[derive(Debug, Default)]
pub struct PaymentQuery;

#[Object]
impl PaymentQuery {
    /// Compares the payments of the provider, and those by gift cards, with the ledger and lists what
    /// does not fit together, at most 250 differences. The provider is asked anew. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders", complexity = "250 * child_complexity")]
    async fn payment_reconciliation(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Payments made at this instant or later, at most 31 days before `until`; a day \
                    before it where absent."
        )]
        since: Option<DateTime>,
        #[graphql(
            desc = "Payments made before this instant; 20 minutes ago where absent, since younger \
                    ones may be on their way."
        )]
        until: Option<DateTime>,
    ) -> Result<Vec<PaymentDifference>, ApiError> {
        ctx.viewer().require(Scope::ReadOrders)?;
        let now = ctx.app().clock.now();
        let until = until.map_or(Timestamp(now.0 - ON_THEIR_WAY_MS), |until| until.0);
        let since = since.map_or(Timestamp(until.0 - WINDOW_MS), |since| since.0);
        if since > until || until.0.saturating_sub(since.0) > MOST_DAYS * DAY_MS {
            let why = format!("since is before until, and at most {MOST_DAYS} days before it");
            return Err(ApiError::BadInput(why));
        }
        let found = reconcile(ctx.app(), since, until).await;
        let mut found = found.map_err(ApiError::internal)?;
        found.extend(gift_cards::reconcile(ctx.app(), since, until).await?);
        found.truncate(MOST);
        Ok(found.into_iter().map(PaymentDifference).collect())
    }
}
