//! Changing delivery zones.

use super::zone::DeliveryZone;
use crate::{
    codes::ZoneCountryInput,
    context::{RequestContext, Scope},
    delivery::zone_changes as delivery_zones,
    error::ApiError,
    ids::Gid,
    refusal::{ChangeError, outcome, user_errors},
    scalars::{Decimal, MoneyInput},
    visibility::writes_shipping,
};
use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use souk_entities::ids::DeliveryZoneId;

user_errors!(
    DeliveryZoneCreateUserError,
    DeliveryZoneCreateUserErrorCode,
    "deliveryZoneCreate"
);
user_errors!(
    DeliveryZoneDeleteUserError,
    DeliveryZoneDeleteUserErrorCode,
    "deliveryZoneDelete"
);
user_errors!(
    DeliveryZoneUpdateUserError,
    DeliveryZoneUpdateUserErrorCode,
    "deliveryZoneUpdate"
);

/// A delivery zone as it should be. What is left out it has none of.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryZoneInput {
    /// Its countries, at most 250. No other delivery zone may have the same parts of them.
    pub countries: Option<Vec<ZoneCountryInput>>,
    /// Ways of delivery, at most 50, in the order buyers see.
    pub methods: Vec<DeliveryMethodDefinitionInput>,
    /// Name, unique among delivery zones.
    pub name: String,
    /// Whether it has every country that no other zone has.
    #[graphql(default)]
    pub rest_of_world: bool,
}

/// A way of delivery.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryMethodDefinitionInput {
    /// Code that the shop and its carriers know it by.
    pub code: Option<String>,
    /// Description for buyers, at most 1,000 characters.
    pub description: Option<String>,
    /// The way of this zone that it is: carts keep it chosen. A new one where absent.
    pub id: Option<ID>,
    /// Name for buyers.
    pub name: String,
    /// What it costs, 1 to 250. The first rate that fits an order counts; where none does, as in a market
    /// with another currency, it is not offered.
    pub rates: Vec<DeliveryRateDefinitionInput>,
}

/// What delivery costs for orders within bounds. Bounds belong to the range; amounts are in the
/// currency of the price.
#[derive(InputObject, Clone, Debug)]
pub struct DeliveryRateDefinitionInput {
    /// From this price of the goods on it costs nothing.
    pub free_from: Option<Decimal>,
    /// Highest weight in grams.
    pub maximum_grams: Option<i32>,
    /// Highest price of the goods.
    pub maximum_price: Option<Decimal>,
    /// Lowest weight in grams.
    pub minimum_grams: Option<i32>,
    /// Lowest price of the goods.
    pub minimum_price: Option<Decimal>,
    /// What delivery costs, with tax where prices of the market contain it.
    pub price: MoneyInput,
}

/// What became of `deliveryZoneCreate`.
#[derive(SimpleObject)]
pub struct DeliveryZoneCreatePayload {
    /// The zone; null where it was refused.
    pub delivery_zone: Option<DeliveryZone>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<DeliveryZoneCreateUserError>,
}

/// What became of `deliveryZoneDelete`.
#[derive(SimpleObject)]
pub struct DeliveryZoneDeletePayload {
    /// Id of the zone that is gone; null where nothing was deleted.
    pub deleted_delivery_zone_id: Option<ID>,
    /// Why nothing was deleted; empty where it was.
    pub user_errors: Vec<DeliveryZoneDeleteUserError>,
}

/// What became of `deliveryZoneUpdate`.
#[derive(SimpleObject)]
pub struct DeliveryZoneUpdatePayload {
    /// The zone as it is now; null where the change was refused.
    pub delivery_zone: Option<DeliveryZone>,
    /// Why it was refused; empty where it was not.
    pub user_errors: Vec<DeliveryZoneUpdateUserError>,
}

/// Mutations of delivery zones.
#[derive(Debug, Default)]
pub struct DeliveryZoneMutation;

#[Object]
impl DeliveryZoneMutation {
    /// Makes a delivery zone.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_create(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The zone.")] zone: DeliveryZoneInput,
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

    /// Deletes a delivery zone. Its ways of delivery are no longer offered.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_delete(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which zone.")] id: ID,
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

    /// Puts a delivery zone in place of what it was.
    #[graphql(visible = "writes_shipping")]
    async fn delivery_zone_update(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which zone.")] id: ID,
        #[graphql(desc = "The whole zone as it should be.")] zone: DeliveryZoneInput,
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
) -> Result<DeliveryZone, ChangeError> {
    let draft = delivery_zones::validate(input)?;
    let row = delivery_zones::save(ctx.app(), id, draft).await?;
    Ok(DeliveryZone::new(row))
}
