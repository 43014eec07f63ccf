//! Merchants change the catalogue, stock and content.

mod channels;
mod collection_refusals;
mod collections;
mod guards;
mod inventory;
mod location_changes;
mod locations;
mod markets;
mod menus;
mod metafields;
mod pages;
mod price_lists;
mod recovery;
mod reservations;
mod stock;
mod stock_keys;
mod translations;
mod variants;
pub mod zones;

use crate::harness::TestShop;
use serde_json::Value;

/// Sends a mutation of one field as a merchant who may do everything, and returns its payload.
pub async fn change(shop: &TestShop, mutation: &str, variables: Value) -> Value {
    let data = shop.merchant().data(mutation, variables).await;
    let fields = data.as_object().unwrap();
    assert_eq!(fields.len(), 1, "{data:#}");
    fields.values().next().unwrap().clone()
}

/// Sends a mutation that must succeed and returns what `object` of its payload is.
pub async fn changed(shop: &TestShop, mutation: &str, object: &str, variables: Value) -> Value {
    let mut payload = change(shop, mutation, variables).await;
    assert_eq!(payload["userErrors"], serde_json::json!([]), "{payload:#}");
    payload[object].take()
}

/// Sends a mutation that must be refused; the code, and the path of the input with dots.
pub async fn refusal(shop: &TestShop, mutation: &str, variables: Value) -> (String, String) {
    let payload = change(shop, mutation, variables).await;
    refusal_of(&payload)
}

/// The code and path of a payload's only refusal.
pub fn refusal_of(payload: &Value) -> (String, String) {
    let errors = payload["userErrors"].as_array().unwrap();
    assert_eq!(errors.len(), 1, "{payload:#}");
    let field = errors[0]["field"].as_array().unwrap();
    let field: Vec<&str> = field.iter().map(|part| part.as_str().unwrap()).collect();
    let code = errors[0]["code"].as_str().unwrap();
    (code.to_owned(), field.join("."))
}

/// What [`refusal`] should return.
pub fn because(code: &str, field: &str) -> (String, String) {
    (code.to_owned(), field.to_owned())
}
