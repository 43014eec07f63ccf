//! Mutations for delivery zones.

use super::zone::DeliveryZone;
use crate::{
    context::RequestContext,
    user_errors::{DeliveryUserError, outcome},
    visibility::writes_shipping,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::ids::DeliveryZoneId;
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::delivery::{
    DeliveryErrorCode,
    zone_changes::{self as delivery_zones, DeliveryZoneInput},
};

/// Payload of `deliveryZoneCreate`.
#[derive(SimpleObject)]
pub struct DeliveryZoneCreatePayload {
    /// The new delivery zone, or null if the input was rejected.
    pub delivery_zone: Option<DeliveryZone>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<DeliveryUserError>,
}

/// Payload of `deliveryZoneDelete`.
#[derive(SimpleObject)]
pub struct DeliveryZoneDeletePayload {
    /// Id of the deleted delivery zone, or null if nothing was deleted.
    pub deleted_delivery_zone_id: Option<ID>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<DeliveryUserError>,
}

/// Payload of `deliveryZoneUpdate`.
#[derive(SimpleObject)]
pub struct DeliveryZoneUpdatePayload {
    /// The updated delivery zone, or null if the change was rejected.
    pub delivery_zone: Option<DeliveryZone>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<DeliveryUserError>,
}

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
        if let Err(error) = ctx.viewer().require(Scope::WriteShipping) {
            return Some(Err(error));
        }
        let saved = save(ctx, None, zone).await;
        Some(
            outcome(saved).map(|(delivery_zone, user_errors)| DeliveryZoneCreatePayload {
                delivery_zone,
                user_errors,
            }),
        )
    }

    /// Deletes a delivery zone. Its delivery methods are no longer offered.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the delivery zone.")] id: ID,
    ) -> Option<Result<DeliveryZoneDeletePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteShipping) {
            return Some(Err(error));
        }
        let zone = match DeliveryZoneId::parse(&id) {
            Ok(zone) => zone,
            Err(error) => return Some(Err(error)),
        };
        let deleted = delivery_zones::delete(ctx.app(), zone).await;
        let deleted = outcome(deleted.map(|()| zone.gid()));
        Some(deleted.map(
            |(deleted_delivery_zone_id, user_errors)| DeliveryZoneDeletePayload {
                deleted_delivery_zone_id,
                user_errors,
            },
        ))
    }

    /// Replaces a delivery zone.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the delivery zone.")] id: ID,
        #[graphql(desc = "The complete delivery zone.")] zone: DeliveryZoneInput,
    ) -> Option<Result<DeliveryZoneUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteShipping) {
            return Some(Err(error));
        }
        let id = match DeliveryZoneId::parse(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let saved = save(ctx, Some(id), zone).await;
        Some(
            outcome(saved).map(|(delivery_zone, user_errors)| DeliveryZoneUpdatePayload {
                delivery_zone,
                user_errors,
            }),
        )
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
