//! Mutations for delivery zones.

use super::zone::DeliveryZone;
use crate::{context::RequestContext, payload::payload, visibility::writes_shipping};
use async_graphql::{Context, ID, Object};
use souk_entities::ids::DeliveryZoneId;
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::delivery::{
    DeliveryErrorCode,
    zone_changes::{self as delivery_zones, DeliveryZoneInput},
};

payload!(
    DeliveryZoneCreatePayload, "deliveryZoneCreate", DeliveryErrorCode,
    delivery_zone: DeliveryZone, "The new delivery zone, or null if the input was rejected."
);
payload!(
    DeliveryZoneDeletePayload, "deliveryZoneDelete", DeliveryErrorCode,
    deleted_delivery_zone_id: ID, "Id of the deleted delivery zone, or null if nothing was deleted."
);
payload!(
    DeliveryZoneUpdatePayload, "deliveryZoneUpdate", DeliveryErrorCode,
    delivery_zone: DeliveryZone, "The updated delivery zone, or null if the change was rejected."
);

/// Mutations for delivery zones.
#[derive(Debug, Default)]
pub struct DeliveryZoneMutation;

#[Object]
impl DeliveryZoneMutation {
    /// Creates a delivery zone.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The delivery zone.")] zone: DeliveryZoneInput,
    ) -> Option<Result<DeliveryZoneCreatePayload, ApiError>> {
        let created = async {
            ctx.viewer().require(Scope::WriteShipping)?;
            DeliveryZoneCreatePayload::of(save(ctx, None, zone).await)
        };
        Some(created.await)
    }

    /// Deletes a delivery zone. Its delivery methods are no longer offered.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the delivery zone.")] id: ID,
    ) -> Option<Result<DeliveryZoneDeletePayload, ApiError>> {
        let deleted = async {
            ctx.viewer().require(Scope::WriteShipping)?;
            let zone = DeliveryZoneId::parse(&id)?;
            let deleted = delivery_zones::delete(ctx.app(), zone).await;
            DeliveryZoneDeletePayload::of(deleted.map(|()| zone.gid()))
        };
        Some(deleted.await)
    }

    /// Replaces a delivery zone.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the delivery zone.")] id: ID,
        #[graphql(desc = "The complete delivery zone.")] zone: DeliveryZoneInput,
    ) -> Option<Result<DeliveryZoneUpdatePayload, ApiError>> {
        let updated = async {
            ctx.viewer().require(Scope::WriteShipping)?;
            let id = DeliveryZoneId::parse(&id)?;
            DeliveryZoneUpdatePayload::of(save(ctx, Some(id), zone).await)
        };
        Some(updated.await)
    }
}

async fn save(
    ctx: &Context<'_>,
    id: Option<DeliveryZoneId>,
    input: DeliveryZoneInput,
) -> Result<DeliveryZone, ChangeError<DeliveryErrorCode>> {
    let draft = delivery_zones::validate_delivery_zone(input)?;
    let row = delivery_zones::save_delivery_zone(ctx.app(), id, draft).await?;
    Ok(DeliveryZone::new(row))
}
