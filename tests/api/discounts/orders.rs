//! What becomes of discounts in orders.

use super::{amount, and, percent_of, social};
use crate::{checkout::PAY, delivery_options::zones, harness::TestShop};
use serde_json::{Value, json};

const ORDER: &str = "query($id: ID!) { order(id: $id) { id displayFinancialStatus
    totalPriceSet { shopMoney { amount } } totalDiscountsSet { shopMoney { amount } }
    totalRefundedSet { shopMoney { amount } }
    discountApplications(first: 9) { nodes { __typename allocationMethod targetType
        value { ... on PricingPercentageValue { percentage } ... on MoneyV2 { amount } }
        ... on DiscountCodeApplication { code applicable } ... on AutomaticDiscountApplication { title } } }
    lineItems(first: 9) { nodes { id quantity discountAllocations {
        allocatedAmount { amount } discountApplication { __typename } } } } } }";
const REFUND: &str = "mutation($input: RefundInput!, $key: String!) {
    refundCreate(input: $input) @idempotent(key: $key) { userErrors { code field message }
        refund { totalRefundedSet { shopMoney { amount } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn an_order_keeps_its_discounts_and_gives_back_exactly_what_was_paid() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    shop.tax_zone(json!({"name": "US", "countries": [{"code": "US"}],
        "rates": [{"title": "Sales tax", "rate": "8.25"}]}))
        .await;
    let cart = discounted_cart(&shop).await;
    let total = cart["cost"]["totalAmount"]["amount"].clone();
    let card = shop.gift_card("10").await;
    let entered = shop
        .codes("cartGiftCardCodesUpdate", &cart, json!([card.code]))
        .await;
    assert_eq!(entered["cart"]["cost"]["totalAmount"]["amount"], total);
    shop.pay_the_rest(&entered["cart"], "test_ok").await;

    let outcome = shop.buy(&cart).await;

    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    let id = json!({"id": outcome["orderId"]});
    let order = shop.merchant().data(ORDER, id.clone()).await["order"].take();
    assert_eq!(order["totalPriceSet"]["shopMoney"]["amount"], total);
    assert_eq!(
        order["totalDiscountsSet"]["shopMoney"]["amount"], "9.51",
        "4.51 and 5.00"
    );
    let applications = order["discountApplications"]["nodes"].as_array().unwrap();
    let code = applications
        .iter()
        .find(|it| it["__typename"] == "DiscountCodeApplication");
    assert_eq!(code.unwrap()["code"], "FIVE");
    assert_eq!(code.unwrap()["value"]["amount"], "5.0");
    let own = applications
        .iter()
        .find(|it| it["title"] == "Lamps")
        .unwrap();
    assert_eq!(own["value"]["percentage"], 15.0);
    refund_unit_by_unit(&shop, &order).await;
    let order = shop.merchant().data(ORDER, id).await["order"].take();
    assert_eq!(order["totalRefundedSet"]["shopMoney"]["amount"], total);
    assert_eq!(order["displayFinancialStatus"], "REFUNDED");
    assert_eq!(shop.balance(&card).await, "10.0", "as it was paid");
    shop.assert_reconciled().await;
}

/// Three lamps at 10.03 less 15 %, a rug at 29.99, and 5.00 off of both by a code.
async fn discounted_cart(shop: &TestShop) -> Value {
    let lamp = shop.product("lamp").price_minor(1_003).stock(90);
    let lamp = lamp.create().await;
    let rug = shop.product("rug").price_minor(2_999).stock(90);
    let rug = rug.create().await;
    let lamps = and(percent_of(0.15, &[lamp.id]), social());
    shop.discount("AutomaticBasic", "Lamps", lamps).await;
    let five = and(amount("5"), social());
    shop.discount("CodeBasic", "FIVE", five).await;
    let lines = [(lamp.variants[0], 3), (rug.variants[0], 1)];
    shop.ready_cart_of(&lines, &["five"], "ada@example.com", "test_ok")
        .await
}

/// Refunds every unit of every line by itself, and then the delivery.
async fn refund_unit_by_unit(shop: &TestShop, order: &Value) {
    let mut refunds = Vec::new();
    for line in order["lineItems"]["nodes"].as_array().unwrap() {
        let unit = json!([{"lineItemId": line["id"], "quantity": 1, "restockType": "NO_RESTOCK"}]);
        for _ in 0..line["quantity"].as_i64().unwrap() {
            refunds.push(json!({"orderId": order["id"], "refundLineItems": unit}));
        }
    }
    refunds.push(json!({"orderId": order["id"], "shipping": {"fullRefund": true}}));
    for (number, input) in refunds.into_iter().enumerate() {
        let variables = json!({"input": input, "key": number.to_string()});
        let made = shop.merchant().data(REFUND, variables).await;
        assert_eq!(made["refundCreate"]["userErrors"], json!([]), "{made:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discount_that_makes_all_of_it_free_needs_no_payment() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    shop.discount("CodeBasic", "GIFT", and(super::percent(1.0), social()))
        .await;
    shop.discount(
        "CodeFreeShipping",
        "FREE",
        and(json!({"destination": {"all": true}}), social()),
    )
    .await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    shop.email(&cart, "ada@example.com").await;
    shop.send_by_van(&cart).await;
    let entered = shop.enter(&cart, &["GIFT", "FREE"]).await;
    assert_eq!(
        entered["cart"]["cost"]["totalAmount"]["amount"], "0.0",
        "{entered:#}"
    );
    let nothing = json!({"amount": "0", "currencyCode": "USD"});
    let bill = json!({"lastName": "Lovelace", "country": "US"});
    let free = json!({"amount": nothing, "freePaymentMethod": {"billingAddress": bill}});
    let paid = shop
        .data(PAY, json!({"id": cart["id"], "payment": free}))
        .await;
    assert_eq!(
        paid["cartPaymentUpdate"]["userErrors"],
        json!([]),
        "{paid:#}"
    );
    let outcome = shop.buy(&cart).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    let order: Value = shop
        .merchant()
        .data(ORDER, json!({"id": outcome["orderId"]}))
        .await;
    assert_eq!(
        order["order"]["totalPriceSet"]["shopMoney"]["amount"],
        "0.0"
    );
    assert_eq!(
        order["order"]["totalDiscountsSet"]["shopMoney"]["amount"],
        "15.0"
    );
}
