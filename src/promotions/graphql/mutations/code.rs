//! Discounts that buyers get by a code.

use super::{
    DiscountUserError,
    inputs::{DiscountCodeBasicInput, DiscountCodeBxgyInput, DiscountCodeFreeShippingInput},
};
use crate::{
    error::ApiError,
    promotions::{discounts::Argument, graphql::DiscountNode},
    visibility::writes_discounts,
};
use async_graphql::{Context, ID, Object, SimpleObject};

macro_rules! payloads {
    ($($name:ident answers $mutation:literal,)*) => {$(
        #[doc = concat!("What became of `", $mutation, "`.")]
        #[derive(SimpleObject)]
        pub struct $name {
            /// The discount; null where the change was refused.
            pub code_discount_node: Option<DiscountNode>,
            /// Why it was refused; empty where it was not.
            pub user_errors: Vec<DiscountUserError>,
        }

        impl From<(Option<DiscountNode>, Vec<DiscountUserError>)> for $name {
            fn from(
                (code_discount_node, user_errors): (Option<DiscountNode>, Vec<DiscountUserError>),
            ) -> Self {
                Self {
                    code_discount_node,
                    user_errors,
                }
            }
        }
    )*};
}

payloads! {
    DiscountCodeBasicCreatePayload answers "discountCodeBasicCreate",
    DiscountCodeBasicUpdatePayload answers "discountCodeBasicUpdate",
    DiscountCodeBxgyCreatePayload answers "discountCodeBxgyCreate",
    DiscountCodeBxgyUpdatePayload answers "discountCodeBxgyUpdate",
    DiscountCodeFreeShippingCreatePayload answers "discountCodeFreeShippingCreate",
    DiscountCodeFreeShippingUpdatePayload answers "discountCodeFreeShippingUpdate",
    DiscountCodeActivatePayload answers "discountCodeActivate",
    DiscountCodeDeactivatePayload answers "discountCodeDeactivate",
}

/// What became of `discountCodeDelete`.
#[derive(SimpleObject)]
pub struct DiscountCodeDeletePayload {
    /// Global id of the discount that is gone; null where it was refused.
    pub deleted_code_discount_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<DiscountUserError>,
}

const BASIC: Argument = Argument {
    name: "basicCodeDiscount",
    is_automatic: false,
};
const BXGY: Argument = Argument {
    name: "bxgyCodeDiscount",
    is_automatic: false,
};
const FREE_SHIPPING: Argument = Argument {
    name: "freeShippingCodeDiscount",
    is_automatic: false,
};

/// Mutations of discounts by a code.
#[derive(Debug, Default)]
pub struct CodeDiscountMutation;

#[Object]
impl CodeDiscountMutation {
    /// Lets a discount run from now on: one that has not begun begins, one that is over has no end.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountCodeActivatePayload, ApiError>> {
        let made = Box::pin(super::activate(ctx, &id, false)).await;
        Some(made.map(Into::into))
    }

    /// Makes a discount: a share or an amount off, by a code.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_basic_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] basic_code_discount: DiscountCodeBasicInput,
    ) -> Option<Result<DiscountCodeBasicCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BASIC, basic_code_discount.into())).await;
        Some(made.map(Into::into))
    }

    /// Changes a discount: a share or an amount off, by a code.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_basic_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other.")] basic_code_discount: DiscountCodeBasicInput,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountCodeBasicUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(ctx, &id, BASIC, basic_code_discount.into())).await;
        Some(made.map(Into::into))
    }

    /// Makes a discount: goods that get cheaper when others are bought, by a code.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_bxgy_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] bxgy_code_discount: DiscountCodeBxgyInput,
    ) -> Option<Result<DiscountCodeBxgyCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BXGY, bxgy_code_discount.into())).await;
        Some(made.map(Into::into))
    }

    /// Changes a discount: goods that get cheaper when others are bought, by a code.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_bxgy_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other.")] bxgy_code_discount: DiscountCodeBxgyInput,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountCodeBxgyUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(ctx, &id, BXGY, bxgy_code_discount.into())).await;
        Some(made.map(Into::into))
    }

    /// Ends a discount now.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountCodeDeactivatePayload, ApiError>> {
        let made = Box::pin(super::deactivate(ctx, &id, false)).await;
        Some(made.map(Into::into))
    }

    /// Deletes a discount with its codes. Orders keep what it took off.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountCodeDeletePayload, ApiError>> {
        let deleted = Box::pin(super::delete(ctx, &id, false)).await;
        Some(deleted.map(
            |(deleted_code_discount_id, user_errors)| DiscountCodeDeletePayload {
                deleted_code_discount_id,
                user_errors,
            },
        ))
    }

    /// Makes a discount: free delivery by a code.
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
        Some(made.map(Into::into))
    }

    /// Changes a discount: free delivery by a code.
    #[graphql(visible = "writes_discounts")]
    async fn discount_code_free_shipping_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other.")]
        free_shipping_code_discount: DiscountCodeFreeShippingInput,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountCodeFreeShippingUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(
            ctx,
            &id,
            FREE_SHIPPING,
            free_shipping_code_discount.into(),
        ))
        .await;
        Some(made.map(Into::into))
    }
}
