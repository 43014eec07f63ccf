//! User errors: the entries of a payload that say why a change was refused.

use async_graphql::{OutputType, SimpleObject};
use souk_kernel::{
    error::ApiError,
    refusal::{ChangeError, Refusal},
};
use souk_shop::{
    catalog::CatalogErrorCode, content::ContentErrorCode, delivery::DeliveryErrorCode,
    gift_cards::GiftCardErrorCode, inventory::InventoryErrorCode, market::MarketErrorCode,
    orders::OrderErrorCode, promotions::DiscountErrorCode, tax::TaxErrorCode,
};

/// An error in the input of a change, which was therefore not made.
#[derive(SimpleObject, Clone, Debug)]
#[graphql(
    concrete(name = "CatalogUserError", params(CatalogErrorCode)),
    concrete(name = "ContentUserError", params(ContentErrorCode)),
    concrete(name = "DeliveryUserError", params(DeliveryErrorCode)),
    concrete(name = "DiscountUserError", params(DiscountErrorCode)),
    concrete(name = "GiftCardUserError", params(GiftCardErrorCode)),
    concrete(name = "InventoryUserError", params(InventoryErrorCode)),
    concrete(name = "MarketUserError", params(MarketErrorCode)),
    concrete(name = "OrderUserError", params(OrderErrorCode)),
    concrete(name = "TaxUserError", params(TaxErrorCode))
)]
pub struct UserError<C: OutputType> {
    /// Machine-readable error code.
    pub code: Option<C>,
    /// Path to the input field that caused the error.
    pub field: Option<Vec<String>>,
    /// Human-readable error message.
    pub message: String,
}

/// An error in a change of products, collections, prices or custom fields.
pub type CatalogUserError = UserError<CatalogErrorCode>;
/// An error in a change of pages, menus or translations.
pub type ContentUserError = UserError<ContentErrorCode>;
/// An error in a change of delivery zones.
pub type DeliveryUserError = UserError<DeliveryErrorCode>;
/// An error in a change of discounts.
pub type DiscountUserError = UserError<DiscountErrorCode>;
/// An error in a change of gift cards.
pub type GiftCardUserError = UserError<GiftCardErrorCode>;
/// An error in a change of stock or locations.
pub type InventoryUserError = UserError<InventoryErrorCode>;
/// An error in a change of markets.
pub type MarketUserError = UserError<MarketErrorCode>;
/// An error in a change of orders.
pub type OrderUserError = UserError<OrderErrorCode>;
/// An error in a change of tax zones.
pub type TaxUserError = UserError<TaxErrorCode>;

impl<C: OutputType> From<Refusal<C>> for UserError<C> {
    fn from(refusal: Refusal<C>) -> Self {
        Self {
            code: Some(refusal.code),
            field: (!refusal.field.is_empty()).then_some(refusal.field),
            message: refusal.message,
        }
    }
}

/// Splits the result of a change into what a payload holds: its object or its errors. A database
/// failure stays an error.
pub(crate) fn outcome<T, C, E: From<Refusal<C>>>(
    result: Result<T, ChangeError<C>>,
) -> Result<(Option<T>, Vec<E>), ApiError> {
    match result {
        Ok(object) => Ok((Some(object), Vec::new())),
        Err(ChangeError::Refused(refusal)) => Ok((None, vec![refusal.into()])),
        Err(ChangeError::Database(error)) => Err(error.into()),
    }
}
