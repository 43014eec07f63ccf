//! Inputs of mutations that ship orders.

use async_graphql::{ID, InputObject};
use souk_entities::{
    ids::FulfillmentOrderLineId,
    orders::fulfillment::{Parcel, Tracking},
};
use souk_kernel::{
    refusal::Refusal,
    scalars::Url,
    validators::{id, refuse},
};
use souk_shop::orders::{
    fulfillments::SendWish,
    refusal::{OrderErrorCode, quantity, some, text},
};
use std::collections::HashSet;

/// Maximum length of a text, in characters.
const MOST_TEXT: usize = 255;
/// Maximum length of a URL, in characters.
const MOST_URL: usize = 2_000;
/// Maximum number of parcels of a fulfillment.
const MOST_PARCELS: usize = 50;

/// Units to ship together.
#[derive(InputObject, Clone, Debug)]
pub struct FulfillmentInput {
    /// Fulfillment orders of one order at one location, with the units of each to ship.
    line_items_by_fulfillment_order: Vec<FulfillmentOrderLineItemsInput>,
    /// Whether to notify the buyer.
    notify_customer: Option<bool>,
    /// Tracking of the parcels.
    tracking_info: Option<FulfillmentTrackingInput>,
}

/// Units of a fulfillment order to ship.
#[derive(InputObject, Clone, Debug)]
pub struct FulfillmentOrderLineItemsInput {
    /// The fulfillment order.
    fulfillment_order_id: ID,
    /// Its lines with quantities; everything that remains if omitted.
    fulfillment_order_line_items: Option<Vec<FulfillmentOrderLineItemInput>>,
}

/// Units of a fulfillment order line.
#[derive(InputObject, Clone, Debug)]
pub struct FulfillmentOrderLineItemInput {
    /// The fulfillment order line.
    id: ID,
    /// Number of units.
    quantity: i32,
}

/// Tracking of parcels.
#[derive(InputObject, Clone, Debug, Default)]
pub struct FulfillmentTrackingInput {
    /// The carrier.
    company: Option<String>,
    /// Tracking number, if there is one parcel.
    number: Option<String>,
    /// Tracking numbers, if there are several parcels; at most 50.
    numbers: Option<Vec<String>>,
    /// Tracking page, if there is one parcel.
    url: Option<Url>,
    /// Tracking pages, in the order of the tracking numbers.
    urls: Option<Vec<Url>>,
}

impl FulfillmentTrackingInput {
    pub(super) fn read(self, field: &str) -> Result<Tracking, Refusal<OrderErrorCode>> {
        let at = |name: &str| format!("{field}.{name}");
        let numbers = self.numbers.unwrap_or_default().into_iter();
        let numbers: Vec<String> = self.number.into_iter().chain(numbers).collect();
        let urls = self.urls.unwrap_or_default().into_iter();
        let urls: Vec<Url> = self.url.into_iter().chain(urls).collect();
        if numbers.len().max(urls.len()) > MOST_PARCELS {
            let why = format!("At most {MOST_PARCELS} parcels are allowed.");
            return refuse(OrderErrorCode::TooMany, &at("numbers"), why);
        }
        for url in &urls {
            let web = url.0.starts_with("https://") || url.0.starts_with("http://");
            if !web || url.0.len() > MOST_URL {
                return refuse(
                    OrderErrorCode::Invalid,
                    &at("url"),
                    "The URL must be the address of a web page.",
                );
            }
        }
        let mut parcels = Vec::new();
        for place in 0..numbers.len().max(urls.len()) {
            let number = numbers.get(place).cloned();
            parcels.push(Parcel {
                number: text(number, MOST_TEXT, &at("number"))?,
                url: urls.get(place).map(|url| url.0.clone()),
            });
        }
        Ok(Tracking {
            company: text(self.company, MOST_TEXT, &at("company"))?,
            parcels,
        })
    }
}

/// Reads fulfillment order lines with their quantities.
pub(super) fn lines(
    given: &[FulfillmentOrderLineItemInput],
    field: &str,
) -> Result<Vec<(FulfillmentOrderLineId, i32)>, Refusal<OrderErrorCode>> {
    some(given, field)?;
    let mut named = HashSet::new();
    let mut read = Vec::new();
    for (index, line) in given.iter().enumerate() {
        let at = |name: &str| format!("{field}.{index}.{name}");
        let line_id = id(&line.id, &at("id"))?;
        if !named.insert(line_id) {
            return refuse(
                OrderErrorCode::Invalid,
                &at("id"),
                "The entry is given twice.",
            );
        }
        read.push((line_id, quantity(line.quantity, &at("quantity"))?));
    }
    Ok(read)
}

impl FulfillmentInput {
    pub(super) fn read(self, message: Option<String>) -> Result<SendWish, Refusal<OrderErrorCode>> {
        let field = "fulfillment.lineItemsByFulfillmentOrder";
        some(&self.line_items_by_fulfillment_order, field)?;
        let mut named = HashSet::new();
        let mut parts = Vec::new();
        for (index, part) in self.line_items_by_fulfillment_order.iter().enumerate() {
            let at = |name: &str| format!("{field}.{index}.{name}");
            let order = id(&part.fulfillment_order_id, &at("fulfillmentOrderId"))?;
            if !named.insert(order) {
                let field = at("fulfillmentOrderId");
                return refuse(OrderErrorCode::Invalid, &field, "The entry is given twice.");
            }
            let given = part.fulfillment_order_line_items.as_deref();
            let units = given.map(|given| lines(given, &at("fulfillmentOrderLineItems")));
            parts.push((order, units.transpose()?));
        }
        let tracking = self.tracking_info.unwrap_or_default();
        Ok(SendWish {
            parts,
            tracking: tracking.read("fulfillment.trackingInfo")?,
            notify: self.notify_customer.unwrap_or(false),
            message: text(message, MOST_TEXT, "message")?,
        })
    }
}
