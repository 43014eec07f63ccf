//! In which ways carts are delivered.

use crate::{harness::TestShop, merchant::zones::method};
use serde_json::{Value, json};
use souk_entities::{catalog::variant::WeightUnit, ids::VariantId};
use souk_kernel::ids::Gid;

pub const CART: &str = "fragment C on Cart { id
    cost { subtotalAmount { amount } totalAmount { amount currencyCode } totalAmountEstimated
        checkoutChargeAmount { amount } totalTaxAmount { amount } totalTaxAmountEstimated }
    estimatedCost { totalAmount { amount } totalTaxAmount { amount } }
    delivery { addresses { id selected oneTimeUse address { ... on CartDeliveryAddress { city } } } }
    deliveryGroups(first: 9) { nodes { id
        deliveryOptions { handle title description code deliveryMethodType estimatedCost { amount currencyCode } }
        selectedDeliveryOption { handle title estimatedCost { amount } } } } }";

/// Changes a cart by a call that may use the variables named in `arguments`.
pub async fn change(shop: &TestShop, call: &str, arguments: &str, variables: Value) -> Value {
    let query = format!(
        "mutation{arguments} {{ it: {call} {{ cart {{ ...C }} userErrors {{ code field }} \
         warnings {{ code target }} }} }} {CART}"
    );
    shop.data(&query, variables).await["it"].take()
}

/// A cart with these lines that goes to these addresses.
pub async fn cart_to(shop: &TestShop, lines: &[(VariantId, i32)], addresses: Value) -> Value {
    let lines = lines.iter();
    let lines = lines.map(|(id, units)| json!({"merchandiseId": id.gid(), "quantity": units}));
    let input = json!({"lines": lines.collect::<Vec<_>>(), "delivery": {"addresses": addresses}});
    let variables = json!({"input": input});
    let made = change(
        shop,
        "cartCreate(input: $input)",
        "($input: CartInput)",
        variables,
    )
    .await;
    assert_eq!(made["userErrors"], json!([]), "{made:#}");
    made["cart"].clone()
}

pub fn address(country: &str, province: Option<&str>) -> Value {
    json!({"address": {"deliveryAddress": {"address1": "1 Way", "city": country,
        "provinceCode": province, "countryCode": country}}})
}

/// Chooses the ways with these handles, each for the group with this id.
pub async fn choose(shop: &TestShop, cart: &Value, ways: &[(&Value, &str)]) -> Value {
    let ways = ways
        .iter()
        .map(|(group, handle)| json!({"deliveryGroupId": group, "deliveryOptionHandle": handle}));
    let call = "cartSelectedDeliveryOptionsUpdate(cartId: $id, selectedDeliveryOptions: $ways)";
    let arguments = "($id: ID!, $ways: [CartSelectedDeliveryOptionInput!]!)";
    let variables = json!({"id": cart["id"], "ways": ways.collect::<Vec<_>>()});
    change(shop, call, arguments, variables).await
}

async fn add_line(shop: &TestShop, cart: &Value, variant: VariantId, units: i32) -> Value {
    let lines = json!([{"merchandiseId": variant.gid(), "quantity": units}]);
    let variables = json!({"id": cart["id"], "lines": lines});
    let arguments = "($id: ID!, $lines: [CartLineInput!]!)";
    change(
        shop,
        "cartLinesAdd(cartId: $id, lines: $lines)",
        arguments,
        variables,
    )
    .await
}

/// Titles and prices of the ways that are offered for the first group.
pub fn offered(cart: &Value) -> Vec<(&str, &str)> {
    let options = &cart["deliveryGroups"]["nodes"][0]["deliveryOptions"];
    let options = options.as_array().unwrap().iter();
    options
        .map(|option| {
            let price = option["estimatedCost"]["amount"].as_str();
            (option["title"].as_str().unwrap(), price.unwrap())
        })
        .collect()
}

/// The handle of a way that is offered for the first group.
pub fn handle<'a>(cart: &'a Value, title: &str) -> &'a str {
    let options = &cart["deliveryGroups"]["nodes"][0]["deliveryOptions"];
    let mut options = options.as_array().unwrap().iter();
    let found = options.find(|option| option["title"] == title).unwrap();
    found["handle"].as_str().unwrap()
}

/// The first group.
pub fn group(cart: &Value) -> &Value {
    &cart["deliveryGroups"]["nodes"][0]
}

/// Zones of the stories: the United States, Oregon for itself, and Germany in euros.
pub async fn zones(shop: &TestShop) {
    let rate = |price: &str, more: Value| {
        let mut rate = more;
        rate["price"] = json!({"amount": price, "currencyCode": "USD"});
        rate
    };
    let standard = json!({"name": "Standard", "description": "By van", "code": "van", "rates": [
        rate("5", json!({"maximumGrams": 1000, "freeFrom": "50"})), rate("9", json!({"minimumGrams": 1000}))]});
    let express = json!({"name": "Express", "rates": [rate("20", json!({"maximumPrice": "40"}))]});
    shop.delivery_zone(
        json!({"name": "US", "countries": [{"code": "US"}], "methods": [standard, express]}),
    )
    .await;
    let oregon = json!([{"code": "US", "provinces": ["OR"]}]);
    shop.delivery_zone(
        json!({"name": "OR", "countries": oregon, "methods": [method("Bike", "2")]}),
    )
    .await;
    let euros =
        json!({"name": "Post", "rates": [{"price": {"amount": "4", "currencyCode": "EUR"}}]});
    shop.delivery_zone(json!({"name": "DE", "countries": [{"code": "DE"}], "methods": [euros]}))
        .await;
}

/// A lamp at 10.00 that weighs 400 g.
pub async fn lamp(shop: &TestShop) -> VariantId {
    let lamp = shop.product("lamp").price_minor(1_000).with_variant(|row| {
        row.weight_grams = 400;
        row.weight_unit = WeightUnit::Grams;
    });
    lamp.create().await.variants[0]
}

#[tokio::test]
async fn ways_of_delivery_follow_place_price_and_weight() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = lamp(&shop).await;
    for (units, place, ways) in [
        (
            1,
            address("US", None),
            vec![("Standard", "5.0"), ("Express", "20.0")],
        ),
        (
            3,
            address("US", Some("CA")),
            vec![("Standard", "9.0"), ("Express", "20.0")],
        ),
        (5, address("US", Some("CA")), vec![("Standard", "9.0")]),
        (1, address("US", Some("or")), vec![("Bike", "2.0")]),
        (1, address("DE", None), vec![]), // its rate is in euros
        (1, address("FR", None), vec![]),
    ] {
        let cart = cart_to(&shop, &[(lamp, units)], json!([place])).await;
        assert_eq!(offered(&cart), ways, "{place:#}");
        assert_eq!(group(&cart)["selectedDeliveryOption"], Value::Null);
    }
    let ring = shop.product("ring").price_minor(5_000);
    let ring = ring.with_variant(|row| row.weight_grams = 5).create().await;
    let cart = cart_to(
        &shop,
        &[(ring.variants[0], 1)],
        json!([address("US", None)]),
    )
    .await;
    assert_eq!(offered(&cart), [("Standard", "0.0")]);

    let option = &group(&cart)["deliveryOptions"][0];
    assert_eq!(
        (&option["description"], &option["code"]),
        (&json!("By van"), &json!("van"))
    );
    assert_eq!(option["deliveryMethodType"], "SHIPPING");
    assert_eq!(option["estimatedCost"]["currencyCode"], "USD");
}

#[tokio::test]
async fn a_chosen_way_is_kept_and_dropped_with_a_warning() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    assert_eq!(cart["cost"]["totalAmount"]["amount"], "10.0");
    assert_eq!(cart["cost"]["totalAmountEstimated"], true);

    let chosen = choose(
        &shop,
        &cart,
        &[(&group(&cart)["id"], handle(&cart, "Express"))],
    )
    .await;
    assert_eq!(chosen["userErrors"], json!([]));
    assert_eq!(
        group(&chosen["cart"])["selectedDeliveryOption"]["title"],
        "Express"
    );
    assert_eq!(chosen["cart"]["cost"]["totalAmount"]["amount"], "30.0");
    assert_eq!(
        chosen["cart"]["cost"]["checkoutChargeAmount"]["amount"],
        "30.0"
    );
    assert_eq!(
        chosen["cart"]["estimatedCost"]["totalAmount"]["amount"],
        "30.0"
    );
    assert_eq!(chosen["cart"]["cost"]["totalAmountEstimated"], false);

    let kept = add_line(&shop, &cart, lamp, 1).await;
    assert_eq!(kept["warnings"], json!([]));
    assert_eq!(kept["cart"]["cost"]["totalAmount"]["amount"], "40.0");
    let lost = add_line(&shop, &cart, lamp, 3).await; // 50.00 are too much for Express
    let warning = json!([{"code": "DELIVERY_OPTION_NOT_AVAILABLE", "target": group(&cart)["id"]}]);
    assert_eq!(lost["warnings"], warning);
    assert_eq!(group(&lost["cart"])["selectedDeliveryOption"], Value::Null);
    assert_eq!(lost["cart"]["cost"]["totalAmount"]["amount"], "50.0");

    // It does not come back by itself, and nobody is warned twice.
    let id = cart["id"].clone();
    let query = format!(
        "query($id: ID!) {{ cart(id: $id) {{ lines(first: 9) {{ nodes {{ id }} }} ...C }} }} {CART}"
    );
    let read = shop.data(&query, json!({"id": id})).await["cart"].take();
    let lines = json!([{"id": read["lines"]["nodes"][0]["id"], "quantity": 1}]);
    let call = "cartLinesUpdate(cartId: $id, lines: $lines)";
    let arguments = "($id: ID!, $lines: [CartLineUpdateInput!]!)";
    let less = change(&shop, call, arguments, json!({"id": id, "lines": lines})).await;
    assert_eq!(less["warnings"], json!([]));
    assert_eq!(group(&less["cart"])["selectedDeliveryOption"], Value::Null);
}

#[tokio::test]
async fn a_way_that_the_shop_gives_up_is_no_longer_chosen() {
    let shop = TestShop::start().await;
    let zone =
        json!({"name": "US", "countries": [{"code": "US"}], "methods": [method("Van", "5")]});
    let zone = shop.delivery_zone(zone).await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    choose(&shop, &cart, &[(&group(&cart)["id"], handle(&cart, "Van"))]).await;

    let delete = "mutation($id: ID!) { deliveryZoneDelete(id: $id) { userErrors { code } } }";
    shop.merchant()
        .data(delete, json!({"id": zone["id"]}))
        .await;

    let query = format!("query($id: ID!) {{ cart(id: $id) {{ ...C }} }} {CART}");
    let read = shop.data(&query, json!({"id": cart["id"]})).await["cart"].take();
    assert_eq!(group(&read)["selectedDeliveryOption"], Value::Null);
    assert_eq!(read["cost"]["totalAmount"]["amount"], "10.0");
    let noted = change(
        &shop,
        "cartNoteUpdate(cartId: $id, note: \"Hello\")",
        "($id: ID!)",
        json!({"id": cart["id"]}),
    )
    .await;
    assert_eq!(
        noted["warnings"][0]["code"],
        "DELIVERY_OPTION_NOT_AVAILABLE"
    );
}

#[tokio::test]
async fn a_way_that_is_not_offered_is_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    let other = cart_to(&shop, &[(lamp, 1)], json!([address("US", Some("OR"))])).await;
    let (own, foreign) = (&group(&cart)["id"], &group(&other)["id"]);
    let (van, bike) = (handle(&cart, "Standard"), handle(&other, "Bike"));

    let refused = choose(&shop, &cart, &[(own, bike), (foreign, van), (own, "")]).await;

    let at = |place: &str, field: &str| json!(["selectedDeliveryOptions", place, field]);
    let errors = json!([
        {"code": "INVALID_DELIVERY_OPTION", "field": at("0", "deliveryOptionHandle")},
        {"code": "INVALID_DELIVERY_GROUP", "field": at("1", "deliveryGroupId")},
        {"code": "INVALID_DELIVERY_OPTION", "field": at("2", "deliveryOptionHandle")}]);
    assert_eq!(refused["userErrors"], errors);
    assert_eq!(refused["cart"], Value::Null);
    let half = choose(&shop, &cart, &[(own, van), (own, "nothing")]).await;
    assert_eq!(half["userErrors"].as_array().unwrap().len(), 1);
    let query = format!("query($id: ID!) {{ cart(id: $id) {{ ...C }} }} {CART}");
    let read = shop.data(&query, json!({"id": cart["id"]})).await["cart"].take();
    assert_eq!(group(&read)["selectedDeliveryOption"], Value::Null);
}

#[tokio::test]
async fn orders_are_picked_up_where_everything_is_in_stock() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let portland = shop.pickup_location("Portland", "TWO_HOURS", None).await;
    let salem = shop.pickup_location("Salem", "ONE_HOUR", None).await;
    let berlin = shop.pickup_location("Berlin", "ONE_HOUR", None).await;
    for (place, country) in [(portland, "US"), (salem, "US"), (berlin, "DE")] {
        shop.place_location(place, country).await;
    }
    let lamp = shop
        .product("lamp")
        .price_minor(1_000)
        .stock(3)
        .create()
        .await;
    let lamp = lamp.variants[0]; // three are in Portland
    shop.keep(lamp, salem, 1).await;

    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;

    let shipped = [("Standard", "5.0"), ("Express", "20.0")];
    let (portland, salem) = (("Portland", "0.0"), ("Salem", "0.0"));
    assert_eq!(offered(&cart), [shipped[0], shipped[1], portland, salem]);
    let option = &group(&cart)["deliveryOptions"][2];
    assert_eq!(option["deliveryMethodType"], "PICK_UP");
    assert_eq!(option["description"], "Usually ready in 2 hours");
    let abroad = cart_to(&shop, &[(lamp, 1)], json!([address("DE", None)])).await;
    assert_eq!(offered(&abroad), []);
    let chosen = choose(
        &shop,
        &cart,
        &[(&group(&cart)["id"], handle(&cart, "Salem"))],
    )
    .await;
    assert_eq!(chosen["cart"]["cost"]["totalAmount"]["amount"], "10.0");
    assert_eq!(
        group(&chosen["cart"])["selectedDeliveryOption"]["title"],
        "Salem"
    );

    let more = add_line(&shop, &cart, lamp, 1).await;
    assert_eq!(more["warnings"][0]["code"], "DELIVERY_OPTION_NOT_AVAILABLE");
    assert_eq!(offered(&more["cart"]), [shipped[0], shipped[1], portland]);
}
