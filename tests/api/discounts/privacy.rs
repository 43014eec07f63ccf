//! What a cart does not tell, whether by `cartDiscountCodesUpdate` or by `discountExplain`: anyone can
//! enter any e-mail address and try any code.

use super::{and, codes::EXPLAIN, percent, warned};
use crate::{delivery_options::zones, gift_cards::page::at_payment, harness::TestShop};
use serde_json::{Value, json};
use souk_entities::ids::VariantId;
use souk_shop::code_attempts::{
    MOST_WRONG_CODES_OF_CART, MOST_WRONG_CODES_OF_CLIENT, WRONG_CODES_WINDOW,
};

const REFUSED: &str =
    "A discount code of this cart cannot be used for this purchase. Nothing was charged.";

/// Two codes: one for a friend, and one that Ada has used, which is for one use by each customer.
async fn friends_and_once(shop: &TestShop) -> VariantId {
    zones(shop).await;
    let lamp = shop.lamps(9).await;
    let friends = json!({"buyers": {"emails": ["Friend@Example.com"]}});
    shop.discount("CodeBasic", "FRIENDS", and(percent(0.1), friends))
        .await;
    let once = and(percent(0.1), json!({"appliesOncePerCustomer": true}));
    shop.discount("CodeBasic", "HELLO", once).await;
    let cart = shop
        .ready_cart_of(&[(lamp, 1)], &["HELLO"], "ada@example.com", "test_ok")
        .await;
    assert_eq!(shop.buy(&cart).await["__typename"], "CartCompletionSuccess");
    lamp
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_does_not_tell_what_an_address_is_listed_or_was_used_for() {
    let shop = TestShop::start().await;
    let lamp = friends_and_once(&shop).await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    let entered = shop.enter(&cart, &["FRIENDS"]).await;
    assert_eq!(warned(&entered), ["DISCOUNT_ELIGIBLE_CUSTOMER_MISSING"]);

    for code in ["FRIENDS", "HELLO"] {
        let mut answers = Vec::new();
        for email in ["friend@example.com", "ada@example.com", "eve@example.com"] {
            shop.email(&cart, email).await;
            let entered = shop.enter(&cart, &[code]).await;
            let explained = shop.explained(&cart, None).await;
            let prepared = "mutation($id: ID!) { cartPrepareForCompletion(cartId: $id) { result {
                ... on CartStatusNotReady { errors { code message } } } } }";
            let prepared = shop.data(prepared, json!({"id": cart["id"]})).await;
            answers.push((entered, explained, shop.seen(&cart).await, prepared));
        }
        let (entered, explained, seen, _) = &answers[0];
        assert_eq!(entered["warnings"], json!([]), "{entered:#}");
        assert_eq!(explained[0]["applied"], true);
        assert_eq!(seen["cost"]["totalAmount"]["amount"], "9.0");
        answers.dedup();
        assert_eq!(answers.len(), 1, "{answers:#?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_may_not_use_a_code_is_refused_at_submission_and_pays_nothing() {
    let shop = TestShop::start().await;
    let lamp = friends_and_once(&shop).await;
    let charges = shop.charges().await;
    for (code, email) in [("FRIENDS", "eve@example.com"), ("HELLO", "ADA@example.com")] {
        let cart = shop
            .ready_cart_of(&[(lamp, 1)], &[code], email, "test_ok")
            .await;
        let outcome = shop.buy(&cart).await;
        let refused = json!([{"code": "ERROR", "message": REFUSED}]);
        assert_eq!(outcome["errors"], refused, "{code}");
    }
    assert_eq!(shop.charges().await, charges);
    assert_eq!(shop.left(lamp).await, 8);
    for (code, email) in [
        ("FRIENDS", "FRIEND@example.com"),
        ("HELLO", "eve@example.com"),
    ] {
        let cart = shop
            .ready_cart_of(&[(lamp, 1)], &[code], email, "test_ok")
            .await;
        let outcome = shop.buy(&cart).await;
        assert_eq!(outcome["__typename"], "CartCompletionSuccess", "{code}");
    }
    shop.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_says_that_a_code_was_refused_and_not_why() {
    let shop = TestShop::start().await;
    let friends = json!({"buyers": {"emails": ["friend@example.com"]}});
    shop.discount("CodeBasic", "FRIENDS", and(percent(0.1), friends))
        .await;
    let mut browser = at_payment(&shop).await;
    browser.send_code("code", "FRIENDS").await;
    browser.send(&[("payment", "test_ok")]).await;
    browser.says("Pay $14.00");

    browser.send(&[]).await.settled().await;

    assert_eq!(browser.step(), "review");
    browser.says("A discount code in your cart cannot be used for this purchase.");
    assert_eq!(shop.charges().await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn merchants_are_told_all_reasons() {
    let shop = TestShop::start().await;
    let lamp = friends_and_once(&shop).await;
    let later = json!({"startsAt": "2999-01-01T00:00:00Z"});
    shop.discount("CodeBasic", "LATER", and(percent(0.1), later))
        .await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    shop.email(&cart, "ada@example.com").await;
    for (code, reason) in [
        ("FRIENDS", "CUSTOMER"),
        ("HELLO", "CUSTOMER_USAGE_LIMIT"),
        ("LATER", "NOT_STARTED"),
    ] {
        let variables = json!({"id": cart["id"], "code": code});
        let told = shop.merchant().data(EXPLAIN, variables).await;
        assert_eq!(told["discountExplain"][0]["reason"], reason, "{told:#}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discount_without_a_code_is_not_for_certain_customers() {
    let shop = TestShop::start().await;
    let friends = json!({"buyers": {"emails": ["friend@example.com"]}});
    let made = shop
        .try_discount("AutomaticBasic", "Friends", and(percent(0.1), friends))
        .await;
    assert_eq!(made["userErrors"][0]["code"], "INVALID", "{made:#}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_cannot_be_used_now_and_here_is_unknown() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    let channel = crate::variations::open_app_channel(&shop).await;
    let codes = [
        ("LATER", json!({"startsAt": "2999-01-01T00:00:00Z"})),
        ("OVER", json!({"endsAt": "2021-01-01T00:00:00Z"})),
        (
            "IN-THE-APP",
            json!({"buyers": {"channelIds": [souk_kernel::ids::Gid::gid(channel)]}}),
        ),
    ];
    for (code, terms) in &codes {
        shop.discount("CodeBasic", code, and(percent(0.1), terms.clone()))
            .await;
    }
    let told = async |code: &str| {
        let mut entered = shop.enter(&cart, &[code]).await;
        let mut explained = shop.explained(&cart, None).await;
        explained.extend(shop.explained(&cart, Some(code)).await);
        let of_code = |text: &Value| json!(text.as_str().unwrap().replace(code, "CODE"));
        for warning in entered["warnings"].as_array_mut().unwrap() {
            warning["message"] = of_code(&warning["message"]);
        }
        for it in &mut explained {
            it["code"] = of_code(&it["code"]);
        }
        (entered["warnings"].take(), explained)
    };

    let unknown = told("NOTHING").await;

    assert_eq!(unknown.0[0]["code"], "DISCOUNT_NOT_FOUND");
    for (code, _) in &codes {
        assert_eq!(told(code).await, unknown, "{code}");
    }
}

/// Enters a code in a cart in each way there is; the code of what is refused.
async fn refused(shop: &TestShop, cart: &Value, code: &str) -> Vec<String> {
    let entered = shop.enter(cart, &[code]).await;
    let explain = json!({"query": EXPLAIN, "variables": {"id": cart["id"], "code": code}});
    let explained = shop.post(&[], explain).await;
    let errors = [
        &entered["userErrors"][0]["code"],
        &explained["errors"][0]["extensions"]["code"],
    ];
    errors.map(Value::to_string).to_vec()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_tries_wrong_discount_codes_must_wait_and_learns_nothing() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    shop.discount("CodeBasic", "TEN", percent(0.1)).await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    for number in 0..MOST_WRONG_CODES_OF_CART {
        let code = format!("WRONG-{number}");
        match number % 2 {
            0 => assert_eq!(warned(&shop.enter(&cart, &[&code]).await).len(), 1),
            _ => assert_eq!(shop.explained(&cart, Some(&code)).await.len(), 2),
        }
    }
    let known = shop.enter(&cart, &["WRONG-8"]).await;
    assert_eq!(known["userErrors"], json!([]), "it is no new one");

    let wrong = refused(&shop, &cart, "WRONG").await;

    assert_eq!(wrong, ["\"SERVICE_UNAVAILABLE\"", "\"BAD_USER_INPUT\""]);
    assert_eq!(refused(&shop, &cart, "TEN").await, wrong);
    // Gift cards and discounts share one count, and so do all carts of a client.
    let card = shop.gift_card("5").await;
    let cards = shop
        .codes("cartGiftCardCodesAdd", &cart, json!([card.code]))
        .await;
    assert_eq!(cards["userErrors"][0]["code"], "SERVICE_UNAVAILABLE");
    let create = "mutation($codes: [String!]) { cartCreate(input: {discountCodes: $codes}) {
        userErrors { code } } }";
    let left = MOST_WRONG_CODES_OF_CLIENT - MOST_WRONG_CODES_OF_CART;
    for number in 0..left / 10 {
        let wrong: Vec<String> = (0..10).map(|it| format!("NONE-{number}-{it}")).collect();
        let made = shop.data(create, json!({"codes": wrong})).await;
        assert_eq!(made["cartCreate"]["userErrors"], json!([]));
    }
    let limited = shop.data(create, json!({"codes": ["TEN"]})).await;
    assert_eq!(
        limited["cartCreate"]["userErrors"][0]["code"],
        "SERVICE_UNAVAILABLE"
    );

    shop.app.clock.advance(WRONG_CODES_WINDOW);
    let entered = shop.enter(&cart, &["TEN"]).await;
    assert_eq!(entered["cart"]["discountCodes"][0]["applicable"], true);
}

#[tokio::test(flavor = "multi_thread")]
async fn right_discount_codes_are_not_counted() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    shop.discount("CodeBasic", "TEN", percent(0.1)).await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    for _ in 0..2 * MOST_WRONG_CODES_OF_CART {
        for codes in [&["TEN"][..], &[]] {
            let entered = shop.enter(&cart, codes).await;
            assert_eq!(entered["userErrors"], json!([]));
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_page_counts_wrong_codes_and_then_takes_none() {
    let shop = TestShop::start().await;
    shop.discount("CodeBasic", "TEN", percent(0.1)).await;
    let mut browser = at_payment(&shop).await;
    for number in 0..MOST_WRONG_CODES_OF_CART {
        browser.send_code("code", &format!("WRONG-{number}")).await;
        browser.says("This code cannot be used here");
    }

    for code in ["TEN", "WRONG"] {
        browser.send_code("code", code).await;
        browser.says("Too many codes were wrong.");
    }
}
