//! Reads the discounts that a cart may have, and lets the engine choose.

use super::{
    Candidate, DiscountOutcome, EnteredCode, IneligibleReason, apply_discounts,
    basket::{DiscountAsker, DiscountBasket},
    rules, store,
};
use crate::{catalog, promotions::Discounts};
use sea_orm::DbErr;
use souk_entities::{
    ids::{CollectionId, DiscountId},
    orders::discount::{Items, Reward},
};
use souk_kernel::{app::App, error::ApiError};
use std::collections::{HashMap, HashSet};

/// The discounts that were considered for a cart, and the result.
#[derive(Clone, Debug, Default)]
pub struct ConsideredDiscounts {
    /// The discounts, automatic ones first.
    pub candidates: Vec<Candidate>,
    /// The result.
    pub outcome: DiscountOutcome,
    /// The codes entered, in that order.
    pub codes: Vec<CodeVerdict>,
}

/// The verdict on a code that was entered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeVerdict {
    /// The code as it was entered.
    pub code: String,
    /// Whether its discount applies, or why not.
    pub verdict: Result<(), IneligibleReason>,
}

/// Normalises a code for comparison: trimmed and in lower case.
pub fn normalized_code(code: &str) -> String {
    code.trim().to_lowercase()
}

/// Whether a person could have typed this code.
pub(super) fn is_typed(code: &str) -> bool {
    !code.chars().any(char::is_control)
}

/// Considers the automatic discounts, which are kept in memory, and those of these codes: one
/// statement if there are codes, and one if a discount refers to collections.
///
/// # Errors
///
/// When a database fails or a price is out of range.
pub async fn consider_discounts(
    app: &App,
    mut basket: DiscountBasket,
    codes: &[String],
) -> Result<ConsideredDiscounts, ApiError> {
    let automatic = app.part::<Discounts>().current();
    let mut candidates: Vec<Candidate> = automatic
        .iter()
        .map(|discount| Candidate {
            discount: discount.clone(),
            code: None,
        })
        .collect();
    let mut found = with_codes(app, &basket, codes).await?;
    let mut places: HashMap<String, Result<usize, IneligibleReason>> = HashMap::new();
    let mut known: HashSet<DiscountId> = HashSet::new();
    for code in codes.iter().map(|code| normalized_code(code)) {
        if places.contains_key(&code) {
            continue;
        }
        let place = match found.remove(&code) {
            None => Err(IneligibleReason::NotFound),
            // A second code for a discount that another code already gives.
            Some(candidate) if !known.insert(candidate.discount.id) => {
                Err(IneligibleReason::Combination)
            }
            Some(candidate) => {
                candidates.push(candidate);
                Ok(candidates.len() - 1)
            }
        };
        places.insert(code, place);
    }
    if candidates.is_empty() {
        let codes = verdicts(codes, &places, &[]);
        return Ok(ConsideredDiscounts {
            codes,
            ..ConsideredDiscounts::default()
        });
    }
    know_collections(app, &mut basket, &candidates).await?;
    let outcome = apply_discounts(&basket, &candidates).map_err(ApiError::internal)?;
    Ok(ConsideredDiscounts {
        codes: verdicts(codes, &places, &outcome.verdicts),
        candidates,
        outcome,
    })
}

fn verdicts(
    codes: &[String],
    places: &HashMap<String, Result<usize, IneligibleReason>>,
    verdicts: &[Result<(), IneligibleReason>],
) -> Vec<CodeVerdict> {
    let verdict = |code: &String| {
        let place = places.get(&normalized_code(code)).copied();
        CodeVerdict {
            code: code.clone(),
            verdict: place
                .unwrap_or(Err(IneligibleReason::NotFound))
                .and_then(|at| verdicts[at]),
        }
    };
    codes.iter().map(verdict).collect()
}

async fn with_codes(
    app: &App,
    basket: &DiscountBasket,
    codes: &[String],
) -> Result<HashMap<String, Candidate>, DbErr> {
    if codes.is_empty() {
        return Ok(HashMap::new());
    }
    // PostgreSQL text cannot hold a NUL, and merchants create no codes with characters nobody can
    // type.
    let codes = codes.iter().map(|code| normalized_code(code));
    let codes: Vec<String> = codes.filter(|code| is_typed(code)).collect();
    let db = app.databases.orders.reader();
    let is_buyer = basket.asker == DiscountAsker::Buyer;
    let customer = basket.email.as_deref().filter(|_| !is_buyer);
    let mut rows = store::by_codes(db, &codes, customer).await?;
    if is_buyer {
        rows.retain(|row| rules::check_offer(&row.discount, basket).is_ok());
    }
    let candidates = rows.into_iter().map(|row| {
        let candidate = Candidate {
            discount: row.discount.into(),
            code: Some(EnteredCode {
                code: row.code.clone(),
                shown: row.shown,
                used: row.used,
                used_by_customer: row.used_by_customer,
            }),
        };
        (row.code, candidate)
    });
    Ok(candidates.collect())
}

/// Adds to the lines the collections that hold them, as far as discounts refer to them.
async fn know_collections(
    app: &App,
    basket: &mut DiscountBasket,
    candidates: &[Candidate],
) -> Result<(), DbErr> {
    let items = candidates
        .iter()
        .flat_map(|it| items_of(&it.discount.terms.reward));
    let wanted: HashSet<CollectionId> = items.flat_map(|it| &it.collections).copied().collect();
    if wanted.is_empty() || basket.lines.is_empty() {
        return Ok(());
    }
    let products: HashSet<_> = basket.lines.iter().map(|line| line.product).collect();
    let products: Vec<_> = products.into_iter().collect();
    let holding = catalog::collections_of_products(app, &products).await?;
    for line in &mut basket.lines {
        let collections = holding.get(&line.product).into_iter().flatten();
        let asked = collections.copied().filter(|id| wanted.contains(id));
        line.collections = asked.collect();
    }
    Ok(())
}

fn items_of(reward: &Reward) -> Vec<&Items> {
    match reward {
        Reward::Percentage { items, .. } | Reward::Amount { items, .. } => vec![items],
        Reward::BuyGet { buys, gets, .. } => vec![&buys.items, gets],
        Reward::FreeShipping { .. } => Vec::new(),
    }
}
