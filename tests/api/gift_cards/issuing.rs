//! Merchants make, change, list and end gift cards.

use super::{CREATE, DEACTIVATE, MadeCard};
use crate::harness::TestShop;
use sea_orm::EntityTrait;
use serde_json::{Value, json};
use souk_entities::{
    cart::cart,
    customers::idempotency_key,
    orders::{checkout_attempt, gift_card, gift_card_transaction, payment_transaction},
};
use souk_kernel::viewer::Scope;
use std::{fs, path::Path};

const UPDATE: &str = "mutation($id: ID!, $input: GiftCardUpdateInput!) {
    giftCardUpdate(id: $id, input: $input) { giftCard { note expiresOn updatedAt }
        userErrors { code field } } }";
const LIST: &str =
    "query($query: String, $sort: GiftCardSortKeys, $reverse: Boolean, $after: String) {
    giftCards(first: 2, query: $query, sortKey: $sort, reverse: $reverse, after: $after) {
        nodes { note } pageInfo { hasNextPage endCursor } } }";

/// Code and field of the only error of a payload.
fn because(payload: &Value) -> (String, String) {
    let errors = payload["userErrors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{payload:#}");
    let field = errors[0]["field"].as_array().unwrap().iter();
    let field: Vec<_> = field.map(|step| step.as_str().unwrap()).collect();
    (
        errors[0]["code"].as_str().unwrap().to_owned(),
        field.join("."),
    )
}

fn reason(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}

async fn create(shop: &TestShop, input: Value) -> Value {
    let mut data = shop.merchant().data(CREATE, json!({"input": input})).await;
    data["giftCardCreate"].take()
}

async fn update(shop: &TestShop, id: &str, input: Value) -> Value {
    let variables = json!({"id": id, "input": input});
    shop.merchant().data(UPDATE, variables).await["giftCardUpdate"].take()
}

#[tokio::test]
async fn a_gift_card_is_made_changed_and_ended() {
    let shop = TestShop::start().await;
    let input = json!({"initialValue": "50", "code": "Abcd-efgh 2345", "note": "For Ada",
        "expiresOn": "2100-12-31"});

    let made = create(&shop, input).await;

    let card = &made["giftCard"];
    let money = json!({"amount": "50.0", "currencyCode": "USD"});
    assert_eq!(made["giftCardCode"], "ABCDEFGH2345");
    assert_eq!(card["balance"], money);
    assert_eq!(card["initialValue"], money);
    assert_eq!(card["lastCharacters"], "2345");
    assert_eq!(card["maskedCode"], "•••• •••• •••• 2345");
    assert_eq!(card["expiresOn"], "2100-12-31");
    assert_eq!(card["enabled"], true);
    let id = card["id"].as_str().unwrap();
    let again = create(&shop, json!({"initialValue": "1", "code": "abcdefgh-2345"})).await;
    assert_eq!(because(&again), reason("TAKEN", "input.code"));

    let changed = update(&shop, id, json!({"note": null, "expiresOn": "2101-01-01"})).await;
    assert_eq!(changed["giftCard"]["note"], Value::Null);
    assert_eq!(changed["giftCard"]["expiresOn"], "2101-01-01");
    let kept = update(&shop, id, json!({"note": "For Grace"})).await;
    assert_eq!(
        kept["giftCard"]["expiresOn"], "2101-01-01",
        "what is left out stays"
    );

    let ended = shop.merchant().data(DEACTIVATE, json!({"id": id})).await;
    let ended = &ended["giftCardDeactivate"];
    assert_eq!(ended["giftCard"]["enabled"], false);
    let twice = shop.merchant().data(DEACTIVATE, json!({"id": id})).await;
    assert_eq!(&twice["giftCardDeactivate"], ended, "it ends once");
    let late = update(&shop, id, json!({"note": "x"})).await;
    assert_eq!(because(&late), reason("DEACTIVATED", "id"));
    let read = "query($id: ID!) { giftCard(id: $id) { note enabled deactivatedAt } }";
    let read = shop.merchant().data(read, json!({"id": id})).await;
    let at = &ended["giftCard"]["deactivatedAt"];
    let expected = json!({"note": "For Grace", "enabled": false, "deactivatedAt": at});
    assert_eq!(read["giftCard"], expected);
}

#[tokio::test]
async fn wrong_gift_cards_are_refused() {
    let shop = TestShop::start().await;
    let long = "x".repeat(5_001);
    for (input, code, field) in [
        (
            json!({"initialValue": "0"}),
            "INVALID",
            "input.initialValue",
        ),
        (
            json!({"initialValue": "-5"}),
            "INVALID",
            "input.initialValue",
        ),
        (
            json!({"initialValue": "0.001"}),
            "INVALID",
            "input.initialValue",
        ),
        (
            json!({"initialValue": "99999999999"}),
            "GREATER_THAN",
            "input.initialValue",
        ),
        (
            json!({"initialValue": "5", "code": "abc-1234"}),
            "TOO_SHORT",
            "input.code",
        ),
        (
            json!({"initialValue": "5", "code": "A".repeat(21)}),
            "TOO_LONG",
            "input.code",
        ),
        (
            json!({"initialValue": "5", "code": "pässword1"}),
            "INVALID",
            "input.code",
        ),
        (
            json!({"initialValue": "5", "expiresOn": "2020-01-01"}),
            "INVALID",
            "input.expiresOn",
        ),
        (
            json!({"initialValue": "5", "note": long}),
            "TOO_LONG",
            "input.note",
        ),
    ] {
        let refused = create(&shop, input.clone()).await;
        assert_eq!(because(&refused), reason(code, field), "{input}");
        assert_eq!(refused["giftCard"], Value::Null);
        assert_eq!(refused["giftCardCode"], Value::Null);
    }
}

#[tokio::test]
async fn gift_cards_that_are_not_there_are_not_changed() {
    let shop = TestShop::start().await;
    for (id, code) in [
        ("gid://souk/GiftCard/1", "NOT_FOUND"),
        ("gid://souk/Product/1", "INVALID"),
        ("nonsense", "INVALID"),
    ] {
        assert_eq!(
            because(&update(&shop, id, json!({})).await),
            reason(code, "id")
        );
        let refused = shop.merchant().data(DEACTIVATE, json!({"id": id})).await;
        assert_eq!(because(&refused["giftCardDeactivate"]), reason(code, "id"));
    }
    let query =
        "{ giftCard(id: \"gid://souk/GiftCard/1\") { id } giftCards(first: 9) { nodes { id } } }";
    let data = shop.merchant().data(query, json!({})).await;
    assert_eq!(data, json!({"giftCard": null, "giftCards": {"nodes": []}}));
    let bad = "{ giftCards(first: 9, query: \"code:ABCDEFGH\") { nodes { id } } }";
    let answer = shop.merchant().send(bad, json!({})).await;
    assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_USER_INPUT");
}

async fn listed(shop: &TestShop, variables: Value) -> Vec<String> {
    let (mut found, mut variables) = (Vec::new(), variables);
    loop {
        let data = shop.merchant().data(LIST, variables.clone()).await;
        let page = &data["giftCards"];
        let nodes = page["nodes"].as_array().unwrap().iter();
        found.extend(nodes.map(|node| node["note"].as_str().unwrap().to_owned()));
        if page["pageInfo"]["hasNextPage"] != true {
            return found;
        }
        variables["after"] = page["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn gift_cards_are_filtered_sorted_and_paged() {
    let shop = TestShop::start().await;
    let mut cards: Vec<MadeCard> = Vec::new();
    for (value, note) in [("30", "Ada"), ("10", "Grace"), ("20", "Edith")] {
        let code = format!("ABCDEFGH{}", note.to_uppercase());
        let input = json!({"initialValue": value, "note": note, "code": code});
        cards.push(shop.gift_card_of(input).await);
    }
    shop.end_card(&cards[1]).await;

    for (variables, expected) in [
        (json!({}), vec!["Ada", "Grace", "Edith"]),
        (json!({"reverse": true}), vec!["Edith", "Grace", "Ada"]),
        (json!({"sort": "BALANCE"}), vec!["Grace", "Edith", "Ada"]),
        (
            json!({"sort": "INITIAL_VALUE", "reverse": true}),
            vec!["Ada", "Edith", "Grace"],
        ),
        (json!({"sort": "UPDATED_AT"}), vec!["Ada", "Edith", "Grace"]),
        (json!({"query": "status:enabled"}), vec!["Ada", "Edith"]),
        (json!({"query": "status:disabled"}), vec!["Grace"]),
        (
            json!({"query": "balance_status:full"}),
            vec!["Ada", "Grace", "Edith"],
        ),
        (json!({"query": "balance_status:empty"}), vec![]),
        (json!({"query": "last_characters:dith"}), vec!["Edith"]),
        (json!({"query": "edith"}), vec!["Edith"]),
        (json!({"query": "expires_on:2100-01-01"}), vec![]),
    ] {
        assert_eq!(
            listed(&shop, variables.clone()).await,
            expected,
            "{variables}"
        );
    }
}

/// Whether a file below the folder holds these bytes.
fn holds(folder: &Path, bytes: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().any(|entry| {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => holds(&path, bytes),
            false => {
                let text = fs::read(&path).unwrap_or_default();
                text.windows(bytes.len()).any(|window| window == bytes)
            }
        }
    })
}

/// Everything that rows which may have to do with a code hold.
async fn rows(shop: &TestShop) -> String {
    let databases = &shop.app.databases;
    let (orders, carts) = (databases.orders.writer(), databases.cart.writer());
    let keys = idempotency_key::Entity::find().all(databases.customers.writer());
    let rows = (
        gift_card::Entity::find().all(orders).await.unwrap(),
        gift_card_transaction::Entity::find()
            .all(orders)
            .await
            .unwrap(),
        checkout_attempt::Entity::find().all(orders).await.unwrap(),
        payment_transaction::Entity::find()
            .all(orders)
            .await
            .unwrap(),
        cart::Entity::find().all(carts).await.unwrap(),
        keys.await.unwrap(),
    );
    format!("{rows:?}")
}

#[tokio::test(flavor = "multi_thread")]
async fn the_code_of_a_gift_card_is_told_once_and_kept_nowhere() {
    let shop = TestShop::start().await;
    crate::delivery_options::zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let keyed = CREATE
        .replace(
            "input: $input) {",
            "input: $input) @idempotent(key: \"a key of a merchant\") {",
        )
        .replace("giftCardCode ", "secret: giftCardCode ");
    let variables = json!({"input": {"initialValue": "50"}});

    let first = shop.merchant().data(&keyed, variables.clone()).await;
    let again = shop.merchant().data(&keyed, variables).await;

    let (first, again) = (&first["giftCardCreate"], &again["giftCardCreate"]);
    let code = first["secret"].as_str().unwrap().to_owned();
    assert_eq!(code.len(), 16);
    assert_eq!(first["giftCard"], again["giftCard"], "it is made once");
    assert_eq!(again["secret"], Value::Null, "and its code told once");
    let card = MadeCard {
        id: first["giftCard"]["id"].as_str().unwrap().to_owned(),
        code: code.clone(),
    };
    let cart = shop.cart_with_cards(lamp, &[&card], "test_ok").await;
    let outcome = shop.buy(&cart).await;
    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );

    let rows = rows(&shop).await;
    assert!(rows.contains(&code[12..]), "its end may be shown");
    assert!(!rows.contains(&code[..12]), "{rows}");
    assert!(!holds(&shop.app.config.data_dir, &code.as_bytes()[..12]));
    assert!(!holds(
        &shop.app.config.data_dir,
        code.to_lowercase().as_bytes()
    ));
}

#[tokio::test]
async fn gift_cards_are_seen_and_changed_by_those_who_may() {
    let shop = TestShop::start().await;
    let card = shop.gift_card("5").await;
    let read = "query($id: ID!) { giftCard(id: $id) { id } giftCards(first: 1) { nodes { id } } }";
    let id = json!({"id": card.id});

    let reader = shop.merchant_who([Scope::ReadGiftCards]);
    assert_eq!(
        reader.data(read, id.clone()).await["giftCard"]["id"],
        card.id
    );
    for answer in [
        reader.send(DEACTIVATE, id.clone()).await,
        shop.send(read, id.clone()).await,
        shop.send(DEACTIVATE, id.clone()).await,
        shop.merchant_who([Scope::WriteOrders])
            .send(read, id.clone())
            .await,
    ] {
        assert_eq!(answer["errors"][0]["extensions"]["code"], "ACCESS_DENIED");
    }
    let types = shop
        .send("{ __schema { types { name } } }", Value::Null)
        .await;
    assert!(!types.to_string().contains("\"GiftCard\""));
    let writer = shop.merchant_who([Scope::WriteGiftCards]);
    let ended = writer.data(DEACTIVATE, id).await;
    assert_eq!(ended["giftCardDeactivate"]["giftCard"]["enabled"], false);
}
