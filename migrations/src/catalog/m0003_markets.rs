//! The shop, its markets, channels, prices and translations.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(
        steps,
        [
            market(),
            price_list(),
            price_list_price(),
            sales_channel(),
            selling_plan_group(),
            selling_plan_group_product(),
            shop(),
            translation(),
        ],
    );
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "translation_by_root",
                table: "translation",
                columns: &["root_id", "locale"],
                unique: false,
            },
            create::NewIndex {
                name: "price_list_price_by_product",
                table: "price_list_price",
                columns: &["product_id", "price_list_id"],
                unique: false,
            },
            create::NewIndex {
                name: "selling_plan_group_by_product",
                table: "selling_plan_group_product",
                columns: &["product_id"],
                unique: false,
            },
        ],
    )
}

fn market() -> TableCreateStatement {
    Table::create()
        .table("market")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("name"))
        .col(boolean("enabled"))
        .col(boolean("is_primary"))
        .col(json_binary("countries"))
        .col(json_binary("languages"))
        .col(text("currency"))
        .col(big_integer_null("price_list_id"))
        .col(boolean("prices_include_tax"))
        .col(json_binary("tax_rates"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn price_list() -> TableCreateStatement {
    Table::create()
        .table("price_list")
        .col(big_integer("id"))
        .col(text_uniq("name"))
        .col(text("currency"))
        .col(big_integer("exchange_rate"))
        .col(big_integer("adjustment"))
        .col(text("compare_at_mode"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn price_list_price() -> TableCreateStatement {
    Table::create()
        .table("price_list_price")
        .col(big_integer("price_list_id"))
        .col(big_integer("variant_id"))
        .col(big_integer("product_id"))
        .col(big_integer("price"))
        .col(big_integer_null("compare_at_price"))
        .col(json_binary("quantity_breaks"))
        .primary_key(Index::create().col("price_list_id").col("variant_id"))
        .take()
}

fn sales_channel() -> TableCreateStatement {
    Table::create()
        .table("sales_channel")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("name"))
        .col(boolean("is_default"))
        .col(text_null("access_token"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn selling_plan_group() -> TableCreateStatement {
    Table::create()
        .table("selling_plan_group")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("name"))
        .col(text_null("app_name"))
        .col(json_binary("options"))
        .col(json_binary("plans"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn selling_plan_group_product() -> TableCreateStatement {
    Table::create()
        .table("selling_plan_group_product")
        .col(big_integer("group_id"))
        .col(big_integer("product_id"))
        .primary_key(Index::create().col("group_id").col("product_id"))
        .take()
}

fn shop() -> TableCreateStatement {
    Table::create()
        .table("shop")
        .col(big_integer("id"))
        .col(text("name"))
        .col(text("currency"))
        .col(text("language"))
        .col(text("country"))
        .col(json_binary("profile"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn translation() -> TableCreateStatement {
    Table::create()
        .table("translation")
        .col(text("resource_type"))
        .col(big_integer("resource_id"))
        .col(text("locale"))
        .col(text("key"))
        .col(big_integer("root_id"))
        .col(text("value"))
        .col(big_integer("updated_at"))
        .primary_key(
            Index::create()
                .col("resource_type")
                .col("resource_id")
                .col("locale")
                .col("key"),
        )
        .take()
}
