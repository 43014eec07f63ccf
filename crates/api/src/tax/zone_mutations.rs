//! Mutations for tax zones.

use super::zone::TaxZone;
use crate::{context::RequestContext, payload::payload, visibility::writes_taxes};
use async_graphql::{Context, ID, Object};
use souk_entities::ids::TaxZoneId;
use souk_kernel::{error::ApiError, ids::Gid, refusal::ChangeError, viewer::Scope};
use souk_shop::tax::{
    TaxErrorCode,
    zone_changes::{self as tax_zones, TaxZoneInput},
};

payload!(
    TaxZoneCreatePayload, "taxZoneCreate", TaxErrorCode,
    tax_zone: TaxZone, "The new tax zone, or null if the input was rejected."
);
payload!(
    TaxZoneDeletePayload, "taxZoneDelete", TaxErrorCode,
    deleted_tax_zone_id: ID, "Id of the deleted tax zone, or null if nothing was deleted."
);
payload!(
    TaxZoneUpdatePayload, "taxZoneUpdate", TaxErrorCode,
    tax_zone: TaxZone, "The updated tax zone, or null if the change was rejected."
);

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
        let created = async {
            ctx.viewer().require(Scope::WriteTaxes)?;
            TaxZoneCreatePayload::of(save(ctx, None, zone).await)
        };
        Some(created.await)
    }

    /// Deletes a tax zone. Its taxes are no longer charged.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the tax zone.")] id: ID,
    ) -> Option<Result<TaxZoneDeletePayload, ApiError>> {
        let deleted = async {
            ctx.viewer().require(Scope::WriteTaxes)?;
            let zone = TaxZoneId::parse(&id)?;
            let deleted = tax_zones::delete(ctx.app(), zone).await;
            TaxZoneDeletePayload::of(deleted.map(|()| zone.gid()))
        };
        Some(deleted.await)
    }

    /// Replaces a tax zone.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Id of the tax zone.")] id: ID,
        #[graphql(desc = "The complete tax zone.")] zone: TaxZoneInput,
    ) -> Option<Result<TaxZoneUpdatePayload, ApiError>> {
        let updated = async {
            ctx.viewer().require(Scope::WriteTaxes)?;
            let id = TaxZoneId::parse(&id)?;
            TaxZoneUpdatePayload::of(save(ctx, Some(id), zone).await)
        };
        Some(updated.await)
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
