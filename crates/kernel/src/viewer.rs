//! Who makes a request, and what the token allows.

use crate::error::ApiError;
use std::collections::HashSet;
use strum::{Display, EnumIter, EnumString};

/// Access scopes of a token. Written as in the token's `scopes`: `write_products`.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Display, EnumString, EnumIter,
)]
#[strum(serialize_all = "snake_case")]
#[non_exhaustive]
pub enum Scope {
    /// Read unpublished products and merchant-only fields.
    ReadProducts,
    /// Change products, collections and custom fields.
    WriteProducts,
    /// Read stock levels by location.
    ReadInventory,
    /// Change stock.
    WriteInventory,
    /// Read all locations.
    ReadLocations,
    /// Change locations.
    WriteLocations,
    /// Change pages, menus and articles.
    WriteContent,
    /// Change translations.
    WriteTranslations,
    /// Change markets and price lists.
    WriteMarkets,
    /// Read delivery zones and shipping rates.
    ReadShipping,
    /// Change delivery zones and shipping rates.
    WriteShipping,
    /// Read tax zones and their rates.
    ReadTaxes,
    /// Change tax zones and their rates.
    WriteTaxes,
    /// Read orders, their payments, fulfillments and refunds.
    ReadOrders,
    /// Change orders, their payments and fulfillments.
    WriteOrders,
    /// Read discounts and their codes.
    ReadDiscounts,
    /// Change discounts and their codes.
    WriteDiscounts,
    /// Read gift cards and their transactions.
    ReadGiftCards,
    /// Issue, change and deactivate gift cards.
    WriteGiftCards,
}

/// The caller.
#[derive(Clone, Debug, Default)]
pub struct Viewer {
    /// The token's scopes; empty for buyers. `write_x` includes `read_x`.
    pub scopes: HashSet<Scope>,
}

impl Viewer {
    /// A caller with these scopes and those they include: `write_x` includes `read_x`.
    pub fn with_scopes(scopes: impl IntoIterator<Item = Scope>) -> Self {
        let mut all = HashSet::new();
        for scope in scopes {
            all.insert(scope);
            all.extend(match scope {
                Scope::WriteProducts => Some(Scope::ReadProducts),
                Scope::WriteInventory => Some(Scope::ReadInventory),
                Scope::WriteLocations => Some(Scope::ReadLocations),
                Scope::WriteShipping => Some(Scope::ReadShipping),
                Scope::WriteTaxes => Some(Scope::ReadTaxes),
                Scope::WriteOrders => Some(Scope::ReadOrders),
                Scope::WriteDiscounts => Some(Scope::ReadDiscounts),
                Scope::WriteGiftCards => Some(Scope::ReadGiftCards),
                Scope::ReadProducts
                | Scope::ReadInventory
                | Scope::ReadLocations
                | Scope::ReadShipping
                | Scope::ReadTaxes
                | Scope::ReadOrders
                | Scope::ReadDiscounts
                | Scope::ReadGiftCards
                | Scope::WriteContent
                | Scope::WriteTranslations
                | Scope::WriteMarkets => None,
            });
        }
        Self { scopes: all }
    }

    /// Whether the caller has a merchant's access token.
    pub fn is_merchant(&self) -> bool {
        !self.scopes.is_empty()
    }

    /// Whether the token allows `scope`.
    pub fn may(&self, scope: Scope) -> bool {
        self.scopes.contains(&scope)
    }

    /// Refuses a caller without `scope`.
    ///
    /// # Errors
    ///
    /// [`ApiError::Forbidden`].
    pub fn require(&self, scope: Scope) -> Result<(), ApiError> {
        if self.may(scope) {
            Ok(())
        } else {
            Err(ApiError::Forbidden)
        }
    }
}

/// The network address of the client, as far as it is known.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Client(pub String);
