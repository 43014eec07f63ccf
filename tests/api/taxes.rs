//! Which taxes carts show.

use crate::{
    delivery_options::{address, cart_to, choose, handle, zones},
    harness::TestShop,
};
use serde_json::{Value, json};
use souk_entities::{
    catalog::variant::{Component, Components},
    ids::VariantId,
};
use souk_kernel::{
    config::{TaxServiceKind, WhenTaxServiceIsDown},
    ids::Gid,
};
use souk_shop::{
    cart::{self, CartKeys},
    market::Directory,
};

/// Total, tax, and whether the tax is estimated.
fn cost(cart: &Value) -> (&str, &str, bool) {
    let cost = &cart["cost"];
    (
        cost["totalAmount"]["amount"].as_str().unwrap(),
        cost["totalTaxAmount"]["amount"].as_str().unwrap(),
        cost["totalTaxAmountEstimated"].as_bool().unwrap(),
    )
}

/// Tax zones of the stories: 10 % in the United States, 5 % and 7 % in Oregon of which delivery has
/// the first, and 20 % in Germany, where tea and books have less.
async fn taxes(shop: &TestShop) {
    let zone = |name: &str, country: Value, rates: Value| json!({"name": name, "countries": [country], "rates": rates});
    shop.tax_zone(zone(
        "US",
        json!({"code": "US"}),
        json!([{"title": "Tax", "rate": "10"}]),
    ))
    .await;
    let rates = json!([{"title": "State", "rate": "5"},
        {"title": "City", "rate": "7", "appliesToDelivery": false}]);
    shop.tax_zone(zone(
        "OR",
        json!({"code": "US", "provinces": ["OR"]}),
        rates,
    ))
    .await;
    let rates = json!([{"title": "VAT", "rate": "20"}, {"title": "Books", "rate": "7", "taxCode": "reduced"},
        {"title": "Tea", "rate": "0", "productCategory": "Food > Tea"}]);
    shop.tax_zone(zone("DE", json!({"code": "DE"}), rates))
        .await;
}

async fn product(shop: &TestShop, handle: &str, price: i64) -> VariantId {
    let made = shop.product(handle).price_minor(price);
    made.create().await.variants[0]
}

#[tokio::test]
async fn tax_is_that_of_the_address_and_until_then_of_the_country() {
    let shop = TestShop::start().await;
    taxes(&shop).await;
    let lamp = product(&shop, "lamp", 1_005).await;

    let cart = cart_to(&shop, &[(lamp, 3)], json!([])).await;
    assert_eq!(cost(&cart), ("33.17", "3.02", true)); // 30.15 and 3.015
    assert_eq!(cart["cost"]["subtotalAmount"]["amount"], "30.15");
    assert_eq!(cart["estimatedCost"]["totalTaxAmount"]["amount"], "3.02");
    let cart = cart_to(&shop, &[(lamp, 3)], json!([address("US", Some("OR"))])).await;
    assert_eq!(cost(&cart), ("33.77", "3.62", false)); // 12 % is 3.618
    let cart = cart_to(&shop, &[(lamp, 3)], json!([address("FR", None)])).await;
    assert_eq!(cost(&cart), ("30.15", "0.0", false));
}

#[tokio::test]
async fn delivery_is_taxed_too() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    taxes(&shop).await;
    let lamp = product(&shop, "lamp", 1_000).await;
    for (place, way, expected) in [
        (address("US", None), "Standard", ("16.5", "1.5", false)), // 10 + 5, 10 % of both
        (address("US", Some("OR")), "Bike", ("13.3", "1.3", false)), // 10 + 2, 12 % and 5 %
    ] {
        let cart = cart_to(&shop, &[(lamp, 1)], json!([place])).await;
        let group = &cart["deliveryGroups"]["nodes"][0]["id"];
        let chosen = choose(&shop, &cart, &[(group, handle(&cart, way))]).await;
        assert_eq!(cost(&chosen["cart"]), expected);
    }
}

#[tokio::test]
async fn prices_of_a_market_may_contain_the_tax_of_what_is_bought() {
    let shop = TestShop::start().await;
    taxes(&shop).await;
    shop.change_market(|market| {
        market.countries.0 = vec!["DE".to_owned()];
        market.prices_include_tax = true;
    })
    .await;
    let lamp = product(&shop, "lamp", 1_200).await;
    let book = shop.product("book").price_minor(1_070);
    let book = book.with_variant(|row| row.tax_code = Some("reduced".to_owned()));
    let book = book.create().await.variants[0];
    let tea = shop.product("tea").price_minor(500);
    let tea = tea.with(|row| row.category = Some("Food > Tea > Green".to_owned()));
    let tea = tea.create().await.variants[0];
    let stamp = shop.product("stamp").price_minor(100);
    let stamp = stamp.with_variant(|row| row.taxable = false);
    let stamp = stamp.create().await.variants[0];
    let set = shop.product("set").price_minor(2_000);
    let parts = [(lamp, 1), (book, 1)].map(|(variant, quantity)| Component { variant, quantity });
    let set = set.with_variant(|row| row.components = Components(parts.to_vec()));
    let set = set.create().await.variants[0];

    for (bought, total, tax) in [
        (lamp, "12.0", "2.0"),
        (book, "10.7", "0.7"),
        (tea, "5.0", "0.0"),
        (stamp, "1.0", "0.0"),
        // 10.57 of the lamp and 9.43 of the book: 1.76 and 0.62.
        (set, "20.0", "2.38"),
    ] {
        let cart = cart_to(&shop, &[(bought, 1)], json!([])).await;
        assert_eq!(cost(&cart), (total, tax, true));
    }
    let all = [(lamp, 1), (book, 1), (tea, 1), (stamp, 1), (set, 1)];
    let cart = cart_to(&shop, &all, json!([])).await;
    assert_eq!(cost(&cart), ("48.7", "5.08", true));
}

/// A shop that asks a tax service which nobody runs.
async fn without_service(when_down: WhenTaxServiceIsDown) -> TestShop {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let shop = TestShop::start_with(|config| {
        config.tax.service = TaxServiceKind::Http;
        config.tax.url = Some(format!("http://{address}/"));
        config.tax.when_down = when_down;
    });
    let shop = shop.await;
    taxes(&shop).await;
    shop
}

#[tokio::test]
async fn without_its_tax_service_a_shop_refuses_or_uses_its_own_zones() {
    let shop = without_service(WhenTaxServiceIsDown::Table).await;
    let lamp = product(&shop, "lamp", 1_000).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    assert_eq!(cost(&cart), ("11.0", "1.0", false));

    let shop = without_service(WhenTaxServiceIsDown::Refuse).await;
    let lamp = product(&shop, "lamp", 1_000).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    assert_eq!(cart["cost"]["totalTaxAmount"], Value::Null);
    assert_eq!(cart["cost"]["totalTaxAmountEstimated"], true);
    assert_eq!(cart["cost"]["totalAmount"]["amount"], "10.0");
    assert_eq!(cart["cost"]["totalAmountEstimated"], true);
    let token = shop
        .app
        .part::<CartKeys>()
        .parse(cart["id"].as_str().unwrap())
        .unwrap();
    let directory = Directory::current(&shop.app);
    let channel = directory.channels[0].id;
    let audience = directory.audience(Default::default(), channel, shop.app.clock.now());
    let priced = cart::priced::price_cart(&shop.app, &audience, &token)
        .await
        .unwrap()
        .unwrap();
    assert!(priced.missing.contains(&cart::MissingMerchandise::Taxes));
}

#[tokio::test]
async fn delivery_and_tax_cost_no_statement_when_lines_are_added() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    taxes(&shop).await;
    let lamp = product(&shop, "lamp", 1_000).await;
    shop.price_list(|list| list.currency = "USD".to_owned())
        .await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    let group = &cart["deliveryGroups"]["nodes"][0]["id"];
    choose(&shop, &cart, &[(group, handle(&cart, "Standard"))]).await;
    let add = "mutation($id: ID!, $lamp: ID!) { cartLinesAdd(cartId: $id, lines: [{merchandiseId: $lamp}]) {
        cart { cost { totalAmount { amount } totalTaxAmount { amount } }
            deliveryGroups(first: 1) { nodes { deliveryOptions { handle }
                selectedDeliveryOption { title } } } } warnings { code } } }";
    let before = shop.app.databases.statements();

    let added = shop
        .data(add, json!({"id": cart["id"], "lamp": lamp.gid()}))
        .await;

    let statements = shop.app.databases.statements() - before;
    assert!(statements <= 8, "{statements} statements");
    let cart = &added["cartLinesAdd"]["cart"];
    assert_eq!(cart["cost"]["totalAmount"]["amount"], "27.5");
    let chosen = &cart["deliveryGroups"]["nodes"][0]["selectedDeliveryOption"];
    assert_eq!(chosen["title"], "Standard");
}
