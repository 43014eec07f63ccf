//! Mutations for quantity rules and quantity price breaks.

use crate::list::List;
use crate::{
    context::RequestContext,
    schema::{
        ProductVariant,
        node::{Node, node_of},
    },
    user_errors::CatalogUserError,
    visibility::writes_markets,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::ids::{PriceListId, VariantId};
use souk_kernel::{error::ApiError, ids::Gid, viewer::Scope};
use souk_shop::catalog::quantity_pricing::{
    self, UpdateError, inputs::QuantityPricingByVariantUpdateInput,
};

/// Payload of `quantityPricingByVariantUpdate`.
#[derive(SimpleObject)]
pub struct QuantityPricingByVariantUpdatePayload {
    /// The variants named in the input, or null if the change was rejected.
    pub product_variants: Option<List<ProductVariant>>,
    /// All errors in the input; empty on success.
    pub user_errors: List<CatalogUserError>,
}

/// Mutations for quantity rules and quantity price breaks.
#[derive(Debug, Default)]
pub struct QuantityPricingMutation;

#[Object]
impl QuantityPricingMutation {
    /// Sets quantity rules, fixed prices and quantity price breaks of a price list. If one change
    /// is rejected, none is made.
    #[graphql(visible = "writes_markets")]
    async fn quantity_pricing_by_variant_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The changes.")] input: QuantityPricingByVariantUpdateInput,
        #[graphql(desc = "Id of the price list.")] price_list_id: ID,
    ) -> Option<Result<QuantityPricingByVariantUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteMarkets) {
            return Some(Err(error));
        }
        let list = match PriceListId::parse(&price_list_id) {
            Ok(list) => list,
            Err(error) => return Some(Err(error)),
        };
        Some(Box::pin(update(ctx, list, &input)).await)
    }
}

async fn update(
    ctx: &Context<'_>,
    list: PriceListId,
    input: &QuantityPricingByVariantUpdateInput,
) -> Result<QuantityPricingByVariantUpdatePayload, ApiError> {
    let named = match quantity_pricing::update(ctx.app(), list, input).await {
        Ok(named) => named,
        Err(UpdateError::Refused(refusals)) => {
            return Ok(QuantityPricingByVariantUpdatePayload {
                product_variants: None,
                user_errors: refusals.into_iter().map(Into::into).collect(),
            });
        }
        Err(UpdateError::Failed(error)) => return Err(error),
    };
    let mut variants = Vec::with_capacity(named.len());
    for id in named {
        if let Some(Node::ProductVariant(variant)) = node_of(ctx, VariantId::KIND, id.0).await? {
            variants.push(variant);
        }
    }
    Ok(QuantityPricingByVariantUpdatePayload {
        product_variants: Some(variants.into()),
        user_errors: Vec::new().into(),
    })
}
