//! Adding and deleting discount codes in bulk.

use crate::list::List;
use crate::{
    context::RequestContext,
    user_errors::{DiscountUserError, outcome},
    visibility::writes_discounts,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::DiscountId;
use souk_kernel::{error::ApiError, ids::Gid, validators::MOST_ENTRIES, viewer::Scope};
use souk_shop::promotions::{
    DiscountErrorCode,
    discounts::codes::{self, BulkAdded},
};

/// A code of a discount.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountRedeemCodeInput {
    /// The code, at most 255 characters, case-insensitive.
    pub code: String,
}

/// Result of adding codes in bulk.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountRedeemCodeBulkCreation {
    /// Number of codes in the input.
    pub codes_count: i32,
    /// Number of codes that were not added.
    pub failed_count: i32,
    /// Number of codes that were added.
    pub imported_count: i32,
    /// The first 250 codes that were not added, in the order of the input.
    pub refused_codes: List<RefusedRedeemCode>,
}

/// A code that was not added, with the reason.
#[derive(Clone, Debug, SimpleObject)]
pub struct RefusedRedeemCode {
    /// The code as it was given.
    pub code: String,
    /// Human-readable reason.
    pub message: String,
    /// Machine-readable reason.
    pub reason: DiscountErrorCode,
}

impl From<BulkAdded> for DiscountRedeemCodeBulkCreation {
    fn from(done: BulkAdded) -> Self {
        let number = |count: usize| i32::try_from(count).unwrap_or(i32::MAX);
        let failed_count = number(done.refused.len());
        let refused = done.refused.into_iter().take(MOST_ENTRIES);
        let refused = refused.map(|it| RefusedRedeemCode {
            code: it.code,
            message: it.message,
            reason: it.reason,
        });
        Self {
            codes_count: number(done.given),
            failed_count,
            imported_count: number(done.added),
            refused_codes: refused.collect(),
        }
    }
}

/// Payload of `discountRedeemCodeBulkAdd`.
#[derive(SimpleObject)]
pub struct DiscountRedeemCodeBulkAddPayload {
    /// Result for the codes, or null if the call was rejected.
    pub bulk_creation: Option<DiscountRedeemCodeBulkCreation>,
    /// Errors that rejected the whole call; empty otherwise.
    pub user_errors: List<DiscountUserError>,
}

/// Payload of `discountRedeemCodeBulkDelete`.
#[derive(SimpleObject)]
pub struct DiscountRedeemCodeBulkDeletePayload {
    /// Number of deleted codes, or null if the call was rejected.
    pub deleted_count: Option<i32>,
    /// Errors in the input; empty on success.
    pub user_errors: List<DiscountUserError>,
}

/// Mutations for discount codes in bulk.
#[derive(Debug, Default)]
pub struct RedeemCodeMutation;

#[Object]
impl RedeemCodeMutation {
    /// Adds codes to a discount. Codes that are invalid or taken are skipped and listed in the
    /// result.
    #[graphql(visible = "writes_discounts")]
    async fn discount_redeem_code_bulk_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The codes, at most 100,000; the server's limits on list and request size also \
                    apply."
        )]
        codes: Vec<DiscountRedeemCodeInput>,
        #[graphql(desc = "Id of the discount.")] discount_id: ID,
    ) -> Option<Result<DiscountRedeemCodeBulkAddPayload, ApiError>> {
        Some(Box::pin(add(ctx, &discount_id, codes)).await)
    }

    /// Deletes codes of a discount. Carts that use one of them lose its reduction.
    #[graphql(visible = "writes_discounts")]
    async fn discount_redeem_code_bulk_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The codes, at most 100,000. Codes that do not belong to the discount are \
                    ignored."
        )]
        codes: Vec<String>,
        #[graphql(desc = "Id of the discount.")] discount_id: ID,
    ) -> Option<Result<DiscountRedeemCodeBulkDeletePayload, ApiError>> {
        Some(Box::pin(delete(ctx, &discount_id, &codes)).await)
    }
}

async fn add(
    ctx: &Context<'_>,
    discount: &ID,
    codes: Vec<DiscountRedeemCodeInput>,
) -> Result<DiscountRedeemCodeBulkAddPayload, ApiError> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let discount = DiscountId::parse(discount)?;
    let codes: Vec<String> = codes.into_iter().map(|it| it.code).collect();
    let added = codes::add(ctx.app(), discount, &codes).await;
    let (bulk_creation, user_errors) = outcome(added.map(Into::into))?;
    Ok(DiscountRedeemCodeBulkAddPayload {
        bulk_creation,
        user_errors: user_errors.into(),
    })
}

async fn delete(
    ctx: &Context<'_>,
    discount: &ID,
    codes: &[String],
) -> Result<DiscountRedeemCodeBulkDeletePayload, ApiError> {
    ctx.viewer().require(Scope::WriteDiscounts)?;
    let discount = DiscountId::parse(discount)?;
    let deleted = codes::delete(ctx.app(), discount, codes).await;
    let deleted = deleted.map(|count| i32::try_from(count).unwrap_or(i32::MAX));
    let (deleted_count, user_errors) = outcome(deleted)?;
    Ok(DiscountRedeemCodeBulkDeletePayload {
        deleted_count,
        user_errors: user_errors.into(),
    })
}
