//! Makes, changes and ends gift cards.

use super::{
    codes::{Code, CodeError},
    refusal::{ChangeError, Refusal, RefusalCode},
    store,
};
use crate::{app::App, codes::CurrencyCode, money::Money};
use chrono::{DateTime, Days, NaiveDate};
use souk_entities::{Timestamp, ids::GiftCardId, orders::gift_card};

/// Milliseconds of a day.
pub const DAY_MS: i64 = 86_400_000;
/// Characters of a note at most.
const MOST_NOTE: usize = 5_000;
/// The most a card may be worth, in minor units: far below what sums of cards could not hold.
const MOST_VALUE: i64 = 100_000_000_000;

/// A card to make.
pub struct NewCard {
    /// Its code; made by the shop where absent.
    pub code: Option<String>,
    /// What it is worth, as a decimal number.
    pub value: String,
    /// Its currency.
    pub currency: CurrencyCode,
    /// The last day on which it can be used.
    pub expires_on: Option<NaiveDate>,
    /// Note of the merchant.
    pub note: Option<String>,
}

/// What changes of a card; what is absent stays.
#[derive(Clone, Debug, Default)]
pub struct CardChange {
    /// The last day on which it can be used; `None` inside for no end.
    pub expires_on: Option<Option<NaiveDate>>,
    /// Note of the merchant.
    pub note: Option<Option<String>>,
}

/// Makes a card. Its code is told here and never again.
///
/// # Errors
///
/// When the input is refused, another card has the code, or the database fails.
pub async fn create(app: &App, new: NewCard) -> Result<(gift_card::Model, Code), ChangeError> {
    let now = app.clock.now();
    let value = value(&new)?;
    let code = match &new.code {
        Some(text) => Code::parse(text).map_err(|error| refused(error, "input.code"))?,
        None => Code::make(),
    };
    let row = gift_card::Model {
        id: app.next_id(),
        code_digest: app.gift_card_keys.digest(&code),
        last_characters: code.last_characters().to_owned(),
        initial_value: value,
        balance: value,
        currency: new.currency.code().to_owned(),
        expires_at: end_of(new.expires_on, now)?,
        deactivated_at: None,
        note: note(new.note)?,
        created_at: now,
        updated_at: now,
    };
    if !store::insert(app.databases.orders.writer(), row.clone()).await? {
        let why = "another gift card has this code";
        return Err(Refusal::new(RefusalCode::Taken, "input.code", why).into());
    }
    Ok((row, code))
}

/// Changes a card that was not deactivated.
///
/// # Errors
///
/// When the input is refused, there is no such card, or the database fails.
pub async fn update(
    app: &App,
    id: GiftCardId,
    change: CardChange,
) -> Result<gift_card::Model, ChangeError> {
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let mut row = store::lock(&txn, id).await?.ok_or_else(not_found)?;
    if row.deactivated_at.is_some() {
        let why = "the gift card was deactivated";
        return Err(Refusal::new(RefusalCode::Deactivated, "id", why).into());
    }
    if let Some(day) = change.expires_on {
        row.expires_at = end_of(day, now)?;
    }
    if let Some(text) = change.note {
        row.note = note(text)?;
    }
    row.updated_at = now;
    store::update(&txn, &row).await?;
    txn.commit().await?;
    Ok(row)
}

/// Ends a card for good: nothing can be bought with it any more. One that has ended stays as it is.
/// What was bought with it can still go back to it.
///
/// # Errors
///
/// When there is no such card, or the database fails.
pub async fn deactivate(app: &App, id: GiftCardId) -> Result<gift_card::Model, ChangeError> {
    let now = app.clock.now();
    let txn = app.databases.orders.begin().await?;
    let mut row = store::lock(&txn, id).await?.ok_or_else(not_found)?;
    if row.deactivated_at.is_none() {
        row.deactivated_at = Some(now);
        row.updated_at = now;
        store::update(&txn, &row).await?;
        txn.commit().await?;
    }
    Ok(row)
}

/// The last day on which a card can be used.
pub fn last_day(row: &gift_card::Model) -> Option<NaiveDate> {
    let last = row.expires_at.map(|end| end.0 - DAY_MS)?;
    DateTime::from_timestamp_millis(last).map(|instant| instant.date_naive())
}

fn value(new: &NewCard) -> Result<i64, Refusal> {
    let field = "input.initialValue";
    let refuse = |code, why: String| Err(Refusal::new(code, field, why));
    match Money::parse(&new.value, new.currency) {
        Ok(money) if money.minor() > MOST_VALUE => refuse(
            RefusalCode::GreaterThan,
            "a gift card is not worth so much".to_owned(),
        ),
        Ok(money) if money.minor() > 0 => Ok(money.minor()),
        Ok(_) => refuse(RefusalCode::Invalid, "a value is above 0".to_owned()),
        Err(error) => refuse(RefusalCode::Invalid, error.to_string()),
    }
}

/// The first instant at which nothing can be bought any more: days end in UTC.
fn end_of(day: Option<NaiveDate>, now: Timestamp) -> Result<Option<Timestamp>, Refusal> {
    let Some(day) = day else { return Ok(None) };
    let next = day.checked_add_days(Days::new(1));
    let end = next.map(|next| {
        next.and_time(Default::default())
            .and_utc()
            .timestamp_millis()
    });
    match end.map(Timestamp).filter(|end| *end > now) {
        Some(end) => Ok(Some(end)),
        None => {
            let why = "the day must not be over";
            Err(Refusal::new(RefusalCode::Invalid, "input.expiresOn", why))
        }
    }
}

/// A note of at most 5,000 characters; an empty one is none.
fn note(text: Option<String>) -> Result<Option<String>, Refusal> {
    let text = text.filter(|text| !text.trim().is_empty());
    if text
        .as_ref()
        .is_some_and(|text| text.chars().count() > MOST_NOTE)
    {
        let why = format!("at most {MOST_NOTE} characters");
        return Err(Refusal::new(RefusalCode::TooLong, "input.note", why));
    }
    Ok(text)
}

fn refused(error: CodeError, field: &str) -> Refusal {
    let code = match error {
        CodeError::Sign => RefusalCode::Invalid,
        CodeError::TooShort => RefusalCode::TooShort,
        CodeError::TooLong => RefusalCode::TooLong,
    };
    Refusal::new(code, field, error.to_string())
}

fn not_found() -> Refusal {
    Refusal::new(RefusalCode::NotFound, "id", "gift card not found")
}
