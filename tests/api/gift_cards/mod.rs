//! Gift cards: who makes them, what they pay, and what goes back to them.

mod carts;
mod crash;
mod issuing;
pub mod page;
mod paying;
mod refunds;

use crate::{delivery_options::CART, harness::TestShop};
use serde_json::{Value, json};
use souk_entities::ids::VariantId;
use souk_kernel::ids::Gid;

pub const CREATE: &str = "mutation($input: GiftCardCreateInput!) { giftCardCreate(input: $input) {
    giftCard { id lastCharacters maskedCode enabled expiresOn note deactivatedAt createdAt
        balance { amount currencyCode } initialValue { amount currencyCode } }
    giftCardCode userErrors { code field message } } }";
pub const DEACTIVATE: &str = "mutation($id: ID!) { giftCardDeactivate(id: $id) {
    giftCard { enabled deactivatedAt } userErrors { code field } } }";
const CARD: &str = "query($id: ID!) { giftCard(id: $id) { balance { amount } enabled note expiresOn
    transactions(first: 50) { nodes { amount { amount } processedAt } } } }";
const APPLIED: &str = "fragment G on Cart { id appliedGiftCards { id lastCharacters
    amountUsed { amount currencyCode } balance { amount } presentmentAmountUsed { amount } }
    cost { totalAmount { amount currencyCode } checkoutChargeAmount { amount currencyCode } } }";

/// A gift card that was made.
pub struct MadeCard {
    pub id: String,
    pub code: String,
}

impl TestShop {
    /// A gift card worth so much in the shop's currency.
    pub async fn gift_card(&self, value: &str) -> MadeCard {
        self.gift_card_of(json!({"initialValue": value})).await
    }

    pub async fn gift_card_of(&self, input: Value) -> MadeCard {
        let made = self.merchant().data(CREATE, json!({"input": input})).await;
        let made = &made["giftCardCreate"];
        assert_eq!(made["userErrors"], json!([]), "{made:#}");
        MadeCard {
            id: made["giftCard"]["id"].as_str().unwrap().to_owned(),
            code: made["giftCardCode"].as_str().unwrap().to_owned(),
        }
    }

    /// A card as the merchant sees it.
    pub async fn read_card(&self, card: &MadeCard) -> Value {
        let mut data = self.merchant().data(CARD, json!({"id": card.id})).await;
        data["giftCard"].take()
    }

    /// What is left of a card.
    pub async fn balance(&self, card: &MadeCard) -> String {
        let read = self.read_card(card).await;
        read["balance"]["amount"].as_str().unwrap().to_owned()
    }

    pub async fn end_card(&self, card: &MadeCard) {
        let ended = self
            .merchant()
            .data(DEACTIVATE, json!({"id": card.id}))
            .await;
        assert_eq!(ended["giftCardDeactivate"]["userErrors"], json!([]));
    }

    /// Calls a mutation of the gift cards of a cart with codes or ids.
    pub async fn codes(&self, how: &str, cart: &Value, named: Value) -> Value {
        let (argument, ty) = match how {
            "cartGiftCardCodesRemove" => ("appliedGiftCardIds", "[ID!]!"),
            _ => ("giftCardCodes", "[String!]!"),
        };
        let query = format!(
            "mutation($id: ID!, $named: {ty}) {{
                it: {how}(cartId: $id, {argument}: $named) {{ cart {{ ...G }}
                    userErrors {{ code field message }} warnings {{ code message target }} }} }} {APPLIED}"
        );
        let variables = json!({"id": cart["id"], "named": named});
        self.data(&query, variables).await["it"].take()
    }

    /// A cart with a lamp, 15.00 with its delivery, which these cards and a token pay.
    pub async fn cart_with_cards(
        &self,
        lamp: VariantId,
        cards: &[&MadeCard],
        token: &str,
    ) -> Value {
        let cart = self.ready_cart(lamp, token).await;
        let codes: Vec<&str> = cards.iter().map(|card| card.code.as_str()).collect();
        let entered = self
            .codes("cartGiftCardCodesUpdate", &cart, json!(codes))
            .await;
        assert_eq!(entered["userErrors"], json!([]), "{entered:#}");
        assert_eq!(entered["warnings"], json!([]), "{entered:#}");
        self.pay_the_rest(&entered["cart"], token).await;
        entered["cart"].clone()
    }

    /// Says that a token pays what the cards of a cart leave; nothing where they pay all.
    pub async fn pay_the_rest(&self, cart: &Value, token: &str) {
        let charge = &cart["cost"]["checkoutChargeAmount"];
        let paid = match charge["amount"].as_str().unwrap() {
            "0.0" => self.pay_nothing(cart, charge).await,
            _ => self.pay(cart, charge, token).await,
        };
        assert_eq!(paid["userErrors"], json!([]), "{paid:#}");
    }

    async fn pay_nothing(&self, cart: &Value, charge: &Value) -> Value {
        let free = json!({"billingAddress": {"lastName": "Lovelace", "country": "US"}});
        let payment = json!({"amount": charge, "freePaymentMethod": free});
        let variables = json!({"id": cart["id"], "payment": payment});
        let mut data = self.data(crate::checkout::PAY, variables).await;
        data["cartPaymentUpdate"].take()
    }

    /// What was paid for the order of an attempt: each transaction with its gateway and amount.
    pub async fn payments_of(&self, outcome: &Value) -> (String, Vec<(String, String, String)>) {
        let query = "query($id: ID!) { order(id: $id) { displayFinancialStatus
            transactions(first: 50) { kind status gateway
                amountSet { presentmentMoney { amount } } } } }";
        let variables = json!({"id": outcome["orderId"]});
        let data = self.merchant().data(query, variables).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let rows = data["order"]["transactions"].as_array().unwrap().iter();
        let rows = rows.map(|row| {
            assert_eq!(row["status"], "SUCCESS", "{row:#}");
            let amount = &row["amountSet"]["presentmentMoney"]["amount"];
            (text(&row["kind"]), text(&row["gateway"]), text(amount))
        });
        let status = text(&data["order"]["displayFinancialStatus"]);
        (status, rows.collect())
    }
}

/// A row of [`TestShop::payments_of`].
pub fn paid(kind: &str, gateway: &str, amount: &str) -> (String, String, String) {
    (kind.to_owned(), gateway.to_owned(), amount.to_owned())
}

/// A cart with a lamp and nothing else.
async fn lamp_cart(shop: &TestShop, lamp: VariantId) -> Value {
    let query = format!(
        "mutation($input: CartInput) {{ cartCreate(input: $input) {{ cart {{ ...C }} }} }} {CART}"
    );
    let input = json!({"lines": [{"merchandiseId": lamp.gid(), "quantity": 1}]});
    let mut data = shop.data(&query, json!({"input": input})).await;
    data["cartCreate"]["cart"].take()
}
