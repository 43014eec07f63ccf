//! Mutations for tax zones.

use super::zone::TaxZone;
use crate::{
    context::RequestContext,
    user_errors::{TaxUserError, outcome},
    visibility::writes_taxes,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use souk_entities::ids::TaxZoneId;
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::tax::{
    TaxErrorCode,
    zone_changes::{self as tax_zones, TaxZoneInput},
};

/// Payload of `taxZoneCreate`.
#[derive(SimpleObject)]
pub struct TaxZoneCreatePayload {
    /// The new tax zone, or null if the input was rejected.
    pub tax_zone: Option<TaxZone>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<TaxUserError>,
}

/// Payload of `taxZoneDelete`.
#[derive(SimpleObject)]
pub struct TaxZoneDeletePayload {
    /// Id of the deleted tax zone, or null if nothing was deleted.
    pub deleted_tax_zone_id: Option<ID>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<TaxUserError>,
}

/// Payload of `taxZoneUpdate`.
#[derive(SimpleObject)]
pub struct TaxZoneUpdatePayload {
    /// The updated tax zone, or null if the change was rejected.
    pub tax_zone: Option<TaxZone>,
    /// Errors in the input; empty on success.
    pub user_errors: Vec<TaxUserError>,
}

/// Mutations for tax zones.
#[derive(Debug, Default)]
pub struct TaxZoneMutation;

#[Object]
impl TaxZoneMutation {
    /// Creates a tax zone.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The tax zone.")] zone: TaxZoneInput,
    ) -> Option<Result<TaxZoneCreatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteTaxes) {
            return Some(Err(error));
        }
        let saved = save(ctx, None, zone).await;
        Some(
            outcome(saved).map(|(tax_zone, user_errors)| TaxZoneCreatePayload {
                tax_zone,
                user_errors,
            }),
        )
    }

    /// Deletes a tax zone. Its taxes are no longer charged.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the tax zone.")] id: ID,
    ) -> Option<Result<TaxZoneDeletePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteTaxes) {
            return Some(Err(error));
        }
        let zone = match TaxZoneId::parse(&id) {
            Ok(zone) => zone,
            Err(error) => return Some(Err(error)),
        };
        let deleted = tax_zones::delete(ctx.app(), zone).await;
        let deleted = outcome(deleted.map(|()| zone.gid()));
        Some(
            deleted.map(|(deleted_tax_zone_id, user_errors)| TaxZoneDeletePayload {
                deleted_tax_zone_id,
                user_errors,
            }),
        )
    }

    /// Replaces a tax zone.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the tax zone.")] id: ID,
        #[graphql(desc = "The complete tax zone.")] zone: TaxZoneInput,
    ) -> Option<Result<TaxZoneUpdatePayload, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::WriteTaxes) {
            return Some(Err(error));
        }
        let id = match TaxZoneId::parse(&id) {
            Ok(id) => id,
            Err(error) => return Some(Err(error)),
        };
        let saved = save(ctx, Some(id), zone).await;
        Some(
            outcome(saved).map(|(tax_zone, user_errors)| TaxZoneUpdatePayload {
                tax_zone,
                user_errors,
            }),
        )
    }
}

async fn save(
    ctx: &Context<'_>,
    id: Option<TaxZoneId>,
    input: TaxZoneInput,
) -> Result<TaxZone, ChangeError<TaxErrorCode>> {
    let draft = tax_zones::validate_tax_zone(input)?;
    let row = tax_zones::save_tax_zone(ctx.app(), id, draft).await?;
    Ok(TaxZone::new(row))
}
