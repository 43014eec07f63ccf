//! Selling plan groups of the demo, and the products they are offered for.

use super::{
    products::Saved,
    texts::{self, of_entry},
    values::{list, optional, parsed, scaled, strings, text},
};
use crate::catalog;
use anyhow::Context;
use serde_json::Value;
use souk_entities::catalog::{
    market::Codes,
    selling_plan_group::{self, SellingPlan, SellingPlans},
    selling_plan_group_product,
};
use souk_kernel::app::App;

pub(crate) async fn write(app: &App, shop: &Value, saved: &Saved) -> anyhow::Result<()> {
    let txn = app.databases.catalog.begin().await?;
    let stored = catalog::selling_plan_groups(&txn).await?;
    let now = app.clock.now();
    let (mut groups, mut offered, mut translated) = (Vec::new(), Vec::new(), Vec::new());
    for entry in list(shop, "sellingPlanGroups") {
        let handle = text(entry, "handle");
        let before = stored.iter().find(|group| group.handle == handle);
        let id = before.map_or_else(|| app.next_id(), |group| group.id);
        translated.extend(of_entry(app, "SellingPlanGroup", id.0, id.0, entry));
        let known = before.map_or(&[][..], |group| &group.plans.0);
        let mut plans = Vec::new();
        for entry in list(entry, "sellingPlans") {
            let plan = plan(app, entry, known)
                .with_context(|| format!("selling plan {}", text(entry, "handle")))?;
            translated.extend(of_entry(app, "SellingPlan", plan.id.0, id.0, entry));
            plans.push(plan);
        }
        let handles = strings(entry, "products");
        let products = handles.iter().filter_map(|handle| saved.get(handle));
        offered.extend(products.map(|product| selling_plan_group_product::Model {
            group_id: id,
            product_id: product.id,
        }));
        groups.push(selling_plan_group::Model {
            id,
            handle,
            name: text(entry, "name"),
            app_name: optional(entry, "appName"),
            options: Codes(strings(entry, "options")),
            plans: SellingPlans(plans),
            created_at: now,
            updated_at: now,
        });
    }
    catalog::upsert_selling_plan_groups(&txn, groups, offered).await?;
    texts::write(&txn, translated).await?;
    Ok(txn.commit().await?)
}

/// The plan of an entry. A stored plan with the same name keeps its id, because carts refer to it.
fn plan(app: &App, entry: &Value, known: &[SellingPlan]) -> anyhow::Result<SellingPlan> {
    let name = text(entry, "name");
    let before = known.iter().find(|plan| plan.name == name);
    let every = &entry["deliveryPolicy"]["recurring"];
    let off = &entry["pricingPolicies"][0]["fixed"]["adjustmentValue"]["percentage"];
    let off = off
        .as_number()
        .map_or_else(|| "0".to_owned(), ToString::to_string);
    Ok(SellingPlan {
        id: before.map_or_else(|| app.next_id(), |plan| plan.id),
        description: optional(entry, "description"),
        options: strings(entry, "options"),
        interval_count: parsed(every, "intervalCount")?,
        interval: text(every, "interval"),
        recurring: true,
        percentage_off: scaled(&off, 2)?,
        name,
    })
}
