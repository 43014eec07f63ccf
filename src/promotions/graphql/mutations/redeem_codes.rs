//! Many codes of a discount at once.

use super::{DiscountErrorCode, DiscountUserError};
use crate::{
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    promotions::discounts::codes::{self, BulkAdded},
    refusal::outcome,
    validators::MOST_ENTRIES,
    visibility::writes_discounts,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::DiscountId;

/// A code of a discount.
#[derive(Clone, Debug, InputObject)]
pub struct DiscountRedeemCodeInput {
    /// The code, at most 255 characters; upper and lower case are alike.
    pub code: String,
}

/// What became of many codes.
#[derive(Clone, Debug, SimpleObject)]
pub struct DiscountRedeemCodeBulkCreation {
    /// How many codes were given.
    pub codes_count: i32,
    /// How many were not added.
    pub failed_count: i32,
    /// How many were added.
    pub imported_count: i32,
    /// Those that were not added, the first 250 of them, in the order in which they were given.
    pub refused_codes: Vec<RefusedRedeemCode>,
}

/// A code that was not added, and why.
#[derive(Clone, Debug, SimpleObject)]
pub struct RefusedRedeemCode {
    /// The code as it was given.
    pub code: String,
    /// Why, for people.
    pub message: String,
    /// Why, for programs.
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
            reason: it.reason.into(),
        });
        Self {
            codes_count: number(done.given),
            failed_count,
            imported_count: number(done.added),
            refused_codes: refused.collect(),
        }
    }
}

/// What became of `discountRedeemCodeBulkAdd`.
#[derive(SimpleObject)]
pub struct DiscountRedeemCodeBulkAddPayload {
    /// What became of the codes; null where none was looked at.
    pub bulk_creation: Option<DiscountRedeemCodeBulkCreation>,
    /// Why none was looked at; empty where all were.
    pub user_errors: Vec<DiscountUserError>,
}

/// What became of `discountRedeemCodeBulkDelete`.
#[derive(SimpleObject)]
pub struct DiscountRedeemCodeBulkDeletePayload {
    /// How many codes are gone; null where the call was refused.
    pub deleted_count: Option<i32>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<DiscountUserError>,
}

/// Mutations of many codes at once.
#[derive(Debug, Default)]
pub struct RedeemCodeMutation;

#[Object]
impl RedeemCodeMutation {
    /// Gives a discount many codes. Those that are wrong or taken are left out and named.
    #[graphql(visible = "writes_discounts")]
    async fn discount_redeem_code_bulk_add(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The codes, at most 100,000, and as many as the limits of the server for one list and \
                    one request allow."
        )]
        codes: Vec<DiscountRedeemCodeInput>,
        #[graphql(desc = "Which discount.")] discount_id: ID,
    ) -> Option<Result<DiscountRedeemCodeBulkAddPayload, ApiError>> {
        Some(Box::pin(add(ctx, &discount_id, codes)).await)
    }

    /// Takes codes of a discount away. Carts with one of them lose what it took off.
    #[graphql(visible = "writes_discounts")]
    async fn discount_redeem_code_bulk_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The codes, at most 100,000; those the discount has not are passed over."
        )]
        codes: Vec<String>,
        #[graphql(desc = "Which discount.")] discount_id: ID,
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
        user_errors,
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
        user_errors,
    })
}
