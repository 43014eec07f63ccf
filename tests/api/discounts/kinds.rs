//! Kinds of discounts, each through the API.

use super::{amount, and, items, line_totals, percent_of, social, warned};
use crate::{delivery_options::zones, harness::TestShop};
use serde_json::{Value, json};
use souk_entities::catalog::variant::Component;
use souk_kernel::ids::Gid;

#[tokio::test]
async fn buy_two_get_one_free() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(1_000).create().await;
    let rug = shop.product("rug").price_minor(3_000).create().await;
    let gets = json!({"items": items(&[lamp.id]),
        "value": {"discountOnQuantity": {"quantity": "1", "effect": {"percentage": 1.0}}}});
    let buys = json!({"items": items(&[rug.id]), "value": {"quantity": "2"}});
    let offer = json!({"customerBuys": buys, "customerGets": gets, "usesPerOrderLimit": "1"});
    shop.discount("AutomaticBxgy", "A lamp for two rugs", offer)
        .await;

    for (rugs, lamps, total) in [
        (1, 1, "40.0"),
        (2, 1, "60.0"),
        (2, 2, "70.0"),
        (4, 2, "130.0"),
    ] {
        let cart = shop
            .cart_of(&[(rug.variants[0], rugs), (lamp.variants[0], lamps)])
            .await;
        assert_eq!(
            cart["cost"]["totalAmount"]["amount"], total,
            "{rugs} rugs, {lamps} lamps"
        );
    }
}

#[tokio::test]
async fn delivery_is_free_with_a_code() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let input =
        json!({"destination": {"countries": {"add": ["US"]}}, "maximumShippingPrice": "10"});
    shop.discount("CodeFreeShipping", "FREE", and(input, social()))
        .await;
    shop.discount(
        "CodeFreeShipping",
        "CANADA",
        json!({"destination": {"countries": {"add": ["CA"]}}}),
    )
    .await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    let before = shop.enter(&cart, &["FREE"]).await;
    assert_eq!(
        warned(&before),
        Vec::<&str>::new(),
        "how to deliver is not decided yet"
    );
    assert_eq!(before["cart"]["discountCodes"][0]["applicable"], true);

    shop.send_by_van(&cart).await;

    let seen = shop.seen(&cart).await;
    assert_eq!(seen["cost"]["totalAmount"]["amount"], "10.0");
    assert_eq!(
        seen["discountAllocations"][0]["targetType"],
        "SHIPPING_LINE"
    );
    assert_eq!(
        seen["discountAllocations"][0]["discountedAmount"]["amount"],
        "5.0"
    );
    let entered = shop.enter(&cart, &["CANADA"]).await;
    assert_eq!(warned(&entered), ["DISCOUNT_NO_ENTITLED_SHIPPING_LINES"]);
    assert_eq!(entered["cart"]["cost"]["totalAmount"]["amount"], "15.0");
}

#[tokio::test]
async fn goods_of_a_collection_get_cheaper() {
    let shop = TestShop::start().await;
    let sale = shop.collection("sale").await;
    let lamp = shop
        .product("lamp")
        .price_minor(1_000)
        .collection(sale.id)
        .create()
        .await;
    let rug = shop.product("rug").price_minor(3_000).create().await;
    let of_sale = json!({"customerGets": {"value": {"percentage": 0.2},
        "items": {"collections": {"add": [sale.id.gid()]}}}});
    shop.discount("AutomaticBasic", "Sale", of_sale).await;

    let cart = shop
        .cart_of(&[(rug.variants[0], 1), (lamp.variants[0], 1)])
        .await;

    let mut totals = line_totals(&cart);
    totals.sort_unstable();
    assert_eq!(totals, ["30.0", "8.0"]);
}

#[tokio::test]
async fn an_amount_is_converted_or_named_for_other_currencies() {
    let shop = TestShop::start().await;
    shop.price_list(|list| list.exchange_rate = 920_000).await;
    let lamp = shop.lamps(9).await;
    shop.discount("CodeBasic", "FIVE", amount("5")).await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    assert_eq!(
        cart["cost"]["totalAmount"],
        json!({"amount": "9.2", "currencyCode": "EUR"})
    );

    let entered = shop.enter(&cart, &["FIVE"]).await;

    assert_eq!(entered["cart"]["cost"]["totalAmount"]["amount"], "4.6");
    assert_eq!(
        entered["cart"]["discountApplications"][0]["value"]["amount"],
        "4.6"
    );
}

#[tokio::test]
async fn a_bundle_shares_what_is_taken_off_from_it() {
    let shop = TestShop::start().await;
    let parts = [("lamp", 1_000), ("rug", 2_001)]
        .map(async |(handle, price)| shop.product(handle).price_minor(price).create().await);
    let parts = futures_util::future::join_all(parts).await;
    let set = shop.product("set").price_minor(3_000).with_variant(|row| {
        let components = parts.iter().map(|part| Component {
            variant: part.variants[0],
            quantity: 1,
        });
        row.components.0 = components.collect();
    });
    let set = set.create().await;
    shop.discount("AutomaticBasic", "Sets", percent_of(0.1, &[set.id]))
        .await;
    let query =
        "mutation($input: CartInput) { cartCreate(input: $input) { cart { lines(first: 9) { nodes {
        cost { totalAmount { amount } } ... on ComponentizableCartLine { lineComponents {
            cost { subtotalAmount { amount } totalAmount { amount } }
            discountAllocations { discountedAmount { amount } } } } } } } } }";
    let lines = json!([{"merchandiseId": set.variants[0].gid(), "quantity": 1}]);

    let made = shop.data(query, json!({"input": {"lines": lines}})).await;

    let line = &made["cartCreate"]["cart"]["lines"]["nodes"][0];
    assert_eq!(line["cost"]["totalAmount"]["amount"], "27.0", "{line:#}");
    let parts = line["lineComponents"].as_array().unwrap().iter();
    let total = |part: &Value| {
        part["cost"]["totalAmount"]["amount"]
            .as_str()
            .unwrap()
            .parse::<f64>()
            .unwrap()
    };
    assert_eq!(
        parts.map(|part| (total(part) * 100.0).round()).sum::<f64>(),
        2_700.0
    );
}

/// What was sent to the databases for a look at a cart.
async fn statements(shop: &TestShop, cart: &Value) -> u64 {
    let before = shop.app.databases.statements();
    shop.seen(cart).await;
    shop.app.databases.statements() - before
}

#[tokio::test]
async fn twenty_discounts_cost_a_cart_one_statement() {
    let shop = TestShop::start().await;
    let sale = shop.collection("sale").await;
    let mut lines = Vec::new();
    for handle in ["lamp", "rug", "desk"] {
        let product = shop.product(handle).collection(sale.id).create().await;
        lines.push((product.variants[0], 2));
    }
    let cart = shop.cart_of(&lines).await;
    let without = statements(&shop, &cart).await;
    for number in 0..10 {
        let more = and(super::percent(0.01 * f64::from(number + 1)), social());
        shop.discount("AutomaticBasic", &format!("Share {number}"), more)
            .await;
    }
    let in_memory = statements(&shop, &cart).await;
    assert_eq!(in_memory, without, "they are kept in memory");
    for number in 0..10 {
        let items = json!({"collections": {"add": [sale.id.gid()]}});
        let gets = json!({"customerGets": {"value": {"percentage": 0.1}, "items": items}});
        shop.discount(
            "AutomaticBasic",
            &format!("Sale {number}"),
            and(gets, social()),
        )
        .await;
    }
    assert_eq!(statements(&shop, &cart).await, without + 1);

    let other = TestShop::start().await;
    let lamp = other.lamps(9).await;
    other
        .discount(
            "CodeBasic",
            "TEN",
            and(super::percent(0.1), json!({"appliesOncePerCustomer": true})),
        )
        .await;
    let cart = other.cart_of(&[(lamp, 1)]).await;
    other.email(&cart, "ada@example.com").await;
    let without = statements(&other, &cart).await;
    other.enter(&cart, &["TEN"]).await;
    assert_eq!(statements(&other, &cart).await, without + 1);
}

#[tokio::test]
async fn discounts_are_listed_page_by_page() {
    let shop = TestShop::start().await;
    for code in ["A", "B", "C"] {
        shop.discount("CodeBasic", code, super::percent(0.1)).await;
    }
    shop.discount("AutomaticBasic", "D", super::percent(0.1))
        .await;
    let query = "query($first: Int, $after: String, $last: Int, $reverse: Boolean, $filter: DiscountFilterInput) {
        discountNodes(first: $first, after: $after, last: $last, reverse: $reverse, filter: $filter) {
            pageInfo { endCursor hasNextPage } nodes { discount {
                ... on DiscountCodeBasic { title } ... on DiscountAutomaticBasic { title } } } } }";
    let listed = async |variables: Value| {
        let mut data = shop.merchant().data(query, variables).await;
        data["discountNodes"].take()
    };
    let titles = |page: &Value| -> String {
        let nodes = page["nodes"].as_array().unwrap().iter();
        nodes
            .map(|it| it["discount"]["title"].as_str().unwrap())
            .collect()
    };

    let first = listed(json!({"first": 3})).await;
    assert_eq!(
        (titles(&first), &first["pageInfo"]["hasNextPage"]),
        ("ABC".to_owned(), &json!(true))
    );
    let after = &first["pageInfo"]["endCursor"];
    assert_eq!(
        titles(&listed(json!({"first": 3, "after": after})).await),
        "D"
    );
    assert_eq!(titles(&listed(json!({"last": 2})).await), "CD");
    assert_eq!(
        titles(&listed(json!({"first": 2, "reverse": true})).await),
        "DC"
    );
    let by = |filter: Value| json!({"first": 9, "filter": filter});
    assert_eq!(
        titles(&listed(by(json!({"method": "AUTOMATIC"}))).await),
        "D"
    );
    assert_eq!(
        titles(&listed(by(json!({"method": "CODE", "code": " b "}))).await),
        "B"
    );
    let codes = "{ discountNodes(first: 1) { nodes { discount { ... on DiscountCodeBasic {
        codes(first: 1) { nodes { code } pageInfo { hasNextPage } } codesCount { count } } } } } }";
    let seen = shop.merchant().data(codes, Value::Null).await;
    let seen = &seen["discountNodes"]["nodes"][0]["discount"];
    assert_eq!(seen["codes"]["nodes"], json!([{"code": "A"}]));
    assert_eq!(seen["codesCount"]["count"], 1);
}
