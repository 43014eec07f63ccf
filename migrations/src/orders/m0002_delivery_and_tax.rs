//! Delivery zones and tax zones.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    let tables = [
        zone("delivery_zone", "methods"),
        area("delivery_area"),
        zone("tax_zone", "rates"),
        area("tax_area"),
    ];
    create::tables(steps, tables);
    create::indexes(
        steps,
        &[
            create::NewIndex {
                name: "delivery_area_by_zone",
                table: "delivery_area",
                columns: &["zone_id"],
                unique: false,
            },
            create::NewIndex {
                name: "tax_area_by_zone",
                table: "tax_area",
                columns: &["zone_id"],
                unique: false,
            },
        ],
    )
}

fn zone(name: &'static str, holds: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(big_integer("id"))
        .col(text_uniq("name"))
        .col(json_binary(holds))
        .col(big_integer("created_at"))
        .col(big_integer("updated_at"))
        .primary_key(Index::create().col("id"))
        .take()
}

/// The primary key ensures that no two zones cover the same area.
fn area(name: &'static str) -> TableCreateStatement {
    Table::create()
        .table(name)
        .col(text("area"))
        .col(big_integer("zone_id"))
        .primary_key(Index::create().col("area"))
        .take()
}
