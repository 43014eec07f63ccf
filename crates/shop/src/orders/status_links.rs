//! The secret link to the status page of an order.
//!
//! The secret is a MAC of the order's id that only this shop can compute, so it can be included in
//! every e-mail. The order stores only its digest: reading the database reveals no link.

use super::store;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::Mac;
use sea_orm::DbErr;
use sha2::{Digest, Sha256};
use souk_entities::{Timestamp, ids::OrderId, orders::order};
use souk_kernel::{
    app::App,
    keys::{self, KEY_BYTES},
};
use std::path::Path;

/// How long a link works after the order is placed.
const LIFETIME_MS: i64 = 90 * 24 * 3_600_000;

/// Derives the secrets of status pages.
#[derive(Clone)]
pub struct OrderKeys([u8; KEY_BYTES]);

impl souk_kernel::app::Part for OrderKeys {}

impl OrderKeys {
    /// Loads the key from the data folder, or creates it.
    ///
    /// # Errors
    ///
    /// When the key cannot be read or written.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        keys::load_or_create(data_dir, "order").map(Self)
    }

    /// The status page secret of an order.
    pub fn secret(&self, order: OrderId) -> String {
        let mut mac = keys::mac(&self.0);
        mac.update(&order.0.to_be_bytes());
        BASE64_URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }
}

/// The digest under which a secret is stored.
pub(super) fn digest(secret: &str) -> String {
    hex::encode(Sha256::digest(secret.as_bytes()))
}

/// URL of the status page of an order.
pub fn status_page_url(app: &App, order: OrderId) -> String {
    format!(
        "{}/orders/{}",
        app.public_url(),
        app.part::<OrderKeys>().secret(order)
    )
}

/// Finds the order with this secret; `None` if there is none, or its link has expired.
///
/// # Errors
///
/// When the database fails.
pub async fn order_of_status_page(app: &App, secret: &str) -> Result<Option<order::Model>, DbErr> {
    let db = app.databases.orders.reader();
    let found = store::order_by_status_key(db, &digest(secret)).await?;
    let expired = |order: &order::Model| {
        Timestamp(order.processed_at.0.saturating_add(LIFETIME_MS)) < app.clock.now()
    };
    Ok(found.filter(|order| !expired(order)))
}
