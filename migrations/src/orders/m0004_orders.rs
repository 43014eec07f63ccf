//! Orders, their fulfillments and refunds, and the e-mails about them.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// The number preceding that of the first order.
const FIRST_NUMBER: i64 = 1_000;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(
        steps,
        [
            fulfillment(),
            fulfillment_order(),
            fulfillment_order_line(),
            mail(),
            order_event(),
            order_line(),
            order_number(),
            order_operation(),
            orders(),
            refund(),
        ],
    );
    create::indexes(steps, &indexes());
    let first = Query::insert()
        .into_table("order_number")
        .columns(["id", "last"])
        .values_panic([1.into(), FIRST_NUMBER.into()])
        .take();
    steps.add(first);
}

fn indexes() -> [create::NewIndex; 14] {
    let index = |name, table, columns| create::NewIndex {
        name,
        table,
        columns,
        unique: false,
    };
    [
        index("orders_by_processed", "orders", &["processed_at", "id"]),
        index("orders_by_total", "orders", &["total", "id"]),
        index("orders_by_updated", "orders", &["updated_at", "id"]),
        index(
            "orders_by_financial_status",
            "orders",
            &["financial_status", "id"],
        ),
        index(
            "orders_by_fulfillment_status",
            "orders",
            &["fulfillment_status", "id"],
        ),
        index("orders_by_email", "orders", &["email", "id"]),
        index("order_line_by_order", "order_line", &["order_id", "id"]),
        index("order_event_by_order", "order_event", &["order_id", "id"]),
        index("fulfillment_by_order", "fulfillment", &["order_id", "id"]),
        index("refund_by_order", "refund", &["order_id", "id"]),
        index(
            "fulfillment_order_by_order",
            "fulfillment_order",
            &["order_id", "id"],
        ),
        index(
            "fulfillment_order_line_by_order",
            "fulfillment_order_line",
            &["order_id", "id"],
        ),
        index(
            "order_operation_by_state",
            "order_operation",
            &["state", "leased_until"],
        ),
        index("mail_by_due", "mail", &["state", "due_at"]),
    ]
}

fn orders() -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table("orders")
        .col(big_integer("id"))
        .col(big_integer_uniq("number"))
        .col(big_integer_uniq("attempt_id"))
        .col(text("cart_id"))
        .col(big_integer("channel_id"))
        .col(big_integer("market_id"))
        .col(text("currency"))
        .col(text("shop_currency"))
        .col(big_integer("exchange_rate"))
        .col(boolean("prices_include_tax"))
        .col(text("language"))
        .col(text_null("email"))
        .col(text_null("phone"))
        .col(json_binary_null("shipping_address"))
        .col(json_binary_null("billing_address"));
    for amount in ["subtotal", "discount", "delivery", "tax", "total"] {
        table.col(big_integer(amount));
    }
    table
        .col(json_binary("taxes"))
        .col(json_binary("deliveries"))
        .col(text_null("note"))
        .col(json_binary("attributes"))
        .col(text("financial_status"))
        .col(text("fulfillment_status"))
        .col(text_uniq("status_key"))
        .col(big_integer("processed_at"))
        .col(big_integer_null("cancelled_at"))
        .col(text_null("cancel_reason"))
        .col(big_integer_null("closed_at"))
        .col(big_integer("version"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn order_line() -> TableCreateStatement {
    let mut table = Table::create();
    table
        .table("order_line")
        .col(big_integer("id"))
        .col(big_integer("order_id"))
        .col(integer("position"))
        .col(big_integer("variant_id"))
        .col(big_integer("product_id"))
        .col(text("title"))
        .col(text_null("variant_title"))
        .col(text_null("sku"))
        .col(text_null("image"))
        .col(integer("quantity"));
    for amount in ["unit_price", "subtotal", "discount"] {
        table.col(big_integer(amount));
    }
    table
        .col(json_binary("discounts"))
        .col(json_binary("taxes"))
        .col(big_integer("tax"))
        .col(big_integer("total"))
        .col(boolean("requires_shipping"))
        .col(json_binary("allocations"))
        .col(json_binary("attributes"))
        .col(integer("refunded"))
        .col(integer("removed"))
        .primary_key(Index::create().col("id"))
        .check(Expr::col("refunded").gte(0))
        .check(Expr::col("refunded").lte(Expr::col("quantity")))
        .check(Expr::col("removed").gte(0))
        .check(Expr::col("removed").lte(Expr::col("quantity")))
        .take()
}

fn order_number() -> TableCreateStatement {
    Table::create()
        .table("order_number")
        .col(integer("id"))
        .col(big_integer("last"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn fulfillment_order() -> TableCreateStatement {
    Table::create()
        .table("fulfillment_order")
        .col(big_integer("id"))
        .col(big_integer("order_id"))
        .col(big_integer_null("location_id"))
        .col(boolean("requires_shipping"))
        .col(text("status"))
        .col(json_binary("holds"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn fulfillment_order_line() -> TableCreateStatement {
    Table::create()
        .table("fulfillment_order_line")
        .col(big_integer("id"))
        .col(big_integer("fulfillment_order_id"))
        .col(big_integer("order_id"))
        .col(big_integer("order_line_id"))
        .col(integer("total"))
        .col(integer("remaining"))
        .primary_key(Index::create().col("id"))
        .check(Expr::col("remaining").gte(0))
        .check(Expr::col("remaining").lte(Expr::col("total")))
        .take()
}

fn fulfillment() -> TableCreateStatement {
    Table::create()
        .table("fulfillment")
        .col(big_integer("id"))
        .col(big_integer("order_id"))
        .col(big_integer_null("location_id"))
        .col(integer("number"))
        .col(text("status"))
        .col(json_binary("lines"))
        .col(json_binary("tracking"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn refund() -> TableCreateStatement {
    Table::create()
        .table("refund")
        .col(big_integer("id"))
        .col(big_integer("order_id"))
        .col(text("state"))
        .col(big_integer("amount"))
        .col(big_integer("delivery"))
        .col(text_null("note"))
        .col(json_binary("lines"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn order_event() -> TableCreateStatement {
    Table::create()
        .table("order_event")
        .col(big_integer("id"))
        .col(big_integer("order_id"))
        .col(text("kind"))
        .col(text("message"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn order_operation() -> TableCreateStatement {
    Table::create()
        .table("order_operation")
        .col(big_integer("id"))
        .col(big_integer("order_id"))
        .col(text_uniq("key"))
        .col(text("fingerprint"))
        .col(text("state"))
        .col(text("work"))
        .col(text_null("failure"))
        .col(big_integer("leased_until"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn mail() -> TableCreateStatement {
    Table::create()
        .table("mail")
        .col(big_integer("id"))
        .col(text_uniq("key"))
        .col(text("kind"))
        .col(big_integer("order_id"))
        .col(big_integer_null("about_id"))
        .col(text("state"))
        .col(integer("attempts"))
        .col(big_integer("due_at"))
        .col(text_null("failure"))
        .col(big_integer("created_at"))
        .col(big_integer_null("sent_at"))
        .primary_key(Index::create().col("id"))
        .take()
}
