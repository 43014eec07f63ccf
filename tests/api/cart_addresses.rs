//! Where carts and their bills go, and what is missing for an order.

use crate::{
    delivery_options::{CART, address, cart_to, change, choose, group, handle, lamp, zones},
    harness::TestShop,
};
use serde_json::{Value, json};
use souk_entities::cart::cart::GroupKind;
use souk_shop::{
    cart::{self, CartKeys, MissingMerchandise, PricedCart},
    market::Directory,
};

/// The cart with this id, as it would be bought now.
async fn priced(shop: &TestShop, id: &Value) -> PricedCart {
    let token = shop
        .app
        .part::<CartKeys>()
        .parse(id.as_str().unwrap())
        .unwrap();
    let directory = Directory::current(&shop.app);
    let channel = directory.channels[0].id;
    let audience = directory.audience(Default::default(), channel, shop.app.clock.now());
    let priced = cart::priced::price_cart(&shop.app, &audience, &token)
        .await
        .unwrap();
    priced.unwrap()
}

/// Cities of the addresses, the chosen one in capitals.
fn cities(cart: &Value) -> Vec<String> {
    let addresses = cart["delivery"]["addresses"].as_array().unwrap().iter();
    addresses
        .map(|it| {
            let city = it["address"]["city"].as_str().unwrap().to_lowercase();
            let is_chosen = it["selected"] == true;
            if is_chosen { city.to_uppercase() } else { city }
        })
        .collect()
}

#[tokio::test]
async fn addresses_are_added_changed_chosen_and_removed() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    let id = &cart["id"];
    let with = "($id: ID!, $addresses: [CartSelectableAddressInput!]!)";

    let mut canada = address("CA", Some("ON"));
    canada["selected"] = json!(true);
    let variables = json!({"id": id, "addresses": [address("DE", None), canada]});
    let call = "cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses)";
    let added = change(&shop, call, with, variables).await;
    assert_eq!(cities(&added["cart"]), ["us", "de", "CA"]);

    let addresses = &added["cart"]["delivery"]["addresses"];
    let changes = json!([{"id": addresses[0]["id"], "selected": true, "oneTimeUse": true},
        {"id": addresses[1]["id"], "address": {"deliveryAddress": {"city": "Berlin", "countryCode": "DE"}}}]);
    let call = "cartDeliveryAddressesUpdate(cartId: $id, addresses: $addresses)";
    let arguments = "($id: ID!, $addresses: [CartSelectableAddressUpdateInput!]!)";
    let variables = json!({"id": id, "addresses": changes});
    let changed = change(&shop, call, arguments, variables).await;
    assert_eq!(cities(&changed["cart"]), ["US", "berlin", "ca"]);
    let first = &changed["cart"]["delivery"]["addresses"][0];
    assert_eq!(
        (&first["id"], &first["oneTimeUse"]),
        (&addresses[0]["id"], &json!(true))
    );

    let call = "cartDeliveryAddressesRemove(cartId: $id, addressIds: $ids)";
    let variables = json!({"id": id, "ids": [addresses[0]["id"]]});
    let removed = change(&shop, call, "($id: ID!, $ids: [ID!]!)", variables).await;
    assert_eq!(cities(&removed["cart"]), ["BERLIN", "ca"]);

    let call = "cartDeliveryAddressesReplace(cartId: $id, addresses: $addresses)";
    let variables = json!({"id": id, "addresses": [address("AT", None)]});
    let replaced = change(&shop, call, with, variables).await;
    assert_eq!(cities(&replaced["cart"]), ["AT"]);
    let none = change(&shop, call, with, json!({"id": id, "addresses": []})).await;
    assert_eq!(none["cart"]["delivery"]["addresses"], json!([]));
    assert_eq!(none["cart"]["deliveryGroups"]["nodes"], json!([]));
}

#[tokio::test]
async fn a_change_of_addresses_that_are_not_there_is_refused() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    let other = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    let foreign = &other["delivery"]["addresses"][0]["id"];
    let own = &cart["delivery"]["addresses"][0]["id"];
    let id = &cart["id"];
    let one = |code: &str, field: Value| json!([{"code": code, "field": field}]);

    let call = "cartDeliveryAddressesRemove(cartId: $id, addressIds: $ids)";
    let variables = json!({"id": id, "ids": [own, foreign]});
    let refused = change(&shop, call, "($id: ID!, $ids: [ID!]!)", variables).await;
    let missing = one("INVALID_DELIVERY_ADDRESS_ID", json!(["addressIds", "1"]));
    assert_eq!(refused["userErrors"], missing);

    let call = "cartDeliveryAddressesUpdate(cartId: $id, addresses: $addresses)";
    let arguments = "($id: ID!, $addresses: [CartSelectableAddressUpdateInput!]!)";
    let both = json!([{"id": own, "selected": true}, {"id": foreign, "selected": true}]);
    let refused = change(&shop, call, arguments, json!({"id": id, "addresses": both})).await;
    let missing = one(
        "INVALID_DELIVERY_ADDRESS_ID",
        json!(["addresses", "1", "id"]),
    );
    assert_eq!(refused["userErrors"], missing);

    let arguments = "($id: ID!, $addresses: [CartSelectableAddressInput!]!)";
    let mut wrong = address("US", None);
    wrong["address"]["deliveryAddress"]["city"] = json!("x".repeat(256));
    for call in [
        "cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses)",
        "cartDeliveryAddressesReplace(cartId: $id, addresses: $addresses)",
    ] {
        let variables = json!({"id": id, "addresses": [wrong]});
        let refused = change(&shop, call, arguments, variables).await;
        let field = json!(["addresses", "0", "address", "deliveryAddress", "city"]);
        assert_eq!(
            refused["userErrors"],
            one("ADDRESS_FIELD_IS_TOO_LONG", field)
        );
    }
    let query = format!("query($id: ID!) {{ cart(id: $id) {{ ...C }} }} {CART}");
    let read = shop.data(&query, json!({"id": id})).await["cart"].take();
    assert_eq!(cities(&read), ["US"]);
}

#[tokio::test]
async fn a_bill_goes_where_the_buyer_says() {
    let shop = TestShop::start().await;
    let lamp = lamp(&shop).await;
    let cart = cart_to(&shop, &[(lamp, 1)], json!([])).await;
    let id = &cart["id"];
    let call = "cartBillingAddressUpdate(cartId: $id, billingAddress: $address)";
    let arguments = "($id: ID!, $address: MailingAddressInput)";
    let billed = async || priced(&shop, id).await.billing_address;

    let home = json!({"address1": " 1 Way ", "country": "Canada", "province": "Ontario"});
    let set = change(&shop, call, arguments, json!({"id": id, "address": home})).await;
    assert_eq!(set["userErrors"], json!([]));
    let kept = billed().await.unwrap();
    assert_eq!(kept.address1.as_deref(), Some("1 Way"));
    assert_eq!(
        (kept.country.as_deref(), kept.province.as_deref()),
        (Some("CA"), Some("ON"))
    );

    let narnia = json!({"country": "Narnia"});
    let refused = change(&shop, call, arguments, json!({"id": id, "address": narnia})).await;
    let field = json!(["billingAddress", "country"]);
    assert_eq!(
        refused["userErrors"],
        json!([{"code": "INVALID", "field": field}])
    );
    assert!(billed().await.is_some());
    change(&shop, call, arguments, json!({"id": id, "address": null})).await;
    assert!(billed().await.is_none());
}

#[tokio::test]
async fn what_is_missing_for_an_order_is_named() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = lamp(&shop).await;
    let missing = async |id: &Value| priced(&shop, id).await.missing;

    let empty = cart_to(&shop, &[], json!([])).await;
    assert_eq!(
        missing(&empty["id"]).await,
        [MissingMerchandise::Lines, MissingMerchandise::Email]
    );
    let cart = cart_to(&shop, &[(lamp, 1)], json!([])).await;
    assert_eq!(
        missing(&cart["id"]).await,
        [MissingMerchandise::Email, MissingMerchandise::Address]
    );
    let place = json!({"address": {"deliveryAddress": {"countryCode": "US"}}});
    let cart = cart_to(&shop, &[(lamp, 1)], json!([place])).await;
    let line = |name: &str| MissingMerchandise::AddressLine(name.to_owned());
    let way = MissingMerchandise::DeliveryOption(GroupKind::OneTimePurchase);
    let expected = [
        MissingMerchandise::Email,
        line("address1"),
        line("city"),
        way,
    ];
    assert_eq!(missing(&cart["id"]).await, expected);

    let cart = cart_to(&shop, &[(lamp, 1)], json!([address("US", None)])).await;
    choose(
        &shop,
        &cart,
        &[(&group(&cart)["id"], handle(&cart, "Standard"))],
    )
    .await;
    let call = "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: {email: \"ada@example.com\"})";
    change(&shop, call, "($id: ID!)", json!({"id": cart["id"]})).await;
    assert_eq!(missing(&cart["id"]).await, []);
}
