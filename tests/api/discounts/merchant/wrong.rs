//! What `discountCodeBasicCreate`, `discountCodeBasicUpdate` and their like refuse, with code and path.

use super::{UPDATE, update};
use crate::{
    discounts::{amount, and, percent},
    harness::TestShop,
    merchant::{because, refusal, refusal_of},
};
use futures_util::future::join_all;
use sea_orm::{EntityTrait, IntoActiveModel};
use serde_json::{Value, json};
use souk_entities::orders::discount;

/// Inputs of `discountCodeBasicCreate` that are wrong, with code and path.
type Wrong = Vec<(Value, &'static str, &'static str)>;

fn wrong_values() -> Wrong {
    let gets = |value: Value| json!({"customerGets": {"value": value, "items": {"all": true}}});
    let share = |share: f64| gets(json!({"percentage": share}));
    let off = |off: Value| gets(json!({"discountAmount": off}));
    let euros = json!({"amount": "1", "currencyCode": "EUR"});
    let dollars = json!({"amount": "1", "currencyCode": "USD"});
    vec![
        (share(0.0), "INVALID", "customerGets.value.percentage"),
        (share(-0.1), "INVALID", "customerGets.value.percentage"),
        (share(1.01), "INVALID", "customerGets.value.percentage"),
        (share(1e-9), "INVALID", "customerGets.value.percentage"),
        (json!({}), "BLANK", "customerGets.items"),
        (gets(json!({})), "INVALID", "customerGets.value"),
        (
            off(json!({"amount": "-1"})),
            "INVALID",
            "customerGets.value.discountAmount.amount",
        ),
        (
            off(json!({"amount": "0"})),
            "INVALID",
            "customerGets.value.discountAmount.amount",
        ),
        (
            off(json!({"amount": "1.005"})),
            "INVALID",
            "customerGets.value.discountAmount.amount",
        ),
        (
            off(json!({"amounts": [euros]})),
            "BLANK",
            "customerGets.value.discountAmount.amount",
        ),
        (
            off(json!({"amount": "1", "amounts": [dollars]})),
            "DUPLICATE",
            "customerGets.value.discountAmount.amounts.0.currencyCode",
        ),
        (
            gets(json!({"percentage": 0.1, "discountAmount": {"amount": "1"}})),
            "INVALID",
            "customerGets.value",
        ),
    ]
}

fn wrong_goods() -> Wrong {
    let items =
        |items: Value| json!({"customerGets": {"value": {"percentage": 0.1}, "items": items}});
    vec![
        (items(json!({})), "BLANK", "customerGets.items"),
        (
            items(json!({"all": true, "products": {}})),
            "INVALID",
            "customerGets.items",
        ),
        (
            items(json!({"products": {"productsToAdd": ["gid://souk/Product/1"]}})),
            "NOT_FOUND",
            "customerGets.items.products.productsToAdd.0",
        ),
        (
            items(json!({"products": {"productVariantsToAdd": ["gid://souk/ProductVariant/1"]}})),
            "NOT_FOUND",
            "customerGets.items.products.productVariantsToAdd.0",
        ),
        (
            items(json!({"collections": {"add": ["gid://souk/Collection/1"]}})),
            "NOT_FOUND",
            "customerGets.items.collections.add.0",
        ),
        (
            items(json!({"products": {"productsToAdd": ["lamp"]}})),
            "INVALID",
            "customerGets.items.products.productsToAdd.0",
        ),
    ]
}

fn wrong_terms() -> Wrong {
    let with = |more: Value| and(percent(0.1), more);
    vec![
        (
            with(
                json!({"minimumRequirement": {"quantity": {"greaterThanOrEqualToQuantity": "0"}}}),
            ),
            "INVALID",
            "minimumRequirement.quantity.greaterThanOrEqualToQuantity",
        ),
        (
            with(
                json!({"minimumRequirement": {"subtotal": {"greaterThanOrEqualToSubtotal": "-5"}}}),
            ),
            "INVALID",
            "minimumRequirement.subtotal.greaterThanOrEqualToSubtotal",
        ),
        (
            with(json!({"buyers": {"marketIds": ["gid://souk/Market/1"]}})),
            "NOT_FOUND",
            "buyers.marketIds.0",
        ),
        (
            with(json!({"buyers": {"channelIds": ["gid://souk/Publication/1"]}})),
            "NOT_FOUND",
            "buyers.channelIds.0",
        ),
        (
            with(json!({"buyers": {"emails": ["ada"]}})),
            "INVALID",
            "buyers.emails.0",
        ),
        (
            with(json!({"endsAt": "2019-01-01T00:00:00Z"})),
            "INVALID",
            "endsAt",
        ),
        (
            with(json!({"endsAt": "2020-01-01T00:00:00Z"})),
            "INVALID",
            "endsAt",
        ),
        (with(json!({"usageLimit": 0})), "INVALID", "usageLimit"),
        (
            with(json!({"minimumRequirement": {}})),
            "INVALID",
            "minimumRequirement",
        ),
        (
            json!({"customerGets": {"value": {"percentage": 0.1}, "items": {"all": true},
                "appliesOnOneTimePurchase": false}}),
            "INVALID",
            "customerGets.appliesOnSubscription",
        ),
    ]
}

fn wrong_names() -> Wrong {
    let with = |more: Value| and(percent(0.1), more);
    let long = "x".repeat(256);
    vec![
        (with(json!({"title": " "})), "BLANK", "title"),
        (with(json!({"title": long})), "TOO_LONG", "title"),
        (with(json!({"code": " "})), "BLANK", "code"),
        (with(json!({"code": long})), "TOO_LONG", "code"),
        (with(json!({"code": "taken"})), "TAKEN", "code"),
        (with(json!({"tags": [""]})), "BLANK", "tags.0"),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_discount_is_refused_and_nothing_is_made() {
    let shop = TestShop::start().await;
    shop.discount("CodeBasic", "TAKEN", percent(0.1)).await;
    let all = [wrong_values(), wrong_goods(), wrong_terms(), wrong_names()];
    for (input, code, field) in all.into_iter().flatten() {
        let refused = shop.try_discount("CodeBasic", "NEW", input.clone()).await;
        let path = format!("basicCodeDiscount.{field}");
        assert_eq!(refusal_of(&refused), because(code, &path), "{input:#}");
        assert_eq!(refused["node"], Value::Null);
    }
    let gets = |value: Value| json!({"customerGets": {"value": value, "items": {"all": true}}});
    let on = |units: &str, effect: Value| json!({"discountOnQuantity": {"quantity": units, "effect": effect}});
    let buys = json!({"customerBuys": {"items": {"all": true}, "value": {"quantity": "1"}}});
    let free = json!({"percentage": 1.0});
    let at = "customerGets.value.discountOnQuantity";
    let nothing = json!({"customerBuys": {"items": {"all": true}}});
    for (input, code, field) in [
        (
            and(gets(json!({"percentage": 0.1})), buys.clone()),
            "BLANK",
            at.to_owned(),
        ),
        (
            and(gets(on("0", free.clone())), buys.clone()),
            "INVALID",
            format!("{at}.quantity"),
        ),
        (
            and(gets(on("1", json!({}))), buys),
            "INVALID",
            format!("{at}.effect"),
        ),
        (
            and(gets(on("1", free.clone())), nothing),
            "BLANK",
            "customerBuys.value".to_owned(),
        ),
        (
            gets(on("1", free)),
            "BLANK",
            "customerBuys.items".to_owned(),
        ),
    ] {
        let refused = shop.try_discount("AutomaticBxgy", "New", input).await;
        let path = format!("automaticBxgyDiscount.{field}");
        assert_eq!(refusal_of(&refused), because(code, &path));
    }
    let nowhere = json!({"destination": {"countries": {"add": []}}});
    let refused = shop.try_discount("CodeFreeShipping", "NEW", nowhere).await;
    let path = "freeShippingCodeDiscount.destination.countries";
    assert_eq!(refusal_of(&refused), because("BLANK", path));
    let all = "{ discountNodes(first: 9) { nodes { id } } }";
    let all = shop.merchant().data(all, json!({})).await;
    assert_eq!(all["discountNodes"]["nodes"].as_array().unwrap().len(), 1);
    // A code of two discounts at once is one of them.
    let calls = (0..8).map(|_| shop.try_discount("CodeBasic", "ONE", percent(0.1)));
    let made = join_all(calls).await;
    assert_eq!(made.iter().filter(|it| !it["node"].is_null()).count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_change_of_a_discount_changes_nothing() {
    let shop = TestShop::start().await;
    shop.discount("CodeBasic", "OTHER", amount("5")).await;
    let id = shop.discount("CodeBasic", "TEN", percent(0.1)).await;
    let before = shop.read_discount(&id).await;
    for (input, code, field) in [
        (
            json!({"title": "New", "endsAt": "2019-01-01T00:00:00Z"}),
            "INVALID",
            "endsAt",
        ),
        (json!({"title": "New", "code": "other"}), "TAKEN", "code"),
        (json!({"title": "", "code": "NEW"}), "BLANK", "title"),
        (
            json!({"code": "NEW", "customerGets": {"items": {"all": false}}}),
            "BLANK",
            "customerGets.items",
        ),
    ] {
        let field = format!("basicCodeDiscount.{field}");
        let refused = refusal(&shop, UPDATE, update(&id, input)).await;
        assert_eq!(refused, because(code, &field));
    }
    assert_eq!(shop.read_discount(&id).await, before);
    let nobody = refusal(
        &shop,
        UPDATE,
        update("gid://souk/DiscountNode/1", json!({})),
    )
    .await;
    assert_eq!(nobody, because("NOT_FOUND", "id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn at_most_250_discounts_apply_by_themselves_at_one_time() {
    let shop = TestShop::start().await;
    let id = shop.discount("AutomaticBasic", "Sale", percent(0.1)).await;
    let db = shop.app.databases.orders.writer();
    let first = discount::Entity::find().one(db).await.unwrap().unwrap();
    let others = (1..250).map(|_| discount::Model {
        id: shop.app.next_id(),
        ..first.clone()
    });
    let others = others.map(IntoActiveModel::into_active_model);
    discount::Entity::insert_many(others)
        .exec_without_returning(db)
        .await
        .unwrap();

    let refused = shop
        .try_discount("AutomaticBasic", "One more", percent(0.1))
        .await;

    let path = "automaticBasicDiscount";
    assert_eq!(refusal_of(&refused), because("TOO_MANY", path));
    shop.discount("CodeBasic", "BY CODE", percent(0.1)).await;
    let turn = async |mutation: &str, id: &str| {
        shop.turn_discount(mutation, "automaticDiscountNode { id }", id)
            .await
    };
    turn("discountAutomaticDeactivate", &id).await;
    let more = shop
        .discount("AutomaticBasic", "One more", percent(0.1))
        .await;
    let full = turn("discountAutomaticActivate", &id).await;
    assert_eq!(refusal_of(&full), because("TOO_MANY", "id"));
    turn("discountAutomaticDeactivate", &more).await;
    let room = turn("discountAutomaticActivate", &id).await;
    assert_eq!(room["userErrors"], json!([]));
}
