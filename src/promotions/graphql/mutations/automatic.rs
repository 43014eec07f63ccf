//! Discounts that apply by themselves.

use super::{
    DiscountUserError,
    inputs::{
        DiscountAutomaticBasicInput, DiscountAutomaticBxgyInput, DiscountAutomaticFreeShippingInput,
    },
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
            pub automatic_discount_node: Option<DiscountNode>,
            /// Why it was refused; empty where it was not.
            pub user_errors: Vec<DiscountUserError>,
        }

        impl From<(Option<DiscountNode>, Vec<DiscountUserError>)> for $name {
            fn from(
                (automatic_discount_node, user_errors): (Option<DiscountNode>, Vec<DiscountUserError>),
            ) -> Self {
                Self {
                    automatic_discount_node,
                    user_errors,
                }
            }
        }
    )*};
}

payloads! {
    DiscountAutomaticBasicCreatePayload answers "discountAutomaticBasicCreate",
    DiscountAutomaticBasicUpdatePayload answers "discountAutomaticBasicUpdate",
    DiscountAutomaticBxgyCreatePayload answers "discountAutomaticBxgyCreate",
    DiscountAutomaticBxgyUpdatePayload answers "discountAutomaticBxgyUpdate",
    DiscountAutomaticFreeShippingCreatePayload answers "discountAutomaticFreeShippingCreate",
    DiscountAutomaticFreeShippingUpdatePayload answers "discountAutomaticFreeShippingUpdate",
    DiscountAutomaticActivatePayload answers "discountAutomaticActivate",
    DiscountAutomaticDeactivatePayload answers "discountAutomaticDeactivate",
}

/// What became of `discountAutomaticDelete`.
#[derive(SimpleObject)]
pub struct DiscountAutomaticDeletePayload {
    /// Global id of the discount that is gone; null where it was refused.
    pub deleted_automatic_discount_id: Option<ID>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<DiscountUserError>,
}

const BASIC: Argument = Argument {
    name: "automaticBasicDiscount",
    is_automatic: true,
};
const BXGY: Argument = Argument {
    name: "automaticBxgyDiscount",
    is_automatic: true,
};
const FREE_SHIPPING: Argument = Argument {
    name: "freeShippingAutomaticDiscount",
    is_automatic: true,
};

/// Mutations of discounts that apply by themselves.
#[derive(Debug, Default)]
pub struct AutomaticDiscountMutation;

#[Object]
impl AutomaticDiscountMutation {
    /// Lets a discount run from now on: one that has not begun begins, one that is over has no end.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_activate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticActivatePayload, ApiError>> {
        let made = Box::pin(super::activate(ctx, &id, true)).await;
        Some(made.map(Into::into))
    }

    /// Makes a discount: a share or an amount off that applies by itself.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_basic_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] automatic_basic_discount: DiscountAutomaticBasicInput,
    ) -> Option<Result<DiscountAutomaticBasicCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BASIC, automatic_basic_discount.into())).await;
        Some(made.map(Into::into))
    }

    /// Changes a discount: a share or an amount off that applies by itself.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_basic_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other.")]
        automatic_basic_discount: DiscountAutomaticBasicInput,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticBasicUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(
            ctx,
            &id,
            BASIC,
            automatic_basic_discount.into(),
        ))
        .await;
        Some(made.map(Into::into))
    }

    /// Makes a discount: goods that get cheaper by themselves when others are bought.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_bxgy_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The discount.")] automatic_bxgy_discount: DiscountAutomaticBxgyInput,
    ) -> Option<Result<DiscountAutomaticBxgyCreatePayload, ApiError>> {
        let made = Box::pin(super::create(ctx, BXGY, automatic_bxgy_discount.into())).await;
        Some(made.map(Into::into))
    }

    /// Changes a discount: goods that get cheaper by themselves when others are bought.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_bxgy_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other.")]
        automatic_bxgy_discount: DiscountAutomaticBxgyInput,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticBxgyUpdatePayload, ApiError>> {
        let made = Box::pin(super::update(
            ctx,
            &id,
            BXGY,
            automatic_bxgy_discount.into(),
        ))
        .await;
        Some(made.map(Into::into))
    }

    /// Ends a discount now.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_deactivate(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticDeactivatePayload, ApiError>> {
        let made = Box::pin(super::deactivate(ctx, &id, true)).await;
        Some(made.map(Into::into))
    }

    /// Deletes a discount. Orders keep what it took off.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticDeletePayload, ApiError>> {
        let deleted = Box::pin(super::delete(ctx, &id, true)).await;
        Some(deleted.map(|(deleted_automatic_discount_id, user_errors)| {
            DiscountAutomaticDeletePayload {
                deleted_automatic_discount_id,
                user_errors,
            }
        }))
    }

    /// Makes a discount: free delivery that applies by itself.
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
        Some(made.map(Into::into))
    }

    /// Changes a discount: free delivery that applies by itself.
    #[graphql(visible = "writes_discounts")]
    async fn discount_automatic_free_shipping_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What shall be other.")]
        free_shipping_automatic_discount: DiscountAutomaticFreeShippingInput,
        #[graphql(desc = "Which discount.")] id: ID,
    ) -> Option<Result<DiscountAutomaticFreeShippingUpdatePayload, ApiError>> {
        let made = super::update(
            ctx,
            &id,
            FREE_SHIPPING,
            free_shipping_automatic_discount.into(),
        )
        .await;
        Some(made.map(Into::into))
    }
}
