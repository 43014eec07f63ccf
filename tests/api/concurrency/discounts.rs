//! Limits of discounts while many buy at once, and where a process dies.

use crate::{
    checkout::{
        SUBMIT,
        crash::{dies, mortal},
    },
    delivery_options::zones,
    discounts::{and, percent, social, warned},
    harness::TestShop,
};
use futures_util::{
    StreamExt,
    future::{join, join_all},
    stream,
};
use serde_json::{Value, json};
use souk_entities::ids::{AttemptId, DiscountId};
use souk_kernel::ids::Gid;
use souk_shop::{
    checkout::resume_attempts,
    promotions::{self, Redemption, RedemptionRefused},
};
use std::time::Duration;

const USED: &str = "query($id: ID!) { discountNode(id: $id) { discount { ... on DiscountCodeBasic {
    asyncUsageCount codes(first: 9) { nodes { code asyncUsageCount } } } } } }";

impl TestShop {
    /// How often a discount and its first code are used; both say the same.
    async fn uses(&self, discount: &str) -> i64 {
        let data = self.merchant().data(USED, json!({"id": discount})).await;
        let found = &data["discountNode"]["discount"];
        let code = &found["codes"]["nodes"][0]["asyncUsageCount"];
        assert_eq!(&found["asyncUsageCount"], code, "{found:#}");
        code.as_i64().unwrap()
    }
}

fn bought(outcome: &&Value) -> bool {
    outcome["__typename"] == "CartCompletionSuccess"
}

#[tokio::test(flavor = "multi_thread")]
async fn a_code_for_one_is_used_once_by_a_hundred_buyers() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(200).await;
    let once = and(percent(0.1), json!({"usageLimit": 1}));
    let discount = shop.discount("CodeBasic", "ONCE", once).await;
    let carts = join_all((0..100).map(async |buyer| {
        let email = format!("buyer{buyer}@example.com");
        shop.ready_cart_of(&[(lamp, 1)], &["ONCE"], &email, "test_ok")
            .await
    }));
    let carts = carts.await;
    assert!(
        carts
            .iter()
            .all(|cart| cart["discountCodes"][0]["applicable"] == true)
    );

    let outcomes = join_all(carts.iter().map(|cart| shop.buy(cart))).await;

    assert_eq!(outcomes.iter().filter(bought).count(), 1);
    for lost in outcomes.iter().filter(|it| !bought(it)) {
        // Who came later saw another total, or was told by the saga.
        let code = lost["errors"][0]["code"].as_str().unwrap();
        let told = ["ERROR", "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT"];
        assert!(told.contains(&code), "{lost:#}");
    }
    assert_eq!(shop.uses(&discount).await, 1);
    assert_eq!(shop.left(lamp).await, 199);
    assert_eq!(shop.charges().await, 1);
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    let entered = shop.enter(&cart, &["ONCE"]).await;
    assert_eq!(warned(&entered), ["DISCOUNT_USAGE_LIMIT_REACHED"]);
    shop.assert_reconciled().await;
    shop.assert_verified().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_customer_with_two_carts_uses_a_discount_once() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let once = and(percent(0.1), json!({"appliesOncePerCustomer": true}));
    let discount = shop.discount("CodeBasic", "HELLO", once).await;
    let emails = ["ada@example.com", "ADA@example.com"];
    let carts = join_all(emails.map(async |email| {
        shop.ready_cart_of(&[(lamp, 1)], &["HELLO"], email, "test_ok")
            .await
    }));
    let carts = carts.await;

    let outcomes = join_all(carts.iter().map(|cart| shop.buy(cart))).await;

    assert_eq!(outcomes.iter().filter(bought).count(), 1, "{outcomes:#?}");
    assert_eq!(shop.uses(&discount).await, 1);
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    shop.email(&cart, "ada@example.com").await;
    let entered = shop.enter(&cart, &["HELLO"]).await;
    assert_eq!(
        warned(&entered),
        Vec::<&str>::new(),
        "the cart does not tell"
    );
    let other = shop
        .ready_cart_of(&[(lamp, 1)], &["HELLO"], "bob@example.com", "test_ok")
        .await;
    assert!(bought(&&shop.buy(&other).await));
    assert_eq!(shop.uses(&discount).await, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_attempt_that_ends_without_an_order_gives_its_use_back() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let both = json!({"usageLimit": 1, "appliesOncePerCustomer": true});
    let discount = shop
        .discount("CodeBasic", "ONCE", and(percent(0.1), both))
        .await;
    for _ in 0..2 {
        let cart = shop
            .ready_cart_of(&[(lamp, 1)], &["ONCE"], "ada@example.com", "test_decline")
            .await;
        let outcome = shop.buy(&cart).await;
        assert_eq!(
            outcome["errors"][0]["code"], "PAYMENT_CARD_DECLINED",
            "{outcome:#}"
        );
        assert_eq!(shop.uses(&discount).await, 0);
    }
    let cart = shop
        .ready_cart_of(&[(lamp, 1)], &["ONCE"], "ada@example.com", "test_ok")
        .await;
    assert!(bought(&&shop.buy(&cart).await));
    assert_eq!(shop.uses(&discount).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_given_back_cannot_be_used_by_a_driver_that_comes_too_late() {
    let shop = TestShop::start().await;
    let both = json!({"usageLimit": 60, "appliesOncePerCustomer": true});
    let discount = shop
        .discount("CodeBasic", "ONCE", and(percent(0.1), both))
        .await;
    let id = DiscountId::parse(&discount.as_str().into()).unwrap();
    let app = &shop.app;
    let uses = |attempt: AttemptId| {
        [Redemption {
            discount: id,
            code: "once".to_owned(),
            customer: Some(format!("buyer{}@example.com", attempt.0)),
            is_for_customer: true,
        }]
    };
    let redeem = async |attempt| {
        promotions::redeem::redeem_discounts(app, attempt, &uses(attempt))
            .await
            .unwrap()
    };
    let give_back = async |attempt| {
        let given_back = promotions::return_redemptions(app, attempt, &uses(attempt)).await;
        given_back.unwrap();
    };

    let late = AttemptId(1);
    give_back(late).await;
    assert_eq!(redeem(late).await, Err(RedemptionRefused::Ended));
    let taken = AttemptId(2);
    let twice = join_all((0..10).map(|_| redeem(taken))).await;
    assert!(twice.iter().all(|it| it.is_ok()), "{twice:?}");
    assert_eq!(shop.uses(&discount).await, 1);
    join_all((0..10).map(|_| give_back(taken))).await;
    assert_eq!(shop.uses(&discount).await, 0);
    // Whoever of the two is first: afterwards nothing is used.
    join_all((10..60).map(async |number| {
        let attempt = AttemptId(number);
        let _ = join(redeem(attempt), give_back(attempt)).await; // whichever is first
    }))
    .await;
    assert_eq!(shop.uses(&discount).await, 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discount_that_is_deleted_meanwhile_keeps_no_other_from_being_given_back() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let once = json!({"usageLimit": 1, "appliesOncePerCustomer": true});
    let together = and(social(), once);
    let first = shop
        .discount("CodeBasic", "FIRST", and(percent(0.1), together.clone()))
        .await;
    let second = shop
        .discount("CodeBasic", "SECOND", and(percent(0.2), together))
        .await;
    let codes = ["FIRST", "SECOND"];
    let cart = shop
        .ready_cart_of(&[(lamp, 1)], &codes, "ada@example.com", "test_3ds")
        .await;
    let submitted = shop.submit(&cart, "one").await;
    let waiting = shop.outcome(&submitted).await;
    assert_eq!(
        waiting["__typename"], "CartCompletionActionRequired",
        "{waiting:#}"
    );
    assert_eq!(shop.uses(&second).await, 1);
    let delete = "mutation($id: ID!) { discountCodeDelete(id: $id) { userErrors { code } } }";
    let deleted = shop.merchant().data(delete, json!({"id": first})).await;
    assert_eq!(deleted["discountCodeDelete"]["userErrors"], json!([]));

    shop.app.clock.advance(Duration::from_secs(16 * 60)); // nobody confirms the payment
    resume_attempts(&shop.app).await.unwrap();

    let outcome = shop.outcome(&submitted).await;
    assert_eq!(outcome["__typename"], "CartCompletionFailed", "{outcome:#}");
    assert_eq!(shop.uses(&second).await, 0);
    shop.assert_verified().await;
}

/// Points of the saga around a code, on the way to an order and back from a decline.
const POINTS: [(&str, &str); 13] = [
    ("checkout:Reserved", "test_ok"),
    ("checkout:CodesUsed", "test_ok"),
    ("checkout:Redeemed", "test_ok"),
    ("checkout:Pinned", "test_ok"),
    ("checkout:Intended", "test_ok"),
    ("checkout:Confirmed", "test_ok"),
    ("checkout:Authorised", "test_ok"),
    ("checkout:Ordered", "test_ok"),
    ("checkout:Retreating", "test_decline"),
    ("checkout:Cancelled", "test_decline"),
    ("checkout:Released", "test_decline"),
    ("checkout:GivenBack", "test_decline"),
    ("checkout:Retreated", "test_decline"),
];

#[tokio::test(flavor = "multi_thread")]
async fn a_process_that_dies_anywhere_uses_a_code_once_or_not_at_all() {
    stream::iter(POINTS)
        .for_each_concurrent(2, async |(point, token)| {
            let shop = TestShop::start().await;
            zones(&shop).await;
            let lamp = shop.lamps(1).await;
            let both = json!({"usageLimit": 1, "appliesOncePerCustomer": true});
            let discount = shop
                .discount("CodeBasic", "ONCE", and(percent(0.1), both))
                .await;
            let cart = shop
                .ready_cart_of(&[(lamp, 1)], &["ONCE"], "ada@example.com", token)
                .await;
            let (server, url) = mortal(&shop, point).await;
            let body = json!({"query": SUBMIT, "variables": {"id": cart["id"], "token": "one"}});
            let request = reqwest::Client::new()
                .post(format!("{url}/graphql"))
                .json(&body);
            let _ = request.send().await; // the answer is lost, or came just before
            dies(server).await;

            shop.app.clock.advance(Duration::from_secs(61)); // longer than one process has it
            resume_attempts(&shop.app).await.unwrap();
            let submitted = shop.submit(&cart, "one").await;
            assert_eq!(
                submitted["__typename"], "SubmitSuccess",
                "{point}: {submitted:#}"
            );
            let outcome = shop.outcome(&submitted).await;

            let is_bought = token == "test_ok";
            assert_eq!(bought(&&outcome), is_bought, "{point}: {outcome:#}");
            assert_eq!(shop.uses(&discount).await, i64::from(is_bought), "{point}");
            assert_eq!(shop.left(lamp).await, i64::from(!is_bought), "{point}");
            shop.assert_reconciled().await;
            shop.assert_verified().await;
        })
        .await;
}
