//! Many who spend one gift card at once.

use crate::{delivery_options::zones, gift_cards::MadeCard, harness::TestShop};
use futures_util::future::{join, join_all};
use serde_json::{Value, json};
use souk_entities::ids::{AttemptId, GiftCardId};
use souk_kernel::ids::Gid;
use souk_shop::gift_cards::{self, GiftCardRedemption, GiftCardSpend};

/// What cards and payments gave for an order, in cents.
async fn given(shop: &TestShop, outcome: &Value) -> (i64, i64) {
    let (status, payments) = shop.payments_of(outcome).await;
    assert_eq!(status, "PAID");
    let cents = |amount: &str| (amount.parse::<f64>().unwrap() * 100.0).round() as i64;
    let of = |gateway: &str| {
        let rows = payments.iter().filter(|row| row.1 == gateway);
        rows.map(|row| cents(&row.2)).sum::<i64>()
    };
    (of("gift_card"), of("test"))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_gift_card_that_ten_carts_spend_at_once_is_spent_once() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(100).await;
    let card = shop.gift_card("50").await;
    let cards: [&MadeCard; 1] = [&card];
    // Each costs 15.00, and each buyer sees that the card pays all of it.
    let carts = join_all((0..10).map(|_| shop.cart_with_cards(lamp, &cards, "test_ok"))).await;

    let outcomes = join_all(carts.iter().map(|cart| shop.buy(cart))).await;

    let won: Vec<&Value> = outcomes
        .iter()
        .filter(|it| it["__typename"] == "CartCompletionSuccess")
        .collect();
    assert_eq!(won.len(), 3, "50.00 pay for three times 15.00");
    for lost in outcomes
        .iter()
        .filter(|it| it["__typename"] != "CartCompletionSuccess")
    {
        let code = lost["errors"][0]["code"].as_str().unwrap();
        let known = [
            "PAYMENT_INSUFFICIENT_FUNDS",
            "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT",
        ];
        assert!(known.contains(&code), "{lost:#}");
    }
    for outcome in &won {
        assert_eq!(given(&shop, outcome).await, (1_500, 0));
    }
    assert_eq!(shop.balance(&card).await, "5.0");
    assert_eq!(shop.left(lamp).await, 97);

    // Those who lost look again and pay the rest otherwise.
    let mut lost = outcomes.iter().zip(&carts);
    let (_, cart) = lost
        .find(|(it, _)| it["__typename"] != "CartCompletionSuccess")
        .unwrap();
    let seen = shop
        .codes("cartGiftCardCodesAdd", cart, json!([card.code]))
        .await;
    shop.pay_the_rest(&seen["cart"], "test_ok").await;
    let submitted = shop.submit(cart, "again").await;
    let outcome = shop.outcome(&submitted).await;
    assert_eq!(given(&shop, &outcome).await, (500, 1_000));
    assert_eq!(shop.balance(&card).await, "0.0");
    shop.assert_reconciled().await;
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn carts_that_spend_the_same_gift_cards_in_any_order_do_not_block_each_other() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(100).await;
    let cards = [shop.gift_card("100").await, shop.gift_card("9").await];
    let carts = join_all((0..12).map(async |number| {
        let order: [&MadeCard; 2] = match number % 2 {
            0 => [&cards[0], &cards[1]],
            _ => [&cards[1], &cards[0]],
        };
        shop.cart_with_cards(lamp, &order, "test_ok").await
    }))
    .await;

    let outcomes = join_all(carts.iter().map(|cart| shop.buy(cart))).await;

    let won = outcomes
        .iter()
        .filter(|it| it["__typename"] == "CartCompletionSuccess");
    let mut spent = 0;
    for outcome in won {
        let (by_cards, otherwise) = given(&shop, outcome).await;
        assert_eq!(by_cards + otherwise, 1_500);
        spent += by_cards;
    }
    let mut left = 0;
    for card in &cards {
        left += (shop.balance(card).await.parse::<f64>().unwrap() * 100.0).round() as i64;
    }
    assert_eq!(spent + left, 10_900);
    shop.assert_reconciled().await;
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_back_cannot_be_taken_by_a_driver_that_comes_too_late() {
    let shop = TestShop::start().await;
    let card = shop.gift_card("50").await;
    let id = GiftCardId::parse(&card.id.as_str().into()).unwrap();
    let spends = [GiftCardSpend {
        card: id,
        amount: 100,
    }];
    let app = &shop.app;
    let redeem = async |attempt| {
        let now = app.clock.now();
        gift_cards::redeem_gift_cards(app, attempt, &spends, now)
            .await
            .unwrap()
    };
    let give_back = async |attempt| {
        let given_back = gift_cards::return_to_gift_cards(app, attempt, &spends).await;
        given_back.unwrap();
    };

    let late = AttemptId(1);
    give_back(late).await;
    assert_eq!(redeem(late).await, GiftCardRedemption::Ended);
    let taken = AttemptId(2);
    let twice = join_all((0..10).map(|_| redeem(taken))).await;
    assert!(
        twice.iter().all(|it| *it == GiftCardRedemption::Done),
        "{twice:?}"
    );
    assert_eq!(shop.balance(&card).await, "49.0");
    join_all((0..10).map(|_| give_back(taken))).await;
    assert_eq!(shop.balance(&card).await, "50.0");

    // Whoever of the two is first: afterwards nothing is taken.
    join_all((10..60).map(async |number| {
        let attempt = AttemptId(number);
        join(redeem(attempt), give_back(attempt)).await;
    }))
    .await;
    assert_eq!(shop.balance(&card).await, "50.0");
}
