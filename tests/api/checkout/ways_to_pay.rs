//! How clients say that a cart is paid, and what a payment form needs.

use super::PAY;
use crate::{
    delivery_options::{address, cart_to, choose, handle, zones},
    harness::TestShop,
};
use serde_json::{Value, json};
use souk_entities::ids::VariantId;
use souk_shop::payments::CaptureMode;

const SESSION: &str = "mutation($id: ID!) { cartPaymentSessionCreate(cartId: $id) {
    paymentSession { amount { amount currencyCode } captureMethod paymentMethodTypes provider
        providerAmount providerCurrency publishableKey }
    userErrors { code field } } }";
const CARD: &str = "4242 4242 4242 4242";

impl TestShop {
    /// Says how a cart is paid; what was refused.
    async fn pay_by(&self, cart: &Value, payment: Value) -> Value {
        let variables = json!({"id": cart["id"], "payment": payment});
        self.data(PAY, variables).await["cartPaymentUpdate"]["userErrors"].take()
    }

    async fn session(&self, cart: &Value) -> Value {
        let mut data = self.data(SESSION, json!({"id": cart["id"]})).await;
        data["cartPaymentSessionCreate"].take()
    }

    /// A cart with one unit of something that costs nothing, delivered for nothing, and its total.
    async fn free_cart(&self, gift: VariantId) -> (Value, Value) {
        let cart = cart_to(self, &[(gift, 1)], json!([address("US", Some("NY"))])).await;
        let group = cart["deliveryGroups"]["nodes"][0]["id"].clone();
        let way = handle(&cart, "Gift").to_owned();
        let chosen = choose(self, &cart, &[(&group, &way)]).await;
        self.identify(&cart).await;
        let total = chosen["cart"]["cost"]["totalAmount"].clone();
        (cart, total)
    }
}

fn bill() -> Value {
    json!({"lastName": "Lovelace", "country": "US"})
}

fn codes(errors: &Value) -> Vec<(&str, String)> {
    let errors = errors.as_array().unwrap().iter();
    let step = |step: &Value| step.as_str().unwrap().to_owned();
    errors
        .map(|error| {
            let field = error["field"].as_array().unwrap().iter().map(step);
            let field: Vec<_> = field.collect();
            (error["code"].as_str().unwrap(), field.join("."))
        })
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_form_gets_what_it_needs_and_no_secret() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let total = cart["cost"]["totalAmount"].clone();

    let answer = shop.session(&cart).await;

    let expected = json!({
        "amount": total, "captureMethod": "AUTOMATIC", "paymentMethodTypes": ["test_token"],
        "provider": "test", "providerAmount": "1500", "providerCurrency": "USD",
        "publishableKey": "test",
    });
    assert_eq!(answer["paymentSession"], expected, "{answer:#}");
    assert_eq!(shop.session(&cart).await, answer, "asked again, the same");

    let holding = TestShop::start_with(|config| config.payments.capture = CaptureMode::Manual);
    let holding = holding.await;
    zones(&holding).await;
    let lamp = holding.lamps(3).await;
    let cart = holding.ready_cart(lamp, "test_ok").await;
    let answer = holding.session(&cart).await;
    assert_eq!(answer["paymentSession"]["captureMethod"], "MANUAL");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payment_form_is_refused_where_nothing_can_be_paid() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    for id in ["gid://souk/Cart/none?key=none", "nonsense"] {
        let answer = shop.session(&json!({"id": id})).await;
        assert_eq!(answer["paymentSession"], Value::Null);
        assert_eq!(
            codes(&answer["userErrors"]),
            [("INVALID", "cartId".to_owned())]
        );
    }
    let empty = cart_to(&shop, &[], json!([])).await;
    let answer = shop.session(&empty).await;
    let expected = [("INVALID_PAYMENT_EMPTY_CART", "cartId".to_owned())];
    assert_eq!(codes(&answer["userErrors"]), expected);

    let lamp = shop.lamps(3).await;
    let bought = shop.ready_cart(lamp, "test_ok").await;
    let submitted = shop.submit(&bought, "one").await;
    shop.outcome(&submitted).await;
    let answer = shop.session(&bought).await;
    assert_eq!(
        codes(&answer["userErrors"]),
        [("INVALID", "cartId".to_owned())]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cart_that_costs_nothing_is_bought_for_nothing() {
    let shop = TestShop::start().await;
    let rates = json!([{"price": {"amount": "0", "currencyCode": "USD"}}]);
    let zone = json!({"name": "US", "countries": [{"code": "US"}],
        "methods": [{"name": "Gift", "rates": rates}]});
    shop.delivery_zone(zone).await;
    let gift = shop.product("gift").price_minor(0).stock(3).create().await;
    let (cart, total) = shop.free_cart(gift.variants[0]).await;
    assert_eq!(total["amount"], "0.0");
    let refused = shop.session(&cart).await;
    let expected = [("PAYMENT_METHOD_NOT_APPLICABLE", "cartId".to_owned())];
    assert_eq!(codes(&refused["userErrors"]), expected);

    let free = json!({"amount": total, "freePaymentMethod": {"billingAddress": bill()}});
    assert_eq!(shop.pay_by(&cart, free.clone()).await, json!([]));
    let submitted = shop.submit(&cart, "one").await;
    let outcome = shop.outcome(&submitted).await;

    assert_eq!(
        outcome["__typename"], "CartCompletionSuccess",
        "{outcome:#}"
    );
    let merchant = shop.merchant();
    let query = "query($id: ID!) { order(id: $id) {
        displayFinancialStatus transactions(first: 9) { id } } }";
    let order = merchant
        .data(query, json!({"id": outcome["orderId"]}))
        .await;
    assert_eq!(order["order"]["displayFinancialStatus"], "PAID");
    assert_eq!(order["order"]["transactions"], json!([]));
    assert_eq!(shop.charges().await, 0);
    shop.assert_reconciled().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_costs_something_is_not_bought_for_nothing() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let total = cart["cost"]["totalAmount"].clone();
    let free =
        |amount: &Value| json!({"amount": amount, "freePaymentMethod": {"billingAddress": bill()}});

    let refused = shop.pay_by(&cart, free(&total)).await;
    assert_eq!(
        codes(&refused),
        [("INVALID_PAYMENT", "payment.amount".to_owned())]
    );
    let nothing = json!({"amount": "0", "currencyCode": "USD"});
    assert_eq!(shop.pay_by(&cart, free(&nothing)).await, json!([]));
    let submitted = shop.submit(&cart, "one").await;

    assert_eq!(submitted["__typename"], "SubmitFailed");
    let code = &submitted["errors"][0]["code"];
    assert_eq!(code, "PAYMENTS_UNACCEPTABLE_PAYMENT_AMOUNT");
    assert_eq!(shop.left(lamp).await, 3);
}

#[tokio::test(flavor = "multi_thread")]
async fn saved_methods_and_wallets_are_charged_or_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(9).await;
    let apple = |data: &str| {
        json!({"applePayWalletContent": {
            "billingAddress": bill(), "data": data, "signature": "c2ln", "version": "EC_v1",
            "header": {"ephemeralPublicKey": "a2V5", "publicKeyHash": "aGFzaA", "transactionId": "1f"}}})
    };
    let saved = json!({"sessionId": "test_ok", "cardSource": "SAVED_CREDIT_CARD",
        "billingAddress": bill()});
    for (field, method) in [
        ("walletPaymentMethod", apple("test_ok")),
        ("directPaymentMethod", saved),
    ] {
        let cart = shop.ready_cart(lamp, "test_decline").await;
        let total = cart["cost"]["totalAmount"].clone();
        let refused = shop
            .pay_by(&cart, json!({"amount": total, field: method}))
            .await;
        assert_eq!(refused, json!([]), "{field}");
        let submitted = shop.submit(&cart, "one").await;
        let outcome = shop.outcome(&submitted).await;
        assert_eq!(
            outcome["__typename"], "CartCompletionSuccess",
            "{outcome:#}"
        );
    }
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let total = cart["cost"]["totalAmount"].clone();
    let shop_pay = json!({"shopPayWalletContent": {"billingAddress": bill(), "sessionToken": "x"}});
    let mut both = apple("test_ok");
    both["shopPayWalletContent"] = shop_pay["shopPayWalletContent"].clone();
    let wallet = "payment.walletPaymentMethod";
    for (method, code, path) in [
        (
            shop_pay,
            "PAYMENT_METHOD_NOT_SUPPORTED",
            format!("{wallet}.shopPayWalletContent"),
        ),
        (json!({}), "INVALID_PAYMENT", wallet.to_owned()),
        (both, "INVALID_PAYMENT", wallet.to_owned()),
        (
            apple(CARD),
            "INVALID_PAYMENT",
            format!("{wallet}.applePayWalletContent"),
        ),
    ] {
        let payment = json!({"amount": total, "walletPaymentMethod": method});
        let refused = shop.pay_by(&cart, payment).await;
        assert_eq!(codes(&refused), [(code, path)]);
    }
    let none = shop.pay_by(&cart, json!({"amount": total})).await;
    assert_eq!(codes(&none), [("INVALID_PAYMENT", "payment".to_owned())]);
}

#[tokio::test(flavor = "multi_thread")]
async fn card_numbers_in_a_payment_are_refused() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let total = cart["cost"]["totalAmount"].clone();
    let direct = |session: &str, street: &str| json!({"sessionId": session, "billingAddress": {"country": "US", "address1": street}});

    let named = json!({"amount": total, "sourceIdentifier": CARD, "directPaymentMethod": direct("test_ok", "1 Way")});
    let refused = shop.pay_by(&cart, named).await;
    let path = "payment.sourceIdentifier".to_owned();
    assert_eq!(codes(&refused), [("INVALID_PAYMENT", path)]);
    let billed = json!({"amount": total, "directPaymentMethod": direct("test_ok", CARD)});
    let refused = shop.pay_by(&cart, billed).await;
    let path = "payment.directPaymentMethod.billingAddress.address1".to_owned();
    assert_eq!(codes(&refused), [("INVALID", path)]);
    let nowhere = json!({"amount": total, "directPaymentMethod": {
        "sessionId": "test_ok", "billingAddress": {"country": "Narnia"}}});
    let refused = shop.pay_by(&cart, nowhere).await;
    let path = "payment.directPaymentMethod.billingAddress.country".to_owned();
    assert_eq!(codes(&refused), [("INVALID", path)]);
}

/// Changes a cart by a call; what was refused.
async fn refused(shop: &TestShop, call: &str, arguments: &str, variables: Value) -> Value {
    let query = format!("mutation({arguments}) {{ it: {call} {{ userErrors {{ code field }} }} }}");
    shop.data(&query, variables).await["it"]["userErrors"].take()
}

/// A call with its arguments, their values, and the place of the card number in them.
type Call = (&'static str, &'static str, Value, &'static str);

/// Changes of a cart with a card number in them.
fn changes(id: &Value, gid: &Value) -> [Call; 6] {
    let attributes = json!([{"key": "engraving", "value": CARD}]);
    let place = json!({"address": {"deliveryAddress": {"countryCode": "US", "address2": CARD}}});
    [
        (
            "cartNoteUpdate(cartId: $id, note: $note)",
            "$id: ID!, $note: String!",
            json!({"id": id, "note": format!("my card is {CARD}, thanks")}),
            "note",
        ),
        (
            "cartAttributesUpdate(cartId: $id, attributes: $attributes)",
            "$id: ID!, $attributes: [AttributeInput!]!",
            json!({"id": id, "attributes": attributes}),
            "attributes.0.value",
        ),
        (
            "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer)",
            "$id: ID!, $buyer: CartBuyerIdentityInput!",
            json!({"id": id, "buyer": {"phone": "4242-4242-4242-4242"}}),
            "buyerIdentity.phone",
        ),
        (
            "cartDeliveryAddressesAdd(cartId: $id, addresses: $addresses)",
            "$id: ID!, $addresses: [CartSelectableAddressInput!]!",
            json!({"id": id, "addresses": [place]}),
            "addresses.0.address.deliveryAddress.address2",
        ),
        (
            "cartBillingAddressUpdate(cartId: $id, billingAddress: $address)",
            "$id: ID!, $address: MailingAddressInput",
            json!({"id": id, "address": {"company": CARD}}),
            "billingAddress.company",
        ),
        (
            "cartLinesAdd(cartId: $id, lines: $lines)",
            "$id: ID!, $lines: [CartLineInput!]!",
            json!({"id": id, "lines": [{"merchandiseId": gid, "attributes": attributes}]}),
            "lines.0.attributes.0.value",
        ),
    ]
}

/// New carts with a card number in them.
fn new_carts(gid: &Value) -> [Call; 4] {
    let attributes = json!([{"key": "engraving", "value": CARD}]);
    let email = "4242424242424242@shop.example";
    let lines = json!([{"merchandiseId": gid, "attributes": attributes}]);
    [
        (json!({"note": CARD}), "input.note"),
        (json!({"discountCodes": [CARD]}), "input.discountCodes.0"),
        (
            json!({"buyerIdentity": {"email": email}}),
            "input.buyerIdentity.email",
        ),
        (json!({"lines": lines}), "input.lines.0.attributes.0.value"),
    ]
    .map(|(input, path)| {
        let variables = json!({"input": input});
        (
            "cartCreate(input: $input)",
            "$input: CartInput",
            variables,
            path,
        )
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn card_numbers_are_refused_wherever_a_cart_takes_text() {
    let shop = TestShop::start().await;
    zones(&shop).await;
    let lamp = shop.lamps(3).await;
    let cart = shop.ready_cart(lamp, "test_ok").await;
    let id = cart["id"].clone();
    let gid = json!(souk_kernel::ids::Gid::gid(lamp));
    let calls = changes(&id, &gid).into_iter().chain(new_carts(&gid));
    for (call, arguments, variables, path) in calls {
        let refused = refused(&shop, call, arguments, variables).await;
        assert_eq!(codes(&refused), [("INVALID", path.to_owned())], "{call}");
    }
    let query = "query($id: ID!) { cart(id: $id) { note attributes { value }
        buyerIdentity { phone } lines(first: 9) { nodes { id } } } }";
    let kept = shop.data(query, json!({"id": id})).await;
    assert!(!kept.to_string().contains("4242"), "{kept:#}");
    let phone = json!({"id": id, "buyer": {"phone": "+49 151 2345 67890"}});
    let taken = refused(
        &shop,
        "cartBuyerIdentityUpdate(cartId: $id, buyerIdentity: $buyer)",
        "$id: ID!, $buyer: CartBuyerIdentityInput!",
        phone,
    );
    assert_eq!(taken.await, json!([]));
}
