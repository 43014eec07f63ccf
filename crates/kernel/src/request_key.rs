//! Identifies a request whose key is stored together with its work.

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The key of a request and a digest of its input: a repeated request has the same of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// The key, unique among the requests of all mutations.
    pub key: String,
    /// Digest of the input as JSON, in which fields have a fixed order and nothing counts that is not
    /// part of the input.
    pub fingerprint: String,
}

impl RequestKey {
    /// Identifies a request by the client's key for this mutation, or by a key that nobody else has
    /// if there is none.
    pub fn new(mutation: &str, key: Option<&str>, input: &impl Serialize) -> Self {
        let json = serde_json::to_vec(input).expect("input is plain values with text as keys");
        Self {
            key: match key {
                Some(key) => format!("{mutation}:{key}"),
                None => format!("{mutation}/{}", Uuid::now_v7()),
            },
            fingerprint: hex::encode(Sha256::digest(json)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RequestKey;

    #[test]
    fn the_same_input_has_the_same_digest() {
        let key = |input: &[i32]| RequestKey::new("stock", Some("a"), &input);
        assert_eq!(key(&[1, 2]), key(&[1, 2]));
        assert_ne!(key(&[1, 2]).fingerprint, key(&[2, 1]).fingerprint);
        let keyless = || RequestKey::new("stock", None, &1).key;
        assert_ne!(keyless(), keyless());
    }
}
