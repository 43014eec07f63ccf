//! Merchants make price lists and fix prices in them.

use super::{because, change, changed, refusal, refusal_of};
use crate::{builders::MadeProduct, content::gid, harness::TestShop};
use futures_util::future::{join, join_all};
use sea_orm::{ActiveModelTrait, IntoActiveModel};
use serde_json::{Value, json};
use souk_entities::catalog::market;

const CREATE: &str = "mutation($input: PriceListCreateInput!) {
    priceListCreate(input: $input) {
        priceList {
            id name currency exchangeRate
            parent { adjustment { type value } settings { compareAtMode } }
        }
        userErrors { code field message }
    }
}";

const FIX: &str = "mutation($priceListId: ID!, $prices: [PriceListPriceInput!]!) {
    priceListFixedPricesAdd(priceListId: $priceListId, prices: $prices) {
        prices {
            price { amount currencyCode } compareAtPrice { amount } variant { id }
        }
        userErrors { code field message }
    }
}";

const PRICES: &str = "query($country: CountryCode) @inContext(country: $country) {
    product(handle: \"lamp\") {
        priceRange { minVariantPrice { amount currencyCode } maxVariantPrice { amount } }
        compareAtPriceRange { maxVariantPrice { amount } }
        variants(first: 5) { nodes { price { amount } compareAtPrice { amount } } }
    }
}";

/// A shop with a lamp of two variants, whose German market has no price list yet.
struct Shop {
    shop: TestShop,
    lamp: MadeProduct,
    germany: market::Model,
}

impl Shop {
    async fn new() -> Self {
        let shop = TestShop::start().await;
        let lamp = shop.product("lamp").option("Color", &["Moss", "Rust"]);
        let lamp = lamp
            .variant(&["Moss"], 1_000)
            .with_variant(|row| row.compare_at_price = Some(1_500));
        let lamp = lamp.variant(&["Rust"], 2_000).create().await;
        let mut germany = shop.german_market().await;
        germany.price_list_id = None;
        "USD".clone_into(&mut germany.currency);
        let row = germany.clone().into_active_model().reset_all();
        let db = shop.app.databases.catalog.writer();
        row.update(db).await.unwrap();
        shop.reload().await;
        Self {
            shop,
            lamp,
            germany,
        }
    }

    fn list(&self) -> Value {
        json!({
            "name": "Germany", "currency": "EUR", "exchangeRate": "0.9",
            "parent": {"adjustment": {"type": "PERCENTAGE_INCREASE", "value": 10}},
            "marketIds": [gid(self.germany.id)],
        })
    }

    async fn create(&self) -> Value {
        let variables = json!({"input": self.list()});
        changed(&self.shop, CREATE, "priceList", variables).await
    }

    fn price(&self, variant: usize, amount: &str) -> Value {
        json!({
            "variantId": gid(self.lamp.variants[variant]),
            "price": {"amount": amount, "currencyCode": "EUR"},
        })
    }

    /// Currency, lowest and highest price, highest price before a reduction, and each price.
    async fn prices(&self, country: &str) -> (String, [String; 3], Vec<String>) {
        let data = self.shop.data(PRICES, json!({"country": country})).await;
        let product = &data["product"];
        let range = &product["priceRange"];
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let nodes = product["variants"]["nodes"].as_array().unwrap();
        (
            text(&range["minVariantPrice"]["currencyCode"]),
            [
                text(&range["minVariantPrice"]["amount"]),
                text(&range["maxVariantPrice"]["amount"]),
                text(&product["compareAtPriceRange"]["maxVariantPrice"]["amount"]),
            ],
            nodes
                .iter()
                .map(|it| text(&it["price"]["amount"]))
                .collect(),
        )
    }
}

fn shown(
    currency: &str,
    range: [&str; 3],
    prices: [&str; 2],
) -> (String, [String; 3], Vec<String>) {
    (
        currency.to_owned(),
        range.map(str::to_owned),
        prices.map(str::to_owned).to_vec(),
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn a_market_shows_the_prices_of_the_list_it_was_given() {
    let shop = Shop::new().await;
    let own = shown("USD", ["10.0", "20.0", "15.0"], ["10.0", "20.0"]);
    assert_eq!(shop.prices("DE").await, own);
    let list = shop.create().await;
    let expected = json!({
        "id": list["id"], "name": "Germany", "currency": "EUR", "exchangeRate": "0.9",
        "parent": {
            "adjustment": {"type": "PERCENTAGE_INCREASE", "value": "10.0"},
            "settings": {"compareAtMode": "ADJUSTED"},
        },
    });
    assert_eq!(list, expected);
    let listed = shown("EUR", ["9.9", "19.8", "14.85"], ["9.9", "19.8"]);
    assert_eq!(shop.prices("DE").await, listed);
    assert_eq!(shop.prices("US").await, own);

    let mut price = shop.price(1, "25");
    price["compareAtPrice"] = json!({"amount": "30.00", "currencyCode": "EUR"});
    let variables = json!({"priceListId": list["id"], "prices": [price]});
    let prices = changed(&shop.shop, FIX, "prices", variables).await;
    let expected = json!([{
        "price": {"amount": "25.0", "currencyCode": "EUR"}, "compareAtPrice": {"amount": "30.0"},
        "variant": {"id": gid(shop.lamp.variants[1])},
    }]);
    assert_eq!(prices, expected);
    let fixed = shown("EUR", ["9.9", "25.0", "30.0"], ["9.9", "25.0"]);
    assert_eq!(shop.prices("DE").await, fixed);
    assert_eq!(shop.prices("US").await, own);

    // The index follows: only in Germany is there anything for 25.
    souk_shop::search::drain_index(&shop.shop.app)
        .await
        .unwrap();
    let listing = "query($country: CountryCode) @inContext(country: $country) {
        search(query: \"lamp\", first: 5, types: [PRODUCT],
            productFilters: [{price: {min: 25, max: 25}}]) { totalCount } }";
    for (country, count) in [("DE", 1), ("US", 0)] {
        let found = shop.shop.data(listing, json!({"country": country})).await;
        assert_eq!(found["search"]["totalCount"], count, "{country}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_may_lower_prices_and_drop_those_before_a_reduction() {
    let shop = Shop::new().await;
    let mut input = shop.list();
    input["parent"] = json!({
        "adjustment": {"type": "PERCENTAGE_DECREASE", "value": "12.5"},
        "settings": {"compareAtMode": "NULLIFY"},
    });
    input["exchangeRate"] = Value::Null;
    let list = changed(&shop.shop, CREATE, "priceList", json!({"input": input})).await;
    let adjustment = json!({"type": "PERCENTAGE_DECREASE", "value": "12.5"});
    assert_eq!(list["parent"]["adjustment"], adjustment);
    let listed = shown("EUR", ["8.75", "17.5", "0.0"], ["8.75", "17.5"]);
    assert_eq!(shop.prices("DE").await, listed);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_list_is_refused() {
    let shop = Shop::new().await;
    let other = |change: &dyn Fn(&mut Value)| {
        let mut input = shop.list();
        input["name"] = json!("Other");
        change(&mut input);
        json!({"input": input})
    };
    let value = "input.parent.adjustment.value";
    for (input, expected) in [
        (
            other(&|input| input["name"] = json!(" ")),
            because("BLANK", "input.name"),
        ),
        (
            other(&|input| input["parent"]["adjustment"]["value"] = json!("1.005")),
            because("INVALID", value),
        ),
        (
            other(&|input| input["parent"]["adjustment"]["value"] = json!(1_001)),
            because("INVALID", value),
        ),
        (
            other(&|input| input["exchangeRate"] = json!("0")),
            because("INVALID", "input.exchangeRate"),
        ),
        (
            other(&|input| input["marketIds"] = json!(["gid://souk/Market/1"])),
            because("NOT_FOUND", "input.marketIds.0"),
        ),
        (
            other(&|input| {
                input["marketIds"] = json!([gid(shop.germany.id), gid(shop.germany.id)])
            }),
            because("DUPLICATE", "input.marketIds.1"),
        ),
    ] {
        assert_eq!(refusal(&shop.shop, CREATE, input).await, expected);
    }
    shop.create().await;
    let taken = other(&|_| {});
    assert_eq!(
        refusal(&shop.shop, CREATE, taken).await,
        because("TAKEN", "input.marketIds.0")
    );
    let mut named = other(&|input| input["name"] = json!("Germany"));
    named["input"]["marketIds"] = json!([]);
    assert_eq!(
        refusal(&shop.shop, CREATE, named).await,
        because("TAKEN", "input.name")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_wrong_price_is_refused() {
    let shop = Shop::new().await;
    let list = shop.create().await;
    let fix = async |id: &Value, price: Value| {
        let prices = json!([shop.price(0, "5"), price]);
        let variables = json!({"priceListId": id, "prices": prices});
        refusal(&shop.shop, FIX, variables).await
    };
    let with = |key: &str, value: Value| {
        let mut price = shop.price(1, "7");
        price[key] = value;
        price
    };
    let dollars = json!({"amount": "7", "currencyCode": "USD"});
    let negative = json!({"amount": "-7", "currencyCode": "EUR"});
    let unknown = json!("gid://souk/ProductVariant/1");
    let first = json!(gid(shop.lamp.variants[0]));
    for (price, code, field) in [
        (with("price", dollars), "INVALID", "price"),
        (
            with("compareAtPrice", negative),
            "INVALID",
            "compareAtPrice",
        ),
        (with("variantId", unknown), "NOT_FOUND", "variantId"),
        (with("variantId", first), "DUPLICATE", "variantId"),
    ] {
        let field = format!("prices.1.{field}");
        assert_eq!(fix(&list["id"], price).await, because(code, &field));
    }
    let gone = json!("gid://souk/PriceList/1");
    assert_eq!(
        fix(&gone, shop.price(1, "7")).await,
        because("NOT_FOUND", "priceListId")
    );
    let listed = shown("EUR", ["9.9", "19.8", "14.85"], ["9.9", "19.8"]);
    assert_eq!(shop.prices("DE").await, listed);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_many_lists_for_a_market_one_is_made() {
    let shop = Shop::new().await;
    let calls = (0..8).map(|number| {
        let mut input = shop.list();
        input["name"] = json!(format!("List {number}"));
        change(&shop.shop, CREATE, json!({"input": input}))
    });
    let made = join_all(calls).await;
    let won = |payload: &&Value| payload["priceList"].is_object();
    assert_eq!(made.iter().filter(won).count(), 1);
    for payload in made.iter().filter(|payload| !won(payload)) {
        assert_eq!(refusal_of(payload), because("TAKEN", "input.marketIds.0"));
    }
    let listed = shown("EUR", ["9.9", "19.8", "14.85"], ["9.9", "19.8"]);
    assert_eq!(shop.prices("DE").await, listed);
}

#[tokio::test(flavor = "multi_thread")]
async fn price_ranges_are_right_whoever_writes_last() {
    let shop = Shop::new().await;
    let list = shop.create().await;
    let set = "mutation($input: ProductSetInput!, $identifier: ProductSetIdentifiers) {
        productSet(input: $input, identifier: $identifier) { userErrors { code } } }";
    let calls = (1..=8).map(|number| {
        let variant = json!({
            "optionValues": [{"optionName": "Color", "name": "Moss"}], "price": number,
        });
        let other = json!({
            "optionValues": [{"optionName": "Color", "name": "Rust"}], "price": 20 + number,
        });
        let saved = json!({
            "identifier": {"handle": "lamp"}, "input": {"variants": [variant, other]},
        });
        let price = shop.price(1, &number.to_string());
        let fixed = json!({"priceListId": list["id"], "prices": [price]});
        join(
            change(&shop.shop, set, saved),
            change(&shop.shop, FIX, fixed),
        )
    });
    for (saved, fixed) in join_all(calls).await {
        assert_eq!(saved["userErrors"], json!([]));
        assert_eq!(fixed["userErrors"], json!([]));
    }
    let (_, [min, max, _], prices) = shop.prices("DE").await;
    let amount = |text: &String| text.parse::<f64>().unwrap();
    let mut prices: Vec<f64> = prices.iter().map(amount).collect();
    prices.sort_by(f64::total_cmp);
    assert_eq!([amount(&min), amount(&max)], prices[..]);
}
