//! Selling plans and bundles on product pages.

use crate::harness::TestShop;
use serde_json::json;
use souk_entities::catalog::{
    market::Codes,
    product::ProductStatus,
    selling_plan_group::{self, SellingPlan, SellingPlans},
    selling_plan_group_product,
    variant::{Component, Components},
    variant_component,
};
use souk_kernel::ids::Gid;

const PLANS: &str = "{ product(handle: \"tea\") {
    sellingPlanGroups(first: 5) { nodes { name appName options { name values }
        sellingPlans(first: 5) { nodes { id name description recurringDeliveries options { name value }
            billingPolicy { ... on SellingPlanRecurringBillingPolicy { interval intervalCount } }
            deliveryPolicy { ... on SellingPlanRecurringDeliveryPolicy { interval intervalCount } }
            checkoutCharge { type value { ... on SellingPlanCheckoutChargePercentageValue { percentage } } }
            priceAdjustments { orderCount adjustmentValue {
                ... on SellingPlanPercentagePriceAdjustment { adjustmentPercentage } } } } } } }
    variants(first: 1) { nodes { sellingPlanAllocations(first: 5, reverse: true) { nodes {
        sellingPlan { name } checkoutChargeAmount { amount } remainingBalanceChargeAmount { amount }
        priceAdjustments { price { amount } compareAtPrice { amount } perDeliveryPrice { amount } unitPrice { amount } } } } } }
} }";

async fn subscribe(shop: &TestShop) -> selling_plan_group::Model {
    let tea = shop.product("tea").price_minor(1_295).create().await;
    let now = shop.app.clock.now();
    let plan = |name: &str, months, percentage_off| SellingPlan {
        id: shop.app.next_id(),
        name: name.to_owned(),
        description: None,
        options: vec![name.to_owned()],
        interval_count: months,
        interval: "MONTH".to_owned(),
        recurring: true,
        percentage_off,
    };
    let group = selling_plan_group::Model {
        id: shop.app.next_id(),
        handle: "subscription".to_owned(),
        name: "Subscribe and save".to_owned(),
        app_name: None,
        options: Codes(vec!["Delivery every".to_owned()]),
        plans: SellingPlans(vec![plan("Month", 1, 1_000), plan("Two months", 2, 0)]),
        created_at: now,
        updated_at: now,
    };
    shop.insert_catalog::<selling_plan_group::Entity, _>(group.clone())
        .await;
    shop.insert_catalog::<selling_plan_group_product::Entity, _>(
        selling_plan_group_product::Model {
            group_id: group.id,
            product_id: tea.id,
        },
    )
    .await;
    group
}

#[tokio::test]
async fn a_product_shows_its_selling_plans_and_their_prices() {
    let shop = TestShop::start().await;
    subscribe(&shop).await;

    let data = shop.data(PLANS, json!({})).await;

    let group = &data["product"]["sellingPlanGroups"]["nodes"][0];
    assert_eq!(group["name"], "Subscribe and save");
    assert_eq!(
        group["options"],
        json!([{"name": "Delivery every", "values": ["Month", "Two months"]}])
    );
    let plans = &group["sellingPlans"]["nodes"];
    assert_eq!(
        plans[0]["priceAdjustments"],
        json!([{"orderCount": null, "adjustmentValue": {"adjustmentPercentage": 10.0}}])
    );
    assert_eq!(plans[1]["priceAdjustments"], json!([]));
    assert_eq!(
        plans[1]["deliveryPolicy"],
        json!({"interval": "MONTH", "intervalCount": 2})
    );
    let allocations = &data["product"]["variants"]["nodes"][0]["sellingPlanAllocations"]["nodes"];
    assert_eq!(allocations[0]["sellingPlan"]["name"], "Two months");
    assert_eq!(allocations[0]["checkoutChargeAmount"]["amount"], "12.95");
    // 12.95 less 10 % is 11.655
    assert_eq!(
        allocations[1]["priceAdjustments"],
        json!([{"price": {"amount": "11.66"}, "compareAtPrice": {"amount": "12.95"},
            "perDeliveryPrice": {"amount": "11.66"}, "unitPrice": null}])
    );
}

#[tokio::test]
async fn selling_plans_speak_the_language_of_the_market() {
    let shop = TestShop::start().await;
    let group = subscribe(&shop).await;
    let (root, plan) = (group.id.0, group.plans.0[0].id.0);
    let kind = "SellingPlanGroup";
    shop.translate(kind, root, root, "name", "Im Abo sparen")
        .await;
    shop.translate(kind, root, root, "option1", "Lieferung")
        .await;
    shop.translate("SellingPlan", plan, root, "name", "Monatlich")
        .await;
    shop.translate("SellingPlan", plan, root, "option1", "Monat")
        .await;
    shop.change_market(|market| market.languages = Codes(vec!["de".to_owned()]))
        .await;

    let data = shop.data(PLANS, json!({})).await;

    let group = &data["product"]["sellingPlanGroups"]["nodes"][0];
    assert_eq!(group["name"], "Im Abo sparen");
    assert_eq!(
        group["options"],
        json!([{"name": "Lieferung", "values": ["Monat", "Two months"]}])
    );
    let plan = &group["sellingPlans"]["nodes"][0];
    assert_eq!(plan["name"], "Monatlich");
    assert_eq!(
        plan["options"],
        json!([{"name": "Lieferung", "value": "Monat"}])
    );
}

#[tokio::test]
async fn a_bundle_shows_its_parts_and_parts_their_bundles() {
    let shop = TestShop::start().await;
    let cup = shop.product("cup").create().await;
    let secret = shop
        .product("secret")
        .status(ProductStatus::Draft)
        .create()
        .await;
    let part = |variant, quantity| Component { variant, quantity };
    let parts = vec![part(cup.variants[0], 4), part(secret.variants[0], 1)];
    let bundle = shop
        .product("tea-set")
        .price_minor(9_900)
        .with_variant(|row| {
            row.components = Components(parts.clone());
            row.requires_components = true;
        })
        .create()
        .await;
    for part in &parts {
        shop.insert_catalog::<variant_component::Entity, _>(variant_component::Model {
            component_id: part.variant,
            bundle_id: bundle.variants[0],
        })
        .await;
    }

    let query = "query($handle: String) { product(handle: $handle) { variants(first: 1) { nodes { requiresComponents
        components(first: 5) { nodes { quantity productVariant { product { handle } } } }
        groupedBy(first: 5) { nodes { id product { handle } } } } } } }";
    let set = shop.data(query, json!({"handle": "tea-set"})).await;
    let single = shop.data(query, json!({"handle": "cup"})).await;

    let set = &set["product"]["variants"]["nodes"][0];
    assert_eq!(set["requiresComponents"], true);
    assert_eq!(
        set["components"]["nodes"],
        json!([{"quantity": 4, "productVariant": {"product": {"handle": "cup"}}}])
    );
    assert_eq!(set["groupedBy"]["nodes"], json!([]));
    let single = &single["product"]["variants"]["nodes"][0];
    assert_eq!(single["components"]["nodes"], json!([]));
    assert_eq!(
        single["groupedBy"]["nodes"],
        json!([{"id": bundle.variants[0].gid().to_string(), "product": {"handle": "tea-set"}}])
    );
}
