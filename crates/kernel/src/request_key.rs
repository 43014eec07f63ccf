//! Identifies a request whose key is stored together with its work.

use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

/// The key of a request and a digest of its input: a repeated request has the same of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestKey {
    /// The key, unique among the requests of all mutations.
    pub key: String,
    /// Digest of the input.
    pub fingerprint: String,
}

impl RequestKey {
    /// Identifies a request by the client's key for this mutation.
    pub fn new(mutation: &str, key: &str, input: &impl Serialize) -> Self {
        Self {
            key: format!("{mutation}:{key}"),
            fingerprint: fingerprint(input),
        }
    }

    /// Identifies a request that nobody will repeat.
    pub fn unique(mutation: &str, input: &impl Serialize) -> Self {
        Self {
            key: format!("{mutation}/{}", Uuid::now_v7()),
            fingerprint: fingerprint(input),
        }
    }
}

/// Digest of the input as JSON: fields have a fixed order, and what is not part of the input, such
/// as the layout of a type in memory, does not count.
fn fingerprint(input: &impl Serialize) -> String {
    let json = serde_json::to_vec(input).expect("input is plain values with text as keys");
    hex::encode(Sha256::digest(json))
}

#[cfg(test)]
mod tests {
    use super::RequestKey;

    #[test]
    fn the_same_input_has_the_same_digest() {
        let key = |input: &[i32]| RequestKey::new("stock", "a", &input);
        assert_eq!(key(&[1, 2]), key(&[1, 2]));
        assert_ne!(key(&[1, 2]).fingerprint, key(&[2, 1]).fingerprint);
        let (first, second) = (RequestKey::unique("stock", &1), RequestKey::unique("stock", &1));
        assert_ne!(first.key, second.key);
    }
}
