//! Mutations for code discounts.

use super::inputs::{DiscountCodeBasicInput, DiscountCodeBxgyInput, DiscountCodeFreeShippingInput};
use crate::{payload::payload, promotions::DiscountNode, visibility::writes_discounts};
use async_graphql::{Context, ID, Object};
use souk_kernel::error::ApiError;
use souk_shop::promotions::{DiscountErrorCode, discounts::DiscountArgument};

payload!(
    DiscountCodeBasicCreatePayload, "discountCodeBasicCreate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeBasicUpdatePayload, "discountCodeBasicUpdate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeBxgyCreatePayload, "discountCodeBxgyCreate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeBxgyUpdatePayload, "discountCodeBxgyUpdate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeFreeShippingCreatePayload, "discountCodeFreeShippingCreate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeFreeShippingUpdatePayload, "discountCodeFreeShippingUpdate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeActivatePayload, "discountCodeActivate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeDeactivatePayload, "discountCodeDeactivate", DiscountErrorCode,
    code_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountCodeDeletePayload, "discountCodeDelete", DiscountErrorCode,
    deleted_code_discount_id: ID, "Id of the deleted discount, or null if nothing was deleted."
);

const BASIC: DiscountArgument = DiscountArgument {
    name: "basicCodeDiscount",
    is_automatic: false,
};
const BXGY: DiscountArgument = DiscountArgument {
    name: "bxgyCodeDiscount",
    is_automatic: false,
};
const FREE_SHIPPING: DiscountArgument = DiscountArgument {
    name: "freeShippingCodeDiscount",
    is_automatic: false,
};

/// Mutations for code discounts.
#[derive(Debug, Default)]
pub struct CodeDiscountMutation;

#[Object]
impl CodeDiscountMutation {
    /// Activates a discount: one that has not started starts now, and an end date in the past is
    /// removed.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountCodeActivatePayload, ApiError>> {
        let made = Box::pin(super::activate(ctx, &id, false)).await;
        Some(made.and_then(DiscountCodeActivatePayload::of))
    }

    /// Creates a code discount that takes a percentage or a fixed amount off.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_basic_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] basic_code_discount: DiscountCodeBasicInput,
    ) -> Option<Result<DiscountCodeBasicCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BASIC, basic_code_discount.into())).await;
        Some(made.and_then(DiscountCodeBasicCreatePayload::of))
    }

    /// Changes a code discount that takes a percentage or a fixed amount off.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_basic_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] basic_code_discount: DiscountCodeBasicInput,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountCodeBasicUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(ctx, &id, BASIC, basic_code_discount.into())).await;
        Some(made.and_then(DiscountCodeBasicUpdatePayload::of))
    }

    /// Creates a buy-X-get-Y code discount: buying some items makes others cheaper.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_bxgy_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] bxgy_code_discount: DiscountCodeBxgyInput,
    ) -> Option<Result<DiscountCodeBxgyCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BXGY, bxgy_code_discount.into())).await;
        Some(made.and_then(DiscountCodeBxgyCreatePayload::of))
    }

    /// Changes a buy-X-get-Y code discount: buying some items makes others cheaper.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_bxgy_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] bxgy_code_discount: DiscountCodeBxgyInput,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountCodeBxgyUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(ctx, &id, BXGY, bxgy_code_discount.into())).await;
        Some(made.and_then(DiscountCodeBxgyUpdatePayload::of))
    }

    /// Ends a discount now.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountCodeDeactivatePayload, ApiError>> {
        let made = Box::pin(super::deactivate(ctx, &id, false)).await;
        Some(made.and_then(DiscountCodeDeactivatePayload::of))
    }

    /// Deletes a discount and its codes. Existing orders keep their reductions.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountCodeDeletePayload, ApiError>> {
        let deleted = Box::pin(super::delete(ctx, &id, false)).await;
        Some(deleted.and_then(DiscountCodeDeletePayload::of))
    }

    /// Creates a free-delivery code discount.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_free_shipping_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")]
        free_shipping_code_discount: DiscountCodeFreeShippingInput,
    ) -> Option<Result<DiscountCodeFreeShippingCreatePayload, ApiError>> {
        let made = Box::pin(super::create(
            ctx,
            FREE_SHIPPING,
            free_shipping_code_discount.into(),
        ))
        .await;
        Some(made.and_then(DiscountCodeFreeShippingCreatePayload::of))
    }

    /// Changes a free-delivery code discount.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_free_shipping_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")]
        free_shipping_code_discount: DiscountCodeFreeShippingInput,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountCodeFreeShippingUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(
            ctx,
            &id,
            FREE_SHIPPING,
            free_shipping_code_discount.into(),
        ))
        .await;
        Some(made.and_then(DiscountCodeFreeShippingUpdatePayload::of))
    }
}
