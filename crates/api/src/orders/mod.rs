//! GraphQL types and resolvers of orders.

mod access;
pub mod discounts;
pub mod enums;
pub mod fulfillment;
pub mod fulfillment_inputs;
pub mod fulfillment_mutations;
pub mod fulfillment_order;
pub mod fulfillment_order_mutations;
pub mod inputs;
pub mod line;
pub mod loaders_context;
pub mod merchant_fields;
pub mod money;
pub mod money_mutations;
pub mod mutations;
pub mod order;
pub mod queries;
pub mod reconciliation;
pub mod refund;
pub mod refund_inputs;
pub mod transaction;

pub use order::{Order, order_by_id};
pub use queries::OrderQuery;
pub use reconciliation::PaymentQuery;

use async_graphql::MergedObject;

/// Mutations of orders.
#[derive(MergedObject, Default)]
pub struct OrderMutation(
    mutations::OrderChanges,
    money_mutations::MoneyMutation,
    fulfillment_mutations::FulfillmentMutation,
    fulfillment_order_mutations::FulfillmentOrderMutation,
);
