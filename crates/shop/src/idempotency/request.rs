//! Identifies a request with a key: its caller and its content.

use crate::market::Audience;
use hmac::Mac;
use sha2::{Digest, Sha256};
use souk_kernel::{
    keys::{self, KEY_BYTES},
    viewer::Viewer,
};
use std::{collections::BTreeSet, path::Path};

/// Computes digests of requests. Input may hold secrets, such as a gift card code, that nobody must
/// find by trying, so the digests need a key of the shop.
#[derive(Clone)]
pub struct FingerprintKeys([u8; KEY_BYTES]);

impl souk_kernel::app::Part for FingerprintKeys {}

impl FingerprintKeys {
    /// Reads or creates the key in the data folder.
    ///
    /// # Errors
    ///
    /// When the key cannot be read or written.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        keys::load_or_create(data_dir, "fingerprint").map(Self)
    }

    fn of(&self, asked: &str) -> String {
        let mut mac = keys::mac(&self.0);
        mac.update(asked.as_bytes());
        hex::encode(mac.finalize().into_bytes())
    }
}

/// The content of a request with a key.
pub struct KeyedMutation<'a> {
    /// The key.
    pub key: &'a str,
    /// Name of the mutation.
    pub mutation: &'a str,
    /// Global id of the cart that the mutation is about, if any.
    pub cart: Option<&'a str>,
    /// The mutation with its arguments and selection, written the same for equal requests.
    pub selected: &'a str,
}

/// A request with a key.
pub struct Request {
    /// Digest of the mutation, the caller and the key.
    pub(super) id: String,
    /// Digest of the request.
    pub(super) fingerprint: String,
    /// Whether nothing but the key identifies the caller.
    pub is_nobodys: bool,
}

impl Request {
    /// Identifies a request. Merchants share their keys, because their tokens identify no person; a
    /// buyer is identified by the cart.
    pub fn new(
        keys: &FingerprintKeys,
        viewer: &Viewer,
        audience: &Audience,
        asked: &KeyedMutation<'_>,
    ) -> Self {
        let is_merchant = !viewer.scopes.is_empty();
        let caller = match asked.cart {
            _ if is_merchant => "merchant",
            Some(cart) => cart,
            None => "",
        };
        let whole = context(viewer, audience) + asked.selected;
        Self {
            id: digest(&[asked.mutation, caller, asked.key]),
            fingerprint: keys.of(&whole),
            is_nobodys: caller.is_empty(),
        }
    }
}

/// What an answer depends on besides the request: callers with different scopes or in different
/// markets do not make the same request.
fn context(viewer: &Viewer, audience: &Audience) -> String {
    let scopes: BTreeSet<_> = viewer.scopes.iter().collect();
    let Audience {
        country,
        language,
        channel,
        ..
    } = audience;
    format!("{scopes:?} {country:?} {language:?} {channel:?}\n")
}

/// Digest of parts, different for any two different lists.
fn digest(parts: &[&str]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.len().to_be_bytes());
        hash.update(part);
    }
    hex::encode(hash.finalize())
}

#[cfg(test)]
mod tests {
    use super::digest;

    #[test]
    fn parts_are_not_taken_for_each_other() {
        assert_ne!(digest(&["ab", "c"]), digest(&["a", "bc"]));
    }
}
