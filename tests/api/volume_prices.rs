//! Quantity rules and prices by quantity: merchants set them in a price list, pages and carts follow.

use crate::{
    builders::MadeProduct,
    content::gid,
    delivery_options::zones,
    harness::TestShop,
    merchant::{change, changed},
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_entities::ids::PriceListId;
use souk_kernel::ids::Gid;

const UPDATE: &str = "mutation($priceListId: ID!, $input: QuantityPricingByVariantUpdateInput!) {
    quantityPricingByVariantUpdate(priceListId: $priceListId, input: $input) {
        productVariants { id } userErrors { code field message } } }";
const PAGE: &str = "{ product(handle: \"lamp\") {
    priceRange { minVariantPrice { amount } maxVariantPrice { amount } }
    variants(first: 5) { nodes {
        price { amount currencyCode } quantityRule { minimum maximum increment }
        quantityPriceBreaks(first: 10) { nodes { id minimumQuantity price { amount currencyCode } } }
    } } } }";
const LINE: &str = "lines(first: 5) { nodes { id quantity cost {
    amountPerQuantity { amount } compareAtAmountPerQuantity { amount } subtotalAmount { amount }
    totalAmount { amount currencyCode } } } } cost { subtotalAmount { amount } }";

/// A shop whose market has a price list, and a lamp of two variants at 10.00 and 20.00.
struct Shop {
    shop: TestShop,
    lamp: MadeProduct,
    list: PriceListId,
}

impl Shop {
    async fn new() -> Self {
        let shop = TestShop::start().await;
        let lamp = shop.product("lamp").option("Color", &["Moss", "Rust"]);
        let lamp = lamp.variant(&["Moss"], 1_000).variant(&["Rust"], 2_000);
        let lamp = lamp.create().await;
        let list = shop.price_list(|_| {}).await;
        Self { shop, lamp, list }
    }

    fn variant(&self, place: usize) -> Value {
        json!(gid(self.lamp.variants[place]))
    }

    fn price(&self, place: usize, amount: &str) -> Value {
        json!({"variantId": self.variant(place), "price": euros(amount)})
    }

    fn step(&self, place: usize, minimum: i32, amount: &str) -> Value {
        json!({"variantId": self.variant(place), "minimumQuantity": minimum, "price": euros(amount)})
    }

    fn rule(&self, place: usize, minimum: i32, maximum: Option<i32>, increment: i32) -> Value {
        json!({"variantId": self.variant(place), "minimum": minimum, "maximum": maximum,
            "increment": increment})
    }

    fn variables(&self, changes: Value) -> Value {
        json!({"priceListId": gid(self.list), "input": input(changes)})
    }

    /// Makes changes that must succeed.
    async fn set(&self, changes: Value) -> Value {
        let variables = self.variables(changes);
        changed(&self.shop, UPDATE, "productVariants", variables).await
    }

    /// Codes and paths of everything that is wrong with changes.
    async fn refused(&self, changes: Value) -> Vec<(String, String)> {
        let payload = change(&self.shop, UPDATE, self.variables(changes)).await;
        assert_eq!(payload["productVariants"], Value::Null, "{payload:#}");
        let errors = payload["userErrors"].as_array().unwrap().iter();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let path = |value: &Value| {
            let parts: Vec<String> = value.as_array().unwrap().iter().map(text).collect();
            parts.join(".")
        };
        errors
            .map(|it| (text(&it["code"]), path(&it["field"])))
            .collect()
    }

    async fn page(&self) -> Value {
        self.shop.data(PAGE, json!({})).await["product"].take()
    }

    /// A cart with so many units of the first variant.
    async fn cart(&self, quantity: i32) -> Value {
        let query = format!(
            "mutation($lines: [CartLineInput!]) {{ cartCreate(input: {{lines: $lines}}) {{
                cart {{ id {LINE} }} userErrors {{ code field }} }} }}"
        );
        let lines = json!([{"merchandiseId": self.variant(0), "quantity": quantity}]);
        let mut data = self.shop.data(&query, json!({"lines": lines})).await;
        data["cartCreate"].take()
    }

    async fn update(&self, cart: &Value, quantity: i32) -> Value {
        let query = format!(
            "mutation($id: ID!, $lines: [CartLineUpdateInput!]!) {{
                cartLinesUpdate(cartId: $id, lines: $lines) {{
                cart {{ id {LINE} }} userErrors {{ code field }} }} }}"
        );
        let line = &cart["lines"]["nodes"][0]["id"];
        let lines = json!([{"id": line, "quantity": quantity}]);
        let variables = json!({"id": cart["id"], "lines": lines});
        let mut data = self.shop.data(&query, variables).await;
        data["cartLinesUpdate"].take()
    }
}

fn euros(amount: &str) -> Value {
    json!({"amount": amount, "currencyCode": "EUR"})
}

/// An input with these changes and nothing else.
fn input(changes: Value) -> Value {
    let mut input = json!({
        "pricesToAdd": [], "pricesToDeleteByVariantId": [], "quantityPriceBreaksToAdd": [],
        "quantityPriceBreaksToDelete": [], "quantityRulesToAdd": [],
        "quantityRulesToDeleteByVariantId": [],
    });
    for (name, value) in changes.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

fn each(cart: &Value) -> &Value {
    &cart["lines"]["nodes"][0]["cost"]["amountPerQuantity"]["amount"]
}

#[tokio::test(flavor = "multi_thread")]
async fn the_price_of_a_line_falls_with_its_quantity() {
    let shop = Shop::new().await;
    let made = shop
        .set(json!({
            "pricesToAdd": [shop.price(0, "9")],
            "quantityPriceBreaksToAdd": [shop.step(0, 50, "7"), shop.step(0, 10, "8.01")],
        }))
        .await;
    assert_eq!(made, json!([{"id": shop.variant(0)}]));
    let page = shop.page().await;
    let nodes = &page["variants"]["nodes"];
    assert_eq!(nodes[0]["price"], euros("9.0"));
    let breaks = &nodes[0]["quantityPriceBreaks"]["nodes"];
    assert_eq!(breaks[0]["minimumQuantity"], 10);
    assert_eq!(breaks[0]["price"], euros("8.01"));
    assert_eq!(breaks[1]["price"], euros("7.0"));
    assert_eq!(nodes[1]["quantityPriceBreaks"]["nodes"], json!([]));
    assert_eq!(page["priceRange"]["minVariantPrice"]["amount"], "9.0");

    let cart = shop.cart(9).await["cart"].take();
    assert_eq!(*each(&cart), "9.0");
    for (quantity, amount, subtotal) in [
        (10, "8.01", "80.1"),
        (49, "8.01", "392.49"),
        (50, "7.0", "350.0"),
        (9, "9.0", "81.0"),
    ] {
        let cart = shop.update(&cart, quantity).await["cart"].take();
        assert_eq!(*each(&cart), amount, "{quantity}");
        assert_eq!(cart["cost"]["subtotalAmount"]["amount"], subtotal);
    }
    // Another price from the same quantity takes its place; one is deleted by its id.
    shop.set(json!({"quantityPriceBreaksToAdd": [shop.step(0, 10, "8.5")]}))
        .await;
    shop.set(json!({"quantityPriceBreaksToDelete": [breaks[1]["id"]]}))
        .await;
    let cart = shop.update(&cart, 60).await["cart"].take();
    assert_eq!(*each(&cart), "8.5");
    shop.set(json!({"quantityPriceBreaksToDeleteByVariantId": [shop.variant(0)]}))
        .await;
    let page = shop.page().await;
    let left = &page["variants"]["nodes"][0]["quantityPriceBreaks"]["nodes"];
    assert_eq!(*left, json!([]));
    // Without a fixed price the shop's own counts again.
    shop.set(json!({"pricesToDeleteByVariantId": [shop.variant(0)]}))
        .await;
    let page = shop.page().await;
    assert_eq!(page["variants"]["nodes"][0]["price"], euros("10.0"));
    assert_eq!(page["priceRange"]["minVariantPrice"]["amount"], "10.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_rule_of_a_list_holds_where_the_list_is_shown() {
    let shop = Shop::new().await;
    shop.set(json!({"quantityRulesToAdd": [shop.rule(0, 6, Some(24), 6)]}))
        .await;
    let page = shop.page().await;
    let rules = |place: usize| page["variants"]["nodes"][place]["quantityRule"].clone();
    let of_six = json!({"minimum": 6, "maximum": 24, "increment": 6});
    assert_eq!(rules(0), of_six);
    let any = json!({"minimum": 1, "maximum": null, "increment": 1});
    assert_eq!(rules(1), any);

    for (quantity, code) in [
        (5, "MINIMUM_NOT_MET"),
        (7, "INVALID_INCREMENT"),
        (30, "MAXIMUM_EXCEEDED"),
    ] {
        let refused = shop.cart(quantity).await;
        assert_eq!(refused["userErrors"][0]["code"], code, "{refused:#}");
        assert_eq!(refused["cart"], Value::Null);
    }
    let cart = shop.cart(12).await["cart"].take();
    assert_eq!(cart["lines"]["nodes"][0]["quantity"], 12);
    let refused = shop.update(&cart, 13).await;
    assert_eq!(refused["userErrors"][0]["code"], "INVALID_INCREMENT");

    // Another market with another list knows nothing of it.
    shop.shop.german_market().await;
    let german = PAGE.replacen('{', "query @inContext(country: DE) {", 1);
    let german = shop.shop.data(&german, json!({})).await;
    let rule = &german["product"]["variants"]["nodes"][0]["quantityRule"];
    assert_eq!(*rule, any);

    shop.set(json!({"quantityRulesToDeleteByVariantId": [shop.variant(0)]}))
        .await;
    let page = shop.page().await;
    assert_eq!(page["variants"]["nodes"][0]["quantityRule"], any);
    assert_eq!(shop.update(&cart, 13).await["userErrors"], json!([]));
}

/// Changes that are wrong, each with code and path of everything that is.
type Wrong = Vec<(Value, &'static [&'static str])>;

/// Wrong prices.
fn wrong_prices(shop: &Shop) -> Wrong {
    let gone = json!("gid://souk/ProductVariant/1");
    let mut dollars = shop.price(1, "5");
    dollars["price"]["currencyCode"] = json!("USD");
    let mut nowhere = shop.step(0, 20, "5");
    nowhere["variantId"] = gone.clone();
    let break_id = format!("{}?minimumQuantity=11", "gid://souk/QuantityPriceBreak/1");
    vec![
        (
            json!({"pricesToAdd": [dollars]}),
            &["PRICE_ADD_CURRENCY_MISMATCH pricesToAdd.0.price"][..],
        ),
        (
            json!({"pricesToAdd": [shop.price(1, "-5")]}),
            &["PRICE_ADD_INVALID pricesToAdd.0.price"],
        ),
        (
            json!({"pricesToAdd": [shop.price(1, "5"), shop.price(1, "6")]}),
            &["PRICE_ADD_DUPLICATE_INPUT_FOR_VARIANT pricesToAdd.1.variantId"],
        ),
        (
            json!({"pricesToDeleteByVariantId": [shop.variant(1), gone]}),
            &[
                "PRICE_DELETE_PRICE_NOT_FIXED pricesToDeleteByVariantId.0",
                "PRICE_DELETE_VARIANT_NOT_FOUND pricesToDeleteByVariantId.1",
            ],
        ),
        (
            json!({"quantityPriceBreaksToAdd": [shop.step(1, 5, "5"), shop.step(0, 0, "5"), nowhere]}),
            &["QUANTITY_PRICE_BREAK_ADD_INVALID quantityPriceBreaksToAdd.1.minimumQuantity"],
        ),
        (
            json!({"quantityPriceBreaksToAdd": [shop.step(1, 5, "5"), nowhere]}),
            &[
                "QUANTITY_PRICE_BREAK_ADD_PRICE_LIST_PRICE_NOT_FOUND quantityPriceBreaksToAdd.0",
                "QUANTITY_PRICE_BREAK_ADD_VARIANT_NOT_FOUND quantityPriceBreaksToAdd.1",
            ],
        ),
        (
            json!({"quantityPriceBreaksToDelete": [break_id, "x"]}),
            &["QUANTITY_PRICE_BREAK_DELETE_NOT_FOUND quantityPriceBreaksToDelete.1"],
        ),
        (
            json!({"quantityPriceBreaksToDelete": [break_id]}),
            &["QUANTITY_PRICE_BREAK_DELETE_NOT_FOUND quantityPriceBreaksToDelete.0"],
        ),
    ]
}

/// Wrong rules.
fn wrong_rules(shop: &Shop) -> Wrong {
    vec![
        (
            json!({"quantityRulesToAdd": [shop.rule(1, 0, None, 0), shop.rule(0, 3, Some(7), 2)]}),
            &[
                "QUANTITY_RULE_ADD_MINIMUM_IS_LESS_THAN_ONE quantityRulesToAdd.0.minimum",
                "QUANTITY_RULE_ADD_INCREMENT_IS_LESS_THAN_ONE quantityRulesToAdd.0.increment",
                "QUANTITY_RULE_ADD_MINIMUM_NOT_A_MULTIPLE_OF_INCREMENT quantityRulesToAdd.1.minimum",
                "QUANTITY_RULE_ADD_MAXIMUM_NOT_A_MULTIPLE_OF_INCREMENT quantityRulesToAdd.1.maximum",
            ][..],
        ),
        (
            json!({"quantityRulesToAdd": [shop.rule(1, 4, Some(2), 8)]}),
            &[
                "QUANTITY_RULE_ADD_INCREMENT_IS_GREATER_THAN_MINIMUM quantityRulesToAdd.0.increment",
                "QUANTITY_RULE_ADD_MINIMUM_GREATER_THAN_MAXIMUM quantityRulesToAdd.0.minimum",
            ],
        ),
        (
            json!({"quantityRulesToAdd": [shop.rule(0, 12, None, 1)]}),
            &[
                "QUANTITY_RULE_ADD_MINIMUM_HIGHER_THAN_QUANTITY_PRICE_BREAK_MIN quantityRulesToAdd.0",
            ],
        ),
        (
            json!({
                "quantityRulesToAdd": [shop.rule(0, 5, Some(20), 5)],
                "quantityPriceBreaksToAdd": [shop.step(0, 12, "7"), shop.step(0, 25, "6")],
            }),
            &[
                "QUANTITY_PRICE_BREAK_ADD_MIN_NOT_A_MULTIPLE_OF_QUANTITY_RULES_INCREMENT \
                 quantityPriceBreaksToAdd.0.minimumQuantity",
                "QUANTITY_PRICE_BREAK_ADD_MIN_HIGHER_THAN_QUANTITY_RULES_MAX \
                 quantityPriceBreaksToAdd.1.minimumQuantity",
            ],
        ),
        (
            json!({"quantityRulesToDeleteByVariantId": [shop.variant(0)]}),
            &["QUANTITY_RULE_DELETE_RULE_NOT_FOUND quantityRulesToDeleteByVariantId.0"],
        ),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_quantity_pricing_changes_nothing_and_says_all_that_is_wrong() {
    let shop = Shop::new().await;
    shop.set(json!({
        "pricesToAdd": [shop.price(0, "9")],
        "quantityPriceBreaksToAdd": [shop.step(0, 10, "8")],
    }))
    .await;
    let before = shop.page().await;
    for (changes, expected) in wrong_prices(&shop).into_iter().chain(wrong_rules(&shop)) {
        let mut with_good = changes.clone();
        if with_good.get("pricesToAdd").is_none() {
            with_good["pricesToAdd"] = json!([shop.price(0, "1")]);
        }
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|it| it.split_once(' ').unwrap())
            .map(|(code, path)| (code.to_owned(), format!("input.{}", path.trim())))
            .collect();
        assert_eq!(shop.refused(with_good).await, expected, "{changes:#}");
    }
    let many: Vec<Value> = (20..40).map(|from| shop.step(0, from, "5")).collect();
    let limit = shop
        .refused(json!({"quantityPriceBreaksToAdd": many}))
        .await;
    assert_eq!(limit.len(), 11, "{limit:?}");
    assert_eq!(limit[0].0, "QUANTITY_PRICE_BREAK_ADD_LIMIT_EXCEEDED");
    let long: Vec<Value> = (0..251).map(|_| shop.variant(0)).collect();
    let long = shop
        .refused(json!({"pricesToDeleteByVariantId": long}))
        .await;
    let path = "input.pricesToDeleteByVariantId".to_owned();
    assert_eq!(long, [("TOO_MANY".to_owned(), path)]);
    let nowhere = json!({"priceListId": "gid://souk/PriceList/1", "input": input(json!({}))});
    let payload = change(&shop.shop, UPDATE, nowhere).await;
    assert_eq!(payload["userErrors"][0]["code"], "PRICE_LIST_NOT_FOUND");
    assert_eq!(shop.page().await, before);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_merchants_who_set_prices_by_quantity_none_is_lost() {
    let shop = Shop::new().await;
    shop.set(json!({"pricesToAdd": [shop.price(0, "9"), shop.price(1, "19")]}))
        .await;
    let calls = (1..=10).map(|number| {
        let add = shop.step(0, 10 * number, "8");
        let changes = json!({
            "quantityPriceBreaksToAdd": [add],
            "quantityRulesToAdd": [shop.rule(1, number, None, 1)],
        });
        change(&shop.shop, UPDATE, shop.variables(changes))
    });
    for payload in join_all(calls).await {
        assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    }
    let page = shop.page().await;
    let breaks = &page["variants"]["nodes"][0]["quantityPriceBreaks"]["nodes"];
    assert_eq!(breaks.as_array().unwrap().len(), 10);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_order_keeps_the_price_its_quantity_had() {
    let shop = TestShop::start().await;
    let list = shop
        .price_list(|list| list.currency = "USD".to_owned())
        .await;
    zones(&shop).await;
    let lamp = shop.lamps(100).await;
    let dollars = |amount: &str| json!({"amount": amount, "currencyCode": "USD"});
    let price = json!({"variantId": lamp.gid(), "price": dollars("9")});
    let step = json!({"variantId": lamp.gid(), "minimumQuantity": 10, "price": dollars("8")});
    let changes = input(json!({"pricesToAdd": [price], "quantityPriceBreaksToAdd": [step]}));
    let variables = json!({"priceListId": gid(list), "input": changes});
    changed(&shop, UPDATE, "productVariants", variables).await;
    let cart = shop.ready_cart_with(lamp, 12, "test_ok").await;
    let order = shop.buy(&cart).await["orderId"].take();
    let cleared = input(json!({"quantityPriceBreaksToDeleteByVariantId": [lamp.gid()]}));
    let variables = json!({"priceListId": gid(list), "input": cleared});
    changed(&shop, UPDATE, "productVariants", variables).await;

    let query = "query($id: ID!) { order(id: $id) { subtotalPrice { amount }
        lineItems(first: 1) { nodes { originalTotalPrice { amount } quantity } } } }";
    let read = shop.merchant().data(query, json!({"id": order})).await;

    assert_eq!(read["order"]["subtotalPrice"]["amount"], "96.0");
    let line = &read["order"]["lineItems"]["nodes"][0];
    assert_eq!(line["originalTotalPrice"]["amount"], "96.0");
}
