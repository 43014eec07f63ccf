//! What an order shows.

use crate::{builders::MadeProduct, checkout::SUBMIT, delivery_options::zones, harness::TestShop};
use serde_json::{Value, json};

const DISCOUNTS: &str = "totalDiscountsSet { presentmentMoney { amount } }
    discountApplications(first: 9) { nodes { __typename targetType
        value { ... on MoneyV2 { amount } } ... on AutomaticDiscountApplication { title } } }
    shippingDiscountAllocations { allocatedAmount { amount }
        discountApplication { targetType ... on AutomaticDiscountApplication { title } } }
    lineItems(first: 9) { nodes {
        originalTotalPrice { amount } discountedTotalPrice { amount }
        totalDiscountSet { shopMoney { amount } }
        discountAllocations { allocatedAmount { amount }
            discountApplication { ... on AutomaticDiscountApplication { title } } } } }";

#[tokio::test(flavor = "multi_thread")]
async fn discounts_of_an_order_are_shown_as_they_were_taken_off() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 9).await;
    let bulb = shop.stocked("bulb", 9).await;
    let cheaper = shop.order().of(&lamp, 2).of(&bulb, 1).discounted();
    let cheaper = cheaper.place().await;
    let plain = shop.order().of(&lamp, 1).place().await;

    let read = shop.read(&cheaper, DISCOUNTS).await;

    assert_eq!(
        read["totalDiscountsSet"]["presentmentMoney"]["amount"],
        "3.5"
    );
    let application = |title: &str, target: &str, amount: &str| {
        json!({"__typename": "AutomaticDiscountApplication", "title": title, "targetType": target,
            "value": {"amount": amount}})
    };
    assert_eq!(
        read["discountApplications"]["nodes"],
        json!([
            application("Summer", "LINE_ITEM", "1.0"),
            application("Ten", "LINE_ITEM", "0.5"),
            application("Summer", "SHIPPING_LINE", "2.0"),
        ])
    );
    assert_eq!(
        read["shippingDiscountAllocations"],
        json!([{"allocatedAmount": {"amount": "2.0"},
            "discountApplication": {"targetType": "SHIPPING_LINE", "title": "Summer"}}])
    );
    let [first, second] = read["lineItems"]["nodes"].as_array().unwrap().as_slice() else {
        panic!("{read:#}");
    };
    assert_eq!(first["originalTotalPrice"]["amount"], "20.0");
    assert_eq!(first["discountedTotalPrice"]["amount"], "18.5");
    assert_eq!(first["totalDiscountSet"]["shopMoney"]["amount"], "1.5");
    assert_eq!(
        first["discountAllocations"],
        json!([
            {"allocatedAmount": {"amount": "1.0"}, "discountApplication": {"title": "Summer"}},
            {"allocatedAmount": {"amount": "0.5"}, "discountApplication": {"title": "Ten"}},
        ])
    );
    assert_eq!(second["discountAllocations"], json!([]));
    let page = "discountApplications(last: 1, reverse: true) {
        nodes { targetType } pageInfo { hasPreviousPage } }";
    let last = shop.read(&cheaper, page).await;
    let last = &last["discountApplications"];
    assert_eq!(last["nodes"], json!([{"targetType": "LINE_ITEM"}]));
    assert_eq!(last["pageInfo"]["hasPreviousPage"], true);
    let none = shop.read(&plain, DISCOUNTS).await;
    assert_eq!(none["discountApplications"]["nodes"], json!([]));
    assert_eq!(
        none["totalDiscountsSet"]["presentmentMoney"]["amount"],
        "0.0"
    );
}

/// A lamp with a color, a picture and German texts; its second variant is another color.
async fn translated_lamp(shop: &TestShop) -> MadeProduct {
    let lamp = shop.product("lamp").title("Desk Lamp").pictures(2);
    let lamp = lamp.option("Color", &["Moss", "Rust"]);
    let lamp = lamp.variant(&["Moss"], 1_000).stock(9);
    let lamp = lamp.variant(&["Rust"], 1_000).stock(9);
    let lamp = lamp.create().await;
    let (id, option) = (lamp.id.0, &lamp.row.options.0[0]);
    shop.translate("Product", id, id, "title", "Tischlampe")
        .await;
    let moss = option.values[0].id.0;
    shop.translate("ProductOptionValue", moss, id, "name", "Moosgrün")
        .await;
    lamp
}

#[tokio::test(flavor = "multi_thread")]
async fn a_line_keeps_title_and_picture_as_the_buyer_saw_them() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    shop.change_market(|market| market.languages.0.push("de".to_owned()))
        .await;
    let lamp = translated_lamp(&shop).await;
    let german = SUBMIT.replacen("String!) {", "String!) @inContext(language: DE) {", 1);
    let mut seen = Vec::new();
    for (submit, token) in [(german.as_str(), "one"), (SUBMIT, "two")] {
        let cart = shop.ready_cart(lamp.variants[0], "test_ok").await;
        let variables = json!({"id": cart["id"], "token": token});
        let mut answer = shop.data(submit, variables).await;
        let submitted = answer["cartSubmitForCompletion"]["result"].take();
        let outcome = shop.outcome(&submitted).await;
        seen.push(outcome["orderId"].clone());
    }
    // What the merchant changes later changes no order.
    let later = "mutation($id: ID!) { productDelete(input: {id: $id}) { userErrors { code } } }";
    let gid = souk_kernel::ids::Gid::gid(lamp.id);
    shop.merchant().data(later, json!({"id": gid})).await;

    let query = "query($id: ID!) { order(id: $id) { lineItems(first: 9) { nodes {
        title variantTitle image { id altText url } variant { id } } } } }";
    let mut shown = Vec::new();
    for id in seen {
        let read = shop.merchant().data(query, json!({"id": id})).await;
        shown.push(read["order"]["lineItems"]["nodes"][0].clone());
    }

    assert_eq!(shown[0]["title"], "Tischlampe");
    assert_eq!(shown[0]["variantTitle"], "Moosgrün");
    assert_eq!(shown[0]["image"]["altText"], "Tischlampe");
    let url = shown[0]["image"]["url"].as_str().unwrap();
    assert!(url.contains("/media/demo/lamp"), "{url}");
    assert_eq!(shown[0]["image"]["id"], Value::Null);
    assert_eq!(shown[0]["variant"], Value::Null);
    assert_eq!(shown[1]["title"], "Desk Lamp");
    assert_eq!(shown[1]["variantTitle"], "Moss");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_has_only_one_variant_has_no_title_of_a_variant() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let submitted = shop.submit(&cart, "one").await;
    let outcome = shop.outcome(&submitted).await;

    let query = "query($id: ID!) { order(id: $id) { lineItems(first: 9) { nodes {
        title variantTitle image { url } } } } }";
    let read = shop
        .merchant()
        .data(query, json!({"id": outcome["orderId"]}))
        .await;

    assert_eq!(
        read["order"]["lineItems"]["nodes"],
        json!([{"title": "lamp", "variantTitle": null, "image": null}])
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_list_of_orders_tells_how_many_there_are() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 9).await;
    for _ in 0..3 {
        shop.order().of(&lamp, 1).place().await;
    }
    shop.order().of(&lamp, 1).unpaid().place().await;
    let query = "query($filter: OrderFilterInput) { orders(first: 2, filter: $filter) {
        nodes { name } totalCount } }";

    let all = shop.merchant().data(query, json!({})).await;
    let paid = json!({"filter": {"financialStatuses": ["PAID"]}});
    let paid = shop.merchant().data(query, paid).await;

    assert_eq!(all["orders"]["totalCount"], "4");
    assert_eq!(all["orders"]["nodes"].as_array().unwrap().len(), 2);
    assert_eq!(paid["orders"]["totalCount"], "3");
}
