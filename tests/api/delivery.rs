//! Where carts go.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_entities::{
    catalog::{
        market::Codes,
        selling_plan_group::{self, SellingPlan, SellingPlans},
        selling_plan_group_product,
    },
    ids::VariantId,
};
use souk_kernel::ids::Gid;

const CART: &str = "fragment C on Cart { id
    delivery { addresses { id selected oneTimeUse address { ... on CartDeliveryAddress {
        name city provinceCode countryCode formatted(withName: true, withCompany: false) formattedArea } } }
        chosen: addresses(selected: true) { id } }
    buyerIdentity { deliveryAddressPreferences { ... on MailingAddress { formatted province provinceCode } } }
    deliveryGroups(first: 9) { nodes { id groupType
        deliveryAddress { formatted formattedArea countryCodeV2 latitude }
        cartLines(first: 9) { nodes { quantity merchandise { ... on ProductVariant { product { handle } } } } }
        deliveryOptions { handle } selectedDeliveryOption { handle } } } }";

async fn change(shop: &TestShop, call: &str, arguments: &str, variables: Value) -> Value {
    let query = format!(
        "mutation{arguments} {{ it: {call} {{ cart {{ ...C }} userErrors {{ code field }} \
         warnings {{ code target }} }} }} {CART}"
    );
    shop.data(&query, variables).await["it"].take()
}

async fn create(shop: &TestShop, input: Value) -> Value {
    let variables = json!({"input": input});
    change(
        shop,
        "cartCreate(input: $input)",
        "($input: CartInput)",
        variables,
    )
    .await
}

async fn set_buyer(shop: &TestShop, cart: &Value, buyer: Value) -> Value {
    let call = "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer)";
    let arguments = "($id: ID!, $buyer: CartBuyerIdentityInput!)";
    let variables = json!({"id": cart["id"], "buyer": buyer});
    change(shop, call, arguments, variables).await
}

fn line(variant: VariantId) -> Value {
    json!({"merchandiseId": variant.gid()})
}

/// What the lines of each group hold, with its type.
fn groups(cart: &Value) -> Vec<(&str, Vec<&str>)> {
    let groups = cart["deliveryGroups"]["nodes"].as_array().unwrap().iter();
    groups
        .map(|group| {
            let lines = group["cartLines"]["nodes"].as_array().unwrap().iter();
            let handles = lines.map(|it| it["merchandise"]["product"]["handle"].as_str().unwrap());
            (group["groupType"].as_str().unwrap(), handles.collect())
        })
        .collect()
}

fn at_home(city: &str) -> Value {
    json!({"address": {"deliveryAddress": {"firstName": "Ada", "lastName": "King", "company": "Engines",
        "address1": "1 Long Street", "city": city, "provinceCode": "or", "zip": "97214", "countryCode": "US"}}})
}

#[tokio::test]
async fn what_is_shipped_is_grouped_by_the_address_the_buyer_gave() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await.variants[0];
    let manual = shop.product("manual").price_minor(100);
    let manual = manual.with_variant(|row| row.requires_shipping = false);
    let manual = manual.create().await.variants[0];

    let nowhere = create(&shop, json!({"lines": [line(lamp), line(manual)]})).await;
    assert_eq!(groups(&nowhere["cart"]), []);

    let mut second = at_home("Salem");
    second["selected"] = json!(true);
    let input = json!({"lines": [line(lamp), line(manual)], "delivery": {"addresses": [at_home("Portland"), second]}});
    let made = create(&shop, input).await;
    let cart = &made["cart"];
    assert_eq!(groups(cart), [("ONE_TIME_PURCHASE", vec!["lamp"])]);
    let group = &cart["deliveryGroups"]["nodes"][0];
    let label = [
        "Engines",
        "1 Long Street",
        "Salem OR 97214",
        "United States",
    ];
    assert_eq!(group["deliveryAddress"]["formatted"], json!(label));
    assert_eq!(group["deliveryOptions"], json!([]));
    assert_eq!(group["selectedDeliveryOption"], Value::Null);

    let addresses = cart["delivery"]["addresses"].as_array().unwrap();
    assert_eq!(addresses.len(), 2);
    assert_eq!(
        cart["delivery"]["chosen"],
        json!([{"id": addresses[1]["id"]}])
    );
    let first = &addresses[0]["address"];
    let label = [
        "Ada King",
        "1 Long Street",
        "Portland OR 97214",
        "United States",
    ];
    assert_eq!(first["formatted"], json!(label));
    assert_eq!(first["formattedArea"], "Portland OR, United States");
    assert_eq!(first["provinceCode"], "OR");

    let only = json!({"lines": [line(manual)], "delivery": {"addresses": [at_home("Salem")]}});
    assert_eq!(groups(&create(&shop, only).await["cart"]), []);
}

#[tokio::test]
async fn deliveries_of_a_subscription_are_a_group_of_their_own() {
    let shop = TestShop::start().await;
    let tea = shop.product("tea").create().await;
    let lamp = shop.product("lamp").create().await.variants[0];
    let now = shop.app.clock.now();
    let plan = SellingPlan {
        id: shop.app.next_id(),
        name: "Every month".to_owned(),
        description: None,
        options: vec!["Every month".to_owned()],
        interval_count: 1,
        interval: "MONTH".to_owned(),
        recurring: true,
        percentage_off: 0,
    };
    let group = selling_plan_group::Model {
        id: shop.app.next_id(),
        handle: "subscription".to_owned(),
        name: "Subscribe".to_owned(),
        app_name: None,
        options: Codes(vec!["Every".to_owned()]),
        plans: SellingPlans(vec![plan.clone()]),
        created_at: now,
        updated_at: now,
    };
    let offered = selling_plan_group_product::Model {
        group_id: group.id,
        product_id: tea.id,
    };
    shop.insert_catalog::<selling_plan_group::Entity, _>(group)
        .await;
    shop.insert_catalog::<selling_plan_group_product::Entity, _>(offered)
        .await;

    let monthly = json!({"merchandiseId": tea.variants[0].gid(), "sellingPlanId": plan.id.gid()});
    let input =
        json!({"lines": [line(lamp), monthly], "delivery": {"addresses": [at_home("Salem")]}});
    let made = create(&shop, input).await;

    let expected = [
        ("ONE_TIME_PURCHASE", vec!["lamp", "tea"]),
        ("SUBSCRIPTION", vec!["tea"]),
    ];
    assert_eq!(groups(&made["cart"]), expected);
    let ids = &made["cart"]["deliveryGroups"]["nodes"];
    assert_ne!(ids[0]["id"], ids[1]["id"]);
}

#[tokio::test]
async fn preferences_of_the_buyer_take_the_place_of_the_addresses() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await.variants[0];
    let cart = create(&shop, json!({"lines": [line(lamp)]})).await["cart"].take();
    let home = json!({"deliveryAddress": {"address1": "12 Rideau Street", "city": "Ottawa", "province": "Ontario",
        "zip": "K1N 5T5", "country": "Canada"}});

    let set = set_buyer(&shop, &cart, json!({"deliveryAddressPreferences": [home]})).await;

    let known = &set["cart"]["buyerIdentity"]["deliveryAddressPreferences"][0];
    let label = ["12 Rideau Street", "Ottawa ON K1N 5T5", "Canada"];
    assert_eq!(known["formatted"], json!(label));
    assert_eq!(
        (&known["province"], &known["provinceCode"]),
        (&json!("Ontario"), &json!("ON"))
    );
    assert_eq!(groups(&set["cart"]).len(), 1);
    let kept = set_buyer(&shop, &cart, json!({"email": "ada@example.com"})).await;
    assert_eq!(kept["cart"]["delivery"], set["cart"]["delivery"]);
    let emptied = set_buyer(&shop, &cart, json!({"deliveryAddressPreferences": []})).await;
    assert_eq!(emptied["cart"]["delivery"]["addresses"], json!([]));
}

#[tokio::test]
async fn an_address_that_cannot_be_printed_changes_nothing() {
    let shop = TestShop::start().await;
    let cart = create(&shop, json!({"note": "hello"})).await["cart"].take();

    let narnia = json!([{"deliveryAddress": {"country": "Narnia"}}]);
    let refused = set_buyer(
        &shop,
        &cart,
        json!({"deliveryAddressPreferences": narnia, "email": "a@b.c"}),
    )
    .await;
    let field = json!([
        "buyerIdentity",
        "deliveryAddressPreferences",
        "0",
        "deliveryAddress",
        "country"
    ]);
    assert_eq!(
        refused["userErrors"],
        json!([{"code": "INVALID", "field": field}])
    );

    let mut strict = at_home("Salem");
    strict["validationStrategy"] = json!("STRICT");
    strict["address"]["deliveryAddress"]["address1"] = Value::Null;
    let refused = create(&shop, json!({"delivery": {"addresses": [strict]}})).await;
    assert_eq!(refused["cart"], Value::Null);
    assert_eq!(
        refused["userErrors"][0]["code"],
        "ADDRESS_FIELD_IS_REQUIRED"
    );
    let path = refused["userErrors"][0]["field"].as_array().unwrap();
    assert_eq!(path.last().unwrap(), "address1");

    let twice = create(
        &shop,
        json!({"delivery": {"addresses": [at_home("Salem"), at_home("Salem")]}}),
    )
    .await;
    assert_eq!(twice["warnings"][0]["code"], "DUPLICATE_DELIVERY_ADDRESS");
    let kept = &twice["cart"]["delivery"]["addresses"];
    assert_eq!(kept.as_array().unwrap().len(), 1);
    assert_eq!(twice["warnings"][0]["target"], kept[0]["id"]);
}
