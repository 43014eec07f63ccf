//! Codes of a discount, as merchants see them.

use crate::{
    connection,
    connections::{Count, list_cost},
    context::RequestContext,
};
use async_graphql::{Context, Object, SimpleObject};
use souk_entities::orders::{discount, discount_code};
use souk_kernel::{
    error::ApiError,
    pagination::{RequestedPage, encode_cursor},
};
use souk_shop::promotions::listing;
use std::sync::Arc;

/// A code of a discount.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountRedeemCode {
    /// How often it has been used: by orders, and by attempts that may still become one.
    async_usage_count: i32,
    /// The code. Case is ignored.
    code: String,
}

impl From<discount_code::Model> for DiscountRedeemCode {
    fn from(row: discount_code::Model) -> Self {
        Self {
            async_usage_count: i32::try_from(row.used).unwrap_or(i32::MAX),
            code: row.shown,
        }
    }
}

connection!(
    DiscountRedeemCodeConnection,
    DiscountRedeemCodeEdge,
    DiscountRedeemCode,
    "codes of a discount"
);

/// Fields that only code discounts have.
#[derive(Clone)]
pub struct CodeFields(pub(super) Arc<discount::Model>);

#[Object]
impl CodeFields {
    /// Whether a customer may use it only once. Customers are identified by their e-mail address.
    async fn applies_once_per_customer(&self) -> bool {
        self.0.terms.once_per_customer
    }

    /// How often its codes have been used in total.
    async fn async_usage_count(&self, ctx: &Context<'_>) -> Result<i32, ApiError> {
        let used = listing::uses(ctx.app(), self.0.id).await?;
        Ok(i32::try_from(used).unwrap_or(i32::MAX))
    }

    /// Its codes, in alphabetical order.
    #[graphql(complexity = "list_cost(first, None, child_complexity)")]
    async fn codes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
    ) -> Result<DiscountRedeemCodeConnection, ApiError> {
        let page: RequestedPage<String> = RequestedPage::from_arguments(first, after, None, None)?;
        let slice = listing::codes(ctx.app(), self.0.id, &page).await?;
        Ok(DiscountRedeemCodeConnection::new(slice.map(|row| {
            (encode_cursor(&row.code), DiscountRedeemCode::from(row))
        })))
    }

    /// Number of its codes.
    async fn codes_count(&self, ctx: &Context<'_>) -> Result<Count, ApiError> {
        Ok(Count::exact(
            listing::count_codes(ctx.app(), self.0.id).await?,
        ))
    }

    /// Usage limit of each of its codes; null if unlimited.
    async fn usage_limit(&self) -> Option<i32> {
        let limit = self.0.usage_limit?;
        Some(i32::try_from(limit).unwrap_or(i32::MAX))
    }
}
