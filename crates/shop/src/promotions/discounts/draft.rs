//! Turns an input into the row of a discount, on top of what is stored.

use super::{
    reward::{DiscountReward, Reader},
    values,
};
use crate::promotions::{
    DiscountErrorCode,
    discount_inputs::{
        DiscountBuyersInput, DiscountCombinesWithInput, DiscountMinimumRequirementInput,
    },
};
use souk_entities::{
    Timestamp,
    ids::DiscountId,
    orders::discount::{self, CombinesWith, DiscountAudience, DiscountTerms, Minimum},
};
use souk_kernel::validators::{
    self as checks, Checked, MOST_ENTRIES, email_fault, few, refuse, short,
};
use std::collections::HashSet;

/// A change to a discount, or a new one. `None` leaves a value unchanged; an inner `None` removes
/// it.
#[derive(Clone, Debug)]
pub struct DiscountChange {
    /// Name of the discount.
    pub title: Option<String>,
    /// When it starts.
    pub starts_at: Option<Timestamp>,
    /// When it ends.
    pub ends_at: Option<Option<Timestamp>>,
    /// Which other discounts it combines with.
    pub combines_with: Option<DiscountCombinesWithInput>,
    /// Who may use it.
    pub buyers: Option<DiscountBuyersInput>,
    /// Tags for finding the discount.
    pub tags: Option<Vec<String>>,
    /// Its code.
    pub code: Option<String>,
    /// How often each of its codes may be used.
    pub usage_limit: Option<Option<i32>>,
    /// Whether each customer may use it only once.
    pub once_per_customer: Option<bool>,
    /// The minimum purchase.
    pub minimum: Option<Option<DiscountMinimumRequirementInput>>,
    /// The reduction.
    pub gives: DiscountReward,
}

impl DiscountChange {
    /// A change of the reduction alone.
    pub fn of(gives: DiscountReward) -> Self {
        Self {
            title: None,
            starts_at: None,
            ends_at: None,
            combines_with: None,
            buyers: None,
            tags: None,
            code: None,
            usage_limit: None,
            once_per_customer: None,
            minimum: None,
            gives,
        }
    }
}

/// The row of a new discount.
///
/// # Errors
///
/// The first thing that is wrong.
pub(crate) fn new(
    reader: &Reader<'_>,
    change: &DiscountChange,
    id: DiscountId,
    now: Timestamp,
) -> Checked<discount::Model, DiscountErrorCode> {
    let (reward, ways) = reader.reward(&change.gives, None)?;
    let (one_time_purchases, subscriptions) = ways.unwrap_or((true, false));
    let row = discount::Model {
        id,
        title: String::new(),
        is_automatic: reader.is_automatic,
        terms: DiscountTerms {
            reward,
            minimum: None,
            audience: DiscountAudience::default(),
            combines_with: CombinesWith::default(),
            once_per_customer: false,
            one_time_purchases,
            subscriptions,
            tags: Vec::new(),
        },
        usage_limit: None,
        starts_at: now,
        ends_at: None,
        created_at: now,
        updated_at: now,
    };
    let row = with(reader, change, row)?;
    if row.title.is_empty() {
        let field = reader.at("title");
        return refuse(
            DiscountErrorCode::Blank,
            &field,
            "The title must not be empty.",
        );
    }
    Ok(row)
}

/// The row of a changed discount.
///
/// # Errors
///
/// The first thing that is wrong.
pub(crate) fn changed(
    reader: &Reader<'_>,
    change: &DiscountChange,
    mut row: discount::Model,
    now: Timestamp,
) -> Checked<discount::Model, DiscountErrorCode> {
    let before = &row.terms;
    let (reward, ways) = reader.reward(&change.gives, Some(before))?;
    row.terms.reward = reward;
    if let Some((one_time_purchases, subscriptions)) = ways {
        row.terms.one_time_purchases = one_time_purchases;
        row.terms.subscriptions = subscriptions;
    }
    row.updated_at = now;
    with(reader, change, row)
}

/// Applies what does not depend on the kind of reduction.
fn with(
    reader: &Reader<'_>,
    change: &DiscountChange,
    mut row: discount::Model,
) -> Checked<discount::Model, DiscountErrorCode> {
    if let Some(title) = &change.title {
        row.title = checks::title(title, &reader.at("title"))?;
    }
    row.starts_at = change.starts_at.unwrap_or(row.starts_at);
    row.ends_at = change.ends_at.unwrap_or(row.ends_at);
    // A discount that was ended before it started is left alone.
    let is_dated = change.starts_at.is_some() || change.ends_at.is_some();
    if is_dated && row.ends_at.is_some_and(|end| end <= row.starts_at) {
        let why = "The end must be after the start.";
        return refuse(DiscountErrorCode::Invalid, &reader.at("endsAt"), why);
    }
    if let Some(limit) = change.usage_limit {
        let field = reader.at("usageLimit");
        let limit = limit.map(|limit| values::count(limit, &field));
        row.usage_limit = limit.transpose()?;
    }
    let terms = &mut row.terms;
    terms.once_per_customer = change.once_per_customer.unwrap_or(terms.once_per_customer);
    if let Some(combines) = change.combines_with {
        let known = &mut terms.combines_with;
        known.order = combines.order_discounts.unwrap_or(known.order);
        known.product = combines.product_discounts.unwrap_or(known.product);
        known.shipping = combines.shipping_discounts.unwrap_or(known.shipping);
    }
    if let Some(buyers) = &change.buyers {
        audience(reader, buyers, &mut terms.audience)?;
    }
    if let Some(tags) = &change.tags {
        terms.tags = texts(tags, &reader.at("tags"))?;
    }
    if let Some(minimum) = &change.minimum {
        let minimum = minimum
            .as_ref()
            .map(|minimum| self::minimum(reader, minimum));
        terms.minimum = minimum.transpose()?;
    }
    Ok(row)
}

fn audience(
    reader: &Reader<'_>,
    buyers: &DiscountBuyersInput,
    audience: &mut DiscountAudience,
) -> Checked<(), DiscountErrorCode> {
    let directory = reader.directory;
    if let Some(ids) = &buyers.channel_ids {
        let field = reader.at("buyers.channelIds");
        let is_known = |id: &_| directory.channels.iter().any(|channel| channel.id == *id);
        audience.channels = values::known(ids, &field, is_known)?;
    }
    if let Some(ids) = &buyers.market_ids {
        let field = reader.at("buyers.marketIds");
        let is_known = |id: &_| directory.markets.iter().any(|market| market.id == *id);
        audience.markets = values::known(ids, &field, is_known)?;
    }
    if let Some(emails) = &buyers.emails {
        let field = reader.at("buyers.emails");
        let emails = texts(emails, &field)?;
        if reader.is_automatic && !emails.is_empty() {
            // Its price would tell anyone who enters an address whether it is listed.
            return refuse(
                DiscountErrorCode::Invalid,
                &field,
                "Only a discount with a code can be for certain customers.",
            );
        }
        audience.emails = emails.iter().map(|email| email.to_lowercase()).collect();
        if let Some(place) = audience
            .emails
            .iter()
            .position(|it| email_fault(it).is_some())
        {
            let field = format!("{field}.{place}");
            return refuse(
                DiscountErrorCode::Invalid,
                &field,
                "This is not an e-mail address.",
            );
        }
    }
    Ok(())
}

/// Trims texts and removes duplicates, ignoring case. None may be blank.
fn texts(texts: &[String], field: &str) -> Checked<Vec<String>, DiscountErrorCode> {
    few(texts, field)?;
    let mut seen = HashSet::new();
    let mut kept = Vec::with_capacity(texts.len().min(MOST_ENTRIES));
    for (place, text) in texts.iter().enumerate() {
        let field = format!("{field}.{place}");
        let text = text.trim();
        checks::not_blank(text, &field)?;
        short(text, &field)?;
        if seen.insert(text.to_lowercase()) {
            kept.push(text.to_owned());
        }
    }
    Ok(kept)
}

fn minimum(
    reader: &Reader<'_>,
    input: &DiscountMinimumRequirementInput,
) -> Checked<Minimum, DiscountErrorCode> {
    let field = reader.at("minimumRequirement");
    match (&input.quantity, &input.subtotal) {
        (Some(quantity), None) => {
            let field = format!("{field}.quantity.greaterThanOrEqualToQuantity");
            let Some(units) = quantity.greater_than_or_equal_to_quantity else {
                return refuse(
                    DiscountErrorCode::Blank,
                    &field,
                    "The quantity must be given.",
                );
            };
            Ok(Minimum::Quantity(values::units(units, &field)?))
        }
        (None, Some(subtotal)) => {
            let field = format!("{field}.subtotal.greaterThanOrEqualToSubtotal");
            let Some(amount) = &subtotal.greater_than_or_equal_to_subtotal else {
                return refuse(
                    DiscountErrorCode::Blank,
                    &field,
                    "The subtotal must be given.",
                );
            };
            Ok(Minimum::Subtotal(reader.amount(amount, &field)?))
        }
        _ => refuse(
            DiscountErrorCode::Invalid,
            &field,
            "Either a quantity or a subtotal must be given.",
        ),
    }
}
