//! What buyers do with the lines of carts, one function for each action.

use super::{
    card_numbers::Search,
    change::{self, Changed},
    lines::{self, LineChange, NewLine},
    merchandise::Wanted,
    refusal::CartError,
    token::CartToken,
};
use crate::market::Audience;
use souk_entities::ids::{CartLineId, VariantId};
use souk_kernel::app::App;

/// Adds lines to a cart, at most 250 at once.
///
/// # Errors
///
/// When the cart is gone, a line is refused, or a database fails.
pub async fn add_lines(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    new: &[NewLine],
) -> Result<Changed, CartError> {
    let mut search = Search::default();
    search.lines(
        &["lines"],
        new.iter().map(|line| line.attributes.as_slice()),
    );
    search.end()?;
    let (wanted, variants) = asked_by(new);
    let needed = |_: &[_]| variants.clone();
    change::change_lines(app, audience, token, &wanted, needed, |old, offers| {
        lines::add(old, new, offers, &["lines"], || app.next_id())
    })
    .await
}

/// Changes lines of a cart.
///
/// # Errors
///
/// When the cart is gone, a change is refused, or a database fails.
pub async fn update_lines(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    changes: &[LineChange],
) -> Result<Changed, CartError> {
    let mut search = Search::default();
    let attributes = changes.iter().map(|change| change.attributes.as_deref());
    search.lines(&["lines"], attributes.map(Option::unwrap_or_default));
    search.end()?;
    let mut wanted = Wanted::default();
    for change in changes {
        if let Some(variant) = change.variant {
            wanted.add(variant, None);
        }
        if change.selling_plan.is_some() {
            wanted.add_plans();
        }
    }
    let needed = |old: &[_]| lines::variants_of_changes(old, changes);
    change::change_lines(app, audience, token, &wanted, needed, |old, offers| {
        lines::update(old, changes, offers, &["lines"])
    })
    .await
}

/// Removes lines from a cart.
///
/// # Errors
///
/// When the cart or a line is gone, or a database fails.
pub async fn remove_lines(
    app: &App,
    audience: &Audience,
    token: &CartToken,
    ids: &[CartLineId],
) -> Result<Changed, CartError> {
    change::change(app, audience, token, |row| {
        let outcome = lines::remove(&row.lines.0, ids)?;
        row.lines.0 = outcome.lines;
        Ok(outcome.warnings)
    })
    .await
}

pub(super) fn asked_by(new: &[NewLine]) -> (Wanted, Vec<VariantId>) {
    let mut wanted = Wanted::default();
    for line in new {
        wanted.add(line.variant, line.selling_plan);
    }
    let mut variants: Vec<VariantId> = new.iter().map(|line| line.variant).collect();
    variants.sort_unstable();
    variants.dedup();
    (wanted, variants)
}
