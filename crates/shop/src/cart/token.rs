//! Ids of carts: anyone who knows one may use the cart, and nobody can forge one.
//!
//! An id is `gid://souk/Cart/<token>?key=<key>`. The token holds the time of its creation and 96
//! random bits; the key is a MAC over the token that only this shop can compute. So a genuine id is
//! recognised without a row in the database, and a cart that was never changed needs none.

use async_graphql::ID;
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use rand::RngCore;
use sha2::Sha256;
use souk_entities::{Timestamp, ids::CartLineId};
use souk_kernel::{
    ids,
    keys::{self, KEY_BYTES},
};
use std::path::Path;

const TIME_BYTES: usize = 6;
const TOKEN_BYTES: usize = TIME_BYTES + 12;
const CODE_BYTES: usize = 16;

/// Creates and checks the ids of carts.
#[derive(Clone)]
pub struct CartKeys([u8; KEY_BYTES]);

/// The id of a cart, created by this shop.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CartToken {
    token: String,
    key: String,
}

impl souk_kernel::app::Part for CartKeys {}

impl CartKeys {
    /// Reads or creates the key in the data folder.
    ///
    /// # Errors
    ///
    /// When the key cannot be read or written.
    pub fn open(data_dir: &Path) -> anyhow::Result<Self> {
        keys::load_or_create(data_dir, "cart").map(Self)
    }

    /// A new id.
    pub fn make(&self, now: Timestamp) -> CartToken {
        let mut bytes = [0; TOKEN_BYTES];
        bytes[..TIME_BYTES].copy_from_slice(&now.0.to_be_bytes()[8 - TIME_BYTES..]);
        rand::rng().fill_bytes(&mut bytes[TIME_BYTES..]);
        self.of(&BASE64_URL_SAFE_NO_PAD.encode(bytes))
    }

    /// Reads an id; `None` if this shop did not create it.
    pub fn parse(&self, id: &str) -> Option<CartToken> {
        let (namespace, rest) = id.strip_prefix("gid://")?.split_once('/')?;
        let (token, query) = rest.strip_prefix("Cart/")?.split_once('?')?;
        let key = query
            .split('&')
            .find_map(|pair| pair.strip_prefix("key="))?;
        self.read(token, key).filter(|_| !namespace.is_empty())
    }

    /// The cart with this token, if the key matches it: a URL of the checkout page has both.
    pub fn read(&self, token: &str, key: &str) -> Option<CartToken> {
        let code = BASE64_URL_SAFE_NO_PAD.decode(key).ok()?;
        let genuine =
            code.len() == CODE_BYTES && self.mac(token).verify_truncated_left(&code).is_ok();
        genuine.then(|| CartToken {
            token: token.to_owned(),
            key: key.to_owned(),
        })
    }

    /// The cart with this token, which must come from the shop itself: the key is computed.
    pub(crate) fn of(&self, token: &str) -> CartToken {
        let code = self.mac(token).finalize().into_bytes();
        CartToken {
            token: token.to_owned(),
            key: BASE64_URL_SAFE_NO_PAD.encode(&code[..CODE_BYTES]),
        }
    }

    fn mac(&self, token: &str) -> Hmac<Sha256> {
        let mut mac = keys::mac(&self.0);
        mac.update(token.as_bytes());
        mac
    }
}

impl CartToken {
    /// The part that identifies the cart in the database.
    pub fn token(&self) -> &str {
        &self.token
    }

    /// The global id.
    pub fn gid(&self) -> ID {
        ID(format!("gid://souk/Cart/{}?key={}", self.token, self.key))
    }

    /// The global id of a part of the cart, such as a line.
    pub fn part_gid(&self, kind: &str, number: i64) -> ID {
        ID(format!("gid://souk/{kind}/{number}?cart={}", self.token))
    }

    /// The number of a part of this cart; `None` for the id of anything else.
    pub fn part_number(&self, kind: &str, id: &ID) -> Option<i64> {
        let (found, number) = ids::split(id)?;
        let is_ours = found == kind && self.part_gid(kind, number).ends_with(id_tail(id)?);
        is_ours.then_some(number)
    }

    /// The global id of a line.
    pub fn line_gid(&self, line: CartLineId) -> ID {
        self.part_gid("CartLine", line.0)
    }

    /// Path of the checkout below the public URL of the shop. It never changes.
    pub fn checkout_path(&self) -> String {
        format!("/checkouts/{}?key={}", self.token, self.key)
    }

    /// Path of a step of the checkout.
    pub fn checkout_step_path(&self, step: &str) -> String {
        format!("/checkouts/{}/{step}?key={}", self.token, self.key)
    }

    /// When the id was created.
    pub fn made_at(&self) -> Timestamp {
        let bytes = BASE64_URL_SAFE_NO_PAD
            .decode(&self.token)
            .unwrap_or_default();
        let time = bytes.iter().take(TIME_BYTES);
        Timestamp(time.fold(0, |ms, &byte| (ms << 8) | i64::from(byte)))
    }
}

/// The part of a global id after its namespace.
fn id_tail(id: &str) -> Option<&str> {
    let (_, tail) = id.strip_prefix("gid://")?.split_once('/')?;
    Some(tail)
}

#[cfg(test)]
mod tests {
    use super::{CartKeys, Timestamp};

    #[test]
    fn only_ids_of_this_shop_are_read() {
        let shop = CartKeys([1; 32]);
        let other = CartKeys([2; 32]);

        let token = shop.make(Timestamp(1_800_000_000_000));

        assert_eq!(shop.parse(&token.gid()), Some(token.clone()));
        assert_eq!(token.made_at(), Timestamp(1_800_000_000_000));
        assert_eq!(other.parse(&token.gid()), None);
        let elsewhere = token.gid().replace("souk", "shopify");
        assert_eq!(shop.parse(&elsewhere), Some(token.clone()));
        for bad in ["", "gid://souk/Cart/1", "gid://souk/Cart/1?key=", "Cart/1"] {
            assert_eq!(shop.parse(bad), None, "{bad}");
        }
        let longer = format!("{}AAAA", token.gid().as_str());
        assert_eq!(shop.parse(&longer), None);
    }
}
