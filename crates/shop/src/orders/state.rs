//! State tables of orders: the financial status follows from the ledger, the fulfillment status
//! from the fulfillment orders. Nothing else determines a status.

use crate::payments::{Transaction, TransactionKind, TransactionStatus, is_open_payment};
use souk_entities::orders::{
    fulfillment_order::{self, FulfillmentOrderStatus},
    fulfillment_order_line,
    order::{self, FinancialStatus, FulfillmentStatus},
    refund::{self, RefundState},
};

/// An order's balance according to the ledger, in minor units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Balance {
    /// Authorised, and not claimed by a capture or void.
    pub held: i64,
    /// Received.
    pub received: i64,
    /// Being captured, with an outcome that is still unknown.
    pub capturing: i64,
    /// Refunded.
    pub refunded: i64,
    /// Received, and not claimed by a refund.
    pub refundable: i64,
    /// Whether an authorisation was voided.
    pub voided: bool,
    /// Whether the outcome of a transaction is still unknown.
    pub open: bool,
}

impl Balance {
    /// Computes the balance of these transactions.
    pub fn of(transactions: &[Transaction]) -> Self {
        let mut balance = Self::default();
        for transaction in transactions {
            balance.open |= is_open_payment(transaction.status);
            if transaction.kind == TransactionKind::Capture && is_open_payment(transaction.status) {
                balance.capturing += transaction.amount;
            }
            if transaction.status != TransactionStatus::Success {
                continue;
            }
            let left = transaction.amount - transaction.claimed;
            match transaction.kind {
                TransactionKind::Authorization => balance.held += left,
                TransactionKind::Capture | TransactionKind::Sale => {
                    balance.received += transaction.amount;
                    balance.refundable += left;
                }
                TransactionKind::Refund => balance.refunded += transaction.amount,
                TransactionKind::Void => balance.voided = true,
            }
        }
        balance
    }
}

/// What an order costs without what was taken off it before it was paid, in minor units: the worth
/// of refunded units and delivery for which no money was given back.
pub fn payable(order: &order::Model, refunds: &[refund::Model]) -> i64 {
    let standing = refunds.iter().filter(|it| it.state != RefundState::Failed);
    let unpaid = standing.map(|refund| {
        let lines = refund
            .lines
            .0
            .iter()
            .map(|line| match order.prices_include_tax {
                true => line.subtotal,
                false => line.subtotal + line.tax,
            });
        lines.sum::<i64>() + refund.delivery - refund.amount
    });
    (order.total - unpaid.sum::<i64>().max(0)).max(0)
}

/// Financial status of an order for which `payable` is to be paid.
pub fn financial_status(payable: i64, balance: Balance) -> FinancialStatus {
    use FinancialStatus as S;
    let Balance {
        held,
        received,
        refunded,
        voided,
        ..
    } = balance;
    match () {
        () if received == 0 && held > 0 => S::Authorized,
        () if received == 0 && voided => S::Voided,
        () if received == 0 && payable > 0 => S::Pending,
        () if received < payable && held > 0 => S::PartiallyPaid,
        () if refunded > 0 && refunded >= received => S::Refunded,
        () if refunded > 0 => S::PartiallyRefunded,
        () if received < payable => S::PartiallyPaid,
        () => S::Paid,
    }
}

/// Fulfillment status of an order.
pub fn fulfillment_status(
    orders: &[fulfillment_order::Model],
    lines: &[fulfillment_order_line::Model],
    sent: i64,
) -> FulfillmentStatus {
    use FulfillmentStatus as S;
    let left: i64 = lines.iter().map(|line| i64::from(line.remaining)).sum();
    let mut live = orders.iter().filter(|it| is_live(it.status)).peekable();
    let waits =
        live.peek().is_some() && live.all(|order| order.status == FulfillmentOrderStatus::OnHold);
    match (sent, left) {
        (0, 0) if lines.is_empty() => S::Unfulfilled,
        (0, 0) => S::Restocked,
        (_, 0) => S::Fulfilled,
        _ if waits => S::OnHold,
        (0, _) => S::Unfulfilled,
        _ => S::PartiallyFulfilled,
    }
}

/// Whether units of a fulfillment order may still be shipped.
pub fn is_live(status: FulfillmentOrderStatus) -> bool {
    use FulfillmentOrderStatus as S;
    match status {
        S::Open | S::InProgress | S::OnHold => true,
        S::Closed | S::Cancelled => false,
    }
}

/// An event of a fulfillment order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FulfillmentOrderEvent {
    /// Units of it are shipped.
    Send,
    /// A fulfillment of its units is cancelled.
    TakeBack,
    /// Units of it will not be shipped, or are moved to another location.
    Remove,
    /// It is put on hold.
    Hold,
    /// Its holds are released.
    Release,
}

/// The status of a fulfillment order after `event`, or `None` if the event is not allowed. `sent`
/// and `left` are its units after the event.
pub fn after(
    status: FulfillmentOrderStatus,
    event: FulfillmentOrderEvent,
    sent: i32,
    left: i32,
) -> Option<FulfillmentOrderStatus> {
    use {FulfillmentOrderEvent as E, FulfillmentOrderStatus as S};
    match (status, event) {
        (S::Open | S::InProgress, E::Send) => Some(by_units(sent, left)),
        (S::Open | S::InProgress | S::Closed, E::TakeBack) => Some(by_units(sent, left)),
        (S::OnHold, E::TakeBack) => Some(S::OnHold),
        (S::Open | S::InProgress, E::Remove) => Some(by_units(sent, left)),
        (S::OnHold, E::Remove) if left > 0 => Some(S::OnHold),
        (S::OnHold, E::Remove) => Some(by_units(sent, left)),
        (S::Open | S::InProgress | S::OnHold, E::Hold) => Some(S::OnHold),
        (S::OnHold, E::Release) => Some(by_units(sent, left)),
        _ => None,
    }
}

/// Status of a fulfillment order that is not on hold.
fn by_units(sent: i32, left: i32) -> FulfillmentOrderStatus {
    use FulfillmentOrderStatus as S;
    match (sent, left) {
        (0, 0) => S::Cancelled,
        (_, 0) => S::Closed,
        (0, _) => S::Open,
        _ => S::InProgress,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn balance(held: i64, received: i64, refunded: i64, voided: bool) -> Balance {
        Balance {
            held,
            received,
            refunded,
            voided,
            ..Balance::default()
        }
    }

    #[test]
    fn the_ledger_decides_the_financial_status() {
        use FinancialStatus as S;
        for (total, balance, status) in [
            (100, balance(0, 0, 0, false), S::Pending),
            (0, balance(0, 0, 0, false), S::Paid),
            (100, balance(100, 0, 0, false), S::Authorized),
            (100, balance(0, 0, 0, true), S::Voided),
            (100, balance(60, 40, 0, false), S::PartiallyPaid),
            (100, balance(0, 100, 0, false), S::Paid),
            (100, balance(0, 100, 1, false), S::PartiallyRefunded),
            (100, balance(0, 100, 100, false), S::Refunded),
            (100, balance(60, 40, 40, false), S::PartiallyPaid),
            (40, balance(60, 40, 0, false), S::Paid),
            (100, balance(0, 40, 40, true), S::Refunded),
        ] {
            assert_eq!(financial_status(total, balance), status, "{balance:?}");
        }
    }

    #[test]
    fn what_is_cancelled_or_waits_is_not_sent() {
        use {FulfillmentOrderEvent as E, FulfillmentOrderStatus as S};
        assert_eq!(after(S::Open, E::Send, 1, 1), Some(S::InProgress));
        assert_eq!(after(S::Open, E::Send, 2, 0), Some(S::Closed));
        assert_eq!(after(S::Closed, E::TakeBack, 0, 2), Some(S::Open));
        for status in [S::OnHold, S::Cancelled, S::Closed] {
            assert_eq!(after(status, E::Send, 1, 1), None);
        }
    }
}
