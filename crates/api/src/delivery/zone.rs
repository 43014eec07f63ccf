//! Delivery zones as merchants see them.

use crate::list::List;
use crate::{
    connection,
    connections::list_cost,
    context::RequestContext,
    money::MoneyV2,
    visibility::reads_shipping,
    zone_country::{ZoneCountry, has_rest_of_world},
};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::orders::delivery_zone::{DeliveryMethod, DeliveryRate};
use souk_kernel::{
    codes::CurrencyCode, error::ApiError, ids::Gid, money::Money, pagination::RequestedPage,
    scalars::DateTime, viewer::Scope,
};
use souk_shop::{
    catalog,
    delivery::store::{self, ZoneRow},
};
use std::sync::Arc;

/// A delivery zone: a region to which orders are delivered by the same methods.
#[derive(Clone, Debug, Description)]
pub struct DeliveryZone(Arc<ZoneRow>);

impl DeliveryZone {
    /// A zone from its row and areas.
    pub fn new(row: ZoneRow) -> Self {
        Self(Arc::new(row))
    }
}

#[Object(use_type_description)]
impl DeliveryZone {
    /// Its countries, by code.
    async fn countries(&self) -> List<ZoneCountry> {
        ZoneCountry::of_areas(&self.0.1).into()
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.0.0.created_at)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.0.0.id.gid()
    }

    /// Delivery methods, in the order buyers see them.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn methods(&self) -> List<DeliveryMethodDefinition> {
        let methods = self.0.0.methods.0.iter();
        methods.cloned().map(DeliveryMethodDefinition).collect()
    }

    /// Name, unique among delivery zones.
    async fn name(&self) -> &str {
        &self.0.0.name
    }

    /// Whether it covers every country that no other zone covers.
    async fn rest_of_world(&self) -> bool {
        has_rest_of_world(&self.0.1)
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.0.0.updated_at)
    }
}

/// A delivery method of a zone.
#[derive(Clone, Debug, Description)]
pub struct DeliveryMethodDefinition(DeliveryMethod);

#[Object(use_type_description)]
impl DeliveryMethodDefinition {
    /// Code that identifies it to the shop and its carriers.
    async fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// Description for buyers.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Global id. It stays the same when the zone is changed, as long as the change names the
    /// method by it.
    async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// Name for buyers.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Shipping rates. The first rate that fits an order applies; if none does, the method is not
    /// offered.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn rates(&self) -> List<DeliveryRateDefinition> {
        let rates = self.0.rates.iter();
        rates.cloned().map(DeliveryRateDefinition).collect()
    }
}

/// A shipping rate: what a delivery method costs for orders within bounds. The bounds are
/// inclusive.
#[derive(Clone, Debug, Description)]
pub struct DeliveryRateDefinition(DeliveryRate);

impl DeliveryRateDefinition {
    fn money(&self, minor: i64) -> Result<MoneyV2, ApiError> {
        let currency = CurrencyCode::from_code(&self.0.currency);
        let currency = currency.ok_or(ApiError::NotFound("currency"))?;
        Ok(Money::new(minor, currency).into())
    }

    fn bound(&self, minor: Option<i64>) -> Option<Result<MoneyV2, ApiError>> {
        minor.map(|minor| self.money(minor))
    }
}

#[Object(use_type_description)]
impl DeliveryRateDefinition {
    /// Merchandise total from which delivery is free.
    async fn free_from(&self) -> Option<Result<MoneyV2, ApiError>> {
        self.bound(self.0.free_from)
    }

    /// Highest weight in grams.
    async fn maximum_grams(&self) -> Option<i64> {
        self.0.maximum_grams
    }

    /// Highest price of the merchandise.
    async fn maximum_price(&self) -> Option<Result<MoneyV2, ApiError>> {
        self.bound(self.0.maximum_price)
    }

    /// Lowest weight in grams.
    async fn minimum_grams(&self) -> Option<i64> {
        self.0.minimum_grams
    }

    /// Lowest price of the merchandise.
    async fn minimum_price(&self) -> Option<Result<MoneyV2, ApiError>> {
        self.bound(self.0.minimum_price)
    }

    /// Price of the delivery.
    async fn price(&self) -> Result<MoneyV2, ApiError> {
        self.money(self.0.price)
    }
}

connection!(
    DeliveryZoneConnection,
    DeliveryZoneEdge,
    DeliveryZone,
    "delivery zones"
);

/// Queries of delivery zones.
#[derive(Default)]
pub struct DeliveryQuery;

#[Object]
impl DeliveryQuery {
    /// Delivery zones, oldest first. Needs the scope `read_shipping`.
    #[graphql(
        complexity = "list_cost(first, last, child_complexity)",
        visible = "reads_shipping"
    )]
    async fn delivery_zones(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Option<Result<DeliveryZoneConnection, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::ReadShipping) {
            return Some(Err(error));
        }
        Some(
            match RequestedPage::from_arguments(first, after, last, before) {
                Ok(page) => zones(ctx, &page).await,
                Err(error) => Err(error),
            },
        )
    }
}

async fn zones(
    ctx: &Context<'_>,
    page: &RequestedPage<catalog::ListPosition>,
) -> Result<DeliveryZoneConnection, ApiError> {
    let zones = store::delivery_zones(ctx.app().databases.orders.reader()).await?;
    let slice = catalog::page_of_list(zones, page, |(zone, _)| zone.id.0);
    let slice = slice.map(|(cursor, zone)| (cursor, DeliveryZone::new(zone)));
    Ok(DeliveryZoneConnection::new(slice))
}
