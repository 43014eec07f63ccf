//! Discount codes on the checkout page, without a script.

use super::{amount, and, percent, social};
use crate::{gift_cards::page::at_payment, harness::TestShop};
use serde_json::json;

#[tokio::test(flavor = "multi_thread")]
async fn a_buyer_enters_discount_codes_on_the_page() {
    let shop = TestShop::start().await;
    shop.discount("AutomaticBasic", "Lamp week", and(percent(0.2), social()))
        .await;
    let one = shop
        .discount("CodeBasic", "ONE", and(amount("1"), social()))
        .await;
    let more = json!({"minimumRequirement": {"subtotal": {"greaterThanOrEqualToSubtotal": "100"}}});
    shop.discount("CodeBasic", "HUNDRED", and(percent(0.5), more))
        .await;
    let mut browser = at_payment(&shop).await;
    browser
        .says("Discount: Lamp week")
        .says("−$2.00")
        .says("$13.00");

    browser.send_code("code", "hundred").await;
    assert_eq!(browser.status, 422);
    browser.says("Buy for a higher amount to use this discount.");
    browser.send_code("code", "one").await;
    assert_eq!((browser.status, browser.step()), (200, "payment"));
    browser.says("Discount: ONE").says("−$1.00").says("$12.00");
    browser.send_code("drop", "one").await;
    assert!(!browser.html.contains("Discount: ONE"), "{}", browser.html);
    browser.says("$13.00");
    let card = shop.gift_card("4").await;
    browser.send_code("code", "ONE").await;
    browser.send_code("code", &card.code).await;
    browser.says("To pay").says("$8.00");
    browser.send(&[("payment", "test_ok")]).await;
    browser.says("Pay $8.00");
    browser.send(&[]).await;

    browser.settled().await.says("Thank you for your order");
    assert_eq!(shop.balance(&card).await, "0.0");
    assert_eq!(shop.charges().await, 1);
    let used = "query($id: ID!) { discountNode(id: $id) { discount {
        ... on DiscountCodeBasic { asyncUsageCount } } } }";
    let used = shop.merchant().data(used, json!({"id": one})).await;
    assert_eq!(used["discountNode"]["discount"]["asyncUsageCount"], 1);
    shop.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_was_used_up_meanwhile_is_shown_before_it_is_bought() {
    let shop = TestShop::start().await;
    let once = and(amount("1"), json!({"usageLimit": 1}));
    shop.discount("CodeBasic", "ONE", once).await;
    let mut browser = at_payment(&shop).await;
    browser.send_code("code", "ONE").await;
    browser.send(&[("payment", "test_ok")]).await;
    browser.says("Pay $14.00");
    let lamp = shop
        .product("other")
        .price_minor(1_000)
        .stock(3)
        .create()
        .await;
    let cart = shop
        .ready_cart_of(
            &[(lamp.variants[0], 1)],
            &["ONE"],
            "bob@example.com",
            "test_ok",
        )
        .await;
    let outcome = shop.buy(&cart).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );

    browser.send(&[]).await;

    assert_eq!(browser.step(), "review");
    browser
        .says("Something changed since you looked")
        .says("Pay $15.00");
    browser.says("This discount has been used as often as it may be.");
}
