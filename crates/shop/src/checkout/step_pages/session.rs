//! Protects forms against cross-site request forgery: the browser keeps a random text in a cookie,
//! and the form carries a MAC over it that only this shop can compute. Another site can make a
//! browser send the cookie, but learns neither the text nor the MAC.
//!
//! Another MAC over the text proves that the same browser submitted a cart: see
//! [`attempts`](super::attempts).

use super::form::CheckoutForm;
use crate::cart::CartToken;
use axum::http::{
    HeaderMap, HeaderName, HeaderValue,
    header::{COOKIE, SET_COOKIE},
};
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::Sha256;
use souk_entities::ids::AttemptId;
use souk_kernel::{
    app::App,
    keys::{self, KEY_BYTES},
};
use std::path::Path;

/// Name of the cookie.
const COOKIE_NAME: &str = "souk_checkout";
/// Name of the field with the MAC.
pub(super) const FIELD: &str = "proof";
/// Bytes of the random text.
const BYTES: usize = 18;

/// Bytes of the MACs in tokens and keys of attempts.
const PROOF_BYTES: usize = 16;

/// Creates and checks the MACs of the checkout: in its forms, and in tokens and observer keys of
/// attempts.
#[derive(Clone)]
pub struct FormKeys([u8; KEY_BYTES]);

/// The random text in the browser's cookie.
pub(super) struct Session {
    text: String,
    is_new: bool,
}

impl souk_kernel::app::Part for FormKeys {}

impl FormKeys {
    /// Reads or creates the key in the data folder.
    ///
    /// # Errors
    ///
    /// When the key cannot be read or written.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        keys::load_or_create(data_dir, "form").map(Self)
    }

    fn mac(&self, session: &Session, cart: &CartToken) -> Hmac<Sha256> {
        let mut mac = keys::mac(&self.0);
        mac.update(session.text.as_bytes());
        mac.update(b"/");
        mac.update(cart.token().as_bytes());
        mac
    }

    /// The proof in an observer key of an attempt.
    pub(in crate::checkout) fn observer_proof(&self, attempt: AttemptId) -> String {
        shortened(self.observer_mac(attempt))
    }

    /// Whether the shop made this proof for an attempt. Compared in constant time.
    pub(in crate::checkout) fn is_observer_proof(&self, attempt: AttemptId, proof: &str) -> bool {
        is_proof(self.observer_mac(attempt), proof)
    }

    /// No text of a browser has a colon, so it is no MAC of a form.
    fn observer_mac(&self, attempt: AttemptId) -> Hmac<Sha256> {
        let mut mac = keys::mac(&self.0);
        mac.update(b"observer:");
        mac.update(&attempt.0.to_be_bytes());
        mac
    }
}

fn shortened(mac: Hmac<Sha256>) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(&mac.finalize().into_bytes()[..PROOF_BYTES])
}

fn is_proof(mac: Hmac<Sha256>, proof: &str) -> bool {
    let code = BASE64_URL_SAFE_NO_PAD.decode(proof);
    code.is_ok_and(|code| code.len() == PROOF_BYTES && mac.verify_truncated_left(&code).is_ok())
}

impl Session {
    /// The session in the request's cookie; a new one if there is none.
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let cookies = headers.get_all(COOKIE).iter();
        let cookies = cookies.filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|value| value.split(';'));
        let known = pairs.find_map(|pair| pair.trim().strip_prefix(COOKIE_NAME)?.strip_prefix('='));
        let is_ours = |text: &&str| {
            let bytes = BASE64_URL_SAFE_NO_PAD.decode(text);
            bytes.is_ok_and(|bytes| bytes.len() == BYTES)
        };
        match known.filter(is_ours) {
            Some(text) => Self {
                text: text.to_owned(),
                is_new: false,
            },
            None => {
                let mut bytes = [0; BYTES];
                rand::rng().fill_bytes(&mut bytes);
                Self {
                    text: BASE64_URL_SAFE_NO_PAD.encode(bytes),
                    is_new: true,
                }
            }
        }
    }

    /// The MAC for forms about a cart.
    pub(super) fn proof(&self, keys: &FormKeys, cart: &CartToken) -> String {
        let code = keys.mac(self, cart).finalize().into_bytes();
        BASE64_URL_SAFE_NO_PAD.encode(code)
    }

    /// Whether our page for this cart sent the form. Compared in constant time.
    pub(super) fn sent(&self, keys: &FormKeys, cart: &CartToken, form: &CheckoutForm) -> bool {
        let code = form.text(FIELD);
        let code = code.and_then(|code| BASE64_URL_SAFE_NO_PAD.decode(code).ok());
        let mac = keys.mac(self, cart);
        !self.is_new && code.is_some_and(|code| mac.verify_slice(&code).is_ok())
    }

    /// The proof that this browser was given the attempt token with this number.
    pub(super) fn attempt_proof(&self, keys: &FormKeys, cart: &CartToken, number: &str) -> String {
        shortened(self.attempt_mac(keys, cart, number))
    }

    /// Whether this browser was given the attempt token with this number and proof. Compared in
    /// constant time.
    pub(super) fn has_attempt(
        &self,
        keys: &FormKeys,
        cart: &CartToken,
        number: &str,
        proof: &str,
    ) -> bool {
        is_proof(self.attempt_mac(keys, cart, number), proof)
    }

    fn attempt_mac(&self, keys: &FormKeys, cart: &CartToken, number: &str) -> Hmac<Sha256> {
        let mut mac = keys.mac(self, cart);
        mac.update(b"/");
        mac.update(number.as_bytes());
        mac
    }

    /// The header that sets the cookie, if the browser does not have it yet.
    pub(super) fn cookie(&self, app: &App) -> Option<(HeaderName, HeaderValue)> {
        if !self.is_new {
            return None;
        }
        let secure = match app.public_url().starts_with("https:") {
            true => "; Secure",
            false => "",
        };
        let text = &self.text;
        let cookie =
            format!("{COOKIE_NAME}={text}; Path=/checkouts; HttpOnly; SameSite=Lax{secure}");
        Some((SET_COOKIE, HeaderValue::from_str(&cookie).ok()?))
    }
}
