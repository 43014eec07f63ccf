//! Merchants say whether prices of a market contain tax.

use super::{because, changed, refusal};
use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_kernel::ids::Gid;
use souk_shop::market::Directory;

const UPDATE: &str = "mutation($id: ID!, $input: MarketUpdateInput!) {
    marketUpdate(id: $id, input: $input) {
        market { id handle pricesIncludeTax } userErrors { code field message } } }";

#[tokio::test]
async fn prices_of_a_market_contain_tax_when_the_merchant_says_so() {
    let shop = TestShop::start().await;
    shop.tax_zone(json!({"name": "US", "countries": [{"code": "US"}],
        "rates": [{"title": "Sales tax", "rate": "25"}]}))
        .await;
    let lamp = shop.product("lamp").create().await.variants[0];
    let cart = "mutation($id: ID!) { cartCreate(input: {lines: [{merchandiseId: $id}]}) {
        cart { cost { totalAmount { amount } totalTaxAmount { amount } } } } }";
    let cost = async || {
        let made = shop.data(cart, json!({"id": lamp.gid()})).await;
        made["cartCreate"]["cart"]["cost"].clone()
    };
    let added = json!({"totalAmount": {"amount": "12.5"}, "totalTaxAmount": {"amount": "2.5"}});
    assert_eq!(cost().await, added);

    let market = Directory::current(&shop.app).markets[0].id.gid();
    let input = json!({"priceInclusions": {"taxPricingStrategy": "INCLUDES_TAXES_IN_PRICE"}});
    let variables = json!({"id": market, "input": input});
    let changed_market = changed(&shop, UPDATE, "market", variables).await;

    assert_eq!(changed_market["pricesIncludeTax"], true);
    let contained = json!({"totalAmount": {"amount": "10.0"}, "totalTaxAmount": {"amount": "2.0"}});
    assert_eq!(cost().await, contained);
    let kept = changed(&shop, UPDATE, "market", json!({"id": market, "input": {}})).await;
    assert_eq!(kept["pricesIncludeTax"], true);
    let read = "{ localization { country { market { pricesIncludeTax } } } }";
    let read = shop.merchant().data(read, Value::Null).await;
    assert_eq!(
        read["localization"]["country"]["market"]["pricesIncludeTax"],
        true
    );
    let nowhere = json!({"id": "gid://souk/Market/1", "input": {}});
    assert_eq!(
        refusal(&shop, UPDATE, nowhere).await,
        because("NOT_FOUND", "id")
    );
}
