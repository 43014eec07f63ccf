//! Merchants make, change, end and delete discounts, and give them many codes.

mod wrong;

use super::{and, percent, percent_of};
use crate::{
    content::gid,
    harness::TestShop,
    merchant::{because, change, changed, refusal, refusal_of},
};
use futures_util::future::join_all;
use serde_json::{Value, json};
use souk_kernel::ids::Gid;
use souk_shop::market::Directory;
use std::time::Duration;

const READ: &str = "query($id: ID!) { discountNode(id: $id) { discount { __typename
    ... on DiscountCodeBasic { title status startsAt endsAt usageLimit appliesOncePerCustomer tags
        codes(first: 9) { nodes { code } } codesCount { count }
        combinesWith { orderDiscounts productDiscounts shippingDiscounts }
        buyers { emails marketIds channelIds }
        minimumRequirement { ... on DiscountMinimumQuantity { greaterThanOrEqualToQuantity } }
        customerGets { appliesOnOneTimePurchase appliesOnSubscription
            items { allItems productIds productVariantIds collectionIds }
            value { ... on DiscountPercentage { percentage }
                ... on DiscountAmount { appliesOnEachItem amounts { amount currencyCode } } } } }
    ... on DiscountAutomaticBxgy { title usesPerOrderLimit
        customerBuys { items { productIds } value {
            ... on DiscountQuantity { quantity } ... on DiscountPurchaseAmount { amount { amount } } } }
        customerGets { items { collectionIds } value { ... on DiscountOnQuantity { quantity
            effect { ... on DiscountPercentage { percentage } ... on DiscountAmount { amount { amount } } } } } } }
    ... on DiscountCodeFreeShipping { destination { allCountries countries
        maximumShippingPrice { amount } } }
    } } }";
const UPDATE: &str = "mutation($id: ID!, $input: DiscountCodeBasicInput!) {
    discountCodeBasicUpdate(id: $id, basicCodeDiscount: $input) {
        codeDiscountNode { id } userErrors { code field message } } }";
const ADD: &str = "mutation($id: ID!, $codes: [DiscountRedeemCodeInput!]!) {
    discountRedeemCodeBulkAdd(discountId: $id, codes: $codes) {
        bulkCreation { codesCount importedCount failedCount refusedCodes { code reason } }
        userErrors { code field message } } }";

impl TestShop {
    async fn read_discount(&self, id: &str) -> Value {
        let mut data = self.merchant().data(READ, json!({"id": id})).await;
        data["discountNode"]["discount"].take()
    }

    /// Calls a mutation that takes an id and nothing else; its payload.
    async fn turn_discount(&self, mutation: &str, answer: &str, id: &str) -> Value {
        let query = format!(
            "mutation($id: ID!) {{ {mutation}(id: $id) {{ {answer} userErrors {{ code field }} }} }}"
        );
        change(self, &query, json!({"id": id})).await
    }

    async fn add_codes(&self, id: &str, codes: &[String]) -> Value {
        let codes: Vec<Value> = codes.iter().map(|code| json!({"code": code})).collect();
        change(self, ADD, json!({"id": id, "codes": codes})).await
    }
}

fn update(id: &str, input: Value) -> Value {
    json!({"id": id, "input": input})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discount_by_a_code_is_made_and_changed() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let rug = shop.product("rug").create().await;
    let more = json!({
        "usageLimit": 3, "appliesOncePerCustomer": true, "tags": ["spring", "Spring", "sale"],
        "buyers": {"emails": ["Ada@Example.com"],
            "marketIds": [gid(Directory::current(&shop.app).markets[0].id)]},
        "minimumRequirement": {"quantity": {"greaterThanOrEqualToQuantity": "2"}},
        "combinesWith": {"shippingDiscounts": true}, "endsAt": "2999-01-01T00:00:00Z",
    });
    let id = shop
        .discount("CodeBasic", "TEN", and(percent_of(0.1, &[lamp.id]), more))
        .await;

    let made = shop.read_discount(&id).await;
    assert_eq!(made["status"], "ACTIVE");
    assert_eq!(made["usageLimit"], 3);
    assert_eq!(made["appliesOncePerCustomer"], true);
    assert_eq!(made["tags"], json!(["spring", "sale"]));
    assert_eq!(made["buyers"]["emails"], json!(["ada@example.com"]));
    assert_eq!(
        made["minimumRequirement"]["greaterThanOrEqualToQuantity"],
        2
    );
    assert_eq!(made["combinesWith"]["shippingDiscounts"], true);
    assert_eq!(made["codes"]["nodes"], json!([{"code": "TEN"}]));
    assert_eq!(made["customerGets"]["value"]["percentage"], 0.1);

    // What is given changes, the rest stays.
    let items =
        json!({"products": {"productsToAdd": [gid(rug.id)], "productsToRemove": [gid(lamp.id)]}});
    let input = json!({"customerGets": {"items": items}, "usageLimit": null, "code": "Eleven",
        "minimumRequirement": null, "endsAt": null});
    changed(&shop, UPDATE, "codeDiscountNode", update(&id, input)).await;
    let read = shop.read_discount(&id).await;
    assert_eq!(read["title"], "TEN");
    assert_eq!(
        read["customerGets"]["items"]["productIds"],
        json!([gid(rug.id)])
    );
    assert_eq!(read["customerGets"]["value"]["percentage"], 0.1);
    assert_eq!(read["codes"]["nodes"], json!([{"code": "Eleven"}]));
    let gone = [
        &read["usageLimit"],
        &read["minimumRequirement"],
        &read["endsAt"],
    ];
    assert_eq!(gone, [&Value::Null; 3]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deleted_discount_is_gone_and_its_code_is_free() {
    let shop = TestShop::start().await;
    let id = shop.discount("CodeBasic", "Eleven", percent(0.1)).await;
    let amounts = json!({"discountAmount": {"amount": "5", "appliesOnEachItem": true,
        "amounts": [{"amount": "4.5", "currencyCode": "EUR"}]}});
    let input = json!({"customerGets": {"value": amounts, "items": {"all": true}}});
    changed(&shop, UPDATE, "codeDiscountNode", update(&id, input)).await;
    let gets = shop.read_discount(&id).await["customerGets"].take();
    assert_eq!(gets["items"]["allItems"], true);
    let amounts =
        json!([{"amount": "5.0", "currencyCode": "USD"}, {"amount": "4.5", "currencyCode": "EUR"}]);
    assert_eq!(gets["value"]["amounts"], amounts);

    let deleted = shop
        .turn_discount("discountCodeDelete", "deletedCodeDiscountId", &id)
        .await;
    assert_eq!(deleted["deletedCodeDiscountId"], id, "{deleted:#}");
    assert_eq!(shop.read_discount(&id).await, Value::Null);
    let again = shop
        .turn_discount("discountCodeDelete", "deletedCodeDiscountId", &id)
        .await;
    assert_eq!(refusal_of(&again), because("NOT_FOUND", "id"));
    // Its code is free again.
    shop.discount("CodeBasic", "ELEVEN", percent(0.2)).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discount_begins_and_ends_when_the_merchant_says_so() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").price_minor(1_000).create().await;
    let id = shop.discount("AutomaticBasic", "Sale", percent(0.5)).await;
    let costs = async || {
        let cart = shop.cart_of(&[(lamp.variants[0], 1)]).await;
        cart["cost"]["totalAmount"]["amount"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    let node = "automaticDiscountNode { id }";
    assert_eq!(costs().await, "5.0");
    let ended = shop
        .turn_discount("discountAutomaticDeactivate", node, &id)
        .await;
    assert_eq!(ended["userErrors"], json!([]), "{ended:#}");
    assert_eq!(costs().await, "10.0");
    shop.turn_discount("discountAutomaticActivate", node, &id)
        .await;
    assert_eq!(costs().await, "5.0");
    // By the other way it is not found.
    let node = "codeDiscountNode { id }";
    for mutation in ["discountCodeActivate", "discountCodeDeactivate"] {
        let refused = shop.turn_discount(mutation, node, &id).await;
        assert_eq!(refusal_of(&refused), because("NOT_FOUND", "id"));
    }
    let answer = "deletedAutomaticDiscountId";
    shop.turn_discount("discountAutomaticDelete", answer, &id)
        .await;
    assert_eq!(costs().await, "10.0");

    let later = and(percent(0.5), json!({"startsAt": "2999-01-01T00:00:00Z"}));
    let code = shop.discount("CodeBasic", "LATER", later).await;
    assert_eq!(shop.read_discount(&code).await["status"], "SCHEDULED");
    shop.turn_discount("discountCodeActivate", node, &code)
        .await;
    assert_eq!(shop.read_discount(&code).await["status"], "ACTIVE");
    shop.turn_discount("discountCodeDeactivate", node, &code)
        .await;
    shop.app.clock.advance(Duration::from_secs(1));
    assert_eq!(shop.read_discount(&code).await["status"], "EXPIRED");
}

/// Kinds of discounts: what makes and changes them, and by which argument.
const KINDS: [(&str, [&str; 3]); 6] = [
    (
        "CodeBasic",
        [
            "discountCodeBasicCreate",
            "discountCodeBasicUpdate",
            "basicCodeDiscount",
        ],
    ),
    (
        "CodeBxgy",
        [
            "discountCodeBxgyCreate",
            "discountCodeBxgyUpdate",
            "bxgyCodeDiscount",
        ],
    ),
    (
        "CodeFreeShipping",
        [
            "discountCodeFreeShippingCreate",
            "discountCodeFreeShippingUpdate",
            "freeShippingCodeDiscount",
        ],
    ),
    (
        "AutomaticBasic",
        [
            "discountAutomaticBasicCreate",
            "discountAutomaticBasicUpdate",
            "automaticBasicDiscount",
        ],
    ),
    (
        "AutomaticBxgy",
        [
            "discountAutomaticBxgyCreate",
            "discountAutomaticBxgyUpdate",
            "automaticBxgyDiscount",
        ],
    ),
    (
        "AutomaticFreeShipping",
        [
            "discountAutomaticFreeShippingCreate",
            "discountAutomaticFreeShippingUpdate",
            "freeShippingAutomaticDiscount",
        ],
    ),
];

#[tokio::test(flavor = "multi_thread")]
async fn every_kind_of_discount_is_made_changed_and_named_wrong() {
    let shop = TestShop::start().await;
    let title = "query($id: ID!) { discountNode(id: $id) { discount {
        ... on DiscountCodeBasic { title } ... on DiscountCodeBxgy { title }
        ... on DiscountCodeFreeShipping { title } ... on DiscountAutomaticBasic { title }
        ... on DiscountAutomaticBxgy { title } ... on DiscountAutomaticFreeShipping { title } } } }";
    let all = json!({"all": true});
    let on = json!({"discountOnQuantity": {"quantity": "1", "effect": {"percentage": 1.0}}});
    for (kind, [create, update, argument]) in KINDS {
        let way = if kind.starts_with("Code") {
            "code"
        } else {
            "automatic"
        };
        let mut input = json!({"title": kind});
        if way == "code" {
            input["code"] = json!(kind);
        }
        if kind.ends_with("Basic") {
            input = and(input, percent(0.1));
        } else if kind.ends_with("Bxgy") {
            input["customerBuys"] = json!({"items": all, "value": {"quantity": "1"}});
            input["customerGets"] = json!({"items": all, "value": on});
        }
        let call = |declared: &str, mutation: &str, id: &str| {
            format!(
                "mutation($input: Discount{kind}Input!{declared}) {{
                    {mutation}({argument}: $input{id}) {{ {way}DiscountNode {{ id }}
                    userErrors {{ code field message }} }} }}"
            )
        };
        let node = format!("{way}DiscountNode");
        let made = json!({"input": input});
        let made = changed(&shop, &call("", create, ""), &node, made).await;
        let update = call(", $id: ID!", update, ", id: $id");
        let again = json!({"id": made["id"], "input": {"title": "Other"}});
        changed(&shop, &update, &node, again).await;
        let read = shop.merchant().data(title, json!({"id": made["id"]})).await;
        assert_eq!(read["discountNode"]["discount"]["title"], "Other");
        let wrong = json!({"id": made["id"], "input": {"title": ""}});
        let path = format!("{argument}.title");
        assert_eq!(
            refusal(&shop, &update, wrong).await,
            because("BLANK", &path)
        );
        let wrong = json!({"input": and(input, json!({"title": " "}))});
        let refused = refusal(&shop, &call("", create, ""), wrong).await;
        assert_eq!(refused, because("BLANK", &path));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_a_discount_keeps_what_it_does_not_name() {
    let shop = TestShop::start().await;
    let lamp = shop.product("lamp").create().await;
    let lights = shop.collection("lights").await;
    let buys = json!({"items": {"products": {"productsToAdd": [gid(lamp.id)]}}, "value": {"quantity": "2"}});
    let gets = json!({"items": {"collections": {"add": [gid(lights.id)]}},
        "value": {"discountOnQuantity": {"quantity": "1", "effect": {"percentage": 1.0}}}});
    let offer = json!({"customerBuys": buys, "customerGets": gets});
    let automatic = shop
        .discount("AutomaticBxgy", "Third free", offer.clone())
        .await;
    shop.discount("CodeBxgy", "THIRD", offer).await;
    let query = "mutation($id: ID!, $input: DiscountAutomaticBxgyInput!) {
        discountAutomaticBxgyUpdate(id: $id, automaticBxgyDiscount: $input) {
            automaticDiscountNode { id } userErrors { code field } } }";
    let value = json!({"discountOnQuantity": {"quantity": "3", "effect": {"amount": "2.5"}}});
    let input = json!({"usesPerOrderLimit": "4", "customerBuys": {"value": {"amount": "30"}},
        "customerGets": {"value": value}});
    changed(
        &shop,
        query,
        "automaticDiscountNode",
        update(&automatic, input),
    )
    .await;
    let read = shop.read_discount(&automatic).await;
    assert_eq!(read["usesPerOrderLimit"], 4);
    assert_eq!(
        read["customerBuys"]["items"]["productIds"],
        json!([gid(lamp.id)])
    );
    assert_eq!(read["customerBuys"]["value"]["amount"]["amount"], "30.0");
    assert_eq!(
        read["customerGets"]["items"]["collectionIds"],
        json!([gid(lights.id)])
    );
    let on = &read["customerGets"]["value"];
    assert_eq!(
        (&on["quantity"], &on["effect"]["amount"]["amount"]),
        (&json!(3), &json!("2.5"))
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn free_delivery_names_its_countries_and_keeps_its_kind() {
    let shop = TestShop::start().await;
    let free =
        json!({"destination": {"countries": {"add": ["US", "DE"]}}, "maximumShippingPrice": "20"});
    let code = shop.discount("CodeFreeShipping", "FREE", free).await;
    shop.discount("AutomaticFreeShipping", "Free", json!({}))
        .await;
    let query = "mutation($id: ID!, $input: DiscountCodeFreeShippingInput!) {
        discountCodeFreeShippingUpdate(id: $id, freeShippingCodeDiscount: $input) {
            codeDiscountNode { id } userErrors { code field } } }";
    let input =
        json!({"destination": {"countries": {"remove": ["DE"]}}, "maximumShippingPrice": null});
    changed(&shop, query, "codeDiscountNode", update(&code, input)).await;
    let read = shop.read_discount(&code).await["destination"].take();
    assert_eq!(read["countries"], json!(["US"]));
    assert_eq!(read["maximumShippingPrice"], Value::Null);
    // A discount keeps its kind.
    let other = refusal(&shop, UPDATE, update(&code, json!({"title": "x"}))).await;
    assert_eq!(other, because("NOT_FOUND", "id"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_discount_gets_many_codes_at_once() {
    let shop = TestShop::start().await;
    let id = shop.discount("CodeBasic", "FIRST", percent(0.1)).await;
    let mut codes: Vec<String> = (0..99_996).map(|it| format!("Spring-{it:05}")).collect();
    codes.extend(["spring-00007", "first", " ", "  Trimmed "].map(str::to_owned));

    let added = shop.add_codes(&id, &codes).await;

    assert_eq!(added["userErrors"], json!([]));
    let done = &added["bulkCreation"];
    let counts = ["codesCount", "importedCount", "failedCount"].map(|it| done[it].as_i64());
    assert_eq!(counts, [Some(100_000), Some(99_997), Some(3)]);
    let refused = json!([
        {"code": "spring-00007", "reason": "DUPLICATE"}, {"code": " ", "reason": "BLANK"},
        {"code": "first", "reason": "TAKEN"},
    ]);
    assert_eq!(done["refusedCodes"], refused);
    assert_eq!(shop.read_discount(&id).await["codesCount"]["count"], 99_998);
    let lamp = shop.product("lamp").create().await.variants[0];
    let cart = shop.cart_of(&[(lamp, 1)]).await;
    let entered = shop.enter(&cart, &["SPRING-99995"]).await;
    assert_eq!(entered["cart"]["discountCodes"][0]["applicable"], true);

    // The same call again adds nothing, and names 250 at most.
    let again = shop.add_codes(&id, &codes[..300]).await["bulkCreation"].take();
    assert_eq!(
        (&again["importedCount"], &again["failedCount"]),
        (&json!(0), &json!(300))
    );
    assert_eq!(again["refusedCodes"].as_array().unwrap().len(), 250);
    let several = refusal(&shop, UPDATE, update(&id, json!({"code": "ONE"}))).await;
    assert_eq!(several, because("TOO_MANY", "basicCodeDiscount.code"));
    let delete = "mutation($id: ID!, $codes: [String!]!) {
        discountRedeemCodeBulkDelete(discountId: $id, codes: $codes) {
            deletedCount userErrors { code field } } }";
    let variables = json!({"id": id, "codes": ["SPRING-00000", "spring-00001", "nothing"]});
    let deleted = changed(&shop, delete, "deletedCount", variables).await;
    assert_eq!(deleted, 2);
    let gone = shop.enter(&cart, &["SPRING-00000"]).await;
    assert_eq!(super::warned(&gone), ["DISCOUNT_NOT_FOUND"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn wrong_lists_of_codes_are_refused() {
    let shop = TestShop::start().await;
    let id = shop.discount("AutomaticBasic", "Sale", percent(0.1)).await;
    let codes = ["ONE".to_owned()];
    let nowhere = shop.add_codes(&id, &codes).await;
    assert_eq!(refusal_of(&nowhere), because("NOT_FOUND", "discountId"));
    let code = shop.discount("CodeBasic", "TEN", percent(0.1)).await;
    let empty = shop.add_codes(&code, &[]).await;
    assert_eq!(refusal_of(&empty), because("BLANK", "codes"));
    // Two merchants who add the same codes add each of them once.
    let many: Vec<String> = (0..500).map(|it| format!("C{it}")).collect();
    let both = join_all([shop.add_codes(&code, &many), shop.add_codes(&code, &many)]).await;
    let count = |it: &Value| it["bulkCreation"]["importedCount"].as_i64().unwrap();
    assert_eq!(both.iter().map(count).sum::<i64>(), 500);
    assert_eq!(shop.read_discount(&code).await["codesCount"]["count"], 501);
    let delete = "mutation($id: ID!) { discountRedeemCodeBulkDelete(discountId: $id, codes: []) {
        deletedCount userErrors { code field message } } }";
    let refused = refusal(&shop, delete, json!({"id": code})).await;
    assert_eq!(refused, because("BLANK", "codes"));
    let gid = souk_entities::ids::DiscountId(1).gid();
    let missing = refusal(&shop, &delete.replace("[]", "[\"x\"]"), json!({"id": gid})).await;
    assert_eq!(missing, because("NOT_FOUND", "discountId"));
}
