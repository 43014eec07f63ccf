//! Products, variants, collections and custom fields.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

const INDEXES: [create::NewIndex; 10] = [
    create::NewIndex {
        name: "variant_by_product",
        table: "variant",
        columns: &["product_id", "position", "id"],
        unique: false,
    },
    create::NewIndex {
        name: "variant_component_by_bundle",
        table: "variant_component",
        columns: &["bundle_id"],
        unique: false,
    },
    create::NewIndex {
        name: "variant_by_sku",
        table: "variant",
        columns: &["sku"],
        unique: false,
    },
    create::NewIndex {
        name: "collection_by_title",
        table: "collection",
        columns: &["title", "id"],
        unique: false,
    },
    create::NewIndex {
        name: "collection_by_updated_at",
        table: "collection",
        columns: &["updated_at", "id"],
        unique: false,
    },
    create::NewIndex {
        name: "collection_product_by_product",
        table: "collection_product",
        columns: &["product_id"],
        unique: false,
    },
    create::NewIndex {
        name: "collection_product_by_position",
        table: "collection_product",
        columns: &["collection_id", "position", "product_id"],
        unique: false,
    },
    create::NewIndex {
        name: "metafield_by_owner",
        table: "metafield",
        columns: &["owner_type", "owner_id", "namespace", "key"],
        unique: true,
    },
    create::NewIndex {
        name: "metafield_definition_by_key",
        table: "metafield_definition",
        columns: &["owner_type", "namespace", "key"],
        unique: true,
    },
    create::NewIndex {
        name: "outbox_by_shard",
        table: "outbox",
        columns: &["shard", "id"],
        unique: false,
    },
];

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(
        steps,
        [
            crate::outbox::outbox(),
            collection(),
            collection_product(),
            metafield(),
            metafield_definition(),
            operation(),
            product(),
            variant(),
            variant_component(),
        ],
    );
    create::indexes(steps, &INDEXES)
}

fn collection() -> TableCreateStatement {
    Table::create()
        .table("collection")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("title"))
        .col(text("description_html"))
        .col(text("description"))
        .col(json_binary_null("image"))
        .col(text_null("seo_title"))
        .col(text_null("seo_description"))
        .col(text("sort_order"))
        .col(json_binary_null("rule_set"))
        .col(big_integer_null("published_at"))
        .col(json_binary_null("publications"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn collection_product() -> TableCreateStatement {
    Table::create()
        .table("collection_product")
        .col(big_integer("collection_id"))
        .col(big_integer("product_id"))
        .col(big_integer("position"))
        .primary_key(Index::create().col("collection_id").col("product_id"))
        .take()
}

fn metafield() -> TableCreateStatement {
    Table::create()
        .table("metafield")
        .col(big_integer("id"))
        .col(text("owner_type"))
        .col(big_integer("owner_id"))
        .col(text("namespace"))
        .col(text("key"))
        .col(text("kind"))
        .col(text("value"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn metafield_definition() -> TableCreateStatement {
    Table::create()
        .table("metafield_definition")
        .col(big_integer("id"))
        .col(text("owner_type"))
        .col(text("namespace"))
        .col(text("key"))
        .col(text("kind"))
        .col(text("name"))
        .col(text_null("description"))
        .col(json_binary("validations"))
        .col(boolean("storefront_visible"))
        .col(boolean("filterable"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn operation() -> TableCreateStatement {
    Table::create()
        .table("operation")
        .col(big_integer("id"))
        .col(text("work"))
        .col(big_integer("created_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn product() -> TableCreateStatement {
    Table::create()
        .table("product")
        .col(big_integer("id"))
        .col(text_uniq("handle"))
        .col(text("title"))
        .col(text("description_html"))
        .col(text("description"))
        .col(text("vendor"))
        .col(text("product_type"))
        .col(text_null("category"))
        .col(json_binary("tags"))
        .col(text("status"))
        .col(big_integer_null("published_at"))
        .col(json_binary_null("publications"))
        .col(text_null("seo_title"))
        .col(text_null("seo_description"))
        .col(boolean("gift_card"))
        .col(boolean("requires_selling_plan"))
        .col(json_binary("options"))
        .col(json_binary("media"))
        .col(json_binary("price_range"))
        .col(json_binary("list_price_ranges"))
        .col(integer("variants_count"))
        .col(big_integer("version"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn variant() -> TableCreateStatement {
    Table::create()
        .table("variant")
        .col(big_integer("id"))
        .col(big_integer("product_id"))
        .col(integer("position"))
        .col(text("title"))
        .col(text_null("sku"))
        .col(text_null("barcode"))
        .col(big_integer("price"))
        .col(big_integer_null("compare_at_price"))
        .col(json_binary("selected_options"))
        .col(big_integer_null("media_id"))
        .col(big_integer("weight_grams"))
        .col(text("weight_unit"))
        .col(json_binary_null("unit_price_measurement"))
        .col(boolean("requires_shipping"))
        .col(boolean("taxable"))
        .col(text_null("tax_code"))
        .col(json_binary_null("quantity_rule"))
        .col(json_binary("components"))
        .col(boolean("requires_components"))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

fn variant_component() -> TableCreateStatement {
    Table::create()
        .table("variant_component")
        .col(big_integer("component_id"))
        .col(big_integer("bundle_id"))
        .primary_key(Index::create().col("component_id").col("bundle_id"))
        .take()
}
