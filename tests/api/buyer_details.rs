//! E-mail addresses, phone numbers, names and texts of buyers are checked wherever they enter.

use crate::{
    checkout::browser::Browser,
    delivery_options::{address, cart_to, lamp, zones},
    harness::TestShop,
};
use serde_json::{Value, json};

const IDENTITY: &str = "mutation($id: ID!, $buyer: CartBuyerIdentityInput!) {
    it: cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer) {
        cart { buyerIdentity { email phone } } userErrors { code field message } } }";
const ADD: &str = "mutation($id: ID!, $addresses: [CartSelectableAddressInput!]!) {
    it: cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses) {
        cart { id } userErrors { code field message } } }";
const BILL: &str = "mutation($id: ID!, $address: MailingAddressInput) {
    it: cartBillingAddressUpdate(cartId: $id, billingAddress: $address) {
        cart { id } userErrors { code field message } } }";
const CREATE: &str = "mutation($input: CartInput) { it: cartCreate(input: $input) {
    cart { id } userErrors { code field message } } }";
const ORDER: &str = "mutation($input: OrderInput!) { it: orderUpdate(input: $input) {
    order { id } userErrors { code field message } } }";

/// E-mail addresses that are none, or more than one.
const EMAILS: [&str; 6] = [
    "ada",
    "ada@example.com, bob@example.com",
    "ada@example.com;bob@example.com",
    "ada@example.com\r\nBcc: bob@example.com",
    "ada\u{202e}@example.com",
    "ada\u{1}@example.com",
];
const PHONES: [&str; 4] = [
    "call me",
    "030 123456\n030 654321",
    "030\u{2066}123456",
    "030\u{7}123456",
];
const LINES: [&str; 5] = [
    "Ada\nLovelace",
    "Ada\u{2028}Lovelace",
    "Ada\u{202e}Lovelace",
    "Ada\u{2067}Lovelace",
    "Ada\u{1b}Lovelace",
];

/// Refused with this field named, and a sentence.
async fn refused(shop: &TestShop, query: &str, variables: Value, place: &str) {
    let answer = match query {
        ORDER => shop.merchant().data(query, variables.clone()).await,
        _ => shop.data(query, variables.clone()).await,
    };
    let errors = answer["it"]["userErrors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{variables:#} {answer:#}");
    let field = errors[0]["field"].as_array().unwrap().iter();
    let field: Vec<&str> = field.map(|part| part.as_str().unwrap()).collect();
    assert_eq!(field.join("."), place, "{variables:#}");
    let message = errors[0]["message"].as_str().unwrap();
    assert!(message.ends_with('.'), "{message}");
}

#[tokio::test]
async fn contact_details_of_carts_are_checked() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([])).await;
    let id = &cart["id"];
    let details = EMAILS.map(|text| ("email", text)).into_iter();
    for (field, text) in details.chain(PHONES.map(|text| ("phone", text))) {
        let buyer = json!({field: text});
        let variables = json!({"id": id, "buyer": buyer});
        let place = format!("buyerIdentity.{field}");
        refused(&shop, IDENTITY, variables, &place).await;
        let variables = json!({"input": {"buyerIdentity": buyer}});
        refused(&shop, CREATE, variables, &format!("input.{place}")).await;
    }
    let fine = json!({"email": " ada@example.com ", "phone": "+49 (30) 123-456 ext. 7"});
    let set = shop.data(IDENTITY, json!({"id": id, "buyer": fine})).await;
    let kept = json!({"email": "ada@example.com", "phone": "+49 (30) 123-456 ext. 7"});
    assert_eq!(set["it"]["cart"]["buyerIdentity"], kept);
    let blank = json!({"id": id, "buyer": {"email": "", "phone": " "}});
    let set = shop.data(IDENTITY, blank).await;
    let none = json!({"email": null, "phone": null});
    assert_eq!(set["it"]["cart"]["buyerIdentity"], none);
}

#[tokio::test]
async fn names_and_phones_of_addresses_are_checked() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([])).await;
    let id = &cart["id"];
    let names = [
        "firstName",
        "lastName",
        "company",
        "city",
        "address1",
        "zip",
    ];
    let lines = names.map(|field| LINES.map(|text| (field, text)));
    let phones = PHONES.map(|text| ("phone", text));
    for (field, text) in lines.into_iter().flatten().chain(phones) {
        let new = json!([{"address": {"deliveryAddress": {field: text}}}]);
        let place = format!("addresses.0.address.deliveryAddress.{field}");
        refused(&shop, ADD, json!({"id": id, "addresses": new}), &place).await;
        let bill = json!({"id": id, "address": {field: text}});
        refused(&shop, BILL, bill, &format!("billingAddress.{field}")).await;
        let preferred = json!([{"deliveryAddress": {field: text}}]);
        let buyer = json!({"deliveryAddressPreferences": preferred});
        let place = format!("buyerIdentity.deliveryAddressPreferences.0.deliveryAddress.{field}");
        refused(&shop, IDENTITY, json!({"id": id, "buyer": buyer}), &place).await;
    }
}

#[tokio::test]
async fn texts_of_carts_have_no_control_characters() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop).await;
    let text = "a\u{8}b";
    for (input, place) in [
        (json!({"note": text}), "input.note"),
        (
            json!({"attributes": [{"key": "gift", "value": text}]}),
            "input.attributes.0.value",
        ),
        (
            json!({"attributes": [{"key": text, "value": "yes"}]}),
            "input.attributes.0.key",
        ),
        (
            json!({"lines": [{"merchandiseId": crate::content::gid(lamp),
                "attributes": [{"key": "engraving", "value": text}]}]}),
            "input.lines.0.attributes.0.value",
        ),
        (json!({"discountCodes": [text]}), "input.discountCodes.0"),
        (
            json!({"metafields": [{"key": "gift", "type": "multi_line_text_field", "value": text}]}),
            "input.metafields.0.value",
        ),
    ] {
        refused(&shop, CREATE, json!({"input": input}), place).await;
    }
    let note = json!({"note": "Dear Ada,\n\tring twice. \u{2067}תודה\u{2069}"});
    let made = shop.data(CREATE, json!({"input": note})).await;
    assert_eq!(made["it"]["userErrors"], json!([]));
}

#[tokio::test(flavor = "multi_thread")]
async fn contact_details_of_orders_are_checked() {
    let shop = TestShop::start().await;
    let lamp = shop.stocked("lamp", 5).await;
    let order = shop.order().of(&lamp, 1).place().await;
    let details = EMAILS.map(|text| ("email", text)).into_iter();
    for (field, text) in details.chain(PHONES.map(|text| ("phone", text))) {
        let input = json!({"input": {"id": order.id, field: text}});
        refused(&shop, ORDER, input, &format!("input.{field}")).await;
    }
    for text in LINES {
        let input = json!({"input": {"id": order.id, "shippingAddress": {"lastName": text}}});
        refused(&shop, ORDER, input, "input.shippingAddress.lastName").await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_checkout_page_checks_what_it_takes() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", Some("NY"))])).await;
    let query = "query($id: ID!) { cart(id: $id) { checkoutUrl } }";
    let read = shop.data(query, json!({"id": cart["id"]})).await;
    let url = read["cart"]["checkoutUrl"].as_str().unwrap();
    let mut browser = Browser::new(&shop);
    browser.open(url).await;

    for email in EMAILS {
        browser
            .send(&[("email", email), ("phone", "555 0100")])
            .await;
        assert_eq!(
            (browser.status, browser.step()),
            (422, "contact"),
            "{email:?}"
        );
        browser.says("aria-describedby=\"email-problem\"");
    }
    for phone in PHONES {
        browser
            .send(&[("email", "ada@example.com"), ("phone", phone)])
            .await;
        assert_eq!(
            (browser.status, browser.step()),
            (422, "contact"),
            "{phone:?}"
        );
        browser.says("aria-describedby=\"phone-problem\"");
    }
}
