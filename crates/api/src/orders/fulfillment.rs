//! Fulfillments of orders.

use super::{
    access::for_merchants, enums::FulfillmentStatus, line::OrderLineItem,
    loaders_context::OrderContext,
};
use crate::list::List;
use crate::{
    connection, connections::list_cost, context::RequestContext, inventory::InventoryContext,
    schema::Location, visibility::reads_orders,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::orders::{fulfillment, order};
use souk_kernel::{
    error::ApiError,
    ids::Gid,
    pagination::{RequestedPage, Slice},
    scalars::{DateTime, Url},
    viewer::Scope,
};
use souk_shop::catalog;
use std::sync::Arc;

connection!(
    FulfillmentLineItemConnection,
    FulfillmentLineItemEdge,
    FulfillmentLineItem,
    "lines of a fulfillment"
);

/// Units of an order that were shipped together.
#[derive(Clone, Description)]
pub struct Fulfillment {
    order: Arc<order::Model>,
    row: fulfillment::Model,
}

impl Fulfillment {
    /// Wraps a fulfillment of an order.
    pub fn new(order: Arc<order::Model>, row: fulfillment::Model) -> Self {
        Self { order, row }
    }
}

/// Units of an order line that were shipped.
#[derive(Clone, SimpleObject)]
pub struct FulfillmentLineItem {
    /// The order line.
    line_item: OrderLineItem,
    /// Number of units.
    quantity: i32,
    #[graphql(skip)]
    number: i64,
}

/// Tracking of a parcel.
#[derive(Clone, Debug, SimpleObject)]
pub struct FulfillmentTrackingInfo {
    /// Tracking number.
    number: Option<String>,
    /// Tracking page of the carrier.
    url: Option<Url>,
}

#[Object(use_type_description)]
impl Fulfillment {
    /// When the fulfillment was created. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn created_at(&self, ctx: &Context<'_>) -> Option<Result<DateTime, ApiError>> {
        for_merchants(ctx, || DateTime(self.row.created_at))
    }

    /// The shipped lines, at most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    #[allow(clippy::too_many_arguments)]
    async fn fulfillment_line_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
        #[graphql(desc = "Whether to reverse the order.", default_with = "Some(false)")]
        reverse: Option<bool>,
    ) -> Result<FulfillmentLineItemConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let lines = ctx
            .orders()
            .lines
            .load_one(self.order.id)
            .await?
            .unwrap_or_default();
        let sent = self.row.lines.0.iter();
        let mut sent: Vec<_> = sent
            .filter_map(|sent| {
                let line = lines.iter().find(|line| line.id == sent.order_line)?;
                Some(FulfillmentLineItem {
                    line_item: OrderLineItem::new(Arc::clone(&self.order), line.clone()),
                    quantity: sent.quantity,
                    number: sent.id.0,
                })
            })
            .collect();
        if reverse.unwrap_or(false) {
            sent.reverse();
        }
        let slice: Slice<_> = catalog::page_of_list(sent, &page, |line| line.number);
        Ok(FulfillmentLineItemConnection::new(slice))
    }

    /// Global id. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn id(&self, ctx: &Context<'_>) -> Option<Result<ID, ApiError>> {
        for_merchants(ctx, || self.row.id.gid())
    }

    /// The location that shipped the units; null if no location stocks them. Needs the scope
    /// `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn location(&self, ctx: &Context<'_>) -> Option<Result<Location, ApiError>> {
        if let Err(error) = ctx.viewer().require(Scope::ReadOrders) {
            return Some(Err(error));
        }
        let found = ctx
            .inventory()
            .locations
            .load_one(self.row.location_id?)
            .await;
        let found = found.map_err(ApiError::from).transpose()?;
        Some(found.map(Location::new))
    }

    /// Display name, such as `#1001-F1`. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn name(&self, ctx: &Context<'_>) -> Option<Result<String, ApiError>> {
        for_merchants(ctx, || {
            let order = souk_shop::orders::display_name(self.order.number);
            format!("{order}-F{}", self.row.number)
        })
    }

    /// Status of the fulfillment. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn status(&self, ctx: &Context<'_>) -> Option<Result<FulfillmentStatus, ApiError>> {
        for_merchants(ctx, || self.row.status.into())
    }

    /// Total number of units shipped. Needs the scope `read_orders`.
    #[graphql(visible = "reads_orders")]
    async fn total_quantity(&self, ctx: &Context<'_>) -> Option<Result<i32, ApiError>> {
        for_merchants(ctx, || {
            self.row.lines.0.iter().map(|line| line.quantity).sum()
        })
    }

    /// The carrier.
    async fn tracking_company(&self) -> Option<&str> {
        self.row.tracking.company.as_deref()
    }

    /// Tracking numbers and pages of the parcels.
    async fn tracking_info(
        &self,
        #[graphql(
            desc = "Maximum number of items; all if omitted.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
    ) -> List<FulfillmentTrackingInfo> {
        let most = usize::try_from(first.unwrap_or(250)).unwrap_or(0);
        let parcels = self.row.tracking.parcels.iter().take(most);
        parcels
            .map(|parcel| FulfillmentTrackingInfo {
                number: parcel.number.clone(),
                url: parcel.url.clone().map(Url),
            })
            .collect()
    }
}
