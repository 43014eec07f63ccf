//! Gift cards as merchants see them.

use crate::{connection, connections::list_cost, context::RequestContext, money::MoneyV2};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::orders::{
    gift_card,
    gift_card_transaction::{self, GiftCardTransactionKind},
};
use souk_kernel::{
    codes::CurrencyCode,
    error::ApiError,
    ids::Gid,
    money::Money,
    pagination::{RequestedPage, encode_cursor},
    scalars::{Date, DateTime},
};
use souk_shop::gift_cards::{self, listing};

/// A card that pays for orders. Its code is returned when the card is created and never again.
#[derive(Clone, Description)]
pub struct GiftCard {
    row: gift_card::Model,
}

impl GiftCard {
    /// A card from its row.
    pub fn new(row: gift_card::Model) -> Self {
        Self { row }
    }

    fn money(&self, minor: i64) -> MoneyV2 {
        Money::new(minor, currency(&self.row)).into()
    }
}

connection!(GiftCardConnection, GiftCardEdge, GiftCard, "gift cards");

fn currency(row: &gift_card::Model) -> CurrencyCode {
    CurrencyCode::from_code(&row.currency).unwrap_or(CurrencyCode::XXX)
}

#[Object(use_type_description)]
impl GiftCard {
    /// Its balance.
    async fn balance(&self) -> MoneyV2 {
        self.money(self.row.balance)
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// When it was deactivated; null if it was not.
    async fn deactivated_at(&self) -> Option<DateTime> {
        self.row.deactivated_at.map(DateTime)
    }

    /// Whether it is enabled, that is, was not deactivated.
    async fn enabled(&self) -> bool {
        self.row.deactivated_at.is_none()
    }

    /// The last day on which it can be used, in UTC; null if it does not expire.
    async fn expires_on(&self) -> Option<Date> {
        gift_cards::expires_on(&self.row).map(Date)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// Its initial value.
    async fn initial_value(&self) -> MoneyV2 {
        self.money(self.row.initial_value)
    }

    /// The last four characters of its code.
    async fn last_characters(&self) -> &str {
        &self.row.last_characters
    }

    /// Its masked code: all but the last four characters are hidden.
    async fn masked_code(&self) -> String {
        format!("•••• •••• •••• {}", self.row.last_characters)
    }

    /// Merchant's note.
    async fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// Payments with the card and refunds to it, oldest first. Together with the initial value they
    /// make up the balance.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn transactions(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<GiftCardTransactionConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let rows = listing::gift_card_transactions(ctx.app(), self.row.id, &page).await?;
        let currency = currency(&self.row);
        Ok(GiftCardTransactionConnection::new(rows.map(|row| {
            let cursor = encode_cursor(&row.id);
            (cursor, GiftCardTransaction { row, currency })
        })))
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// A change to the balance of a gift card.
#[derive(Clone, Description)]
pub struct GiftCardTransaction {
    row: gift_card_transaction::Model,
    currency: CurrencyCode,
}

connection!(
    GiftCardTransactionConnection,
    GiftCardTransactionEdge,
    GiftCardTransaction,
    "changes of a gift card's balance"
);

#[Object(use_type_description)]
impl GiftCardTransaction {
    /// The amount: negative for a payment with the card, positive for a refund to it.
    async fn amount(&self) -> MoneyV2 {
        let minor = match self.row.kind {
            GiftCardTransactionKind::Spent => -self.row.amount,
            GiftCardTransactionKind::Refunded => self.row.amount,
        };
        Money::new(minor, self.currency).into()
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// When it was processed.
    async fn processed_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }
}
