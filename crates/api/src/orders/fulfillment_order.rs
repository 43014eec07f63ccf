//! Fulfillment orders: what each location has to ship for an order.

use super::{
    enums::{FulfillmentOrderAction, FulfillmentOrderStatus},
    line::OrderLineItem,
    loaders_context::OrderContext,
};
use crate::list::List;
use crate::{
    cart::{DeliveryMethodType, MailingAddress},
    connection,
    connections::list_cost,
    context::RequestContext,
    inventory::InventoryContext,
    schema::Location,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::orders::{
    fulfillment_order, fulfillment_order_line, order, order::DeliveryMethod,
};
use souk_kernel::{error::ApiError, ids::Gid, pagination::RequestedPage, scalars::DateTime};
use souk_shop::{catalog, orders::assignments};
use std::sync::Arc;

connection!(
    FulfillmentOrderConnection,
    FulfillmentOrderEdge,
    FulfillmentOrder,
    "fulfillment orders"
);
connection!(
    FulfillmentOrderLineItemConnection,
    FulfillmentOrderLineItemEdge,
    FulfillmentOrderLineItem,
    "lines of a fulfillment order"
);
connection!(
    FulfillmentOrderLocationForMoveConnection,
    FulfillmentOrderLocationForMoveEdge,
    FulfillmentOrderLocationForMove,
    "locations to which a fulfillment order could be moved"
);

/// Units of an order that one location has to ship.
#[derive(Clone, Description)]
pub struct FulfillmentOrder {
    order: Arc<order::Model>,
    row: fulfillment_order::Model,
}

impl FulfillmentOrder {
    /// Wraps a fulfillment order of an order.
    pub fn new(order: Arc<order::Model>, row: fulfillment_order::Model) -> Self {
        Self { order, row }
    }

    /// The number of its id.
    pub(super) fn number(&self) -> i64 {
        self.row.id.0
    }

    /// Lines of all fulfillment orders of this order.
    async fn assigned(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Arc<Vec<fulfillment_order_line::Model>>, ApiError> {
        let loader = &ctx.orders().fulfillment_order_lines;
        Ok(loader.load_one(self.order.id).await?.unwrap_or_default())
    }
}

/// Units of an order line that a location has to ship.
#[derive(Clone, SimpleObject)]
pub struct FulfillmentOrderLineItem {
    /// Global id.
    id: ID,
    /// The order line.
    line_item: OrderLineItem,
    /// Number of units that still have to be shipped.
    remaining_quantity: i32,
    /// Total number of units to ship, including those already shipped.
    total_quantity: i32,
    #[graphql(skip)]
    number: i64,
}

/// An action that is possible on a fulfillment order.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct FulfillmentOrderSupportedAction {
    /// The action.
    action: FulfillmentOrderAction,
}

/// A location that a fulfillment order could be moved to.
#[derive(Clone, SimpleObject)]
pub struct FulfillmentOrderLocationForMove {
    /// The location.
    location: Location,
    /// Why the location cannot ship all remaining units; null if it can.
    message: Option<String>,
    /// Whether the location has all remaining units in stock.
    movable: bool,
    #[graphql(skip)]
    number: i64,
}

/// A hold on a fulfillment order.
#[derive(Clone, Debug, SimpleObject)]
pub struct FulfillmentHold {
    /// When the hold was placed.
    created_at: DateTime,
    /// Global id.
    id: ID,
    /// Machine-readable reason, such as `AWAITING_PAYMENT`.
    reason: String,
    /// Human-readable notes on the reason.
    reason_notes: Option<String>,
}

/// How the units of a fulfillment order reach the buyer.
#[derive(Clone, Copy, Debug, SimpleObject)]
#[graphql(name = "DeliveryMethod")]
pub struct FulfillmentDeliveryMethod {
    /// The delivery method type.
    method_type: DeliveryMethodType,
}

/// The location that has to ship a fulfillment order.
#[derive(Clone, SimpleObject)]
pub struct FulfillmentOrderAssignedLocation {
    /// The location in its current state.
    location: Option<Location>,
    /// Name of the location.
    name: String,
}

#[Object(use_type_description)]
impl FulfillmentOrder {
    /// The location that has to ship it; null if no location stocks the units.
    async fn assigned_location(
        &self,
        ctx: &Context<'_>,
    ) -> Option<Result<FulfillmentOrderAssignedLocation, ApiError>> {
        let found = ctx
            .inventory()
            .locations
            .load_one(self.row.location_id?)
            .await;
        let found = found.map_err(ApiError::from).transpose()?;
        Some(found.map(|row| FulfillmentOrderAssignedLocation {
            name: row.name.clone(),
            location: Some(Location::new(row)),
        }))
    }

    /// When it was created.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// How the units reach the buyer.
    async fn delivery_method(&self) -> Option<FulfillmentDeliveryMethod> {
        let first = self.order.deliveries.0.first();
        let method = match first {
            Some(delivery) if self.row.requires_shipping => delivery.method,
            _ => DeliveryMethod::None,
        };
        Some(FulfillmentDeliveryMethod {
            method_type: match method {
                DeliveryMethod::None => DeliveryMethodType::None,
                DeliveryMethod::PickUp => DeliveryMethodType::PickUp,
                DeliveryMethod::Shipping => DeliveryMethodType::Shipping,
            },
        })
    }

    /// Shipping address; null if nothing is shipped.
    async fn destination(&self) -> Option<MailingAddress> {
        let stored = self.order.shipping_address.as_ref();
        let stored = stored.filter(|_| self.row.requires_shipping)?;
        Some(MailingAddress::of(self.order.id.0, stored))
    }

    /// Holds on it; empty if it is not on hold.
    async fn fulfillment_holds(&self) -> List<FulfillmentHold> {
        let holds = self.row.holds.0.iter();
        holds
            .map(|hold| FulfillmentHold {
                created_at: DateTime(hold.created_at),
                id: hold.id.gid(),
                reason: hold.reason.clone(),
                reason_notes: hold.notes.clone(),
            })
            .collect()
    }

    /// Global id.
    async fn id(&self) -> ID {
        self.row.id.gid()
    }

    /// The lines to ship, at most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn line_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<FulfillmentOrderLineItemConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let loaders = ctx.orders();
        let id = self.order.id;
        let assigned = self.assigned(ctx).await?;
        let lines = loaders.lines.load_one(id).await?.unwrap_or_default();
        let mine = assigned
            .iter()
            .filter(|it| it.fulfillment_order_id == self.row.id);
        let items = mine.filter_map(|assigned| {
            let line = lines
                .iter()
                .find(|line| line.id == assigned.order_line_id)?;
            Some(FulfillmentOrderLineItem {
                id: assigned.id.gid(),
                line_item: OrderLineItem::new(Arc::clone(&self.order), line.clone()),
                remaining_quantity: assigned.remaining,
                total_quantity: assigned.total,
                number: assigned.id.0,
            })
        });
        let slice =
            catalog::page_of_list(items.collect(), &page, |item: &FulfillmentOrderLineItem| {
                item.number
            });
        Ok(FulfillmentOrderLineItemConnection::new(slice))
    }

    /// Other active locations, sorted by name, and whether each could ship it instead; empty if
    /// nothing remains to be shipped. At most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn locations_for_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Items after this cursor.")] after: Option<String>,
        #[graphql(desc = "Items before this cursor.")] before: Option<String>,
        #[graphql(desc = "How many items from the start, at most 250.")] first: Option<i32>,
        #[graphql(desc = "How many items from the end, at most 250.")] last: Option<i32>,
    ) -> Result<FulfillmentOrderLocationForMoveConnection, ApiError> {
        let page = RequestedPage::from_arguments(first, after, last, before)?;
        let assigned = self.assigned(ctx).await?;
        let lines = ctx.orders().lines.load_one(self.order.id).await?;
        let lines = lines.unwrap_or_default();
        let targets = assignments::targets(ctx.app(), &self.row, &assigned, &lines).await?;
        let targets = targets.into_iter().map(|target| {
            let too_few = "The location has too few units.";
            FulfillmentOrderLocationForMove {
                message: (!target.has_units).then(|| too_few.to_owned()),
                movable: target.has_units,
                number: target.location.id.0,
                location: Location::new(Arc::new(target.location)),
            }
        });
        let slice = catalog::page_of_list(
            targets.collect(),
            &page,
            |it: &FulfillmentOrderLocationForMove| it.number,
        );
        Ok(FulfillmentOrderLocationForMoveConnection::new(slice))
    }

    /// Status of the fulfillment order.
    async fn status(&self) -> FulfillmentOrderStatus {
        self.row.status.into()
    }

    /// Actions that are possible now.
    async fn supported_actions(
        &self,
        ctx: &Context<'_>,
    ) -> Result<List<FulfillmentOrderSupportedAction>, ApiError> {
        let assigned = self.assigned(ctx).await?;
        let mine = assigned
            .iter()
            .filter(|it| it.fulfillment_order_id == self.row.id);
        let actions = assignments::actions(&self.row, mine.map(|it| it.remaining).sum());
        Ok(actions
            .into_iter()
            .map(|action| FulfillmentOrderSupportedAction {
                action: action.into(),
            })
            .collect())
    }

    /// When it last changed.
    async fn updated_at(&self) -> DateTime {
        DateTime(self.row.updated_at)
    }
}
