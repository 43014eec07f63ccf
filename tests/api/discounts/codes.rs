//! Codes that buyers enter: `cartDiscountCodesUpdate`.

use super::{amount, and, items, line_totals, percent, percent_of, social, warned};
use crate::{
    delivery_options::zones,
    harness::TestShop,
    variations::{in_app, open_app_channel},
};
use serde_json::{Value, json};
use souk_entities::catalog::market::{self, Codes};
use souk_kernel::ids::Gid;
use souk_shop::market::Directory;

pub(super) const EXPLAIN: &str = "query($id: ID!, $code: String) { discountExplain(cartId: $id, code: $code) {
    title code applied reason message amount { amount }
    lines { lineId before { amount } after { amount } } delivery { before { amount } after { amount } } } }";

impl TestShop {
    pub(super) async fn explained(&self, cart: &Value, code: Option<&str>) -> Vec<Value> {
        let variables = json!({"id": cart["id"], "code": code});
        let mut data = self.data(EXPLAIN, variables).await;
        match data["discountExplain"].take() {
            Value::Array(all) => all,
            other => panic!("{other:#}"),
        }
    }
}

#[tokio::test]
async fn a_code_makes_the_cart_cheaper_and_can_say_why() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    shop.discount("CodeBasic", "Ten", percent(0.1)).await;
    let cart = shop.cart_of(&[(lamp, 2)]).await;
    assert_eq!(cart["cost"]["totalAmount"]["amount"], "20.0");

    let entered = shop.enter(&cart, &[" tEN ", "TEN"]).await;

    assert_eq!(entered["userErrors"], json!([]));
    assert_eq!(entered["warnings"], json!([]));
    let cart = &entered["cart"];
    assert_eq!(
        cart["discountCodes"],
        json!([{"code": "tEN", "applicable": true}])
    );
    assert_eq!(cart["cost"]["subtotalAmount"]["amount"], "20.0");
    assert_eq!(cart["cost"]["totalAmount"]["amount"], "18.0");
    let allocation = json!({"__typename": "CartCodeDiscountAllocation", "code": "Ten",
        "discountedAmount": {"amount": "2.0"}, "targetType": "LINE_ITEM"});
    assert_eq!(cart["discountAllocations"], json!([allocation]));
    let application = json!({"targetType": "LINE_ITEM", "allocationMethod": "ACROSS",
        "targetSelection": "ALL", "value": {"percentage": 10.0}});
    assert_eq!(cart["discountApplications"], json!([application]));
    let why = shop.explained(cart, None).await;
    assert_eq!(why.len(), 1);
    assert_eq!(
        (&why[0]["applied"], &why[0]["reason"]),
        (&json!(true), &Value::Null)
    );
    assert_eq!(why[0]["amount"]["amount"], "2.0");
    let line = &why[0]["lines"][0];
    assert_eq!(line["lineId"], cart["lines"]["nodes"][0]["id"]);
    assert_eq!(
        (&line["before"]["amount"], &line["after"]["amount"]),
        (&json!("20.0"), &json!("18.0"))
    );

    let removed = shop.enter(cart, &[]).await;
    assert_eq!(removed["cart"]["discountCodes"], json!([]));
    assert_eq!(removed["cart"]["cost"]["totalAmount"]["amount"], "20.0");
    let tried = shop.explained(cart, Some("TEN")).await;
    assert_eq!(tried[0]["applied"], true, "without entering it");
    assert_eq!(shop.seen(cart).await["discountCodes"], json!([]));
}

#[tokio::test]
async fn discounts_of_some_goods_are_told_by_their_lines() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(1_000).create().await;
    let rug = shop.product("rug").price_minor(3_000).create().await;
    shop.discount("CodeBasic", "LAMPS", percent_of(0.5, &[lamp.id]))
        .await;
    let cart = shop
        .cart_of(&[(lamp.variants[0], 1), (rug.variants[0], 1)])
        .await;

    let cart = shop.enter(&cart, &["LAMPS"]).await["cart"].take();

    let mut totals = line_totals(&cart);
    totals.sort_unstable();
    assert_eq!(totals, ["30.0", "5.0"]);
    assert_eq!(cart["discountAllocations"], json!([]));
    assert_eq!(cart["cost"]["subtotalAmount"]["amount"], "35.0");
    let lines = cart["lines"]["nodes"].as_array().unwrap();
    let lamps = lines
        .iter()
        .find(|it| it["cost"]["subtotalAmount"]["amount"] == "10.0");
    let allocations = &lamps.unwrap()["discountAllocations"];
    assert_eq!(allocations[0]["code"], "LAMPS");
    assert_eq!(allocations[0]["discountedAmount"]["amount"], "5.0");
}

#[tokio::test]
async fn a_code_that_stops_applying_stays_and_comes_back() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    let from_twenty =
        json!({"minimumRequirement": {"subtotal": {"greaterThanOrEqualToSubtotal": "20"}}});
    shop.discount("CodeBasic", "TWENTY", and(percent(0.1), from_twenty))
        .await;
    let cart = shop.cart_of(&[(lamp, 2)]).await;
    let cart = shop.enter(&cart, &["TWENTY"]).await["cart"].take();
    assert_eq!(cart["cost"]["totalAmount"]["amount"], "18.0");
    let set = async |units: i32| {
        let query = "mutation($id: ID!, $lines: [CartLineUpdateInput!]!) {
            cartLinesUpdate(cartId: $id, lines: $lines) { userErrors { code } } }";
        let lines = json!([{"id": cart["lines"]["nodes"][0]["id"], "quantity": units}]);
        shop.data(query, json!({"id": cart["id"], "lines": lines}))
            .await;
        shop.seen(&cart).await
    };

    let less = set(1).await;
    assert_eq!(
        less["discountCodes"],
        json!([{"code": "TWENTY", "applicable": false}])
    );
    assert_eq!(less["cost"]["totalAmount"]["amount"], "10.0");
    let why = shop.explained(&less, None).await;
    assert_eq!(why[0]["reason"], "SUBTOTAL", "{why:#?}");
    let more = set(3).await;
    assert_eq!(
        more["discountCodes"],
        json!([{"code": "TWENTY", "applicable": true}])
    );
    assert_eq!(more["cost"]["totalAmount"]["amount"], "27.0");
}

#[tokio::test]
async fn a_warning_says_why_a_code_does_not_apply() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(1_000).create().await;
    let rug = shop.product("rug").create().await;
    let cart = shop.cart_of(&[(lamp.variants[0], 1)]).await;
    let least = |least: Value| json!({"minimumRequirement": least});
    let units = least(json!({"quantity": {"greaterThanOrEqualToQuantity": "2"}}));
    let money = least(json!({"subtotal": {"greaterThanOrEqualToSubtotal": "10.01"}}));
    let plans = json!({"customerGets": {"value": {"percentage": 0.1}, "items": {"all": true},
        "appliesOnOneTimePurchase": false, "appliesOnSubscription": true}});
    for (code, more, warning) in [
        (
            "RUGS",
            percent_of(0.1, &[rug.id]),
            "DISCOUNT_NO_ENTITLED_LINE_ITEMS",
        ),
        (
            "UNITS",
            and(percent(0.1), units),
            "DISCOUNT_QUANTITY_NOT_IN_RANGE",
        ),
        (
            "MONEY",
            and(percent(0.1), money),
            "DISCOUNT_PURCHASE_NOT_IN_RANGE",
        ),
        ("PLANS", plans, "DISCOUNT_INCOMPATIBLE_PURCHASE_TYPE"),
    ] {
        shop.discount("CodeBasic", code, more).await;
        let entered = shop.enter(&cart, &[code]).await;
        assert_eq!(warned(&entered), [warning], "{code}");
        assert_eq!(entered["warnings"][0]["target"], cart["id"]);
        assert_eq!(entered["cart"]["discountCodes"][0]["applicable"], false);
        assert_eq!(entered["cart"]["cost"]["totalAmount"]["amount"], "10.0");
    }
    let entered = shop.enter(&cart, &["NOTHING"]).await;
    assert_eq!(warned(&entered), ["DISCOUNT_NOT_FOUND"]);
    let why = shop.explained(&cart, Some("NOTHING")).await;
    assert_eq!(
        (&why[0]["reason"], &why[0]["title"]),
        (&json!("NOT_FOUND"), &Value::Null)
    );
}

#[tokio::test]
async fn a_discount_for_a_market_or_a_channel_is_for_its_buyers() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    let mut germany = market::Model::clone(&Directory::current(&shop.app).markets[0]);
    germany.id = shop.app.next_id();
    germany.handle = "germany".to_owned();
    germany.is_primary = false;
    germany.countries = Codes(vec!["DE".to_owned()]);
    let in_germany = json!({"buyers": {"marketIds": [germany.id.gid()]}});
    shop.insert_catalog::<market::Entity, _>(germany).await;
    let channel = open_app_channel(&shop).await;
    let in_app_only = json!({"buyers": {"channelIds": [channel.gid()]}});
    shop.discount("CodeBasic", "GERMANY", and(percent(0.1), in_germany))
        .await;
    shop.discount("CodeBasic", "APP", and(percent(0.2), in_app_only))
        .await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;

    let entered = shop.enter(&cart, &["GERMANY", "APP"]).await;
    assert_eq!(warned(&entered), ["DISCOUNT_NOT_FOUND"; 2]);
    let why = shop.explained(&cart, None).await;
    let why: Vec<&Value> = why.iter().map(|it| &it["reason"]).collect();
    assert_eq!(why, ["NOT_FOUND", "NOT_FOUND"]);
    let query = "mutation($id: ID!) { cartBuyerIdentityUpdate(cartId: $id,
        buyerIdentity: {countryCode: DE}) { cart { discountCodes { code applicable }
        cost { totalAmount { amount } } } } }";
    let moved = shop.data(query, json!({"id": cart["id"]})).await;
    let moved = &moved["cartBuyerIdentityUpdate"]["cart"];
    assert_eq!(moved["discountCodes"][0]["applicable"], true);
    assert_eq!(moved["cost"]["totalAmount"]["amount"], "9.0");

    let query = "mutation($lines: [CartLineInput!]) { cartCreate(input: {lines: $lines,
        discountCodes: [\"APP\"]}) { cart { id } warnings { code } } }";
    let lines = json!([{"merchandiseId": lamp.gid(), "quantity": 1}]);
    let made = in_app(&shop, query, json!({"lines": lines})).await;
    assert_eq!(made["cartCreate"]["warnings"], json!([]));
    let explain = json!({"id": made["cartCreate"]["cart"]["id"]});
    let why = in_app(&shop, EXPLAIN, explain).await;
    assert_eq!(why["discountExplain"][0]["applied"], true);
}

#[tokio::test]
async fn what_applies_by_itself_needs_no_code_and_gives_the_best() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(1_000).create().await;
    let cart = shop.cart_of(&[(lamp.variants[0], 2)]).await;
    shop.discount("AutomaticBasic", "A tenth", percent(0.1))
        .await;
    let secret = and(percent(0.9), json!({"startsAt": "2999-01-01T00:00:00Z"}));
    shop.discount("AutomaticBasic", "Not yet", secret).await;

    let seen = shop.seen(&cart).await;
    assert_eq!(seen["cost"]["totalAmount"]["amount"], "18.0");
    assert_eq!(seen["discountAllocations"][0]["title"], "A tenth");
    let why = shop.explained(&cart, None).await;
    assert_eq!(why.len(), 1, "what is not for the buyer is not told");
    // They do not go together: the better one applies.
    shop.discount("CodeBasic", "THREE", amount("3")).await;
    let entered = shop.enter(&cart, &["THREE"]).await;
    assert_eq!(entered["cart"]["cost"]["totalAmount"]["amount"], "17.0");
    shop.discount("CodeBasic", "ONE", amount("1")).await;
    let entered = shop.enter(&cart, &["ONE"]).await;
    assert_eq!(warned(&entered), ["DISCOUNT_CODE_NOT_HONOURED"]);
    assert_eq!(entered["cart"]["cost"]["totalAmount"]["amount"], "18.0");
    // These go together: the share first, then the amount.
    let each = json!({"customerGets": {"items": items(&[lamp.id]),
        "value": {"discountAmount": {"amount": "1", "appliesOnEachItem": true}}}});
    shop.discount("CodeBasic", "EACH", and(each, social()))
        .await;
    shop.discount("CodeBasic", "ALSO", and(amount("2"), social()))
        .await;
    let entered = shop.enter(&cart, &["EACH", "ALSO"]).await;
    assert_eq!(warned(&entered), Vec::<&str>::new());
    assert_eq!(entered["cart"]["cost"]["totalAmount"]["amount"], "16.0");
}

#[tokio::test]
async fn too_many_codes_and_codes_that_are_none_are_refused_whole() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    shop.discount("CodeBasic", "TEN", percent(0.1)).await;
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    shop.enter(&cart, &["TEN"]).await;
    let many: Vec<String> = (0..26).map(|number| format!("CODE{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    let long = "x".repeat(256);
    for codes in [&many[..], &[long.as_str()], &["4242424242424242"]] {
        let entered = shop.enter(&cart, codes).await;
        assert_eq!(entered["cart"], Value::Null, "{entered:#}");
        assert_eq!(entered["userErrors"][0]["field"][0], "discountCodes");
    }
    let thousand: Vec<String> = (0..1_000).map(|number| format!("CODE{number}")).collect();
    let thousand: Vec<&str> = thousand.iter().map(String::as_str).collect();
    let entered = shop.enter(&cart, &thousand).await;
    let refused = json!([{"code": "LESS_THAN", "field": ["discountCodes"]}]);
    assert_eq!(entered["userErrors"], refused);
    let seen = shop.seen(&cart).await;
    assert_eq!(
        seen["discountCodes"],
        json!([{"code": "TEN", "applicable": true}])
    );
    assert_eq!(
        shop.enter(&cart, &["", "  "]).await["cart"]["discountCodes"],
        json!([])
    );
    let foreign = json!({"id": "gid://souk/Cart/none?key=none"});
    let entered = shop.enter(&foreign, &["TEN"]).await;
    assert_eq!(entered["userErrors"][0]["code"], "INVALID");
}

#[tokio::test]
async fn a_cart_is_made_with_codes() {
    let shop = TestShop::start().await;
    let lamp = shop.lamps(9).await;
    zones(&shop).await;
    shop.discount("CodeBasic", "TEN", percent(0.1)).await;
    let query = "mutation($input: CartInput) { cartCreate(input: $input) {
        cart { discountCodes { code applicable } cost { totalAmount { amount } } }
        warnings { code } userErrors { code field } } }";
    let lines = json!([{"merchandiseId": lamp.gid(), "quantity": 1}]);
    let input = json!({"lines": lines, "discountCodes": ["ten", "eleven"]});
    let made = shop.data(query, json!({"input": input})).await;
    let made = &made["cartCreate"];
    assert_eq!(warned(made), ["DISCOUNT_NOT_FOUND"]);
    assert_eq!(made["cart"]["cost"]["totalAmount"]["amount"], "9.0");
    let many: Vec<String> = (0..26).map(|number| format!("CODE{number}")).collect();
    let refused = shop
        .data(query, json!({"input": {"discountCodes": many}}))
        .await;
    let refused = &refused["cartCreate"];
    assert_eq!(
        refused["userErrors"][0]["field"],
        json!(["input", "discountCodes"])
    );
}
