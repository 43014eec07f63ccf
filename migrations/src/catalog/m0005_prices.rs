//! Price history, how markets show it, and quantity rules of price lists.

use crate::{columns::*, create, steps::Steps};
use sea_orm::sea_query::*;

/// See the module.
pub(crate) fn up(steps: &mut Steps) {
    create::tables(steps, [price_history()]);
    let policy = text("compare_at_policy").default("AS_SET").take();
    let market = Table::alter().table("market").add_column(policy).take();
    steps.add(market);
    let rules = json_binary_null("list_quantity_rules");
    let variant = Table::alter().table("variant").add_column(rules).take();
    steps.add(variant);
}

fn price_history() -> TableCreateStatement {
    Table::create()
        .table("price_history")
        .col(big_integer("variant_id"))
        .col(big_integer("price_list_id"))
        .col(big_integer("until"))
        .col(big_integer("price"))
        .primary_key(
            Index::create()
                .col("variant_id")
                .col("price_list_id")
                .col("until"),
        )
        .take()
}
