//! First tables of the `inventory` database.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(
        steps,
        [
            crate::outbox::outbox(),
            channel_location(),
            inventory_adjustment(),
            inventory_item(),
            inventory_level(),
            location(),
            product_stock_version(),
            variant_item(),
        ],
    );
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "variant_item_by_product",
                table: "variant_item",
                columns: &["product_id"],
                unique: false,
            },
            create::NewIndex {
                name: "variant_item_by_item",
                table: "variant_item",
                columns: &["item_id"],
                unique: false,
            },
            create::NewIndex {
                name: "inventory_level_by_location",
                table: "inventory_level",
                columns: &["location_id", "item_id"],
                unique: false,
            },
            create::NewIndex {
                name: "inventory_adjustment_by_level",
                table: "inventory_adjustment",
                columns: &["item_id", "location_id", "id"],
                unique: false,
            },
            create::NewIndex {
                name: "inventory_adjustment_by_group",
                table: "inventory_adjustment",
                columns: &["group_id"],
                unique: false,
            },
            create::NewIndex {
                name: "outbox_by_shard",
                table: "outbox",
                columns: &["shard", "id"],
                unique: false,
            },
        ],
    )
}

fn channel_location() -> TableCreateStatement {
    Table::create()
        .table("channel_location")
        .col(big_integer("channel_id"))
        .col(big_integer("location_id"))
        .col(integer("priority"))
        .primary_key(Index::create().col("channel_id").col("location_id"))
        .take()
}

fn inventory_adjustment() -> TableCreateStatement {
    Table::create()
        .table("inventory_adjustment")
        .col(big_integer("id"))
        .col(big_integer("group_id"))
        .col(big_integer("item_id"))
        .col(big_integer("location_id"))
        .col(text("name"))
        .col(big_integer("delta"))
        .col(big_integer("quantity_after"))
        .col(text("reason"))
        .col(text_null("reference"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn inventory_item() -> TableCreateStatement {
    Table::create()
        .table("inventory_item")
        .col(big_integer("id"))
        .col(text_null("sku"))
        .col(boolean("tracked"))
        .col(boolean("requires_shipping"))
        .col(big_integer_null("unit_cost"))
        .col(text_null("country_of_origin"))
        .col(text_null("harmonized_system_code"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn inventory_level() -> TableCreateStatement {
    Table::create()
        .table("inventory_level")
        .col(big_integer("item_id"))
        .col(big_integer("location_id"))
        .col(boolean("active"))
        .col(big_integer("available"))
        .col(big_integer("reserved"))
        .col(big_integer("committed"))
        .col(big_integer("on_hand"))
        .col(big_integer("incoming"))
        .col(big_integer("safety_stock"))
        .col(big_integer("damaged"))
        .col(big_integer("quality_control"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("item_id").col("location_id"))
        .check(Expr::col("reserved").gte(0))
        .check(Expr::col("committed").gte(0))
        .check(
            Expr::col("on_hand").eq(Expr::col("available")
                .add(Expr::col("reserved"))
                .add(Expr::col("committed"))
                .add(Expr::col("safety_stock"))
                .add(Expr::col("damaged"))
                .add(Expr::col("quality_control"))),
        )
        .take()
}

fn location() -> TableCreateStatement {
    Table::create()
        .table("location")
        .col(big_integer("id"))
        .col(text_uniq("name"))
        .col(boolean("active"))
        .col(boolean("fulfills_online_orders"))
        .col(json_binary("address"))
        .col(json_binary_null("pickup"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn product_stock_version() -> TableCreateStatement {
    Table::create()
        .table("product_stock_version")
        .col(big_integer("product_id"))
        .col(big_integer("version"))
        .primary_key(Index::create().col("product_id"))
        .take()
}

fn variant_item() -> TableCreateStatement {
    Table::create()
        .table("variant_item")
        .col(big_integer("variant_id"))
        .col(big_integer("item_id"))
        .col(big_integer("product_id"))
        .col(integer("units"))
        .col(text("policy"))
        .primary_key(Index::create().col("variant_id").col("item_id"))
        .take()
}
