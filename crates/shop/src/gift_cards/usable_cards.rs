//! Gift cards that a cart can be paid with, and what each of them pays.

use super::{codes::Code, store};
use crate::gift_cards::GiftCardKeys;
use sea_orm::DbErr;
use serde::{Deserialize, Serialize};
use souk_entities::{Timestamp, ids::GiftCardId, orders::gift_card};
use souk_kernel::{app::App, codes::CurrencyCode, money::Money};
use std::collections::HashMap;

/// A gift card that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UsableGiftCard {
    /// The card.
    pub id: GiftCardId,
    /// The last characters of its code.
    pub last_characters: String,
    /// Its balance, in minor units.
    pub balance: i64,
}

/// What a gift card pays of a cart. Amounts are minor units of the cart's currency.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GiftCardPart {
    /// The card.
    pub card: GiftCardId,
    /// The last characters of its code.
    pub last_characters: String,
    /// What it pays; 0 if the cards before it pay everything.
    pub amount: i64,
    /// Its balance before it pays.
    pub balance: i64,
}

/// The cards that can be used for a cart in this currency, in the order given. One statement, or
/// none without cards.
///
/// # Errors
///
/// When the database fails.
pub async fn usable_gift_cards(
    app: &App,
    ids: &[GiftCardId],
    currency: CurrencyCode,
) -> Result<Vec<UsableGiftCard>, DbErr> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = store::by_ids(app.databases.orders.reader(), ids).await?;
    let now = app.clock.now();
    let good = found.into_iter().filter(|row| is_good(row, currency, now));
    let mut good: HashMap<GiftCardId, gift_card::Model> = good.map(|row| (row.id, row)).collect();
    let usable = ids.iter().filter_map(|id| good.remove(id));
    Ok(usable
        .map(|row| UsableGiftCard {
            id: row.id,
            last_characters: row.last_characters,
            balance: row.balance,
        })
        .collect())
}

/// The card of each text, if the text is the code of one that can be used for a cart in this
/// currency. The reason why a card cannot be used is not revealed. One statement.
///
/// # Errors
///
/// When the database fails.
pub async fn gift_cards_by_codes(
    app: &App,
    texts: &[String],
    currency: CurrencyCode,
) -> Result<Vec<Option<GiftCardId>>, DbErr> {
    let digest = |text: &String| {
        let code = Code::parse(text).ok()?;
        Some(app.part::<GiftCardKeys>().digest(&code))
    };
    let digests: Vec<Option<String>> = texts.iter().map(digest).collect();
    let named: Vec<String> = digests.iter().flatten().cloned().collect();
    let found = store::by_digests(app.databases.orders.reader(), &named).await?;
    let now = app.clock.now();
    let good = found.into_iter().filter(|row| is_good(row, currency, now));
    let good: HashMap<String, GiftCardId> = good.map(|row| (row.code_digest, row.id)).collect();
    let of = |digest: Option<String>| good.get(&digest?).copied();
    Ok(digests.into_iter().map(of).collect())
}

/// What each card pays of `total`: one after the other, together at most the total.
pub fn gift_card_parts(cards: &[UsableGiftCard], total: Money) -> Vec<GiftCardPart> {
    let mut left = total.minor().max(0);
    let parts = cards.iter().map(|card| {
        let amount = card.balance.min(left);
        left -= amount;
        GiftCardPart {
            card: card.id,
            last_characters: card.last_characters.clone(),
            amount,
            balance: card.balance,
        }
    });
    parts.collect()
}

/// What is left to pay of `total`.
pub fn left_to_pay(total: Money, parts: &[GiftCardPart]) -> Money {
    let paid: i64 = parts.iter().map(|part| part.amount).sum();
    Money::new(total.minor() - paid, total.currency())
}

/// Whether a card can be used. One without a balance can: it pays 0, so that its buyer sees why.
fn is_good(row: &gift_card::Model, currency: CurrencyCode, now: Timestamp) -> bool {
    row.deactivated_at.is_none()
        && row.expires_at.is_none_or(|end| end > now)
        && row.currency == currency.code()
}

#[cfg(test)]
mod tests {
    use super::{UsableGiftCard, gift_card_parts, left_to_pay};
    use souk_entities::ids::GiftCardId;
    use souk_kernel::{codes::CurrencyCode, money::Money};

    #[test]
    fn cards_pay_one_after_the_other_and_never_more_than_the_total() {
        let cards = [30, 0, 50, 20].map(|balance| UsableGiftCard {
            id: GiftCardId(balance),
            last_characters: "1234".to_owned(),
            balance,
        });
        for (total, amounts, left) in [
            (10, [10, 0, 0, 0], 0),
            (70, [30, 0, 40, 0], 0),
            (110, [30, 0, 50, 20], 10),
            (0, [0, 0, 0, 0], 0),
        ] {
            let total = Money::new(total, CurrencyCode::EUR);
            let parts = gift_card_parts(&cards, total);

            let paid: Vec<i64> = parts.iter().map(|part| part.amount).collect();
            assert_eq!(paid, amounts);
            assert_eq!(left_to_pay(total, &parts).minor(), left);
        }
    }
}
