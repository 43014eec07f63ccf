//! Discounts: what buyers see of them, and what becomes of them in orders.

mod codes;
mod kinds;
mod merchant;
mod orders;
mod page;
mod privacy;

use crate::{
    delivery_options::{address, choose, group, handle},
    harness::TestShop,
};
use serde_json::{Value, json};
use souk_entities::ids::{ProductId, VariantId};
use souk_kernel::ids::Gid;

/// What the stories look at in a cart.
const CART: &str = "fragment D on Cart { id
    cost { subtotalAmount { amount } totalAmount { amount currencyCode } checkoutChargeAmount { amount currencyCode } }
    discountCodes { code applicable }
    discountAllocations { ...A }
    discountApplications { targetType allocationMethod targetSelection value { ...V } }
    lines(first: 9) { nodes { id quantity cost { subtotalAmount { amount } totalAmount { amount } }
        discountAllocations { ...A } } }
    deliveryGroups(first: 9) { nodes { id deliveryOptions { handle title } } } }
fragment V on PricingValue { ... on PricingPercentageValue { percentage } ... on MoneyV2 { amount } }
fragment A on CartDiscountAllocation { __typename discountedAmount { amount } targetType
    ... on CartCodeDiscountAllocation { code } ... on CartAutomaticDiscountAllocation { title } }";

impl TestShop {
    /// Makes a discount by one of the merchant's calls, and returns its id. What `more` says is
    /// added to a title and a beginning long ago.
    pub async fn discount(&self, kind: &str, title: &str, more: Value) -> String {
        let made = self.try_discount(kind, title, more).await;
        assert_eq!(made["userErrors"], json!([]), "{made:#}");
        made["node"]["id"].as_str().unwrap().to_owned()
    }

    /// The same, whatever comes of it. Kinds are `CodeBasic`, `AutomaticBxgy` and so on.
    pub async fn try_discount(&self, kind: &str, title: &str, more: Value) -> Value {
        let mut input = json!({"title": title, "startsAt": "2020-01-01T00:00:00Z"});
        for (key, value) in more.as_object().unwrap() {
            input[key] = value.clone();
        }
        let (way, what) = match kind.strip_prefix("Code") {
            Some(what) => ("Code", what),
            None => ("Automatic", kind.strip_prefix("Automatic").unwrap()),
        };
        if way == "Code" && input.get("code").is_none() {
            input["code"] = json!(title);
        }
        let low_way = way.to_lowercase();
        let argument = match (way, what) {
            ("Code", "Basic") => "basicCodeDiscount",
            ("Code", "Bxgy") => "bxgyCodeDiscount",
            ("Code", _) => "freeShippingCodeDiscount",
            (_, "Basic") => "automaticBasicDiscount",
            (_, "Bxgy") => "automaticBxgyDiscount",
            (_, _) => "freeShippingAutomaticDiscount",
        };
        let query = format!(
            "mutation($input: Discount{way}{what}Input!) {{ it: discount{way}{what}Create({argument}: $input) {{
                node: {low_way}DiscountNode {{ id }} userErrors {{ field code message }} }} }}"
        );
        let mut data = self.merchant().data(&query, json!({"input": input})).await;
        data["it"].take()
    }

    /// Enters codes; the cart, with errors and warnings beside it.
    pub async fn enter(&self, cart: &Value, codes: &[&str]) -> Value {
        let query = format!(
            "mutation($id: ID!, $codes: [String!]!) {{ it: cartDiscountCodesUpdate(cartId: $id,
                discountCodes: $codes) {{ cart {{ ...D }} userErrors {{ code field }}
                warnings {{ code message target }} }} }} {CART}"
        );
        let variables = json!({"id": cart["id"], "codes": codes});
        self.data(&query, variables).await["it"].take()
    }

    /// A cart with these lines.
    pub async fn cart_of(&self, lines: &[(VariantId, i32)]) -> Value {
        let query = format!(
            "mutation($input: CartInput) {{ cartCreate(input: $input) {{ cart {{ ...D }}
                userErrors {{ code field }} }} }} {CART}"
        );
        let lines = lines.iter();
        let lines = lines.map(|(id, units)| json!({"merchandiseId": id.gid(), "quantity": units}));
        let input = json!({"lines": lines.collect::<Vec<_>>()});
        let mut data = self.data(&query, json!({"input": input})).await;
        data["cartCreate"]["cart"].take()
    }

    /// The cart as it is now.
    pub async fn seen(&self, cart: &Value) -> Value {
        let query = format!("query($id: ID!) {{ cart(id: $id) {{ ...D }} }} {CART}");
        self.data(&query, json!({"id": cart["id"]})).await["cart"].take()
    }

    /// Tells who buys.
    pub async fn email(&self, cart: &Value, email: &str) {
        let query = "mutation($id: ID!, $email: String!) { cartBuyerIdentityUpdate(cartId: $id,
            buyerIdentity: {email: $email}) { userErrors { code } } }";
        let told = self.data(query, json!({"id": cart["id"], "email": email}));
        let told = told.await;
        assert_eq!(told["cartBuyerIdentityUpdate"]["userErrors"], json!([]));
    }

    /// Has a cart delivered to New York by van.
    pub async fn send_by_van(&self, cart: &Value) {
        let query = "mutation($id: ID!, $to: [CartSelectableAddressInput!]!) {
            cartDeliveryAddressesAdd(cartId: $id, addresses: $to) { userErrors { code } cart {
                id deliveryGroups(first: 9) { nodes { id deliveryOptions { handle title } } } } } }";
        let mut to = address("US", Some("NY"));
        to["selected"] = json!(true);
        let told = self
            .data(query, json!({"id": cart["id"], "to": [to]}))
            .await;
        let told = &told["cartDeliveryAddressesAdd"];
        assert_eq!(told["userErrors"], json!([]));
        let cart = &told["cart"];
        let van = handle(cart, "Standard").to_owned();
        let chosen = choose(self, cart, &[(&group(cart)["id"], &van)]).await;
        assert_eq!(chosen["userErrors"], json!([]));
    }

    /// A cart with codes, ready to be submitted: delivered by van, and paid with this token.
    pub async fn ready_cart_of(
        &self,
        lines: &[(VariantId, i32)],
        codes: &[&str],
        email: &str,
        token: &str,
    ) -> Value {
        let cart = self.cart_of(lines).await;
        self.email(&cart, email).await;
        self.send_by_van(&cart).await;
        let entered = self.enter(&cart, codes).await;
        assert_eq!(entered["userErrors"], json!([]), "{entered:#}");
        let total = entered["cart"]["cost"]["checkoutChargeAmount"].clone();
        let paid = self.pay(&cart, &total, token).await;
        assert_eq!(paid["userErrors"], json!([]), "{paid:#}");
        entered["cart"].clone()
    }
}

/// A share of the price of all goods.
pub fn percent(share: f64) -> Value {
    json!({"customerGets": {"value": {"percentage": share}, "items": {"all": true}}})
}

/// A share of the price of these products.
pub fn percent_of(share: f64, products: &[ProductId]) -> Value {
    json!({"customerGets": {"value": {"percentage": share}, "items": items(products)}})
}

/// An amount off of all goods together.
pub fn amount(amount: &str) -> Value {
    let value = json!({"discountAmount": {"amount": amount, "appliesOnEachItem": false}});
    json!({"customerGets": {"value": value, "items": {"all": true}}})
}

/// These products.
pub fn items(products: &[ProductId]) -> Value {
    let ids: Vec<_> = products.iter().map(|id| id.gid()).collect();
    json!({"products": {"productsToAdd": ids}})
}

/// What both say.
pub fn and(mut one: Value, other: Value) -> Value {
    for (key, value) in other.as_object().unwrap() {
        one[key] = value.clone();
    }
    one
}

/// Goes together with all others.
pub fn social() -> Value {
    json!({"combinesWith": {"orderDiscounts": true, "productDiscounts": true, "shippingDiscounts": true}})
}

/// Codes of warnings.
pub fn warned(changed: &Value) -> Vec<&str> {
    let warnings = changed["warnings"].as_array().unwrap().iter();
    warnings.map(|it| it["code"].as_str().unwrap()).collect()
}

/// Prices of the lines after discounts of some goods, in the order of the cart.
pub fn line_totals(cart: &Value) -> Vec<&str> {
    let lines = cart["lines"]["nodes"].as_array().unwrap().iter();
    lines
        .map(|line| line["cost"]["totalAmount"]["amount"].as_str().unwrap())
        .collect()
}
