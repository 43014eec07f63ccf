//! Inputs of refunds.

use super::{
    enums::{OrderTransactionKind, RefundLineItemRestockType},
    money::currency,
};
use async_graphql::{ID, InputObject};
use souk_entities::{ids::OrderId, orders::order};
use souk_kernel::{
    ids::Gid,
    refusal::Refusal,
    scalars::Decimal,
    validators::{id, refuse},
};
use souk_shop::orders::{
    refunds::{DeliveryWish, LineWish, RefundWish},
    refusal::{OrderErrorCode, amount, quantity, text},
};
use std::collections::HashSet;

/// Maximum length of a note, in characters.
const MOST_NOTE: usize = 5_000;

/// A refund to create.
#[derive(InputObject, Clone, Debug)]
pub struct RefundInput {
    /// Note for the merchant.
    note: Option<String>,
    /// Whether to notify the buyer.
    notify: Option<bool>,
    /// The order.
    pub(super) order_id: ID,
    /// Units to refund, at most 250 lines, each line once.
    refund_line_items: Option<Vec<RefundLineItemInput>>,
    /// The delivery part of the refund.
    shipping: Option<ShippingRefundInput>,
    /// The payments to refund, with the amount for each; as `suggestedRefund` calculates if
    /// omitted.
    transactions: Option<Vec<OrderTransactionInput>>,
}

/// Units of an order line to refund.
#[derive(InputObject, Clone, Debug)]
pub struct RefundLineItemInput {
    /// The order line.
    line_item_id: ID,
    /// The location the units return to.
    location_id: Option<ID>,
    /// Number of units.
    quantity: i32,
    /// What happens to the units' stock; unchanged if omitted.
    restock_type: Option<RefundLineItemRestockType>,
}

/// The part of the delivery price to refund.
#[derive(InputObject, Clone, Debug, Default)]
pub struct ShippingRefundInput {
    /// Amount to refund.
    pub(super) amount: Option<Decimal>,
    /// Whether to refund all that remains.
    pub(super) full_refund: Option<bool>,
}

/// A refund of one payment.
#[derive(InputObject, Clone, Debug)]
pub struct OrderTransactionInput {
    /// Amount, in the currency of the order.
    amount: Decimal,
    /// Kind of the transaction; must be a refund.
    kind: Option<OrderTransactionKind>,
    /// The payment to refund.
    parent_id: ID,
}

impl RefundInput {
    /// Reads the requested refund, in the currency of the order.
    pub(super) fn read(self, order: &order::Model) -> Result<RefundWish, Refusal<OrderErrorCode>> {
        let lines = self.refund_line_items.unwrap_or_default();
        let mut wish = suggestion(order, lines, self.shipping.unwrap_or_default())?;
        wish.note = text(self.note, MOST_NOTE, "input.note")?;
        wish.notify = self.notify.unwrap_or(false);
        wish.transactions = match self.transactions {
            None => None,
            Some(parts) => Some(transactions(order, parts)?),
        };
        Ok(wish)
    }

    /// The order.
    pub(super) fn order(&self) -> Result<OrderId, Refusal<OrderErrorCode>> {
        id(&self.order_id, "input.orderId")
    }
}

fn transactions(
    order: &order::Model,
    parts: Vec<OrderTransactionInput>,
) -> Result<Vec<(souk_entities::ids::PaymentTransactionId, i64)>, Refusal<OrderErrorCode>> {
    if parts.len() > 20 {
        return refuse(
            OrderErrorCode::TooMany,
            "input.transactions",
            "At most 20 entries are allowed.",
        );
    }
    let mut named = HashSet::new();
    let mut read = Vec::new();
    for (index, part) in parts.into_iter().enumerate() {
        let at = |name: &str| format!("input.transactions.{index}.{name}");
        if part
            .kind
            .is_some_and(|kind| kind != OrderTransactionKind::Refund)
        {
            return refuse(
                OrderErrorCode::Invalid,
                &at("kind"),
                "The kind must be `REFUND`.",
            );
        }
        let parent = id(&part.parent_id, &at("parentId"))?;
        if !named.insert(parent) {
            return refuse(
                OrderErrorCode::Invalid,
                &at("parentId"),
                "The entry is given twice.",
            );
        }
        let amount = amount(&part.amount.0, currency(&order.currency), &at("amount"))?;
        read.push((parent, amount));
    }
    Ok(read)
}

/// Reads the units and delivery of a refund.
pub(super) fn suggestion(
    order: &order::Model,
    lines: Vec<RefundLineItemInput>,
    shipping: ShippingRefundInput,
) -> Result<RefundWish, Refusal<OrderErrorCode>> {
    if lines.len() > 250 {
        let field = "input.refundLineItems";
        return refuse(
            OrderErrorCode::TooMany,
            field,
            "At most 250 entries are allowed.",
        );
    }
    let mut named = HashSet::new();
    let mut read = Vec::new();
    for (index, line) in lines.into_iter().enumerate() {
        let at = |name: &str| format!("input.refundLineItems.{index}.{name}");
        let wanted = LineWish {
            line: id(&line.line_item_id, &at("lineItemId"))?,
            quantity: quantity(line.quantity, &at("quantity"))?,
            restock: line
                .restock_type
                .unwrap_or(RefundLineItemRestockType::NoRestock)
                .into(),
            location: optional(line.location_id, &at("locationId"))?,
        };
        if !named.insert(wanted.line) {
            return refuse(
                OrderErrorCode::Invalid,
                &at("lineItemId"),
                "The entry is given twice.",
            );
        }
        read.push(wanted);
    }
    let delivery = match (shipping.full_refund, shipping.amount) {
        (Some(true), _) => DeliveryWish::Full,
        (_, Some(given)) => {
            let field = "input.shipping.amount";
            DeliveryWish::Amount(amount(&given.0, currency(&order.currency), field)?)
        }
        _ => DeliveryWish::None,
    };
    Ok(RefundWish {
        lines: read,
        delivery,
        ..RefundWish::default()
    })
}

fn optional<I: Gid>(given: Option<ID>, field: &str) -> Result<Option<I>, Refusal<OrderErrorCode>> {
    given.map(|given| id(&given, field)).transpose()
}
