//! Merchants' access tokens: signed JWTs that contain the scopes of their bearer.
//!
//! The signing key is configured, or generated once per data folder; it is never built in.

use crate::{
    clock::Clock,
    config::Config,
    keys::{self, KEY_BYTES},
    viewer::{Scope, Viewer},
};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use std::{collections::BTreeSet, time::Duration};

/// Signs and verifies the access tokens of one shop.
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// Claims of a token.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// When it was issued, in seconds since 1970.
    iat: i64,
    /// When it expires, in seconds since 1970.
    exp: i64,
    /// Scopes of the bearer.
    scopes: BTreeSet<String>,
}

/// Why a token was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is not a token, or was signed with another key.
    #[error("the token is not valid")]
    Invalid,
    /// It has expired.
    #[error("the token has expired")]
    Expired,
}

impl crate::app::Part for Tokens {}

impl Tokens {
    /// Uses the configured key; without one, loads the key from the data folder, or creates it
    /// there. Only the owner of the file may read it.
    ///
    /// # Errors
    ///
    /// When the configured key is too short, or the file cannot be read or written or does not
    /// contain a key.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        if let Some(key) = &config.auth.token_key {
            anyhow::ensure!(
                key.len() >= KEY_BYTES, // that of its hash (RFC 7518 §3.2)
                "auth.token_key: at least {KEY_BYTES} characters are needed"
            );
            return Ok(Self::with_key(key.as_bytes()));
        }
        let key = keys::load_or_create(&config.data_dir, "tokens")?;
        Ok(Self::with_key(&key))
    }

    fn with_key(key: &[u8]) -> Self {
        Self {
            signing: EncodingKey::from_secret(key),
            verifying: DecodingKey::from_secret(key),
        }
    }

    /// Issues a token for `scopes` that expires after `lifetime`.
    ///
    /// # Errors
    ///
    /// When signing fails.
    pub fn sign(
        &self,
        clock: &Clock,
        scopes: impl IntoIterator<Item = Scope>,
        lifetime: Duration,
    ) -> anyhow::Result<String> {
        let now = clock.now().0 / 1_000;
        let lifetime_s = i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX);
        let claims = Claims {
            iat: now,
            exp: now.saturating_add(lifetime_s),
            scopes: scopes.into_iter().map(|scope| scope.to_string()).collect(),
        };
        let header = Header::new(Algorithm::HS256);
        Ok(encode(&header, &claims, &self.signing)?)
    }

    /// The bearer of a token. Scopes that this version does not know are ignored; a write scope
    /// includes the matching read scope.
    ///
    /// # Errors
    ///
    /// [`TokenError`] when it was not signed here or has expired.
    pub fn verify(&self, clock: &Clock, token: &str) -> Result<Viewer, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false; // checked below against the shop's clock
        validation.required_spec_claims.clear();
        let claims = decode::<Claims>(token, &self.verifying, &validation)
            .map_err(|_| TokenError::Invalid)?
            .claims;
        if claims.exp <= clock.now().0 / 1_000 {
            return Err(TokenError::Expired);
        }
        let named = claims.scopes.iter().filter_map(|scope| scope.parse().ok());
        Ok(Viewer::with_scopes(named))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(token_key: Option<&str>) -> Config {
        let mut config = Config::default();
        config.auth.token_key = token_key.map(str::to_owned);
        config
    }

    #[test]
    fn the_key_of_the_settings_signs() {
        let clock = Clock::default();
        let ours = Tokens::open(&config(Some(&"a".repeat(32)))).unwrap();
        let others = Tokens::open(&config(Some(&"b".repeat(32)))).unwrap();

        let lifetime = Duration::from_secs(60);
        let token = ours.sign(&clock, [Scope::WriteProducts], lifetime).unwrap();

        assert!(
            ours.verify(&clock, &token)
                .unwrap()
                .may(Scope::ReadProducts)
        );
        assert!(matches!(
            others.verify(&clock, &token),
            Err(TokenError::Invalid)
        ));
    }

    #[test]
    fn a_short_key_is_refused() {
        assert!(Tokens::open(&config(Some("short"))).is_err());
    }
}
