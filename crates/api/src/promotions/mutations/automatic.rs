//! Mutations for automatic discounts.

use super::inputs::{
    DiscountAutomaticBasicInput, DiscountAutomaticBxgyInput, DiscountAutomaticFreeShippingInput,
};
use crate::{payload::payload, promotions::DiscountNode, visibility::writes_discounts};
use async_graphql::{Context, ID, Object};
use souk_kernel::error::ApiError;
use souk_shop::promotions::{DiscountErrorCode, discounts::DiscountArgument};

payload!(
    DiscountAutomaticBasicCreatePayload, "discountAutomaticBasicCreate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticBasicUpdatePayload, "discountAutomaticBasicUpdate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticBxgyCreatePayload, "discountAutomaticBxgyCreate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticBxgyUpdatePayload, "discountAutomaticBxgyUpdate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticFreeShippingCreatePayload, "discountAutomaticFreeShippingCreate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticFreeShippingUpdatePayload, "discountAutomaticFreeShippingUpdate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticActivatePayload, "discountAutomaticActivate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticDeactivatePayload, "discountAutomaticDeactivate", DiscountErrorCode,
    automatic_discount_node: DiscountNode, "The discount, or null if the change was rejected."
);
payload!(
    DiscountAutomaticDeletePayload, "discountAutomaticDelete", DiscountErrorCode,
    deleted_automatic_discount_id: ID, "Id of the deleted discount, or null if nothing was deleted."
);

const BASIC: DiscountArgument = DiscountArgument {
    name: "automaticBasicDiscount",
    is_automatic: true,
};
const BXGY: DiscountArgument = DiscountArgument {
    name: "automaticBxgyDiscount",
    is_automatic: true,
};
const FREE_SHIPPING: DiscountArgument = DiscountArgument {
    name: "freeShippingAutomaticDiscount",
    is_automatic: true,
};

/// Mutations for automatic discounts.
#[derive(Debug, Default)]
pub struct AutomaticDiscountMutation;

#[Object]
impl AutomaticDiscountMutation {
    /// Activates a discount: one that has not started starts now, and an end date in the past is
    /// removed.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticActivatePayload, ApiError>> {
        let made = Box::pin(super::activate(ctx, &id, true)).await;
        Some(made.and_then(DiscountAutomaticActivatePayload::of))
    }

    /// Creates an automatic discount that takes a percentage or a fixed amount off.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_basic_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] automatic_basic_discount: DiscountAutomaticBasicInput,
    ) -> Option<Result<DiscountAutomaticBasicCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BASIC, automatic_basic_discount.into())).await;
        Some(made.and_then(DiscountAutomaticBasicCreatePayload::of))
    }

    /// Changes an automatic discount that takes a percentage or a fixed amount off.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_basic_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] automatic_basic_discount: DiscountAutomaticBasicInput,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticBasicUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(
            ctx,
            &id,
            BASIC,
            automatic_basic_discount.into(),
        ))
        .await;
        Some(made.and_then(DiscountAutomaticBasicUpdatePayload::of))
    }

    /// Creates an automatic buy-X-get-Y discount: buying some items makes others cheaper.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_bxgy_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] automatic_bxgy_discount: DiscountAutomaticBxgyInput,
    ) -> Option<Result<DiscountAutomaticBxgyCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BXGY, automatic_bxgy_discount.into())).await;
        Some(made.and_then(DiscountAutomaticBxgyCreatePayload::of))
    }

    /// Changes an automatic buy-X-get-Y discount: buying some items makes others cheaper.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_bxgy_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] automatic_bxgy_discount: DiscountAutomaticBxgyInput,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticBxgyUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(
            ctx,
            &id,
            BXGY,
            automatic_bxgy_discount.into(),
        ))
        .await;
        Some(made.and_then(DiscountAutomaticBxgyUpdatePayload::of))
    }

    /// Ends a discount now.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticDeactivatePayload, ApiError>> {
        let made = Box::pin(super::deactivate(ctx, &id, true)).await;
        Some(made.and_then(DiscountAutomaticDeactivatePayload::of))
    }

    /// Deletes a discount. Existing orders keep their reductions.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticDeletePayload, ApiError>> {
        let deleted = Box::pin(super::delete(ctx, &id, true)).await;
        Some(deleted.and_then(DiscountAutomaticDeletePayload::of))
    }

    /// Creates an automatic free-delivery discount.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_free_shipping_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")]
        free_shipping_automatic_discount: DiscountAutomaticFreeShippingInput,
    ) -> Option<Result<DiscountAutomaticFreeShippingCreatePayload, ApiError>> {
        let made = Box::pin(super::create(
            ctx,
            FREE_SHIPPING,
            free_shipping_automatic_discount.into(),
        ))
        .await;
        Some(made.and_then(DiscountAutomaticFreeShippingCreatePayload::of))
    }

    /// Changes an automatic free-delivery discount.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_free_shipping_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")]
        free_shipping_automatic_discount: DiscountAutomaticFreeShippingInput,
        #[graphql(desc = "Id of the discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticFreeShippingUpdatePayload, ApiError>> {
        let made = super::update(
            ctx,
            &id,
            FREE_SHIPPING,
            free_shipping_automatic_discount.into(),
        )
        .await;
        Some(made.and_then(DiscountAutomaticFreeShippingUpdatePayload::of))
    }
}
