//! Carts.

use crate::harness::TestShop;
use serde_json::{Value, json};
use souk_entities::{
    catalog::{
        market::{self, Codes},
        price_list,
        product::ProductStatus,
        variant::{Component, Components},
    },
    ids::{PriceListId, VariantId},
};
use souk_kernel::ids::Gid;
use souk_shop::{cart, market::Directory};
use std::time::Duration;

const CART: &str = "fragment C on Cart {
    id checkoutUrl note totalQuantity createdAt updatedAt attributes { key value }
    buyerIdentity { countryCode email phone customer { email } preferences { wallet } }
    discountCodes { code applicable } discountAllocations { discountedAmount { amount } }
    appliedGiftCards { id }
    cost { subtotalAmount { amount currencyCode } totalAmount { amount } checkoutChargeAmount { amount } }
    lines(first: 50) { nodes {
        __typename id quantity attributes { key value }
        cost { amountPerQuantity { amount } subtotalAmount { amount } totalAmount { amount currencyCode } }
        merchandise { ... on ProductVariant { id title product { handle } } }
        sellingPlanAllocation { sellingPlan { id } }
        ... on ComponentizableCartLine { lineComponents { id quantity cost { totalAmount { amount } } } }
    } }
}";

/// Runs a mutation that answers with a payload; that payload.
async fn change(shop: &TestShop, call: &str, arguments: &str, variables: Value) -> Value {
    let query = format!(
        "mutation{arguments} {{ it: {call} {{ cart {{ ...C }} userErrors {{ code field message }} \
         warnings {{ code target message }} }} }} {CART}"
    );
    shop.data(&query, variables).await["it"].take()
}

async fn create(shop: &TestShop, input: Value) -> Value {
    let arguments = "($input: CartInput)";
    let variables = json!({"input": input});
    change(shop, "cartCreate(input: $input)", arguments, variables).await
}

async fn add(shop: &TestShop, cart: &Value, lines: Value) -> Value {
    let arguments = "($id: ID!, $lines: [CartLineInput!]!)";
    let variables = json!({"id": cart["id"], "lines": lines});
    let call = "cartLinesAdd(cartId: $id, lines: $lines)";
    change(shop, call, arguments, variables).await
}

async fn update(shop: &TestShop, cart: &Value, lines: Value) -> Value {
    let arguments = "($id: ID!, $lines: [CartLineUpdateInput!]!)";
    let variables = json!({"id": cart["id"], "lines": lines});
    let call = "cartLinesUpdate(cartId: $id, lines: $lines)";
    change(shop, call, arguments, variables).await
}

async fn read(shop: &TestShop, id: &Value) -> Value {
    let query = format!("query($id: ID!) {{ cart(id: $id) {{ ...C }} }} {CART}");
    shop.data(&query, json!({"id": id})).await["cart"].take()
}

fn line(variant: VariantId, quantity: i32) -> Value {
    json!({"merchandiseId": variant.gid(), "quantity": quantity})
}

async fn lamp(shop: &TestShop, stock: i64) -> VariantId {
    let made = shop.product("halm-lamp").price_minor(4_950).stock(stock);
    made.create().await.variants[0]
}

#[tokio::test]
async fn a_buyer_fills_changes_and_empties_a_cart() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 10).await;

    let made = create(
        &shop,
        json!({"lines": [line(lamp, 2)], "note": "Ring twice"}),
    )
    .await;

    assert_eq!(made["userErrors"], json!([]));
    let cart = &made["cart"];
    assert_eq!(cart["totalQuantity"], 2);
    assert_eq!(cart["cost"]["subtotalAmount"]["amount"], "99.0");
    assert_eq!(cart["note"], "Ring twice");
    assert!(cart["checkoutUrl"].as_str().unwrap().starts_with("http"));
    let id = &cart["lines"]["nodes"][0]["id"];

    let changed = update(&shop, cart, json!([{"id": id, "quantity": 5}])).await;
    assert_eq!(changed["cart"]["totalQuantity"], 5);
    assert_eq!(changed["cart"]["checkoutUrl"], cart["checkoutUrl"]);
    assert_eq!(read(&shop, &cart["id"]).await, changed["cart"]);

    let arguments = "($id: ID!, $lines: [ID!]!)";
    let variables = json!({"id": cart["id"], "lines": [id]});
    let call = "cartLinesRemove(cartId: $id, lineIds: $lines)";
    let emptied = change(&shop, call, arguments, variables.clone()).await;
    assert_eq!(emptied["cart"]["lines"]["nodes"], json!([]));
    let again = change(&shop, call, arguments, variables).await;
    assert_eq!(again["userErrors"][0]["code"], "INVALID_MERCHANDISE_LINE");
    assert_eq!(again["userErrors"][0]["field"], json!(["lineIds", "0"]));
}

#[tokio::test]
async fn lines_bought_in_the_same_way_are_one() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 100).await;
    let made = create(&shop, json!({"lines": [line(lamp, 1)]})).await;
    let gift = json!({"merchandiseId": lamp.gid(), "quantity": 3,
        "attributes": [{"key": "gift", "value": "yes"}]});

    let added = add(&shop, &made["cart"], json!([line(lamp, 2), gift])).await;

    let lines = added["cart"]["lines"]["nodes"].as_array().unwrap();
    let quantities: Vec<_> = lines.iter().map(|line| line["quantity"].clone()).collect();
    assert_eq!(quantities, [3, 3]);
    assert_eq!(lines[1]["id"], made["cart"]["lines"]["nodes"][0]["id"]);

    let plain = json!([{"id": lines[0]["id"], "attributes": []}]);
    let merged = update(&shop, &made["cart"], plain).await;
    let lines = merged["cart"]["lines"]["nodes"].as_array().unwrap();
    assert_eq!((lines.len(), &lines[0]["quantity"]), (1, &json!(6)));
}

#[tokio::test]
async fn more_than_there_is_is_lowered_with_a_warning() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 3).await;
    let gone = shop
        .product("gone")
        .price_minor(100)
        .stock(0)
        .create()
        .await;

    let made = create(
        &shop,
        json!({"lines": [line(lamp, 5), line(gone.variants[0], 1)]}),
    )
    .await;

    let lines = &made["cart"]["lines"]["nodes"];
    assert_eq!(lines.as_array().unwrap().len(), 1);
    assert_eq!(lines[0]["quantity"], 3);
    assert_eq!(made["warnings"][0]["code"], "MERCHANDISE_NOT_ENOUGH_STOCK");
    assert_eq!(made["warnings"][0]["target"], lines[0]["id"]);
    assert_eq!(made["warnings"][1]["code"], "MERCHANDISE_OUT_OF_STOCK");
}

#[tokio::test]
async fn a_new_line_takes_no_unit_that_another_of_the_call_goes_back_to() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 1).await;
    let made = create(&shop, json!({"lines": [line(lamp, 1)]})).await;
    let gift = json!({"merchandiseId": lamp.gid(), "quantity": 1,
        "attributes": [{"key": "gift", "value": "yes"}]});

    let added = add(&shop, &made["cart"], json!([gift, line(lamp, 4)])).await;

    assert_eq!(added["cart"]["totalQuantity"], 1);
    assert_eq!(added["cart"]["lines"], made["cart"]["lines"]);
    assert_eq!(added["warnings"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn merchandise_that_buyers_cannot_see_is_refused() {
    let shop = TestShop::start().await;
    let draft = shop.product("draft").status(ProductStatus::Draft);
    let draft = draft.create().await;

    for variant in [VariantId(12), draft.variants[0]] {
        let made = create(&shop, json!({"lines": [line(variant, 1)]})).await;

        assert_eq!(made["cart"], Value::Null);
        assert_eq!(made["userErrors"][0]["code"], "INVALID");
        let field = json!(["input", "lines", "0", "merchandiseId"]);
        assert_eq!(made["userErrors"][0]["field"], field);
    }
}

#[tokio::test]
async fn an_id_of_another_shop_finds_no_cart() {
    let (shop, other) = (TestShop::start().await, TestShop::start().await);
    let foreign = create(&other, Value::Null).await["cart"].take();

    assert_eq!(read(&shop, &foreign["id"]).await, Value::Null);
    assert_eq!(read(&shop, &json!("gid://souk/Cart/1")).await, Value::Null);
    let refused = add(&shop, &foreign, json!([])).await;
    assert_eq!(refused["userErrors"][0]["field"], json!(["cartId"]));
}

#[tokio::test]
async fn the_country_of_the_buyer_decides_the_currency() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 10).await;
    let own = create(&shop, json!({"lines": [line(lamp, 1)]})).await;
    let list: PriceListId = shop.app.next_id();
    let now = shop.app.clock.now();
    shop.insert_catalog::<price_list::Entity, _>(price_list::Model {
        id: list,
        name: "euro".to_owned(),
        currency: "EUR".to_owned(),
        exchange_rate: 900_000,
        adjustment: 0,
        compare_at_mode: price_list::CompareAtMode::Adjusted,
        created_at: now,
        updated_at: now,
    })
    .await;
    let mut germany = market::Model::clone(&Directory::current(&shop.app).markets[0]);
    germany.id = shop.app.next_id();
    germany.handle = "germany".to_owned();
    germany.is_primary = false;
    germany.countries = Codes(vec!["DE".to_owned()]);
    germany.currency = "EUR".to_owned();
    germany.price_list_id = Some(list);
    shop.insert_catalog::<market::Entity, _>(germany).await;
    shop.reload().await;

    let arguments = "($id: ID!, $buyer: CartBuyerIdentityInput!)";
    let buyer = json!({"countryCode": "DE", "email": "ada@example.com"});
    let variables = json!({"id": own["cart"]["id"], "buyer": buyer});
    let call = "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer)";
    let changed = change(&shop, call, arguments, variables).await;

    let cart = &changed["cart"];
    assert_eq!(cart["buyerIdentity"]["countryCode"], "DE");
    assert_eq!(cart["buyerIdentity"]["email"], "ada@example.com");
    let subtotal = json!({"amount": "44.55", "currencyCode": "EUR"});
    assert_eq!(cart["cost"]["subtotalAmount"], subtotal);

    let arguments = "($id: ID!)";
    let variables = json!({"id": cart["id"]});
    let call = "cartClone(cartId: $id)";
    let copy = change(&shop, call, arguments, variables.clone()).await;
    assert_ne!(copy["cart"]["id"], cart["id"]);
    assert_eq!(copy["cart"]["cost"], cart["cost"]);
    assert_eq!(copy["cart"]["buyerIdentity"]["email"], Value::Null);
    let call = "cartRemovePersonalData(cartId: $id)";
    let bare = change(&shop, call, arguments, variables).await;
    assert_eq!(bare["cart"]["buyerIdentity"]["email"], Value::Null);
    assert_eq!(bare["cart"]["lines"], cart["lines"]);
}

#[tokio::test]
async fn notes_are_kept_and_too_long_ones_refused() {
    let shop = TestShop::start().await;
    let made = create(&shop, Value::Null).await["cart"].take();
    let arguments = "($id: ID!, $note: String!)";
    let call = "cartNoteUpdate(cartId: $id, note: $note)";

    let variables = json!({"id": made["id"], "note": "For Ada"});
    let noted = change(&shop, call, arguments, variables).await;
    assert_eq!(noted["cart"]["note"], "For Ada");
    let variables = json!({"id": made["id"], "note": "x".repeat(5_001)});
    let refused = change(&shop, call, arguments, variables).await;
    assert_eq!(refused["userErrors"][0]["code"], "NOTE_TOO_LONG");

    let call = "cartAttributesUpdate(cartId: $id, attributes: [{key: \"a\", value: \"1\"}, {key: \"a\", value: \"2\"}])";
    let variables = json!({"id": made["id"]});
    let kept = change(&shop, call, "($id: ID!)", variables).await;
    assert_eq!(
        kept["cart"]["attributes"],
        json!([{"key": "a", "value": "2"}])
    );
    assert_eq!(kept["cart"]["note"], "For Ada");
}

#[tokio::test]
async fn an_empty_cart_is_not_written_and_adding_takes_few_statements() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 10).await;
    let before = shop.app.databases.statements();

    let made = create(&shop, Value::Null).await;

    assert_eq!(shop.app.databases.statements(), before);
    add(&shop, &made["cart"], json!([line(lamp, 1)])).await;
    let before = shop.app.databases.statements();
    let added = add(&shop, &made["cart"], json!([line(lamp, 1)])).await;
    assert_eq!(added["cart"]["totalQuantity"], 2);
    let statements = shop.app.databases.statements() - before;
    assert!(statements <= 8, "{statements} statements");
}

#[tokio::test]
async fn changes_at_the_same_time_lose_nothing() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 1_000).await;
    let cart = create(&shop, Value::Null).await["cart"].take();

    let changes = (0..100).map(|_| add(&shop, &cart, json!([line(lamp, 1)])));
    let answers = futures_util::future::join_all(changes).await;

    assert!(
        answers
            .iter()
            .all(|answer| answer["userErrors"] == json!([]))
    );
    let cart = read(&shop, &cart["id"]).await;
    assert_eq!(cart["totalQuantity"], 100);
    assert_eq!(cart["lines"]["nodes"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_cart_that_nobody_changes_is_forgotten() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 10).await;
    let cart = create(&shop, json!({"lines": [line(lamp, 1)]})).await["cart"].take();
    let days = shop.app.config.cart.expire_after_days;

    shop.app
        .clock
        .advance(Duration::from_secs(u64::from(days) * 86_400 + 1));

    assert_eq!(read(&shop, &cart["id"]).await, Value::Null);
    let refused = add(&shop, &cart, json!([line(lamp, 1)])).await;
    assert_eq!(refused["cart"], Value::Null);
    assert_eq!(cart::remove_expired_carts(&shop.app).await.unwrap(), 1);
}

#[tokio::test]
async fn the_parts_of_a_bundle_share_its_price() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop, 10).await;
    let bulb = shop
        .product("bulb")
        .price_minor(1_050)
        .stock(50)
        .create()
        .await;
    let parts = vec![
        Component {
            variant: lamp,
            quantity: 1,
        },
        Component {
            variant: bulb.variants[0],
            quantity: 2,
        },
    ];
    let set = shop.product("set").price_minor(6_345);
    let set = set
        .with_variant(|row| row.components = Components(parts))
        .create()
        .await;

    let made = create(&shop, json!({"lines": [line(set.variants[0], 2)]})).await;

    let line = &made["cart"]["lines"]["nodes"][0];
    assert_eq!(line["__typename"], "ComponentizableCartLine");
    let parts = line["lineComponents"].as_array().unwrap();
    assert_eq!(parts[0]["cost"]["totalAmount"]["amount"], "89.1");
    assert_eq!(parts[1]["cost"]["totalAmount"]["amount"], "37.8");
    assert_eq!(parts[1]["quantity"], 4);
    assert_ne!(parts[0]["id"], parts[1]["id"]);
}
