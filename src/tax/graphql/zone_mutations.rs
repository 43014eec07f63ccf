//! Changing tax zones.

use super::zone::TaxZone;
use crate::{
    codes::ZoneCountryInput,
    context::{RequestContext, Scope},
    error::ApiError,
    ids::Gid,
    refusal::{ChangeError, outcome, user_errors},
    scalars::Decimal,
    tax::zone_changes as tax_zones,
    visibility::writes_taxes,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::TaxZoneId;

user_errors!(
    TaxZoneCreateUserError,
    TaxZoneCreateUserErrorCode,
    "taxZoneCreate"
);
user_errors!(
    TaxZoneDeleteUserError,
    TaxZoneDeleteUserErrorCode,
    "taxZoneDelete"
);
user_errors!(
    TaxZoneUpdateUserError,
    TaxZoneUpdateUserErrorCode,
    "taxZoneUpdate"
);

/// A tax zone as it should be. What is left out it has none of.
#[derive(InputObject, Clone, Debug)]
pub struct TaxZoneInput {
    /// Its countries, at most 250. No other tax zone may have the same parts of them.
    pub countries: Option<Vec<ZoneCountryInput>>,
    /// Name, unique among tax zones.
    pub name: String,
    /// Its rates, at most 100.
    pub rates: Vec<TaxZoneRateInput>,
    /// Whether it has every country that no other zone has.
    #[graphql(default)]
    pub rest_of_world: bool,
}

/// A tax rate. Rates for a tax code come before those for a category, these before those for all
/// goods; several of one kind add up.
#[derive(InputObject, Clone, Debug)]
pub struct TaxZoneRateInput {
    /// Whether delivery is taxed by it too: as a rule a rate for all goods does, others cannot.
    pub applies_to_delivery: Option<bool>,
    /// Taxonomy category whose products it is for, with those below it, such as `Food > Tea`.
    pub product_category: Option<String>,
    /// Percent of the price before tax, 0 to 100, with at most four digits behind the point.
    pub rate: Decimal,
    /// Tax code of the variants it is for, such as `reduced`.
    pub tax_code: Option<String>,
    /// Name shown, such as `VAT`.
    pub title: String,
}

/// What became of `taxZoneCreate`.
#[derive(SimpleObject)]
pub struct TaxZoneCreatePayload {
    /// The zone; null where it was refused.
    pub tax_zone: Option<TaxZone>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<TaxZoneCreateUserError>,
}

/// What became of `taxZoneDelete`.
#[derive(SimpleObject)]
pub struct TaxZoneDeletePayload {
    /// Id of the zone that is gone; null where nothing was deleted.
    pub deleted_tax_zone_id: Option<ID>,
    /// Why nothing was deleted; empty where it was.
    pub user_errors: Vec<TaxZoneDeleteUserError>,
}

/// What became of `taxZoneUpdate`.
#[derive(SimpleObject)]
pub struct TaxZoneUpdatePayload {
    /// The zone as it is now; null where the change was refused.
    pub tax_zone: Option<TaxZone>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<TaxZoneUpdateUserError>,
}

/// Mutations of tax zones.
#[derive(Debug, Default)]
pub struct TaxZoneMutation;

#[Object]
impl TaxZoneMutation {
    /// Makes a tax zone.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The zone.")] zone: TaxZoneInput,
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

    /// Deletes a tax zone. Its taxes are no longer due.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which zone.")] id: ID,
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

    /// Puts a tax zone in place of what it was.
    #[graphql(visible = "writes_taxes")]
    async fn tax_zone_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which zone.")] id: ID,
        #[graphql(desc = "The whole zone as it should be.")] zone: TaxZoneInput,
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
) -> Result<TaxZone, ChangeError> {
    let draft = tax_zones::validate(input)?;
    let row = tax_zones::save(ctx.app(), id, draft).await?;
    Ok(TaxZone::new(row))
}
