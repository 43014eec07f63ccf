//! Gift cards in the ledger of payments: what they paid of an order is a sale that was done, and what
//! goes back to them is asked of the cards, never of the payment provider.

use super::place::NewOrder;
use crate::{
    app::App,
    gift_cards::{self, Spend},
    money::Money,
    payments::{
        IdempotencyKey, Reference, TransactionKind,
        ledger::{GIFT_CARD, NewTransaction, Transaction},
    },
};
use anyhow::Context;
use souk_entities::ids::{GiftCardId, OrderId};

/// What gift cards paid of a new order, as the ledger has it.
pub(super) fn payments(new: &NewOrder, order: OrderId) -> Vec<NewTransaction> {
    let spends = new.gift_cards.iter();
    spends
        .map(|spend| NewTransaction {
            attempt: new.attempt,
            order: Some(order),
            kind: TransactionKind::Sale,
            amount: Money::new(spend.amount, new.priced.currency),
            parent: None,
            provider: GIFT_CARD,
            reference: Some(Reference(spend.card.0.to_string())),
            key: IdempotencyKey(format!("attempt-{}-card-{}", new.attempt.0, spend.card.0)),
        })
        .collect()
}

/// Whether a row of the ledger is about a gift card.
pub(super) fn is_card(row: &Transaction) -> bool {
    row.provider == GIFT_CARD
}

/// Gives money of a refund back to the card it came from, once for the row.
pub(super) async fn refund(
    app: &App,
    row: &Transaction,
    of_order: &[Transaction],
) -> anyhow::Result<()> {
    let parent = of_order.iter().find(|it| Some(it.id) == row.parent_id);
    let card = parent
        .and_then(card)
        .context("a refund names its gift card")?;
    let back = Spend {
        card,
        amount: row.amount,
    };
    gift_cards::refund(app, &row.id.0.to_string(), row.attempt_id, back).await?;
    Ok(())
}

/// The card that a sale is about.
fn card(sale: &Transaction) -> Option<GiftCardId> {
    let number = sale.provider_reference.as_ref()?.parse().ok()?;
    Some(GiftCardId(number))
}
