//! The lowest price of the 30 days before a reduction.

use crate::{
    builders::MadeProduct,
    content::gid,
    harness::TestShop,
    merchant::{change, changed},
};
use serde_json::{Value, json};
use souk_entities::ids::PriceListId;
use std::time::Duration;

const PAGE: &str = "query($country: CountryCode) @inContext(country: $country) {
    product(handle: \"lamp\") {
        compareAtPriceRange { minVariantPrice { amount } maxVariantPrice { amount } }
        variants(first: 1) { nodes {
            price { amount } priorPrice { amount currencyCode } compareAtPrice { amount } } } } }";
const POLICY: &str = "mutation($id: ID!, $policy: CompareAtPricePolicy!) {
    marketUpdate(id: $id, input: {compareAtPricePolicy: $policy}) {
        market { compareAtPricePolicy } userErrors { code } } }";

/// A shop with a lamp at 100.00 that was made long ago.
struct Shop {
    shop: TestShop,
    lamp: MadeProduct,
}

impl Shop {
    async fn new() -> Self {
        let shop = TestShop::start().await;
        let lamp = shop.product("lamp").price_minor(10_000).create().await;
        let shop = Self { shop, lamp };
        shop.wait(100);
        shop
    }

    fn wait(&self, days: u64) {
        self.shop
            .app
            .clock
            .advance(Duration::from_secs(days * 86_400));
    }

    /// Sets the shop's own price.
    async fn sell_for(&self, price: &str) {
        let set = "mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
            productVariantsBulkUpdate(productId: $id, variants: $variants) {
                userErrors { code field message } } }";
        let variant = json!({"id": gid(self.lamp.variants[0]), "price": price});
        let variables = json!({"id": gid(self.lamp.id), "variants": [variant]});
        let payload = change(&self.shop, set, variables).await;
        assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    }

    /// Fixes the price in a list, or lets it follow from the shop's own again.
    async fn fix(&self, list: PriceListId, price: Option<&str>) {
        let set = "mutation($list: ID!, $input: QuantityPricingByVariantUpdateInput!) {
            quantityPricingByVariantUpdate(priceListId: $list, input: $input) {
                userErrors { code field message } } }";
        let variant = json!(gid(self.lamp.variants[0]));
        let added = price.map(|price| {
            json!({"variantId": variant, "price": {"amount": price, "currencyCode": "EUR"}})
        });
        let gone = price.is_none().then_some(&variant);
        let input = json!({
            "pricesToAdd": Vec::from_iter(added), "pricesToDeleteByVariantId": Vec::from_iter(gone),
            "quantityPriceBreaksToAdd": [], "quantityPriceBreaksToDelete": [],
            "quantityRulesToAdd": [], "quantityRulesToDeleteByVariantId": [],
        });
        let payload = change(&self.shop, set, json!({"list": gid(list), "input": input})).await;
        assert_eq!(payload["userErrors"], json!([]), "{payload:#}");
    }

    async fn seen(&self, country: &str) -> Value {
        let mut data = self.shop.data(PAGE, json!({"country": country})).await;
        data["product"].take()
    }

    /// Price, prior price and price before a reduction.
    async fn prices(&self, country: &str) -> [Option<String>; 3] {
        let page = self.seen(country).await;
        let variant = &page["variants"]["nodes"][0];
        ["price", "priorPrice", "compareAtPrice"].map(|name| {
            let amount = variant[name]["amount"].as_str();
            amount.map(str::to_owned)
        })
    }

    async fn own_prior(&self) -> Option<String> {
        let [_, prior, _] = self.prices("US").await;
        prior
    }
}

fn amounts(amounts: [&str; 3]) -> [Option<String>; 3] {
    amounts.map(|amount| (amount != "-").then(|| amount.to_owned()))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reduced_price_tells_the_lowest_of_the_thirty_days_before() {
    let shop = Shop::new().await;
    assert_eq!(shop.own_prior().await, None);
    shop.sell_for("80").await;
    assert_eq!(shop.own_prior().await.as_deref(), Some("100.0"));
    shop.wait(10);
    shop.sell_for("120").await;
    assert_eq!(shop.own_prior().await, None, "it was raised");
    shop.wait(15);
    // 80.00 ended 15 days ago: it counts.
    shop.sell_for("90").await;
    assert_eq!(shop.own_prior().await.as_deref(), Some("80.0"));
    shop.wait(40);
    shop.sell_for("130").await;
    shop.wait(29);
    shop.sell_for("85").await;
    assert_eq!(shop.own_prior().await.as_deref(), Some("90.0"));
    // It stays what it was while the price is the same.
    shop.wait(200);
    shop.sell_for("85").await;
    assert_eq!(shop.own_prior().await.as_deref(), Some("90.0"));
    shop.sell_for("99").await;
    shop.wait(31);
    shop.sell_for("95").await;
    assert_eq!(shop.own_prior().await.as_deref(), Some("99.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn former_prices_are_those_of_the_list_a_market_has() {
    let shop = Shop::new().await;
    let germany = shop.shop.german_market().await;
    let list = germany.price_list_id.unwrap();
    let prior = async || {
        let [_, prior, _] = shop.prices("DE").await;
        prior
    };
    shop.sell_for("80").await;
    assert_eq!(prior().await.as_deref(), Some("100.0"), "it follows");
    shop.wait(5);
    shop.fix(list, Some("70")).await;
    assert_eq!(prior().await.as_deref(), Some("80.0"));
    // What the shop's own price does says nothing now.
    shop.wait(50);
    shop.sell_for("10").await;
    assert_eq!(prior().await.as_deref(), Some("80.0"));
    assert_eq!(shop.own_prior().await.as_deref(), Some("80.0"));
    shop.fix(list, Some("75")).await;
    assert_eq!(prior().await, None, "it was raised");
    shop.wait(5);
    shop.fix(list, Some("72")).await;
    assert_eq!(prior().await.as_deref(), Some("70.0"));
    shop.wait(35);
    shop.fix(list, None).await;
    let expected = amounts(["10.0", "72.0", "-"]);
    assert_eq!(shop.prices("DE").await, expected);
    shop.wait(5);
    shop.sell_for("9").await;
    assert_eq!(prior().await.as_deref(), Some("10.0"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_market_may_show_the_prior_price_as_the_one_before_a_reduction() {
    let shop = Shop::new().await;
    let set = "mutation($id: ID!, $variants: [ProductVariantsBulkInput!]!) {
        productVariantsBulkUpdate(productId: $id, variants: $variants) { userErrors { code } } }";
    let variant = json!({"id": gid(shop.lamp.variants[0]), "compareAtPrice": "500"});
    let variables = json!({"id": gid(shop.lamp.id), "variants": [variant]});
    change(&shop.shop, set, variables).await;
    let germany = shop.shop.german_market().await;
    let variables = json!({"id": gid(germany.id), "policy": "LOWEST_OF_30_DAYS"});
    let market = changed(&shop.shop, POLICY, "market", variables).await;
    assert_eq!(market["compareAtPricePolicy"], "LOWEST_OF_30_DAYS");

    let own = amounts(["100.0", "-", "500.0"]);
    assert_eq!(shop.prices("US").await, own);
    assert_eq!(shop.prices("DE").await, amounts(["100.0", "-", "-"]));
    shop.sell_for("80").await;
    assert_eq!(shop.prices("US").await, amounts(["80.0", "100.0", "500.0"]));
    assert_eq!(shop.prices("DE").await, amounts(["80.0", "100.0", "100.0"]));
    let range = shop.seen("DE").await["compareAtPriceRange"].take();
    assert_eq!(range["maxVariantPrice"]["amount"], "100.0");
    let cart = "mutation($id: ID!, $country: CountryCode) @inContext(country: $country) {
        cartCreate(input: {lines: [{merchandiseId: $id}]}) { cart { lines(first: 1) { nodes {
            cost { compareAtAmountPerQuantity { amount } } } } } } }";
    let variables = json!({"id": gid(shop.lamp.variants[0]), "country": "DE"});
    let cart = shop.shop.data(cart, variables).await;
    let line = &cart["cartCreate"]["cart"]["lines"]["nodes"][0]["cost"];
    assert_eq!(line["compareAtAmountPerQuantity"]["amount"], "100.0");
    // A price below which it was sold before is no reduction to be shown.
    shop.wait(3);
    shop.sell_for("110").await;
    shop.sell_for("90").await;
    assert_eq!(shop.prices("DE").await, amounts(["90.0", "80.0", "-"]));
    let range = shop.seen("DE").await["compareAtPriceRange"].take();
    assert_eq!(range["maxVariantPrice"]["amount"], "0.0");
}

#[tokio::test(flavor = "multi_thread")]
async fn former_prices_cost_one_statement_where_they_are_asked_for() {
    let shop = Shop::new().await;
    shop.sell_for("80").await;
    let catalog = &shop.shop.app.databases.catalog;
    let plain =
        "{ product(handle: \"lamp\") { variants(first: 5) { nodes { price { amount } } } } }";
    let asked = plain.replace("price {", "priorPrice { amount } price {");
    let before = catalog.statements();
    shop.shop.data(plain, json!({})).await;
    let without = catalog.statements() - before;
    let before = catalog.statements();
    shop.shop.data(&asked, json!({})).await;
    assert_eq!(catalog.statements() - before, without + 1);
}
