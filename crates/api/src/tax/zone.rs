//! Tax zones as merchants see them.

use crate::list::List;
use crate::{
    connection,
    connections::list_cost,
    context::RequestContext,
    visibility::reads_taxes,
    zone_country::{ZoneCountry, has_rest_of_world},
};
use async_graphql::{Context, Description, ID, Object};
use souk_entities::orders::tax_zone::{TaxRate, TaxedGoods};
use souk_kernel::{
    decimal::shortest,
    error::ApiError,
    ids::Gid,
    pagination::RequestedPage,
    scalars::{DateTime, Decimal},
    viewer::Scope,
};
use souk_shop::{
    catalog,
    tax::store::{self, TaxZoneRow},
};
use std::sync::Arc;

/// A tax zone: a region where the same taxes apply.
#[derive(Clone, Debug, Description)]
pub struct TaxZone(Arc<TaxZoneRow>);

impl TaxZone {
    /// A zone from its row and areas.
    pub fn new(row: TaxZoneRow) -> Self {
        Self(Arc::new(row))
    }
}

#[Object(use_type_description)]
impl TaxZone {
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

    /// Name, unique among tax zones.
    async fn name(&self) -> &str {
        &self.0.0.name
    }

    /// Its rates.
    #[graphql(complexity = "5 * child_complexity + 1")]
    async fn rates(&self) -> List<TaxZoneRate> {
        let rates = self.0.0.rates.0.iter();
        rates.cloned().map(TaxZoneRate).collect()
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

/// A tax rate. Several rates on the same products add up.
#[derive(Clone, Debug, Description)]
pub struct TaxZoneRate(TaxRate);

#[Object(use_type_description)]
impl TaxZoneRate {
    /// Whether it also applies to delivery.
    async fn applies_to_delivery(&self) -> bool {
        self.0.on_delivery
    }

    /// Taxonomy category to whose products it applies, including those in its subcategories; null
    /// if it is not limited to a category.
    async fn product_category(&self) -> Option<&str> {
        match &self.0.goods {
            TaxedGoods::Category(path) => Some(path),
            TaxedGoods::Code(_) | TaxedGoods::All => None,
        }
    }

    /// Percentage of the price before tax.
    async fn rate(&self) -> Decimal {
        Decimal(shortest(self.0.rate, 4))
    }

    /// Tax code of the variants it applies to; null if it is not limited to a tax code.
    async fn tax_code(&self) -> Option<&str> {
        match &self.0.goods {
            TaxedGoods::Code(code) => Some(code),
            TaxedGoods::Category(_) | TaxedGoods::All => None,
        }
    }

    /// Display name, such as `VAT`.
    async fn title(&self) -> &str {
        &self.0.title
    }
}

connection!(TaxZoneConnection, TaxZoneEdge, TaxZone, "tax zones");

/// Queries of tax zones.
#[derive(Default)]
pub struct TaxQuery;

#[Object]
impl TaxQuery {
    /// Tax zones, oldest first. Needs the scope `read_taxes`.
    #[graphql(
        complexity = "list_cost(first, last, child_complexity)",
        visible = "reads_taxes"
    )]
    async fn tax_zones(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Option<Result<TaxZoneConnection, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::ReadTaxes) {
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
) -> Result<TaxZoneConnection, ApiError> {
    let zones = store::tax_zones(ctx.app().databases.orders.reader()).await?;
    let slice = catalog::page_of_list(zones, page, |(zone, _)| zone.id.0);
    let slice = slice.map(|(cursor, zone)| (cursor, TaxZone::new(zone)));
    Ok(TaxZoneConnection::new(slice))
}
