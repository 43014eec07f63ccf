//! Policies of the shop.

use super::{ContentContext, addresses};
use crate::catalog;
use async_graphql::{Context, Description, ID, Object};
use souk_entities::{
    catalog::shop_policy::{self, ShopPolicyKind},
    ids::ShopPolicyId,
};
use souk_kernel::{error::ApiError, ids::Gid, scalars::Url};
use std::sync::Arc;

/// A policy of the shop, such as the refund policy.
#[derive(Clone, Description)]
pub struct ShopPolicy(Arc<shop_policy::Model>);

impl ShopPolicy {
    /// Wraps a policy row.
    pub fn new(row: Arc<shop_policy::Model>) -> Self {
        Self(row)
    }

    async fn text(&self, ctx: &Context<'_>, key: &str, own: &str) -> Result<String, ApiError> {
        let id = self.0.id.number();
        Ok(catalog::read_text(ctx, id, id, key, own)
            .await?
            .into_owned())
    }

    /// URL of the policy in the storefront.
    pub fn address(&self, ctx: &Context<'_>) -> Url {
        addresses::online_store_url_of(ctx, &format!("/policies/{}", self.0.handle))
    }
}

#[Object(use_type_description)]
impl ShopPolicy {
    /// The text with markup.
    async fn body(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        self.text(ctx, "body", &self.0.body).await
    }

    /// Handle used in URLs.
    async fn handle(&self) -> &str {
        &self.0.handle
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        self.text(ctx, "title", &self.0.title).await
    }

    /// URL in the online store.
    async fn url(&self, ctx: &Context<'_>) -> Url {
        self.address(ctx)
    }
}

/// A policy with a default text until the merchant writes one.
#[derive(Clone, Description)]
pub struct ShopPolicyWithDefault(Option<ShopPolicy>);

/// Handle, title and text of the default subscription policy.
const SUBSCRIPTION_POLICY: (&str, &str, &str) = (
    "subscription-policy",
    "Subscription policy",
    "<p>A subscription goes on, and is charged before each delivery, until you end it. You can \
     end it at any time before the next charge.</p>",
);

#[Object(use_type_description)]
impl ShopPolicyWithDefault {
    /// The text with markup.
    async fn body(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        match &self.0 {
            Some(policy) => policy.text(ctx, "body", &policy.0.body).await,
            None => Ok(SUBSCRIPTION_POLICY.2.to_owned()),
        }
    }

    /// Handle used in URLs.
    async fn handle(&self) -> &str {
        let policy = self.0.as_ref();
        policy.map_or(SUBSCRIPTION_POLICY.0, |policy| &policy.0.handle)
    }

    /// Global id; null for the default policy.
    async fn id(&self) -> Option<ID> {
        self.0.as_ref().map(|policy| policy.0.id.gid())
    }

    /// Title.
    async fn title(&self, ctx: &Context<'_>) -> Result<String, ApiError> {
        match &self.0 {
            Some(policy) => policy.text(ctx, "title", &policy.0.title).await,
            None => Ok(SUBSCRIPTION_POLICY.1.to_owned()),
        }
    }

    /// URL in the online store.
    async fn url(&self, ctx: &Context<'_>) -> Url {
        match &self.0 {
            Some(policy) => policy.address(ctx),
            None => {
                addresses::online_store_url_of(ctx, &format!("/policies/{}", SUBSCRIPTION_POLICY.0))
            }
        }
    }
}

/// The shop's policy of this kind; `None` if the merchant has written none.
///
/// # Errors
///
/// When the database fails.
pub async fn of_kind(
    ctx: &Context<'_>,
    kind: ShopPolicyKind,
) -> Result<Option<ShopPolicy>, ApiError> {
    let row = ctx.content().policies.load_one(kind).await?;
    Ok(row.map(ShopPolicy::new))
}

/// The subscription policy, or the default one if the merchant has written none.
///
/// # Errors
///
/// When the database fails.
pub async fn on_subscriptions(ctx: &Context<'_>) -> Result<ShopPolicyWithDefault, ApiError> {
    let policy = of_kind(ctx, ShopPolicyKind::SubscriptionPolicy).await?;
    Ok(ShopPolicyWithDefault(policy))
}

/// The policy with this id.
///
/// # Errors
///
/// When the database fails.
pub async fn policy_by_id(
    ctx: &Context<'_>,
    id: ShopPolicyId,
) -> Result<Option<ShopPolicy>, ApiError> {
    let row = ctx.content().policies_by_id.load_one(id).await?;
    Ok(row.map(ShopPolicy::new))
}
