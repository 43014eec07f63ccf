//! What locations have to send for orders.

use super::{
    enums::{FulfillmentOrderAction, FulfillmentOrderStatus},
    line::OrderLineItem,
};
use crate::{
    cart::graphql::{MailingAddress, delivery::DeliveryMethodType},
    catalog::lists,
    connection,
    context::RequestContext,
    error::ApiError,
    ids::Gid,
    inventory::loaders::InventoryContext,
    orders::{assignments, loaders::OrderContext},
    pagination::{Page, list_cost},
    scalars::DateTime,
    schema::Location,
};
use async_graphql::{Context, Description, ID, Object, SimpleObject};
use souk_entities::orders::{
    fulfillment_order, fulfillment_order_line, order, order::DeliveryMethod,
};
use std::sync::Arc;

connection!(
    FulfillmentOrderConnection,
    FulfillmentOrderEdge,
    FulfillmentOrder,
    "fulfilment orders"
);
connection!(
    FulfillmentOrderLineItemConnection,
    FulfillmentOrderLineItemEdge,
    FulfillmentOrderLineItem,
    "lines of a fulfilment order"
);
connection!(
    FulfillmentOrderLocationForMoveConnection,
    FulfillmentOrderLocationForMoveEdge,
    FulfillmentOrderLocationForMove,
    "locations that could send a fulfilment order"
);

/// What one location has to send for an order.
#[derive(Clone, Description)]
pub struct FulfillmentOrder {
    order: Arc<order::Model>,
    row: fulfillment_order::Model,
}

impl FulfillmentOrder {
    /// A fulfilment order of an order.
    pub fn new(order: Arc<order::Model>, row: fulfillment_order::Model) -> Self {
        Self { order, row }
    }

    /// The number of its id.
    pub(super) fn number(&self) -> i64 {
        self.row.id.0
    }

    /// Lines of all fulfilment orders of the order.
    async fn assigned(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Arc<Vec<fulfillment_order_line::Model>>, ApiError> {
        let loader = &ctx.orders().fulfillment_order_lines;
        Ok(loader.load_one(self.order.id).await?.unwrap_or_default())
    }
}

/// Units of a line that a location has to send.
#[derive(Clone, SimpleObject)]
pub struct FulfillmentOrderLineItem {
    /// Global id.
    id: ID,
    /// The line of the order.
    line_item: OrderLineItem,
    /// Units that are left to send.
    remaining_quantity: i32,
    /// Units there were to send.
    total_quantity: i32,
    #[graphql(skip)]
    number: i64,
}

/// Something that can be done with a fulfilment order.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct FulfillmentOrderSupportedAction {
    /// What it is.
    action: FulfillmentOrderAction,
}

/// A location that could send a fulfilment order instead.
#[derive(Clone, SimpleObject)]
pub struct FulfillmentOrderLocationForMove {
    /// The location.
    location: Location,
    /// Why it cannot send all that is left; null where it can.
    message: Option<String>,
    /// Whether it has all units that are left to send.
    movable: bool,
    #[graphql(skip)]
    number: i64,
}

/// Why a fulfilment order must wait.
#[derive(Clone, Debug, SimpleObject)]
pub struct FulfillmentHold {
    /// Since when.
    created_at: DateTime,
    /// Global id.
    id: ID,
    /// Why, for programs, such as `AWAITING_PAYMENT`.
    reason: String,
    /// Why, for people.
    reason_notes: Option<String>,
}

/// How goods of a fulfilment order get to the buyer.
#[derive(Clone, Copy, Debug, SimpleObject)]
#[graphql(name = "DeliveryMethod")]
pub struct FulfillmentDeliveryMethod {
    /// The way.
    method_type: DeliveryMethodType,
}

/// Who has to send a fulfilment order.
#[derive(Clone, SimpleObject)]
pub struct FulfillmentOrderAssignedLocation {
    /// The location as it is now.
    location: Option<Location>,
    /// Its name.
    name: String,
}

#[Object(use_type_description)]
impl FulfillmentOrder {
    /// Who has to send it; null where no location keeps the goods.
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

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        DateTime(self.row.created_at)
    }

    /// How its goods get to the buyer.
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

    /// Where it goes; null where nothing is shipped.
    async fn destination(&self) -> Option<MailingAddress> {
        let stored = self.order.shipping_address.as_ref();
        let stored = stored.filter(|_| self.row.requires_shipping)?;
        Some(MailingAddress::of(self.order.id.0, stored))
    }

    /// Why it must wait; empty where it need not.
    async fn fulfillment_holds(&self) -> Vec<FulfillmentHold> {
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

    /// What is to be sent, at most 250 lines at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn line_items(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the beginning.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
        #[graphql(desc = "Cursor of the item before the page.")] after: Option<String>,
        #[graphql(
            desc = "How many at most, from the end.",
            validator(minimum = 0, maximum = 250)
        )]
        last: Option<i32>,
        #[graphql(desc = "Cursor of the item behind the page.")] before: Option<String>,
    ) -> Result<FulfillmentOrderLineItemConnection, ApiError> {
        let page = Page::from_arguments(first, after, last, before)?;
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
        let slice = lists::page_of(items.collect(), &page, |item: &FulfillmentOrderLineItem| {
            item.number
        });
        Ok(FulfillmentOrderLineItemConnection::new(slice))
    }

    /// Other locations in use, by name, and whether they could send it instead; none where nothing
    /// is left to send. At most 250 at once.
    #[graphql(complexity = "list_cost(first, last, child_complexity)")]
    async fn locations_for_move(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "How many at most, from the beginning.",
            validator(minimum = 0, maximum = 250)
        )]
        first: Option<i32>,
        #[graphql(desc = "Cursor of the item before the page.")] after: Option<String>,
        #[graphql(
            desc = "How many at most, from the end.",
            validator(minimum = 0, maximum = 250)
        )]
        last: Option<i32>,
        #[graphql(desc = "Cursor of the item behind the page.")] before: Option<String>,
    ) -> Result<FulfillmentOrderLocationForMoveConnection, ApiError> {
        let page = Page::from_arguments(first, after, last, before)?;
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
        let slice = lists::page_of(
            targets.collect(),
            &page,
            |it: &FulfillmentOrderLocationForMove| it.number,
        );
        Ok(FulfillmentOrderLocationForMoveConnection::new(slice))
    }

    /// How far it is.
    async fn status(&self) -> FulfillmentOrderStatus {
        self.row.status.into()
    }

    /// What can be done with it now.
    async fn supported_actions(
        &self,
        ctx: &Context<'_>,
    ) -> Result<Vec<FulfillmentOrderSupportedAction>, ApiError> {
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
