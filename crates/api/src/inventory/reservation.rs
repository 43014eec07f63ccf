//! Stock reservations of checkouts. For merchants only.

use super::{
    counts::to_int,
    item::{self, InventoryItem},
    loaders_context::InventoryContext,
    location,
};
use crate::{
    catalog::CatalogContext,
    connection,
    connections::list_cost,
    context::RequestContext,
    schema::{Location, ProductVariant},
    visibility::reads_inventory,
};
use async_graphql::{Context, Description, Enum, ID, Object};
use souk_entities::{
    ids::InventoryItemId,
    inventory::{
        reservation::{self, ReservationState},
        reservation_line,
    },
};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    pagination::{RequestedPage, encode_cursor},
    scalars::DateTime,
    viewer::Scope,
};
use souk_shop::{
    catalog,
    inventory::listing::{self, ReservationListing},
};
use std::sync::Arc;

/// State of a stock reservation.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
#[graphql(remote = "ReservationState")]
pub enum InventoryReservationState {
    /// The units are reserved until the reservation expires.
    Held,
    /// The units are reserved while a payment is in progress.
    Pinned,
    /// The units were sold.
    Committed,
    /// The units were released.
    Released,
}

/// A stock reservation made for a checkout.
#[derive(Clone, Description)]
pub struct InventoryReservation {
    row: reservation::Model,
}

impl InventoryReservation {
    /// Wraps a reservation's row.
    pub fn new(row: reservation::Model) -> Self {
        Self { row }
    }
}

connection!(
    InventoryReservationConnection,
    InventoryReservationEdge,
    InventoryReservation,
    "reservations"
);

#[Object(use_type_description)]
impl InventoryReservation {
    /// When the reservation was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// When the reservation expires, as long as it is `HELD`.
    async fn expires_at(&self) -> DateTime {
        DateTime(self.row.expires_at)
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// The reserved lines, in cart order.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn lines(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<InventoryReservationLineConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let loader = &ctx.inventory().lines_of_reservation;
        let rows = loader.load_one(self.row.id).await?.unwrap_or_default();
        let lines = rows.iter().cloned();
        let lines = lines.map(|row| InventoryReservationLine { row }).collect();
        let slice = catalog::page_of_list(lines, &page, |line: &InventoryReservationLine| {
            line.row.position.into()
        });
        Ok(InventoryReservationLineConnection::new(slice))
    }

    /// State of the reservation.
    async fn state(&self) -> InventoryReservationState {
        self.row.state.into()
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}

/// Units of an item at a location that are reserved for a variant.
#[derive(Clone, Description)]
pub struct InventoryReservationLine {
    row: reservation_line::Model,
}

connection!(
    InventoryReservationLineConnection,
    InventoryReservationLineEdge,
    InventoryReservationLine,
    "lines of a reservation"
);

#[Object(use_type_description)]
impl InventoryReservationLine {
    /// The item; null if it was deleted.
    async fn item(&self, ctx: &Context<'_>) -> Option<Result<InventoryItem, ApiError>> {
        item::by_id(ctx, self.row.item_id).await.transpose()
    }

    /// The location; null if the caller may not see it, or if the line needs no location.
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        location::location_by_id(ctx, self.row.location_id?)
            .await
            .transpose()
    }

    /// Units of the item.
    async fn quantity(&self) -> i32 {
        to_int(self.row.units)
    }

    /// The variant; null if the caller may not see it.
    async fn variant(&self, ctx: &Context<'_>) -> Option<Result<ProductVariant, ApiError>> {
        let catalog = ctx.catalog();
        let row = match catalog.variants.load_one(self.row.variant_id).await {
            Ok(row) => row?,
            Err(error) => return Some(Err(error.into())),
        };
        let product = match catalog.products.load_one(row.product_id).await {
            Ok(product) => product?,
            Err(error) => return Some(Err(error.into())),
        };
        catalog::sees_product(ctx.audience(), ctx.viewer(), &product)
            .then(|| Ok(ProductVariant::new(row, Arc::clone(&product))))
    }
}

/// Queries of reservations.
#[derive(Default)]
pub struct ReservationQuery;

#[Object]
impl ReservationQuery {
    /// Stock reservations of checkouts in every state, oldest first. Needs the scope
    /// `read_inventory`.
    #[graphql(
        visible = "reads_inventory",
        complexity = "list_cost(first, last, child_complexity)"
    )]
    #[allow(clippy::too_many_arguments)]
    async fn inventory_reservations(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "Only reservations of this item.")] inventory_item_id: Option<ID>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Only reservations in this state.")] state: Option<
            InventoryReservationState,
        >,
    ) -> Result<InventoryReservationConnection, ApiError> {
        ctx.viewer().require(Scope::ReadInventory)?;
        let item = inventory_item_id.as_ref().map(InventoryItemId::parse);
        let listing = ReservationListing {
            state: state.map(ReservationState::from),
            item: item.transpose()?,
            page: RequestedPage::from_arguments(first, after, last, before)?,
        };
        let slice = listing::list_reservations(ctx.app(), &listing).await?;
        let slice = slice.map(|row| (encode_cursor(&row.id), InventoryReservation { row }));
        Ok(InventoryReservationConnection::new(slice))
    }
}
