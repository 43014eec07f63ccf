//! Gift cards in carts: what they pay, and what is told of codes.

use super::lamp_cart;
use crate::{delivery_options::zones, harness::TestShop};
use serde_json::{Value, json};
use souk_shop::code_attempts::{
    MOST_WRONG_CODES_OF_CART, MOST_WRONG_CODES_OF_CLIENT, WRONG_CODES_WINDOW,
};

/// What the cards of a cart pay, and what is left to pay.
fn pays(payload: &Value) -> (Vec<(&str, &str)>, &str) {
    let cart = &payload["cart"];
    let cards = cart["appliedGiftCards"].as_array().unwrap().iter();
    let cards = cards.map(|card| {
        let used = card["amountUsed"]["amount"].as_str().unwrap();
        (used, card["balance"]["amount"].as_str().unwrap())
    });
    let charge = &cart["cost"]["checkoutChargeAmount"]["amount"];
    (cards.collect(), charge.as_str().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn gift_cards_pay_for_a_cart_in_the_order_they_were_entered() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await; // 15.00
    let (small, large) = (shop.gift_card("4").await, shop.gift_card("50").await);

    let added = shop
        .codes("cartGiftCardCodesAdd", &cart, json!([small.code]))
        .await;
    assert_eq!(pays(&added), (vec![("4.0", "4.0")], "11.0"));
    assert_eq!(added["cart"]["cost"]["totalAmount"]["amount"], "15.0");
    let applied = &added["cart"]["appliedGiftCards"][0];
    assert_eq!(applied["lastCharacters"], small.code[12..]);

    let typed = format!("{}-{}", &large.code[..4].to_lowercase(), &large.code[4..]);
    let more = shop
        .codes("cartGiftCardCodesAdd", &cart, json!([typed, small.code]))
        .await;
    assert_eq!(pays(&more), (vec![("4.0", "4.0"), ("11.0", "50.0")], "0.0"));
    assert_eq!(
        more["warnings"],
        json!([]),
        "a card that is there is there once"
    );

    let turned = shop
        .codes(
            "cartGiftCardCodesUpdate",
            &cart,
            json!([large.code, small.code]),
        )
        .await;
    assert_eq!(
        pays(&turned),
        (vec![("15.0", "50.0"), ("0.0", "4.0")], "0.0")
    );
    let first = &turned["cart"]["appliedGiftCards"][0]["id"];
    let left = shop
        .codes("cartGiftCardCodesRemove", &cart, json!([first]))
        .await;
    assert_eq!(pays(&left), (vec![("4.0", "4.0")], "11.0"));
    let none = shop
        .codes("cartGiftCardCodesUpdate", &cart, json!([]))
        .await;
    assert_eq!(pays(&none), (vec![], "15.0"));
    assert_eq!(
        shop.balance(&large).await,
        "50.0",
        "nothing is taken before it is bought"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_cart_takes_gift_cards() {
    let shop = TestShop::start().await;
    let card = shop.gift_card("5").await;
    let query = "mutation($input: CartInput) { cartCreate(input: $input) {
        cart { appliedGiftCards { lastCharacters } } warnings { code } userErrors { code field } } }";
    let made = async |codes: Value| {
        let input = json!({"input": {"giftCardCodes": codes}});
        shop.data(query, input).await["cartCreate"].take()
    };

    let both = made(json!([card.code, "WRONGCODE"])).await;
    let cards = json!([{"lastCharacters": &card.code[12..]}]);
    assert_eq!(both["cart"]["appliedGiftCards"], cards);
    assert_eq!(
        both["warnings"],
        json!([{"code": "PAYMENTS_GIFT_CARDS_UNAVAILABLE"}])
    );
    let many = made(json!(vec!["WRONGCODE"; 26])).await;
    let refused = json!([{"code": "CART_TOO_LARGE", "field": ["input", "giftCardCodes"]}]);
    assert_eq!(many["userErrors"], refused);
    assert_eq!(many["cart"], Value::Null);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_cannot_be_used_does_not_say_why() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(3).await;
    let cart = lamp_cart(&shop, lamp).await;
    let ended = shop.gift_card("5").await;
    shop.end_card(&ended).await;
    let today = "2100-01-01";
    let input = json!({"initialValue": "5", "expiresOn": today});
    let expired = shop.gift_card_of(input).await;
    let input = json!({"initialValue": "5", "currencyCode": "EUR"});
    let foreign = shop.gift_card_of(input).await;
    let works = shop
        .codes("cartGiftCardCodesAdd", &cart, json!([expired.code]))
        .await;
    assert_eq!(pays(&works).0, [("5.0", "5.0")], "on its last day");
    let century = std::time::Duration::from_secs(86_400 * 365 * 100);
    shop.app.clock.advance(century);
    let cart = lamp_cart(&shop, lamp).await;

    let mut answers = Vec::new();
    for code in [
        &*ended.code,
        &*expired.code,
        &*foreign.code,
        "ABCDEFGH2345",
        "short",
        "",
    ] {
        let mut answer = shop
            .codes("cartGiftCardCodesAdd", &cart, json!([code]))
            .await;
        assert_eq!(pays(&answer).0, [], "{code}");
        assert_eq!(answer["userErrors"], json!([]));
        answers.push(answer["warnings"].take());
    }
    assert_eq!(answers[0][0]["code"], "PAYMENTS_GIFT_CARDS_UNAVAILABLE");
    assert_eq!(answers[0][0]["target"], cart["id"]);
    assert!(
        answers.iter().all(|answer| *answer == answers[0]),
        "{answers:#?}"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_card_that_ends_pays_no_longer() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let card = shop.gift_card("50").await;
    let cart = shop.cart_with_cards(lamp, &[&card], "test_ok").await;
    shop.end_card(&card).await;

    let read = "query($id: ID!) { cart(id: $id) { appliedGiftCards { id }
        cost { checkoutChargeAmount { amount } } } }";
    let data = shop.data(read, json!({"id": cart["id"]})).await;
    assert_eq!(data["cart"]["appliedGiftCards"], json!([]));
    assert_eq!(
        data["cart"]["cost"]["checkoutChargeAmount"]["amount"],
        "15.0"
    );
    let submitted = shop.submit(&cart, "one").await;
    let code = &submitted["errors"][0]["code"];
    assert_eq!(code, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_tries_wrong_codes_must_wait_and_learns_nothing() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(3).await;
    let cart = lamp_cart(&shop, lamp).await;
    let card = shop.gift_card("5").await;
    for _ in 0..MOST_WRONG_CODES_OF_CART {
        let answer = shop
            .codes("cartGiftCardCodesAdd", &cart, json!(["ABCDEFGH2345"]))
            .await;
        assert_eq!(
            answer["warnings"][0]["code"],
            "PAYMENTS_GIFT_CARDS_UNAVAILABLE"
        );
    }

    let wrong = shop
        .codes("cartGiftCardCodesAdd", &cart, json!(["ABCDEFGH2345"]))
        .await;
    let right = shop
        .codes("cartGiftCardCodesAdd", &cart, json!([card.code]))
        .await;
    assert_eq!(wrong["userErrors"][0]["code"], "SERVICE_UNAVAILABLE");
    assert_eq!(wrong, right);

    // The client may go on with other carts, but not for ever.
    let others = MOST_WRONG_CODES_OF_CLIENT / 10 - 1;
    for _ in 0..others {
        let other = lamp_cart(&shop, lamp).await;
        let codes = json!(vec!["ABCDEFGH2345"; 10]);
        let answer = shop.codes("cartGiftCardCodesUpdate", &other, codes).await;
        assert_eq!(answer["warnings"].as_array().unwrap().len(), 10);
    }
    let other = lamp_cart(&shop, lamp).await;
    let limited = shop
        .codes("cartGiftCardCodesUpdate", &other, json!([card.code]))
        .await;
    assert_eq!(limited["userErrors"][0]["code"], "SERVICE_UNAVAILABLE");
    let cleared = shop
        .codes("cartGiftCardCodesUpdate", &other, json!([]))
        .await;
    assert_eq!(cleared["userErrors"], json!([]), "no code is no try");

    shop.app.clock.advance(WRONG_CODES_WINDOW);
    let works = shop
        .codes("cartGiftCardCodesAdd", &cart, json!([card.code]))
        .await;
    assert_eq!(pays(&works).0, [("5.0", "5.0")]);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_changes_of_gift_cards_are_refused_whole() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(3).await;
    let cart = lamp_cart(&shop, lamp).await;
    let mut cards = Vec::new();
    for _ in 0..25 {
        cards.push(shop.gift_card("0.01").await.code);
    }
    let full = shop
        .codes("cartGiftCardCodesUpdate", &cart, json!(cards))
        .await;
    assert_eq!(
        full["cart"]["appliedGiftCards"].as_array().unwrap().len(),
        25
    );

    let one_more = shop.gift_card("1").await.code;
    let many: Vec<String> = vec![one_more.clone(); 1_000];
    for (how, named, code) in [
        ("cartGiftCardCodesAdd", json!([one_more]), "CART_TOO_LARGE"),
        ("cartGiftCardCodesUpdate", json!(many), "CART_TOO_LARGE"),
        (
            "cartGiftCardCodesRemove",
            json!(["gid://souk/AppliedGiftCard/1"]),
            "INVALID",
        ),
        ("cartGiftCardCodesRemove", json!(["nonsense"]), "INVALID"),
    ] {
        let refused = shop.codes(how, &cart, named).await;
        assert_eq!(refused["userErrors"][0]["code"], code, "{refused:#}");
        assert_eq!(refused["cart"], Value::Null);
    }
    let mine = &full["cart"]["appliedGiftCards"][0]["id"];
    let both = json!([mine, "gid://souk/AppliedGiftCard/1"]);
    let half = shop.codes("cartGiftCardCodesRemove", &cart, both).await;
    let field = json!(["appliedGiftCardIds", "1"]);
    assert_eq!(half["userErrors"][0]["field"], field);
    let nowhere = json!({"id": "gid://souk/Cart/none?key=none"});
    for how in [
        "cartGiftCardCodesAdd",
        "cartGiftCardCodesUpdate",
        "cartGiftCardCodesRemove",
    ] {
        let refused = shop.codes(how, &nowhere, json!(["x"])).await;
        assert_eq!(refused["userErrors"][0]["field"], json!(["cartId"]));
    }
    let read = "query($id: ID!) { cart(id: $id) { appliedGiftCards { id } } }";
    let data = shop.data(read, json!({"id": cart["id"]})).await;
    assert_eq!(
        data["cart"]["appliedGiftCards"].as_array().unwrap().len(),
        25
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_behind_a_proxy_is_known_by_what_the_proxy_says() {
    let header = "x-client-address";
    let shop = TestShop::start_with(|config| {
        config.server.client_address_header = Some(header.to_owned());
    })
    .await;
    let query = "mutation($codes: [String!]) { cartCreate(input: {giftCardCodes: $codes}) {
        warnings { code } userErrors { code } } }";
    let wrong = vec!["ABCDEFGH2345"; 10];
    let body = json!({"query": query, "variables": {"codes": wrong}});
    let made = async |address: &str| {
        let mut answer = shop.post(&[(header, address)], body.clone()).await;
        answer["data"]["cartCreate"].take()
    };

    for _ in 0..MOST_WRONG_CODES_OF_CLIENT / 10 {
        let answer = made("192.0.2.1, 198.51.100.7").await;
        assert_eq!(answer["userErrors"], json!([]), "{answer:#}");
    }
    let limited = made("203.0.113.9, 198.51.100.7").await;
    assert_eq!(limited["userErrors"][0]["code"], "SERVICE_UNAVAILABLE");
    let other = made("198.51.100.8").await;
    assert_eq!(
        other["userErrors"],
        json!([]),
        "what a client says of itself counts for nothing"
    );
}
