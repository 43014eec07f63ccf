//! Tokens of merchants: signed JWTs that name the scopes of their bearer.
//!
//! The key is the one of the settings, or made once for each data folder; it is never built in.

use crate::{
    clock::Clock,
    config::Config,
    context::{Scope, Viewer},
};
use anyhow::Context;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, encode};
use serde::{Deserialize, Serialize};
use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::{ErrorKind, Write},
    path::Path,
    time::Duration,
};

/// Bytes of the signing key: as many as its hash has (RFC 7518 §3.2).
const KEY_BYTES: usize = 32;

/// Signs and reads the tokens of one shop.
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// What a token says.
#[derive(Debug, Serialize, Deserialize)]
struct Claims {
    /// When it was made, in seconds since 1970.
    iat: i64,
    /// When it ends, in seconds since 1970.
    exp: i64,
    /// What its bearer may do.
    scopes: BTreeSet<String>,
}

/// Why a token was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TokenError {
    /// It is no token, or another key signed it.
    #[error("the token is not valid")]
    Invalid,
    /// Its time is over.
    #[error("the token has expired")]
    Expired,
}

impl Tokens {
    /// Takes the key of the settings; without one reads that of the data folder, and makes one where
    /// there is none. Only the owner of the file may read it.
    ///
    /// # Errors
    ///
    /// When the key of the settings is short, or the file cannot be read or written or holds no key.
    pub fn open(config: &Config) -> anyhow::Result<Self> {
        if let Some(key) = &config.auth.token_key {
            anyhow::ensure!(
                key.len() >= KEY_BYTES,
                "auth.token_key: at least {KEY_BYTES} characters are needed"
            );
            return Ok(Self::with_key(key.as_bytes()));
        }
        let folder = config.data_dir.join("keys");
        fs::create_dir_all(&folder)
            .with_context(|| format!("data_dir: cannot make {}", folder.display()))?;
        let path = folder.join("tokens.key");
        let key = read_or_make_key(&path)
            .with_context(|| format!("data_dir: cannot use the key in {}", path.display()))?;
        Ok(Self::with_key(&key))
    }

    fn with_key(key: &[u8]) -> Self {
        Self {
            signing: EncodingKey::from_secret(key),
            verifying: DecodingKey::from_secret(key),
        }
    }

    /// A token for `scopes` that ends after `lifetime`.
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

    /// Who bears this token. Scopes that this version does not know are passed over; a scope that
    /// writes contains the one that reads.
    ///
    /// # Errors
    ///
    /// [`TokenError`] when it was not signed here or its time is over.
    pub fn verify(&self, clock: &Clock, token: &str) -> Result<Viewer, TokenError> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.validate_exp = false; // the shop's clock decides, below
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

fn read_or_make_key(path: &Path) -> anyhow::Result<Vec<u8>> {
    let fresh: [u8; KEY_BYTES] = rand::random();
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    match options.open(path) {
        Ok(mut file) => {
            file.write_all(&fresh)?;
            file.sync_all()?;
            Ok(fresh.to_vec())
        }
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            let key = fs::read(path)?;
            anyhow::ensure!(key.len() == KEY_BYTES, "it does not hold 32 bytes");
            Ok(key)
        }
        Err(error) => Err(error.into()),
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
