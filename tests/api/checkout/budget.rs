//! How many statements a checkout takes, without those of the payment provider.

use super::ATTEMPT;
use crate::{
    delivery_options::{address, change, choose, handle, zones},
    harness::TestShop,
};
use serde_json::{Value, json};
use souk_kernel::ids::Gid;
use std::time::Duration;

/// What was sent to the databases while `work` ran, and its answer.
async fn counted<T>(shop: &TestShop, work: impl Future<Output = T>) -> (u64, T) {
    let before = shop.app.databases.statements();
    let answer = work.await;
    (shop.app.databases.statements() - before, answer)
}

/// A guest's cart with so many lines, bought step by step: statements before the submission, and of
/// it.
async fn checkout(shop: &TestShop, handles: &[&str]) -> (u64, u64) {
    let mut lines = Vec::new();
    for handle in handles {
        let product = shop.product(handle).price_minor(1_000).stock(9);
        let variant = product.create().await.variants[0];
        lines.push(json!({"merchandiseId": variant.gid(), "quantity": 2}));
    }
    let input = json!({"lines": lines, "buyerIdentity": {"email": "ada@example.com"}});
    let made = change(
        shop,
        "cartCreate(input: $input)",
        "($input: CartInput)",
        json!({"input": input}),
    );
    let (creating, mut made) = counted(shop, made).await;
    let cart = made["cart"].take();
    let addressed = change(
        shop,
        "cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses)",
        "($id: ID!, $addresses: [CartSelectableAddressInput!]!)",
        json!({"id": cart["id"], "addresses": [selected(address("US", Some("NY")))]}),
    );
    let (addressing, addressed) = counted(shop, addressed).await;
    let cart = &addressed["cart"];
    let group = &cart["deliveryGroups"]["nodes"][0]["id"];
    let way = [(group, handle(cart, "Standard"))];
    let (choosing, chosen) = counted(shop, choose(shop, cart, &way)).await;
    let total = &chosen["cart"]["cost"]["totalAmount"];
    let (paying, paid) = counted(shop, shop.pay(cart, total, "test_ok")).await;
    assert_eq!(paid["userErrors"], json!([]), "{paid:#}");
    let (submitting, outcome) = buy(shop, cart).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    (creating + addressing + choosing + paying, submitting)
}

/// Submits a cart; statements until it is bought, without the questions how it goes, and the outcome.
async fn buy(shop: &TestShop, cart: &Value) -> (u64, Value) {
    let before = shop.app.databases.statements();
    let submitted = shop.submit(cart, "one").await;
    let variables = json!({"id": submitted["attemptId"]});
    for asked in 1.. {
        let mut data = shop.data(ATTEMPT, variables.clone()).await;
        let outcome = data["cartCompletionAttempt"].take();
        if outcome["__typename"] != "CartCompletionProcessing" {
            return (shop.app.databases.statements() - before - asked, outcome);
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    unreachable!("an attempt ends");
}

fn selected(mut address: Value) -> Value {
    address["selected"] = json!(true);
    address
}

#[tokio::test(flavor = "multi_thread")]
async fn a_checkout_takes_few_statements() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let (before, submitting) = checkout(&shop, &["lamp", "bulb"]).await;
    let all = before + submitting;
    assert!(all <= 60, "{all} statements");

    let five = ["bed", "chair", "table", "stool", "shelf"];
    let (_, submitting) = checkout(&shop, &five).await;
    // Two of them check that the attempt still has its driver.
    assert!(submitting <= 26, "{submitting} statements");
}
