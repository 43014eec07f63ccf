//! Attempts by the keys that clients know. The key of an attempt is given to whoever submitted the
//! cart. Anyone else who knows the cart gets an observer key: it shows how the attempt goes, but
//! leads neither to the order nor to its buyer.
//!
//! An observer key is a MAC over the id of the attempt that only this shop can compute, so it is
//! not stored.

use super::{outcome, step_pages::FormKeys, store};
use crate::texts::Texts;
use sea_orm::DbErr;
use souk_entities::{
    Timestamp,
    ids::{AttemptId, OrderId},
    orders::checkout_attempt::{self, AttemptState},
};
use souk_kernel::app::App;

/// Prefix of observer keys.
const PREFIX: &str = "observer-";

/// An attempt, as far as the holder of a key may see it.
pub enum VisibleAttempt {
    /// The attempt of whoever asks.
    Own(Box<checkout_attempt::Model>),
    /// The attempt of somebody else.
    Observed(ObservedAttempt),
}

/// What observers see of an attempt.
pub struct ObservedAttempt {
    /// The observer key.
    pub key: String,
    /// State of the attempt.
    pub state: AttemptState,
    /// The order, once it is placed. Its id opens nothing.
    pub order: Option<OrderId>,
    /// When the attempt last progressed.
    pub updated_at: Timestamp,
    /// Texts in the language in which the cart was submitted.
    pub(super) texts: &'static Texts,
}

/// The key for observers of an attempt.
pub(super) fn observer_key(app: &App, attempt: AttemptId) -> String {
    let proof = app.part::<FormKeys>().observer_proof(attempt);
    format!("{PREFIX}{:x}-{proof}", attempt.0)
}

/// The attempt with this key or observer key; `None` if there is none.
///
/// # Errors
///
/// When the database fails.
pub async fn visible_attempt(app: &App, key: &str) -> Result<Option<VisibleAttempt>, DbErr> {
    let db = app.databases.orders.writer();
    if !key.starts_with(PREFIX) {
        let attempt = store::attempt_by_key(db, key).await?;
        return Ok(attempt.map(|attempt| VisibleAttempt::Own(Box::new(attempt))));
    }
    let Some(id) = observed(app, key) else {
        return Ok(None);
    };
    let attempt = store::attempt_by_id(db, id).await?;
    Ok(attempt.map(|attempt| {
        VisibleAttempt::Observed(ObservedAttempt {
            key: key.to_owned(),
            state: attempt.state,
            order: attempt.order_id,
            updated_at: attempt.updated_at,
            texts: outcome::texts_of_attempt(&attempt),
        })
    }))
}

/// The attempt of an observer key; `None` if this shop did not make the key.
fn observed(app: &App, key: &str) -> Option<AttemptId> {
    let (id, proof) = key.strip_prefix(PREFIX)?.split_once('-')?;
    let id = AttemptId(i64::from_str_radix(id, 16).ok()?);
    let keys = app.part::<FormKeys>();
    keys.is_observer_proof(id, proof).then_some(id)
}
