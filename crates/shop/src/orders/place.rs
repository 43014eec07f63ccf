//! Places orders.

use super::{
    gift_cards,
    names::display_name,
    state::{self, Balance},
    status_links::{self, OrderKeys},
    store,
};
use crate::{
    gift_cards::GiftCardSpend,
    inventory::Allocation,
    market::Directory,
    payments::{self, PaidTotals},
    pricing::Priced,
};
use async_trait::async_trait;
use sea_orm::{DatabaseTransaction, DbErr};
use serde::{Deserialize, Serialize};
use souk_entities::{
    cart::cart::{Attribute, Attributes, CartMetafield, CartMetafields, PostalAddress},
    ids::{
        AttemptId, ChannelId, FulfillmentOrderId, InventoryItemId, LocationId, MarketId, OrderId,
        ProductId, VariantId,
    },
    orders::{
        fulfillment_order::{self, FulfillmentHolds, FulfillmentOrderStatus},
        fulfillment_order_line,
        order::{self, DeliveryLine, DeliveryLines, DeliveryMethod, FulfillmentStatus, TaxLines},
        order_event,
        order_line::{self, Allocations, DiscountShares},
    },
};
use souk_kernel::{app::App, codes::LanguageCode, events::Event};
use std::collections::BTreeMap;

/// An order to place, with everything the buyer agreed to. Nothing is looked up again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewOrder {
    /// The checkout attempt it comes from, which can result in one order at most.
    pub attempt: AttemptId,
    /// The id of its cart.
    pub cart_id: String,
    /// Sales channel.
    pub channel: ChannelId,
    /// Market of the buyer.
    pub market: MarketId,
    /// Language of the buyer.
    pub language: LanguageCode,
    /// E-mail address.
    pub email: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Shipping address; `None` if nothing is shipped.
    pub shipping_address: Option<PostalAddress>,
    /// Billing address.
    pub billing_address: Option<PostalAddress>,
    /// Price of the order: one priced line for each of `lines` and one for each of `deliveries`.
    pub priced: Priced,
    /// Amounts paid by gift cards.
    #[serde(default)]
    pub gift_cards: Vec<GiftCardSpend>,
    /// The lines of the order.
    pub lines: Vec<NewOrderLine>,
    /// The deliveries of the order.
    pub deliveries: Vec<NewOrderDelivery>,
    /// Stock that is reserved for the attempt; `line` is an index into `lines`.
    pub allocations: Vec<AllocatedLine>,
    /// Note of the buyer.
    pub note: Option<String>,
    /// Custom attributes that the storefront added.
    pub attributes: Vec<Attribute>,
    /// Custom fields of the cart.
    #[serde(default)]
    pub metafields: Vec<CartMetafield>,
}

/// A line of a new order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewOrderLine {
    /// The variant.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// Title of the product in the buyer's language.
    pub title: String,
    /// Title of the variant; `None` if the product has a single variant.
    pub variant_title: Option<String>,
    /// Stock keeping unit.
    pub sku: Option<String>,
    /// Source of its image, as stored in the catalogue.
    pub image: Option<String>,
    /// Whether it has to be shipped.
    pub requires_shipping: bool,
    /// Custom attributes that the storefront added.
    pub attributes: Vec<Attribute>,
}

/// A delivery of a new order.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewOrderDelivery {
    /// Display name, such as `Express`.
    pub title: String,
    /// Machine-readable code of the delivery method.
    pub code: Option<String>,
    /// The delivery method.
    pub method: DeliveryMethod,
}

/// Units of an item at a location that are reserved for a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AllocatedLine {
    /// Index of the line in the order, from 0.
    pub line: i32,
    /// An item that the variant uses.
    pub item: InventoryItemId,
    /// Location of the units; `None` if the item is not tracked and stocked nowhere.
    pub location: Option<LocationId>,
    /// Units of the item per unit of the variant.
    pub units_each: i32,
    /// Units of the item.
    pub units: i64,
}

impl From<&Allocation> for AllocatedLine {
    fn from(allocation: &Allocation) -> Self {
        Self {
            line: allocation.line,
            item: allocation.item,
            location: allocation.location,
            units_each: allocation.units_each,
            units: allocation.units,
        }
    }
}

/// A placed order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderPlaced {
    /// Its id.
    pub id: OrderId,
    /// Its number.
    pub number: i64,
    /// Display name, such as `#1001`.
    pub name: String,
    /// URL of its status page, including its secret.
    pub status_url: String,
}

/// A condition that must hold when an order is placed.
#[async_trait]
pub trait LeaseFence: Sync {
    /// Returns whether it holds, and keeps it so until the end of the transaction.
    ///
    /// # Errors
    ///
    /// When the database fails.
    async fn holds(&self, txn: &DatabaseTransaction) -> Result<bool, DbErr>;
}

/// Places an order in one transaction: the order, its fulfillment orders, the start of its timeline
/// and, if `paid` is settled, its entries in the payment ledger. If the attempt already resulted in
/// an order, that order is returned.
///
/// # Errors
///
/// When the database fails, the parts of the order are inconsistent, or the fence does not hold.
pub async fn place_order(
    app: &App,
    new: &NewOrder,
    paid: Option<&PaidTotals>,
    fence: &dyn LeaseFence,
) -> anyhow::Result<OrderPlaced> {
    anyhow::ensure!(
        new.lines.len() == new.priced.lines.len()
            && new.deliveries.len() == new.priced.deliveries.len(),
        "an order needs a price for each line and delivery"
    );
    let id: OrderId = app.next_id();
    let lines = lines(app, id, new)?;
    let (assignments, assigned) = assignments(app, id, new, &lines);
    let happened = order_event::Model {
        id: app.next_id(),
        order_id: id,
        kind: "placed".to_owned(),
        message: "The order was placed.".to_owned(),
        created_at: app.clock.now(),
    };

    let txn = app.databases.orders.begin().await?;
    let holds = fence.holds(&txn).await?;
    anyhow::ensure!(holds, "another driver has the attempt now");
    let mut payments = payments::assign_to_order(app, &txn, new.attempt, id, paid).await?;
    payments.extend(payments::record_intent(app, &txn, gift_cards::payments(new, id)).await?);
    let balance = Balance::of(&payments);
    store::insert(&txn, lines).await?;
    store::insert(&txn, assignments).await?;
    store::insert(&txn, assigned).await?;
    store::insert(&txn, vec![happened]).await?;
    // The number is assigned last, because everyone else who places an order waits for it.
    let number = store::next_number(&txn).await?;
    let mut row = row(app, id, number, new);
    row.financial_status = state::financial_status(row.total, balance);
    if !store::insert_order(&txn, row).await? {
        txn.rollback().await?;
        let known = store::order_of_attempt(app.databases.orders.writer(), new.attempt).await?;
        let known = known.ok_or_else(|| DbErr::RecordNotFound("order".to_owned()))?;
        return Ok(placed(app, known.id, known.number));
    }
    app.publish(&txn, &[Event::OrderPlaced { order: id }])
        .await?;
    txn.commit().await?;
    Ok(placed(app, id, number))
}

/// The order that an attempt resulted in.
///
/// # Errors
///
/// When the database fails.
pub async fn order_of_attempt(app: &App, attempt: AttemptId) -> Result<Option<OrderPlaced>, DbErr> {
    let found = store::order_of_attempt(app.databases.orders.writer(), attempt).await?;
    Ok(found.map(|order| placed(app, order.id, order.number)))
}

fn placed(app: &App, id: OrderId, number: i64) -> OrderPlaced {
    OrderPlaced {
        id,
        number,
        name: display_name(number),
        status_url: status_links::status_page_url(app, id),
    }
}

fn row(app: &App, id: OrderId, number: i64, new: &NewOrder) -> order::Model {
    let (now, directory) = (app.clock.now(), Directory::current(app));
    let (totals, currency) = (&new.priced.totals, new.priced.currency);
    order::Model {
        id,
        number,
        attempt_id: new.attempt,
        cart_id: new.cart_id.clone(),
        channel_id: new.channel,
        market_id: new.market,
        currency: currency.code().to_owned(),
        shop_currency: directory.currency.code().to_owned(),
        exchange_rate: exchange_rate(&directory, new),
        prices_include_tax: new.priced.prices_include_tax,
        language: new.language.locale(),
        email: new.email.clone(),
        phone: new.phone.clone(),
        shipping_address: new.shipping_address.clone(),
        billing_address: new.billing_address.clone(),
        subtotal: totals.subtotal,
        discount: totals.discount,
        delivery: totals.delivery,
        tax: totals.tax,
        total: totals.total,
        taxes: TaxLines(totals.taxes.clone()),
        deliveries: deliveries(new),
        note: new.note.clone(),
        attributes: Attributes(new.attributes.clone()),
        metafields: Some(CartMetafields(new.metafields.clone())),
        financial_status: order::FinancialStatus::Pending,
        fulfillment_status: FulfillmentStatus::Unfulfilled,
        status_key: status_links::digest(&app.part::<OrderKeys>().secret(id)),
        processed_at: now,
        cancelled_at: None,
        cancel_reason: None,
        closed_at: None,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// Units of the order's currency per unit of the shop's currency, in millionths, from the market's
/// price list.
fn exchange_rate(directory: &Directory, new: &NewOrder) -> i64 {
    let market = directory.markets.iter().find(|it| it.id == new.market);
    let list = market.and_then(|market| market.price_list_id);
    let list = list.and_then(|id| directory.price_lists.get(&id));
    match list {
        Some(list) if list.currency == new.priced.currency.code() => list.exchange_rate,
        _ => crate::pricing::WHOLE,
    }
}

fn deliveries(new: &NewOrder) -> DeliveryLines {
    let priced = new.deliveries.iter().zip(&new.priced.deliveries);
    DeliveryLines(
        priced
            .map(|(delivery, priced)| DeliveryLine {
                title: delivery.title.clone(),
                code: delivery.code.clone(),
                method: delivery.method,
                amount: priced.total,
                discounts: priced.discounts.clone(),
                taxes: priced.taxes.clone(),
            })
            .collect(),
    )
}

fn lines(app: &App, order: OrderId, new: &NewOrder) -> anyhow::Result<Vec<order_line::Model>> {
    let lines = new.lines.iter().zip(&new.priced.lines).enumerate();
    lines
        .map(|(position, (line, priced))| {
            let position = i32::try_from(position)?;
            Ok(order_line::Model {
                id: app.next_id(),
                order_id: order,
                position,
                variant_id: line.variant,
                product_id: line.product,
                title: line.title.clone(),
                variant_title: line.variant_title.clone(),
                sku: line.sku.clone(),
                image: line.image.clone(),
                quantity: i32::try_from(priced.quantity)?,
                unit_price: priced.unit_price,
                subtotal: priced.subtotal,
                discount: priced.discount,
                discounts: DiscountShares(priced.discounts.clone()),
                taxes: TaxLines(priced.taxes.clone()),
                tax: priced.tax,
                total: priced.total,
                requires_shipping: line.requires_shipping,
                allocations: allocations(new, position),
                attributes: Attributes(line.attributes.clone()),
                refunded: 0,
                removed: 0,
            })
        })
        .collect()
}

fn allocations(new: &NewOrder, position: i32) -> Allocations {
    let mine = new.allocations.iter().filter(|it| it.line == position);
    let mine = mine.map(|allocation| order_line::Allocation {
        item: allocation.item,
        location: allocation.location,
        units_each: allocation.units_each,
        units: allocation.units,
        sent: 0,
        given_back: 0,
        returned: 0,
    });
    Allocations(mine.collect())
}

/// Fulfillment orders: one for each location and delivery method.
fn assignments(
    app: &App,
    order: OrderId,
    new: &NewOrder,
    lines: &[order_line::Model],
) -> (
    Vec<fulfillment_order::Model>,
    Vec<fulfillment_order_line::Model>,
) {
    let now = app.clock.now();
    let mut orders: BTreeMap<(Option<LocationId>, bool), FulfillmentOrderId> = BTreeMap::new();
    let mut assigned = Vec::new();
    for (line, new) in lines.iter().zip(&new.lines) {
        for (location, units) in units_by_location(line) {
            let key = (location, new.requires_shipping);
            let fulfillment_order_id = *orders.entry(key).or_insert_with(|| app.next_id());
            assigned.push(fulfillment_order_line::Model {
                id: app.next_id(),
                fulfillment_order_id,
                order_id: order,
                order_line_id: line.id,
                total: units,
                remaining: units,
            });
        }
    }
    let orders = orders.into_iter();
    let orders = orders.map(
        |((location_id, requires_shipping), id)| fulfillment_order::Model {
            id,
            order_id: order,
            location_id,
            requires_shipping,
            status: FulfillmentOrderStatus::Open,
            holds: FulfillmentHolds::default(),
            created_at: now,
            updated_at: now,
        },
    );
    (orders.collect(), assigned)
}

/// Units of a line by the location that ships them, which is the location of the line's first item.
/// Units that do not make up whole variants at one location, or have none, go to the location with
/// the most units.
fn units_by_location(line: &order_line::Model) -> BTreeMap<Option<LocationId>, i32> {
    let mut units: BTreeMap<Option<LocationId>, i32> = BTreeMap::new();
    let allocations = &line.allocations.0;
    let mut left = line.quantity;
    if let Some(first) = allocations.first() {
        for allocation in allocations.iter().filter(|it| it.item == first.item) {
            let whole = allocation.units / i64::from(allocation.units_each.max(1));
            let whole = i32::try_from(whole).unwrap_or(i32::MAX).min(left);
            *units.entry(allocation.location).or_default() += whole;
            left -= whole;
        }
    }
    if left > 0 {
        let most = units.iter().max_by_key(|(_, units)| **units);
        let most = most.and_then(|(location, _)| *location);
        *units.entry(most).or_default() += left;
    }
    units.retain(|_, units| *units > 0);
    units
}
