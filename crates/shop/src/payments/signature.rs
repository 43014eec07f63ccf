//! Webhook signatures: `t=<seconds>,v1=<hex of HMAC-SHA256 over "seconds.body">`. This is Stripe's
//! scheme; the test provider uses it too.

use super::WebhookError;
use hmac::{Hmac, Mac};
use sha2::Sha256;
use souk_entities::Timestamp;

/// Maximum number of seconds between signing and arrival; a message outside of it could be a replay
/// and is rejected.
const TOLERANCE_S: i64 = 300;

/// The signature of `body` made at `at`.
pub fn sign_message(secret: &[u8], at: Timestamp, body: &[u8]) -> String {
    let seconds = at.0.div_euclid(1_000);
    let code = code(secret, &seconds.to_string(), body).finalize();
    format!("t={seconds},v1={}", hex::encode(code.into_bytes()))
}

/// Checks that one of the signatures in `header` is valid and recent. A provider sends several
/// while a secret is being rotated.
///
/// # Errors
///
/// [`WebhookError::Forged`] or [`WebhookError::Stale`].
pub fn verify(
    secret: &[u8],
    header: &str,
    body: &[u8],
    now: Timestamp,
) -> Result<(), WebhookError> {
    let parts = || header.split(',').filter_map(|part| part.split_once('='));
    let value = |wanted: &'static str| {
        parts().filter_map(move |(name, value)| (name.trim() == wanted).then_some(value.trim()))
    };
    let time = value("t").next().ok_or(WebhookError::Forged)?;
    let seconds: i64 = time.parse().map_err(|_| WebhookError::Forged)?;
    let fits = value("v1").any(|signature| {
        let Ok(signature) = hex::decode(signature) else {
            return false;
        };
        code(secret, time, body).verify_slice(&signature).is_ok() // in constant time
    });
    if !fits {
        return Err(WebhookError::Forged);
    }
    let age = now.0.div_euclid(1_000).saturating_sub(seconds);
    if age.saturating_abs() > TOLERANCE_S {
        return Err(WebhookError::Stale);
    }
    Ok(())
}

fn code(secret: &[u8], seconds: &str, body: &[u8]) -> Hmac<Sha256> {
    let mut code = <Hmac<Sha256>>::new_from_slice(secret).expect("a key may have any length");
    code.update(seconds.as_bytes());
    code.update(b".");
    code.update(body);
    code
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Timestamp = Timestamp(1_700_000_000_000);
    const BODY: &[u8] = br#"{"id":"evt_1"}"#;

    fn check(header: &str, body: &[u8], now: Timestamp) -> Result<(), WebhookError> {
        verify(b"whsec_x", header, body, now)
    }

    #[test]
    fn what_was_signed_is_believed_for_five_minutes() {
        let header = sign_message(b"whsec_x", NOW, BODY);
        assert_eq!(check(&header, BODY, NOW), Ok(()));
        assert_eq!(check(&header, BODY, Timestamp(NOW.0 + 300_999)), Ok(()));
        for distance in [301_000, -301_000] {
            let late = Timestamp(NOW.0 + distance);
            assert_eq!(check(&header, BODY, late), Err(WebhookError::Stale));
        }
    }

    #[test]
    fn anything_else_is_forged() {
        let header = sign_message(b"whsec_x", NOW, BODY);
        let other_time = header.replacen("t=17", "t=18", 1);
        let other_key = sign_message(b"whsec_y", NOW, BODY);
        let half = &header[..header.len() - 2];
        let no_time = header.split_once(',').unwrap().1;
        let headers = [
            &other_time,
            &other_key,
            half,
            no_time,
            "",
            "t=1",
            "t=x,v1=",
            "v1=00,t=9e9",
        ];
        for header in headers {
            assert_eq!(
                check(header, BODY, NOW),
                Err(WebhookError::Forged),
                "{header}"
            );
        }
        assert_eq!(check(&header, b"{}", NOW), Err(WebhookError::Forged));
    }

    #[test]
    fn one_of_several_signatures_suffices() {
        let old = sign_message(b"whsec_old", NOW, BODY);
        let (_, new) = old.split_once(',').unwrap();
        let both = format!("{},{new}", sign_message(b"whsec_x", NOW, BODY));
        assert_eq!(check(&both, BODY, NOW), Ok(()));
    }

    /// Made by `openssl dgst -sha256 -hmac whsec_x` over `1700000000.{"id":"evt_1"}`.
    #[test]
    fn the_scheme_is_the_documented_one() {
        let code = "366e40c480fe3a9e6a03609dca079cea86d77ae82d5a56b5348208247317a8d1";
        assert_eq!(
            sign_message(b"whsec_x", NOW, BODY),
            format!("t=1700000000,v1={code}")
        );
    }
}
